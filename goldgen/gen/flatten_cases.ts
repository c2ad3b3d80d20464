/** Wires that Flatten copies, in both directions. */

import type { Tensor } from '../../reference/tensor.ts';
import { float32Of, symInt32Of } from './directed.ts';
import type { Random } from './random.ts';
import { randomFloat32, randomRawSymInt32 } from './tensors.ts';

export interface FlattenWire {
  readonly flag: string;
  readonly from: Tensor;
  /** width of the wire that is written */
  readonly bits: number;
}

export function flattenWires(shape: readonly number[]): readonly FlattenWire[] {
  const q = [1, -2, 16777217, 2147483647, -2147483648, 0, 7, -9, 11, 12, -13, 14];
  const specials =
    '7fc00000 7f800000 80000000 00000001 3f800000 bf800000 ff800000 00000000 41200000 c1200000 7f7fffff 3dcccccd';
  return [
    { flag: 'scale', from: symInt32Of(q, '3dcccccd', 31, 'SR_HALF_AWAY', shape), bits: 31 },
    { flag: 'width_stays', from: symInt32Of(q, 0.5, 31, 'HALF_AWAY', shape), bits: 12 },
    { flag: 'bytes', from: float32Of(specials, shape), bits: 0 },
  ];
}

export function randomFlattenWire(r: Random, shape: readonly number[]): FlattenWire {
  if (r.chance(1, 3)) return { flag: 'mixture', from: randomFloat32(r, shape), bits: 0 };
  return { flag: 'mixture', from: randomRawSymInt32(r, shape, 12, r.pick([8, 12, 30])), bits: 12 };
}
