/** The record of Flatten in either direction (L26): the payload and its scale in another shape. */

import { countOf, type Tensor } from '../../../reference/tensor.ts';
import { type CaseSet, newCase, seeded } from '../../kit/cases.ts';
import { sameCount, sameDtype } from '../../kit/fits.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, randomRawSymInt32, target } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type TensorSpec,
} from '../../op.ts';

export interface FlattenForm extends OpHead {
  readonly summary: string;
  /** names of the tensor that is read and of the one that is written */
  readonly read: 'x' | 'dy';
  readonly written: 'y' | 'dx';
  readonly doc: string;
  /** `flat` where the result is [d0, rest], `whole` where the source is */
  readonly result: 'flat' | 'whole';
  readonly run: (n: Parameters<OpDef['run']>[0], from: Tensor, to: Tensor) => void;
  readonly oracle: NonNullable<OpDef['oracle']>;
}

interface Wire {
  readonly flag: string;
  readonly from: Tensor;
  /** width of the wire that is written */
  readonly bits: number;
}

function directedWires(shape: readonly number[]): readonly Wire[] {
  const q = [1, -2, 16777217, 2147483647, -2147483648, 0, 7, -9, 11, 12, -13, 14];
  const specials =
    '7fc00000 7f800000 80000000 00000001 3f800000 bf800000 ff800000 00000000 41200000 c1200000 7f7fffff 3dcccccd';
  return [
    { flag: 'scale', from: symInt32Of(q, '3dcccccd', 31, 'SR_HALF_AWAY', shape), bits: 31 },
    { flag: 'width_stays', from: symInt32Of(q, 0.5, 31, 'HALF_AWAY', shape), bits: 12 },
    { flag: 'bytes', from: float32Of(specials, shape), bits: 0 },
  ];
}

function randomWire(r: Random, shape: readonly number[]): Wire {
  if (r.chance(1, 3)) return { flag: 'mixture', from: randomFloat32(r, shape), bits: 0 };
  return { flag: 'mixture', from: randomRawSymInt32(r, shape, 12, r.pick([8, 12, 30])), bits: 12 };
}

const dtypes: TensorSpec['dtypes'] = ['SYM_INT32', 'FLOAT32'];

export function flattenOp(form: FlattenForm): OpDef {
  const { name, version, summary, read, written, doc, oracle } = form;
  /** Source and result shape of a tensor of this shape. */
  const shapesOf = (whole: readonly number[]): readonly (readonly number[])[] => {
    const flat = [whole[0]!, countOf(whole.slice(1))];
    return form.result === 'flat' ? [whole, flat] : [flat, whole];
  };
  const copy = (set: CaseSet, { from, bits, flag }: Wire, shape: readonly number[]): CaseInput =>
    newCase(set, flag, { [read]: from, [written]: target(from.dtype, shape, bits) });
  return defineOp({
    name,
    version,
    clause: 'L26',
    summary,
    since: '2026-07-21',
    params: {},
    tensors: {
      [read]: { role: 'in', dtypes, doc },
      [written]: { role: 'out', dtypes, doc: 'as many elements, the same dtype' },
    },
    fits: { [written]: [sameDtype(written, read), sameCount(written, read)] },
    notes: {
      scale: {
        bug: 'mantissas copied without their scale',
        effect: 'activations of another size',
      },
      width_stays: {
        bug: 'the width copied, or mantissas requantized to it',
        effect: 'another label on the wire',
      },
      bytes: {
        bug: 'values copied through arithmetic',
        effect: 'signs of zero and subnormals change',
      },
      mixture: {
        bug: 'a dimension dropped from the copy, or elements moved to another order',
        effect: 'the next Linear layer meets features in the places of others',
      },
    },
    run: (n, call) => form.run(n, call.tensor(read), call.tensor(written)),
    oracle,
    *cases(g: CaseGen) {
      const [source, result] = shapesOf([2, 3, 2]);
      for (const wire of directedWires(source!)) yield copy('directed', wire, result!);
      for (const r of seeded(g, 'random', 12)) {
        const [from, to] = shapesOf([r.int(1, 3), r.int(1, 3), r.int(1, 5)]);
        yield copy('random', randomWire(r, from!), to!);
      }
    },
  });
}
