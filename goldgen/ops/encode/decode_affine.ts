/** S27: decode of ASYM codes. */

import { floats, store, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { packedOf } from '../../kit/literals.ts';
import { asymOf } from '../../kit/packed.ts';
import { randomAsym, randomScale, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineWidths } from './affine_cases.ts';
import { decodeAffineOracle } from './affine_oracle.ts';

const decodeCase = casesOf((x: Tensor) => ({ tensors: { x, y: target('FLOAT32', x.shape) } }));

function* cases(g: CaseGen): Iterable<CaseInput> {
  const v6 = packedOf('ASYM', 'ff 00 80 55', 4, '3bc0c0c1', 8, -85);
  yield decodeCase('directed', 'V6', v6);
  yield decodeCase(
    'directed',
    'V6',
    asymOf([255, 128, 127, 0], 8, { scale: 0.5, zeroPoint: -128 }),
  );
  // (c + zp)·s against c·s + zp·s
  const association = [255, 3, 7, 200, 131];
  for (const scale of ['3dcccccd', '3eaaaaab', '3c23d70a']) {
    yield decodeCase('directed', 'association', asymOf(association, 8, { scale, zeroPoint: -99 }));
    yield decodeCase('directed', 'association', asymOf(association, 8, { scale, zeroPoint: 7 }));
  }
  // the sum is rounded to float32, not taken in integers
  const codes = [0, 1, 2, 16777215, 12345677];
  for (const zeroPoint of [16777216, -2147483648, 2147483647, 33554431]) {
    yield decodeCase('boundary', 'float_sum', asymOf(codes, 24, { scale: 1, zeroPoint }));
  }
  yield decodeCase('boundary', 'special', asymOf([1, 2], 4, { scale: '7f7fffff', zeroPoint: 3 }));
  yield decodeCase('boundary', 'special', asymOf([1, 9], 4, { scale: '00000001', zeroPoint: -1 }));
  yield decodeCase('boundary', 'special', asymOf([4, 9], 4, { scale: '7f800000', zeroPoint: -4 }));
  yield decodeCase('boundary', 'special', asymOf([], 4, { scale: 2, zeroPoint: -4 }));
  for (const bits of affineWidths) {
    const r = g.random(`width/${bits}`);
    const values = [0, 2 ** bits - 1, r.int(0, 2 ** bits - 1), 0, r.int(0, 2 ** bits - 1)];
    const record = { scale: randomScale(r), zeroPoint: r.int(-(2 ** bits), 0) };
    yield decodeCase('boundary', 'association', asymOf(values, bits, record));
  }
  for (const r of seeded(g, 'random', 40)) {
    yield decodeCase('random', 'association', randomAsym(r, [r.int(1, 24)], r.pick(affineWidths)));
  }
}

export default defineOp({
  name: 'decode_affine',
  version: 1,
  clause: 'S27',
  summary: 'decodes ASYM codes to float32: (code + zero point) · scale',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['ASYM'], doc: '[n]' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: '[n]' },
  },
  fits: alike('x', 'y'),
  notes: {
    V6: {
      bug: 'zero point subtracted, or codes sign-extended',
      effect: 'every value is shifted',
    },
    association: {
      bug: 'code · scale + zero point · scale',
      effect: 'values off in the last place',
    },
    float_sum: {
      bug: 'code + zero point summed in integers',
      effect: 'values off by one unit beyond 2^24, wraps at the ends of int32',
    },
    special: {
      bug: 'subnormal products flushed to zero, or NaN scales replaced',
      effect: 'small activations vanish, and a diverged tensor looks healthy',
    },
  },
  run(n, call) {
    store(floats(call.tensor('y')), n.fn.decodeTensor(n, call.tensor('x')));
  },
  oracle: decodeAffineOracle,
  cases,
});
