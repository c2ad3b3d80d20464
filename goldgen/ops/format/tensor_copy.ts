/** S9: a copy of dims, order, record and payload. */

import { precondition } from '../../../reference/refusal.ts';
import { type Dtype, dtypes, newTensor, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import { and, atLeast, bytes, equal, isOf, not, or, sameDtype } from '../../kit/fits.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { boolOf } from '../../kit/packed.ts';
import type { Random } from '../../kit/random.ts';
import {
  randomAsym,
  randomFloat32,
  randomInt32,
  randomSym,
  randomSymInt32,
  target,
  withOrder,
} from '../../kit/tensors.ts';
import { keyWidths } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';

/** A source of any format; `bits` is its width. */
function sourceOf(r: Random, dtype: Dtype, shape: readonly number[], bits: number): Tensor {
  switch (dtype) {
    case 'INT32':
      return randomInt32(r, shape);
    case 'FLOAT32':
      return randomFloat32(r, shape);
    case 'SYM_INT32':
      return randomSymInt32(r, shape, bits, undefined, 'SR_HALF_AWAY');
    case 'SYM':
      return randomSym(r, shape, bits, undefined, 'SR_HALF_AWAY');
    case 'ASYM':
      return randomAsym(r, shape, bits, undefined, undefined, 'SR_HALF_AWAY');
    case 'BOOL':
      return boolOf(
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => r.int(0, 1)),
        shape,
      );
  }
}

const copyCase = casesOf((x: Tensor, y: Tensor) => ({ tensors: { x, y } }));

function* cases(g: CaseGen): Iterable<CaseInput> {
  const wide = symInt32Of([70000, -1, 131071], 0.5, 18, 'SR_HALF_AWAY');
  yield copyCase('directed', 'record', wide, target('SYM_INT32', [3], 12, 'HALF_AWAY', 3));
  for (const dtype of dtypes) {
    const r = g.random(`views/${dtype}`);
    const x = withOrder(sourceOf(r, dtype, [2, 3, 2], 7), [1, 2, 0]);
    yield copyCase('directed', 'order', x, withOrder(target(dtype, [2, 3, 2], x.bits), [1, 2, 0]));
  }
  for (const label of labels('random', 24)) {
    const r = g.random(label);
    const dtype = r.pick(dtypes);
    const x = sourceOf(r, dtype, [r.int(1, 20)], r.pick(keyWidths));
    // the payload of a packed destination has the source's width; a label may differ
    const bits = dtype === 'SYM_INT32' ? r.pick(keyWidths) : x.bits;
    yield copyCase('random', 'record', x, target(dtype, x.shape, bits, 'HALF_AWAY', 9));
  }
  for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
    const x = sourceOf(g.random(`refused/${dtype}`), dtype, [4], 8);
    yield copyCase('negative', 'refused', x, newTensor('FLOAT32', [4]));
    yield copyCase('negative', 'refused', x, newTensor('INT32', [4]));
  }
  for (const bits of [3, 12, 16]) {
    const x = sourceOf(g.random(`payload/${bits}`), 'SYM', [5], bits);
    yield copyCase('directed', 'payload', x, target('SYM', [5], bits));
  }
  for (const dtype of dtypes) {
    const x = sourceOf(g.random(`turned/${dtype}`), dtype, [2, 3, 2], 7);
    const y = target(dtype, [2, 3, 2], x.bits);
    // the order is copied, whichever of the two has one
    yield copyCase('directed', 'order', withOrder(x, [1, 2, 0]), y);
    yield copyCase('directed', 'order', x, withOrder(y, [2, 0, 1]));
  }
}

/** Formats without a quantization record. */
const plain = ['INT32', 'FLOAT32', 'BOOL'] as const;

export default defineOp({
  name: 'tensor_copy',
  version: 1,
  clause: 'S9',
  summary: 'copies payload and quantization record, width and rounding mode included',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: [...dtypes], doc: '[…]' },
    y: { role: 'out', dtypes: [...dtypes], doc: '[…]: of the format of x' },
  },
  fits: {
    y: [
      or(
        and(sameDtype('y', 'x'), atLeast(bytes('y'), bytes('x'))),
        // only one of them has a record: refused
        not(equal(isOf('x', ...plain), isOf('y', ...plain))),
      ),
    ],
  },
  notes: {
    payload: {
      bug: 'packed payloads copied with one byte per element, or with ⌊n·b/8⌋ bytes',
      effect: 'the last elements of a copied weight are those of another tensor',
      clause: 'S4, S9',
    },
    record: {
      bug: 'only the scale copied, as the same-type conversion does',
      effect: 'the next encode uses another width or mode',
    },
    order: {
      bug: 'storage permuted by the copy, or the axis order not copied',
      effect: 'transposed weights',
    },
    refused: {
      bug: 'a quantized tensor copied into storage without a record',
      effect: 'mantissas are read as values',
      clause: 'S9, A26',
    },
  },
  run(n, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    const extents = `${y.shape}`;
    n.fn.tensorCopy(n, x, y);
    // extents come with the copy, but those of a reply are the declared ones
    precondition(`${y.shape}` === extents && y.data.length === x.data.length, 'other extents');
  },
  cases,
});
