/** What the accumulation ops share: parameters, tensors, the call, and sweeps over modes and counts. */

import type { Numerics } from '../../../reference/numerics.ts';
import {
  countOf,
  type Dtype,
  newTensor,
  type Rounding,
  roundings,
  type Tensor,
} from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { and, has, isWord, or, type Term } from '../../kit/fits.ts';
import { float32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomSym, randomSymInt32 } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpRecord,
  type RecordNote,
} from '../../op.ts';

/** What an accumulation states for itself. */
interface Accumulation
  extends Pick<OpRecord, 'name' | 'version' | 'clause' | 'summary' | 'notes' | 'oracle' | 'cases'> {
  readonly target: Dtype;
  readonly increments: readonly Dtype[];
  readonly engine: (n: Numerics, target: Tensor, increment: Tensor) => void;
  /** what must hold of an increment beside being there, and of the target */
  readonly fits?: { readonly increment?: Term; readonly target?: Term };
  /** why the increment is never the target itself */
  readonly neverAlias?: string;
}

/** The record of an accumulation. */
export function accumulateOp(op: Accumulation): OpDef {
  const { target, increments, engine, fits = {}, neverAlias, ...stated } = op;
  const given = fits.increment ? and(has('increment'), fits.increment) : has('increment');
  return defineOp({
    ...stated,
    since: '2026-07-21',
    params: {
      alias: {
        kind: 'word',
        values: ['none', 'target'],
        doc: 'whether the increment is the target itself; it is then absent among the tensors',
        ...(neverAlias && { fixed: neverAlias }),
      },
    },
    tensors: {
      target: { role: 'inout', dtypes: [target], doc: '[n]: its record gives width and mode' },
      increment: { role: 'in', dtypes: increments, optional: true, doc: '[n]' },
    },
    fits: {
      increment: [or(isWord('alias', 'target'), given)],
      ...(fits.target && { target: [fits.target] }),
    },
    notes: { blocks: blocksNote, ...stated.notes },
    run(n, call) {
      const target = call.tensor('target');
      engine(n, target, call.word('alias') === 'target' ? target : call.tensor('increment'));
    },
  });
}

export const addCase = casesOf((target: Tensor, increment: Tensor, rng: number = 1) => ({
  tensors: { target, increment },
  params: { alias: 'none' },
  rng,
}));

/** The increment is the target. */
export const aliasCase = casesOf((target: Tensor, rng: number = 1) => ({
  tensors: { target },
  params: { alias: 'target' },
  rng,
}));

/** Fewer and more increments than elements. */
export const otherCounts: readonly (readonly [number, number])[] = [
  [4, 3],
  [4, 5],
  [1, 8],
];

/** No elements on one side. */
export const noCounts: readonly (readonly [number, number])[] = [
  [0, 3],
  [3, 0],
];

/** Refused counts of target and increment. */
export function* countRefusals(
  make: (count: number) => Tensor,
  increment: (count: number) => Tensor,
  counts = otherCounts,
): Iterable<CaseInput> {
  for (const [a, b] of counts) yield addCase('negative', 'refused', make(a), increment(b));
}

/** `0 … count − 1` as a payload. */
export function ramp(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** FLOAT32 ones. */
export function ones(count: number): Tensor {
  return float32Of(new Array<number>(count).fill(1));
}

/** Random targets × increments of the listed formats, both modes. */
export function* randomAdds(
  g: CaseGen,
  count: number,
  target: (r: Random, shape: readonly number[], mode: Rounding) => Tensor,
  increment: (r: Random, shape: readonly number[]) => Tensor,
): Iterable<CaseInput> {
  for (const r of seeded(g, 'random', count)) {
    const shape = r.chance(1, 4) ? [r.int(1, 4), r.int(1, 5)] : [r.int(1, 18)];
    const t = target(r, shape, r.pick(roundings));
    yield addCase('random', 'stream', t, increment(r, shape), r.rngState());
  }
}

/** Gradient-sized float increments, sometimes dwarfing and sometimes dwarfed by the target. */
export function floatIncrement(r: Random, shape: readonly number[]): Tensor {
  const t = newTensor('FLOAT32', shape);
  const low = r.pick([-14, -8, -4, 0]);
  t.data = Float32Array.from({ length: countOf(shape) }, () => r.float32(low, low + 4));
  return t;
}

/** Every listed width in both modes with more than one block of 256 elements. */
export function* longAdds(
  g: CaseGen,
  widths: readonly number[],
  target: (r: Random, count: number, bits: number, mode: Rounding) => Tensor,
): Iterable<CaseInput> {
  for (const bits of widths) {
    for (const mode of roundings) {
      const r = g.random(`long/${bits}/${mode}`);
      const t = target(r, 257 + (bits % 9), bits, mode);
      // packed increments of 3 bits keep the file small; they move no code by more than its unit
      const increment = randomSym(r, t.shape, 3, t.scale / 8);
      yield addCase('boundary', 'blocks', t, increment, r.rngState());
    }
  }
}

/** A SYM_INT32 gradient of more than one block of 256 elements in both modes. */
export function* longSymAdds(
  g: CaseGen,
  increment: (r: Random, shape: readonly number[]) => Tensor,
): Iterable<CaseInput> {
  for (const mode of roundings) {
    const r = g.random(`long/${mode}`);
    const t = randomSymInt32(r, [263], 9, undefined, mode);
    yield addCase('boundary', 'blocks', t, increment(r, t.shape), r.rngState());
  }
}

/** What long cases catch. */
const blocksNote: RecordNote = {
  bug: 'elements beyond the first 256 left out or taken from the first',
  effect: 'the end of a large gradient never grows',
};

/** What cases of two accumulations catch. */
export const accumulateNotes = {
  refused: { bug: 'another count accepted', effect: 'foreign memory is read', clause: 'A11' },
} as const satisfies Readonly<Record<string, RecordNote>>;
