/**
 * The op record: the one place where an op lives. Schemas, C tables, the op list and the documentation
 * are derived from these records.
 */

import {
  type Contract,
  type ContractDate,
  type ContractId,
  contractsSince,
} from '../reference/contracts.ts';
import type { Generator } from '../reference/independent/primitives.ts';
import type { Numerics } from '../reference/numerics.ts';
import {
  cloneTensor,
  type Dtype,
  demandCount,
  type Rounding,
  type Tensor,
} from '../reference/tensor.ts';
import type { Fits } from './kit/fits.ts';
import type { Random } from './kit/random.ts';

/** One scalar parameter. `f32` is a float32 bit pattern, `f64` 8 little-endian bytes. */
export type ParamSpec = {
  readonly doc: string;
  /** absent in some cases (the parameters of a layer that a model does not have) */
  readonly optional?: boolean;
  /** why no case shows an effect of it */
  readonly unread?: string;
  /** why all cases give it the same value */
  readonly fixed?: string;
} & (
  | { readonly kind: 'int'; readonly min: number; readonly max: number }
  | { readonly kind: 'word'; readonly values: readonly string[] }
  | { readonly kind: 'f32' | 'f64' | 'text' }
);

/** What of a tensor can be looked at: its elements, or a field of its record. */
export const tensorParts = ['data', 'scale', 'zero_point', 'bits', 'rounding'] as const;
export type TensorPart = (typeof tensorParts)[number];

export interface TensorSpec {
  /** `in` is read, `out` is written, `inout` is both (an accumulator, an in-place operand) */
  readonly role: 'in' | 'out' | 'inout';
  readonly dtypes: readonly Dtype[];
  /** absent in some cases (a Linear layer without bias) */
  readonly optional?: boolean;
  /** why no case shows an effect of its elements or of a field of its record, by part */
  readonly unread?: Readonly<Partial<Record<TensorPart, string>>>;
  /** shape in the clause's letters, range, and what it means */
  readonly doc: string;
}

/** Op parameters as the reference sees them: f32 as the float32 value, f64 as the double. */
export type Params = Readonly<Record<string, number | string>>;

/** One call of an op in memory: inputs with data, targets allocated and poisoned. */
export class OpCall {
  readonly params: Params;
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** told of an element of an output that a long run has written for good; by throwing it ends the run */
  onFinal?: (name: string, index: number) => void;

  constructor(params: Params, tensors: OpCall['tensors']) {
    this.params = params;
    this.tensors = tensors;
  }

  /** The same call with other parameters or tensors. */
  with({
    params = this.params,
    tensors = this.tensors,
  }: Partial<Pick<OpCall, 'params' | 'tensors'>>): OpCall {
    return new OpCall(params, tensors);
  }

  /** The same call on tensors of its own. */
  copy(): OpCall {
    const tensors = Object.entries(this.tensors).map(([name, t]) => [name, cloneTensor(t)]);
    return this.with({ tensors: Object.fromEntries(tensors) });
  }

  /** A float or integer parameter. */
  number(name: string): number {
    const value = this.params[name];
    if (typeof value !== 'number') throw new TypeError(`parameter "${name}" expected a number`);
    return value;
  }

  /** A word parameter. */
  word(name: string): string {
    const value = this.params[name];
    if (typeof value !== 'string') throw new TypeError(`parameter "${name}" expected a word`);
    return value;
  }

  rounding(name: string): Rounding {
    return this.word(name) === 'SR_HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY';
  }

  /** A tensor that must be there; with another count than a given one nothing is defined (U15). */
  tensor(name: string, count?: number): Tensor {
    const tensor = this.tensors[name];
    if (tensor === undefined) throw new TypeError(`tensor "${name}" is missing`);
    if (count !== undefined) demandCount(tensor, count, name);
    return tensor;
  }
}

/** A tensor declaration of a generated case: with data (in, inout) or as a target (out). */
export type CaseTensors = Readonly<Record<string, Tensor>>;

export type CaseSet =
  | 'boundary'
  | 'directed'
  | 'edge'
  | 'random'
  | 'negative'
  | 'overflow'
  | 'real'
  | 'training'
  | 'regression';

