/** Requantizations whose x and y share storage, or are one tensor (S51, S52). */

import { type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { stateOfDrawZero } from '../../kit/rounding_cases.ts';
import { randomRawSymInt32, randomScale, target } from '../../kit/tensors.ts';
import { keyWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput, RecordNote } from '../../op.ts';

/** x is y: its record is the target's too. */
const ofOneTensor = casesOf((x: Tensor, rng: number = 1) => {
  const y = target('SYM_INT32', x.shape, x.bits, x.rounding, x.scale);
  return { tensors: { x, y }, params: { in_place: 'tensor' }, rng };
});

interface Record {
  readonly bits: number;
  readonly scale: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

/** x and y share storage; their records are apart. */
const ofOneStorage = casesOf((x: Tensor, y: Record) => {
  const { bits, scale, mode = 'HALF_AWAY', rng = 1 } = y;
  const tensors = { x, y: target('SYM_INT32', x.shape, bits, mode, scale) };
  return { tensors, params: { in_place: 'storage' }, rng };
});

const wide = [100000, -37, 24, -99999];

function* directed(): Iterable<CaseInput> {
  yield ofOneTensor('directed', 'in_place', symInt32Of(wide, 0.001, 12));
  yield ofOneTensor('directed', 'in_place', symInt32Of([4094, -1, 1, 3, -3], 1, 12));
  // the peak stands last, so that a write before the end of the scan is seen
  yield ofOneTensor('directed', 'in_place', symInt32Of([7, -20, 3, 70000], 0.7, 16));
  const noisy = symInt32Of([2500, -1024, 512, 0], 0.25, 12, 'SR_HALF_AWAY');
  yield ofOneTensor('directed', 'in_place', noisy, stateOfDrawZero);
  for (const bits of [8, 16]) {
    yield ofOneStorage('directed', 'in_place', symInt32Of(wide, 0.001, 12), { bits, scale: 0.03 });
  }
  yield ofOneTensor('boundary', 'in_place', symInt32Of([0, 0], 0.25, 12));
  yield ofOneTensor('boundary', 'in_place', symInt32Of([], 0.25, 12));
}

/** Appended to the cases of both requantizations. */
export function* inPlaceCases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  for (const r of seeded(g, 'in_place', 12)) {
    const x = randomRawSymInt32(r, [r.int(1, 20)], r.pick(keyWidths), r.pick([12, 20, 24]));
    x.rounding = r.pick(roundings);
    if (r.chance(1, 2)) yield ofOneTensor('random', 'in_place', x, r.rngState());
    else {
      const record = { bits: r.pick(keyWidths), scale: randomScale(r), mode: r.pick(roundings) };
      yield ofOneStorage('random', 'in_place', x, { ...record, rng: r.rngState() });
    }
  }
}

/** S52: an unusable scale of the one tensor. */
export function* refusedInPlace(): Iterable<CaseInput> {
  for (const scale of [0, -0.5]) {
    yield ofOneTensor('negative', 'refused in_place', symInt32Of([1, 2], scale, 12));
  }
}

export const inPlaceNote: RecordNote = {
  bug: 'the scale or the elements of x read after those of y were written',
  effect: 'a wire restored in place is scaled by its own new grid',
  clause: 'S51, S52',
};
