/**
 * Every step of a call: a `Numerics` whose operations and primitives note what they were given and what
 * they gave. Primitives call each other through the table, so the notes nest as the calls do.
 */

import type { ContractId } from '../../../reference/contracts.ts';
import { type Float32Ops, strictFloat32 } from '../../../reference/num/float32.ts';
import type { Accumulators } from '../../../reference/num/int32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { newNumerics, primitives } from '../../../reference/primitives.ts';
import type { NumberKind } from './numbers.ts';

export interface Step {
  readonly name: string;
  /** a float operation or an accumulator's; else a primitive of the table */
  readonly isOperation: boolean;
  /** the numbers and words among the arguments */
  readonly inputs: readonly (number | string)[];
  /** a number, or what else there is to say */
  result?: number | string;
  kind: NumberKind;
  readonly steps: Step[];
}

/** Steps that are kept; a whole training would have millions. */
export const stepsMax = 20_000;

/** Primitives that give integers; all others that give a number give a float. */
const integers = new Set<string>([
  'addInt32',
  'affineElement',
  'affineSeed',
  'affineZeroPoint',
  'argmax',
  'biasSeed',
  'boolGet',
  'castInt32',
  'channelOf',
  'clampInt',
  'clampThenRound',
  'convTransposedWeightIndex',
  'convWeightIndex',
  'divInt32',
  'effectiveKernel',
  'elementInt32',
  'encodeAffine',
  'encodeSymmetric',
  'fixedGridCode',
  'gradientChannel',
  'linearBiasIncrement',
  'mulInt32',
  'narrowZeroPoint',
  'padLeftOf',
  'physicalAxis',
  'readField',
  'round',
  'roundHalfAway',
  'roundIntoRange',
  'roundStochastic',
  'roundedQuotient',
  'sameLength',
  'scatterPadLeft',
  'seedRescale',
  'signExtend',
  'subInt32',
  'sumInt32',
  'transposedLength',
  'truncate',
  'windowOverlap',
  'windowsIn',
  'adaptiveEnd',
  'thresholdValue',
]);
const words = new Set<string>(['rngStep', 'seedState', 'bounded']);

function kindOf(name: string): NumberKind {
  if (integers.has(name)) return 'int';
  return words.has(name) ? 'word' : 'float';
}

const isScalar = (value: unknown): value is number | string =>
  typeof value === 'number' || typeof value === 'string';

interface Recorder {
  readonly root: Step[];
  readonly run: <T>(step: Step, body: () => T) => T;
}

function newRecorder(): Recorder {
  const root: Step[] = [];
  let open = root;
  let count = 0;
  return {
    root,
    run(step, body) {
      if (++count > stepsMax) return body();
      const outer = open;
      outer.push(step);
      open = step.steps;
      try {
        const result = body();
        if (isScalar(result)) step.result = result;
        else if (typeof result === 'boolean') step.result = `${result}`;
        return result;
      } finally {
        open = outer;
      }
    },
  };
}

type Call = (...args: unknown[]) => unknown;

function newStep(name: string, isOperation: boolean, args: readonly unknown[]): Step {
  const kind = isOperation ? 'float' : kindOf(name);
  return { name, isOperation, inputs: args.filter(isScalar), kind, steps: [] };
}

/** The float operations; those that are made of several are taken apart into single roundings. */
function tracedFloats({ run }: Recorder): Float32Ops {
  const single = (name: keyof Float32Ops): Call => {
    const operation = strictFloat32[name] as Call;
    return (...args) => run(newStep(name, true, args), () => operation(...args));
  };
  const names = ['add', 'sub', 'mul', 'div', 'sqrt', 'fromInt', 'fma'] as const;
  const f = Object.fromEntries(names.map((name) => [name, single(name)])) as unknown as Float32Ops;
  return {
    ...f,
    mulAdd: (a, b, c) => f.add(c, f.mul(a, b)),
    mulSub: (a, b, c) => f.sub(c, f.mul(a, b)),
    mulMinus: (a, b, c) => f.sub(f.mul(a, b), c),
    mulAddMul: (a, b, c, d) => f.add(f.mul(a, b), f.mul(c, d)),
    mulSubMul: (a, b, c, d) => f.sub(f.mul(a, b), f.mul(c, d)),
  };
}

/** A bank of accumulators that notes each term. */
function tracedAccumulators(bank: Accumulators, { run }: Recorder): Accumulators {
  const note = (
    name: string,
    index: number,
    before: readonly number[],
    change: () => void,
  ): void => {
    const step: Step = { ...newStep(name, true, [index, ...before]), kind: 'int' };
    run(step, () => {
      change();
      return bank.values[index];
    });
  };
  return {
    values: bank.values,
    seed: (index, value) => note('seed', index, [value], () => bank.seed(index, value)),
    add: (index, term) =>
      note('accumulate', index, [bank.values[index]!, term], () => bank.add(index, term)),
    finish: () => bank.finish(),
  };
}

function tracedPrimitives(recorder: Recorder): Primitives {
  const entries = Object.entries(primitives).map(([name, primitive]) => {
    if (typeof primitive !== 'function') return [name, primitive];
    const call = primitive as Call;
    const traced: Call = (...args) =>
      recorder.run(newStep(name, false, args.slice(1)), () => call(...args));
    return [name, traced];
  });
  const fn = Object.fromEntries(entries) as Primitives;
  return {
    ...fn,
    newAccumulators: (n, size) => tracedAccumulators(primitives.newAccumulators(n, size), recorder),
  };
}

/** A `Numerics` that notes its steps, and the notes. */
export function tracingNumerics(
  contract: ContractId,
  rngState: number,
): { readonly n: Numerics; readonly steps: readonly Step[] } {
  const recorder = newRecorder();
  const fn = tracedPrimitives(recorder);
  const f = tracedFloats(recorder);
  return { n: newNumerics(contract, { rngState, fn, f }), steps: recorder.root };
}

const signs: Readonly<Record<string, string>> = { add: '⊕', sub: '⊖', mul: '⊗', div: '⊘' };
const ints: Readonly<Record<string, string>> = { addInt32: '⊞', subInt32: '⊟', mulInt32: '⊠' };
const names: Readonly<Record<string, string>> = { sqrt: 'sqrt32', fromInt: 'i2f', fma: 'fma32' };

/** A step in the notation of the specification, without its result; numbers through `shown`. */
export function stepText(step: Step, shown: (x: number) => string): string {
  const inputs = step.inputs.map((x) => (typeof x === 'number' ? shown(x) : x));
  const [a = '', b = '', c = ''] = inputs;
  if (step.isOperation && step.name === 'accumulate') return `acc[${a}]: ${b} ⊞ ${c}`;
  if (step.isOperation && step.name === 'seed') return `acc[${a}] ← ${b}`;
  const sign = step.isOperation ? signs[step.name] : ints[step.name];
  if (sign !== undefined) return `${a} ${sign} ${b}`;
  const name = step.isOperation ? names[step.name] : step.name;
  return `${name}(${inputs.join(', ')})`;
}