/** A generated case, without expected values. */
export interface CaseInput {
  readonly set: CaseSet;
  readonly flags: readonly string[];
  readonly params: Params;
  /** every tensor of the op by name; `out` tensors carry only shape and record */
  readonly tensors: CaseTensors;
  readonly rng: number;
}

/** What generates the cases of an op is given: the contract and seeded randomness per case. */
export interface CaseGen {
  readonly contract: Contract;
  /**
   * A generator seeded from `<format>/<op>/<label>` alone, so that adding a case elsewhere never changes
   * this one. Use one label per case.
   */
  readonly random: (label: string) => Random;
  /** real ECG samples (MIT-BIH 208, lead MLII) as raw 11-bit ADC values */
  readonly ecg: () => Uint16Array;
  /**
   * Whether the reference answers a call without refusing and without overflow; one that it leaves undefined is not
   * answered. What it says is kept for the case that is made of the call.
   */
  readonly isAnswered: (input: CaseInput) => boolean;
}

export interface OpNote {
  readonly bug: string;
  readonly effect: string;
  readonly clause: string;
}

/** What the independent oracle says: outputs by name, or that the call is refused. */
export type OracleAnswer = CaseTensors | 'refused';

/**
 * The independent answer to a call; `undefined` where it has none. It draws from `generator`, and throws
 * `OutsideInt32` where a value leaves int32. A case on which it differs from the reference is never written.
 */
export type Oracle = (
  call: OpCall,
  contract: Contract,
  generator: Generator,
) => OracleAnswer | undefined;

export interface OpDef {
  /** snake_case; also the file name, the C shim and the command-line filter */
  readonly name: string;
  /** raised when expected bits change */
  readonly version: number;
  /** the clause that defines it, cited by every failing case */
  readonly clause: string;
  /** one sentence: what it computes */
  readonly summary: string;
  /** date of the first contract in which the op exists; every later one has it too */
  readonly since: ContractDate;
  readonly params: Readonly<Record<string, ParamSpec>>;
  readonly tensors: Readonly<Record<string, TensorSpec>>;
  /**
   * what must hold between tensors and parameters, so that every call that the clause gives a result or a
   * refusal fits, and no call that reads or writes outside of a tensor
   */
  readonly fits: Fits;
  /** the layers, the loss and the optimizer named by the call must fit like calls of the ops of their kind */
  readonly isModel?: true;
  /** flag → which bug a case with this flag catches; every flag used must be here and be used */
  readonly notes: Readonly<Record<string, OpNote>>;
  /** runs the reference on the call; writes `out` and `inout` tensors in place */
  readonly run: (n: Numerics, call: OpCall) => void;
  /** yields the cases of one contract in a fixed order */
  readonly cases: (g: CaseGen) => Iterable<CaseInput>;
  /** `own`: no edges are derived from its calls (`goldgen/edges/`), because its cases hold what there is */
  readonly edges?: 'own';
  /** answers calls from the independent versions of the primitives, where there is one (`oracle/`) */
  readonly oracle?: Oracle;
}

/** A note as a record states it: it cites the op's clause where it names none of its own. */
export type RecordNote = Omit<OpNote, 'clause'> & Partial<Pick<OpNote, 'clause'>>;

/** An op as its file states it. */
export type OpRecord = Omit<OpDef, 'notes'> & {
  readonly notes: Readonly<Record<string, RecordNote>>;
};

/** The op of a record: every note cites a clause. */
export function defineOp({ notes, ...rest }: OpRecord): OpDef {
  const cited = Object.entries(notes).map(([flag, { bug, effect, clause = rest.clause }]) => {
    return [flag, { bug, effect, clause }] as const;
  });
  return { ...rest, notes: Object.fromEntries(cited) };
}

/** What each op of a factory states for itself. */
export type OpHead = Pick<OpDef, 'name' | 'version'>;

/** The contracts in which an op exists, in order of time. */
export function contractsOf({ since }: Pick<OpDef, 'since'>): readonly ContractId[] {
  return contractsSince(since);
}

export const roundingParam: ParamSpec = {
  kind: 'word',
  values: ['HALF_AWAY', 'SR_HALF_AWAY'],
  doc: 'rounding mode (S18)',
};
