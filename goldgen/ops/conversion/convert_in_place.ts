/** The cells of the matrix whose x and y may share storage: formats of 4 bytes, element i from element i (S29). */

import { precondition } from '../../../reference/refusal.ts';
import { type Dtype, roundings, type Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { float32Of, int32Of, symInt32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { keyInt32, keyWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { randomSource } from './convert_cases.ts';

/** S29, S36, S40: other cells in one storage are undefined. */
export function demandOneStorageCell(x: Tensor, y: Tensor): void {
  const pair = [x.dtype, y.dtype];
  const isListed = !pair.includes('INT32') || x.dtype === y.dtype;
  precondition(isListed, `${pair.join(' to ')} in one storage`);
}

const params = { in_place: 'storage' };

function inPlace(x: Tensor, dtype: Dtype, bits = 0): CaseInput {
  // a stale scale in the target must not be used
  const y = target(dtype, x.shape, bits, 'HALF_AWAY', bits === 0 ? 1 : 0.75);
  return newCase('directed', 'in_place', { x, y }, { params });
}

const cells = [
  ['FLOAT32', 'SYM_INT32'],
  ['SYM_INT32', 'FLOAT32'],
  ['SYM_INT32', 'SYM_INT32'],
] as const;

/** Appended to the cases of `convert`. */
export function* inPlaceConversions(g: CaseGen): Iterable<CaseInput> {
  yield inPlace(float32Of([1, -0.5, 0.25, -3]), 'SYM_INT32', 12);
  yield inPlace(symInt32Of([2047, -1024, 512, 0], 0.001, 12), 'FLOAT32');
  yield inPlace(symInt32Of(keyInt32, 0.001, 12), 'FLOAT32');
  yield inPlace(symInt32Of([1 << 30, -5, 2147483647], 0.25, 16), 'SYM_INT32', 12);
  yield inPlace(float32Of([0.5, -2]), 'FLOAT32');
  yield inPlace(int32Of([7, -9]), 'INT32');
  for (const r of seeded(g, 'in_place', 9)) {
    const [from, to] = r.pick(cells);
    const bits = to === 'FLOAT32' ? 0 : r.pick(keyWidths);
    const x = randomSource(r, from, [r.int(2, 14)], { bits: 12, rounding: r.pick(roundings) });
    const mode = to === 'FLOAT32' ? 'HALF_AWAY' : r.pick(roundings);
    const y = target(to, x.shape, bits, mode, bits === 0 ? 1 : 0.75);
    yield newCase('random', 'in_place', { x, y }, { params, rng: r.rngState() });
  }
}
