/** S5, S6: unpacking a bit stream into int32 codes. */

import { ints, packed, store, type Tensor, tensorCount } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { asymOf, boolOf, edgeCodes, packCounts, packWidths, symOf } from '../../kit/packed.ts';
import { randomAsym, randomBool, randomSym, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { unpackBitsOracle } from './oracle.ts';

const unpackCase = casesOf((x: Tensor) => ({ tensors: { x, y: target('INT32', x.shape) } }));

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield unpackCase('directed', 'sign', symOf([-3, 31, -32], 6));
  yield unpackCase('directed', 'sign', symOf([3, -3, -1, 2, 1], 3));
  yield unpackCase('directed', 'unsigned', asymOf([255, 0, 128, 85], 8));
  yield unpackCase('directed', 'unsigned', asymOf([15, 8, 7], 4, { zeroPoint: -9, scale: 3 }));
  yield unpackCase('directed', 'sizes', boolOf([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]));
  yield unpackCase('boundary', 'empty', symOf([], 7));
  for (const bits of packWidths) {
    const r = g.random(`width/${bits}`);
    const codes = edgeCodes(r, 9, Math.min(bits, 31));
    yield unpackCase('boundary', 'sign', symOf(codes, bits));
    yield unpackCase('boundary', 'unsigned', asymOf(codes, bits));
  }
  for (const count of packCounts) {
    const r = g.random(`count/${count}`);
    yield unpackCase('boundary', 'sizes', randomSym(r, [count], 5, 1));
    yield unpackCase('boundary', 'sizes', randomBool(r, [count]));
  }
  yield unpackCase('negative', 'refused', symOf([], 0));
  yield unpackCase('negative', 'refused', symOf([0, 0, 0], 0));
  for (const r of seeded(g, 'random', 40)) {
    const shape = [r.int(1, 40)];
    const bits = r.pick(packWidths);
    const x = r.chance(1, 2) ? randomSym(r, shape, bits, 1) : randomAsym(r, shape, bits, 1, 0);
    yield unpackCase('random', x.dtype === 'SYM' ? 'sign' : 'unsigned', x);
  }
  yield unpackCase('directed', 'V5', symOf([1, -1, 0, 0], 2));
  yield unpackCase('directed', 'V5', symOf([3, -2, 1, 0], 3));
  yield unpackCase('directed', 'V5', symOf([7, -3, 2, 0], 4));
  yield unpackCase('directed', 'V5', symOf([15, -7, 6, -1, 10], 5));
  yield unpackCase('directed', 'V5', symOf([7, -8, 3], 4, { scale: 0.25 }));
}

const codesOnly = { scale: 'codes are not decoded', zero_point: 'codes are not decoded' };

export default defineOp({
  name: 'unpack_bits',
  version: 1,
  clause: 'S5, S6',
  summary: 'unpacks codes: sign-extended for SYM, zero-extended for ASYM and BOOL',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: {
      role: 'in',
      dtypes: ['SYM', 'ASYM', 'BOOL'],
      unread: codesOnly,
      doc: '[n]: width 0..32; BOOL is width 1',
    },
    y: { role: 'out', dtypes: ['INT32'], doc: '[n]: codes' },
  },
  fits: alike('x', 'y'),
  notes: {
    V5: {
      bug: 'most significant bit first, or no sign extension',
      effect: 'stored gradients and weights decode to other values',
    },
    sign: {
      bug: 'no sign extension, or with the sign bit of another width',
      effect: 'negative values read as large positive ones',
      clause: 'S6',
    },
    unsigned: {
      bug: 'ASYM codes sign-extended',
      effect: 'the upper half of the range reads as negative',
      clause: 'S6',
    },
    sizes: {
      bug: 'one byte per element whatever the width',
      effect: 'elements after the first decode to the codes of others',
      clause: 'S4, S5',
    },
    empty: {
      bug: 'a size of 0 underflows',
      effect: 'memory beyond the payload is overwritten',
      clause: 'S5',
    },
    refused: {
      bug: 'a SYM width of 0 unpacked with a shift by −1',
      effect: 'a gradient reads as other numbers on each processor',
      clause: 'S6, A6',
    },
  },
  run(n, call) {
    const x = call.tensor('x');
    const y = ints(call.tensor('y'));
    if (x.dtype === 'BOOL') store(y, n.fn.unpackBits(n, packed(x), 1, tensorCount(x)));
    else store(y, n.fn.codesOf(n, x));
  },
  oracle: unpackBitsOracle,
  cases,
});
