/**
 * Recorded cases and the adapters that replay them. A recording folder holds JSON files of cases recorded
 * from the original C framework; an adapter maps one recorded function to calls of the reference.
 */

import type { ContractId } from '../../reference/contracts.ts';
import type { Float32Ops } from '../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../reference/numerics.ts';
import type { Dtype, Rounding, Tensor } from '../../reference/tensor.ts';

/** A tensor as recorded; without `data` it describes a zeroed output before the call. */
export interface RecordedTensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** present only where it is not the identity */
  readonly order?: readonly number[];
  /** float32 bits */
  readonly scale?: string;
  readonly zeroPoint?: number;
  /** label of SYM_INT32 */
  readonly qMaxBits?: number;
  /** width of SYM and ASYM */
  readonly qBits?: number;
  readonly rounding?: Rounding;
  /** bytes of SYM, ASYM, BOOL as hexadecimal digits */
  readonly packed?: string;
  /** float32 bits, mantissas or codes in storage order */
  readonly data?: readonly (string | number)[];
}

export type RecordedValue =
  | RecordedTensor
  | number
  | string
  | null
  | readonly RecordedValue[]
  | { readonly [key: string]: RecordedValue };

export interface RecordedCase {
  readonly id: string;
  readonly params: Readonly<Record<string, RecordedValue>>;
  readonly rngSeed: number | null;
  readonly inputs: Readonly<Record<string, RecordedValue>>;
  readonly outputs: Readonly<Record<string, RecordedValue>>;
  readonly rngStateAfter: number | null;
  readonly aborted: string | null;
}

export interface Recording {
  /** file name without folder */
  readonly file: string;
  /** the file's `op`, e.g. `june-requant` */
  readonly op: string;
  readonly cases: readonly RecordedCase[];
}

/**
 * One recorded case being replayed: typed access to what was recorded, and `emit…` for what the reference
 * computes. Emit an output as soon as it exists: what was emitted before a `Refusal` is compared with the
 * outputs recorded before the abort. Values are copied when emitted.
 */
export interface Replay {
  readonly recorded: RecordedCase;
  readonly contract: ContractId;
  /** seeded with `rngSeed` (S11); state 1 where that is null */
  readonly n: Numerics;

  /** true if the input is there and not null */
  has(name: string): boolean;
  /** a fresh copy of an input tensor; a target (no data) comes zero-filled with its recorded record */
  tensor(name: string): Tensor;
  /** a recorded float32 scalar among the inputs */
  float(name: string): number;
  /** a recorded integer among the inputs */
  int(name: string): number;

  /** raw parameter, `undefined` if absent */
  param(name: string): RecordedValue | undefined;
  paramInt(name: string): number;
  /** absent → the given default */
  paramIntOr(name: string, otherwise: number): number;
  paramWord(name: string): string;
  /** a float32 (`0x…`) or double (`f64:0x…`) parameter */
  paramFloat(name: string): number;
  /** a rounding-mode parameter */
  paramRounding(name: string): Rounding;
  /** a `{type, rounding}` parameter such as `forwardMath` */
  paramMath(name: string): { readonly type: string; readonly rounding: Rounding };

  emit(name: string, tensor: Tensor): void;
  emitFloat(name: string, value: number): void;
  emitFloats(name: string, values: ArrayLike<number>): void;
  emitInt(name: string, value: number): void;
  /** nested lists of integers */
  emitList(name: string, value: RecordedValue): void;
  /** the current generator state */
  emitRng(name: string): void;
}

/**
 * An admissible deviation under which a case that differs is replayed once more, e.g. the `expf` of one C
 * library. A case that passes only so is counted as passed and reported in a class of its own.
 */
export interface Variant {
  readonly name: string;
  readonly fn?: Partial<Primitives>;
  readonly f?: Partial<Float32Ops>;
}

export type ReplayFn = (r: Replay) => void;

export type Adapter =
  | ReplayFn
  | { readonly replay: ReplayFn; readonly variants: readonly Variant[] };

/**
 * Adapters by `<file>/<fn>`, e.g. `june-requant/convertTensor`. `<file>` is the recorded op name; for a
 * supplement it is `params.like` with the prefix (`june-`, `june23-`) of its commit.
 */
export type AdapterTable = Readonly<Record<string, Adapter>>;

export type Emitted =
  | { readonly kind: 'tensor'; readonly tensor: Tensor }
  | { readonly kind: 'floats'; readonly values: Float32Array }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'list'; readonly value: RecordedValue };

export interface Mismatch {
  /** `outputs/y/data/3`, `outputs/y/scale`, `aborted`, `rngStateAfter` */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

export type ReplayOutcome =
  | { readonly kind: 'passed' }
  /** passed under the named variant only */
  | { readonly kind: 'variant'; readonly name: string }
  | { readonly kind: 'failed'; readonly mismatches: readonly Mismatch[] }
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

/** `no contract`: a case of a build without the seed guard that rounds outside int32 and differs from x86. */
export type SkipReason = 'not implemented' | 'no contract';

export interface CaseResult {
  readonly id: string;
  readonly fn: string;
  readonly verdict: ReplayOutcome;
}

export interface FileResult {
  readonly file: string;
  readonly results: readonly CaseResult[];
}
