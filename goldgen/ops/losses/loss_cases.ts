/** Operands of loss cases: outputs and labels in the formats that a loss reads. */

import type { Contract } from '../../../reference/contracts.ts';
import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import type { RecordNote } from '../../op.ts';

export interface LossCase {
  readonly output: Tensor;
  readonly label: Tensor;
}

/** Shapes of one sample tensor: rank 1 and 2, one element, and past a SIMD width. */
export const lossShapes: readonly (readonly number[])[] = [
  [1],
  [3],
  [1, 1],
  [1, 6],
  [4, 1],
  [2, 2],
  [3, 7],
  [1, 2, 5],
  [2, 3, 4],
];

/** A FLOAT32 pair, or a SYM_INT32 output with a label of any decodable format. */
export function randomLossOperands(r: Random, contract: Contract): LossCase {
  const shape = r.pick(lossShapes);
  if (r.chance(1, 4)) {
    return { output: randomFloat32(r, shape, -3, 2), label: randomFloat32(r, shape, -3, 2) };
  }
  const bits = r.pick([4, 8, 12, 12, contract.operandBits]);
  const output = randomSymInt32(r, shape, bits, undefined, r.pick(roundings));
  if (r.chance(1, 3)) return { output, label: randomFloat32(r, shape, -4, 1) };
  const packed = contract.symCells === 'present' && r.chance(1, 2);
  return { output, label: packed ? randomSym(r, shape, 8) : randomSymInt32(r, shape, bits) };
}

/** Where a seed gradient goes: a clone of the output wire's record, or another one. */
export function gradientTarget(r: Random, output: Tensor, contract: Contract): Tensor {
  const { shape } = output;
  if (output.dtype === 'FLOAT32') return target('FLOAT32', shape);
  const kind = r.int(0, 5);
  if (kind === 0) return target('FLOAT32', shape);
  if (kind === 1 && contract.symCells === 'present')
    return target('SYM', shape, 8, r.pick(roundings));
  if (kind === 2 && contract.affine === 'one_rule')
    return target('ASYM', shape, 8, r.pick(roundings));
  return target('SYM_INT32', shape, r.pick([output.bits, 8, 12, 16]), r.pick(roundings));
}

/** A seed gradient of output and label. */
export const gradientCase = casesOf(
  (output: Tensor, label: Tensor, gradient: Tensor, rng: number = 1) => ({
    tensors: { output, label, gradient },
    rng,
  }),
);

/** What cases of both directions catch. */
export const lossNotes = {
  refused: {
    bug: 'a packed output decoded instead of refused',
    effect: 'a model trains that the original rejects',
    clause: 'L29',
  },
} as const satisfies Readonly<Record<string, RecordNote>>;
