/** S27: decode of SYM_INT32 mantissas. */

import { floats, ints, tensorCount } from '../../../reference/tensor.ts';
import { casesOf, chunks, newCase, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { f32, symInt32Of } from '../../kit/literals.ts';
import { randomRawSymInt32, target } from '../../kit/tensors.ts';
import { interestingInt32, keyInt32 } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { decodeSymmetricOracle } from './oracle.ts';

const decodeCase = casesOf((q: readonly number[], scale: number) => {
  const x = symInt32Of(q, scale, 12);
  return { tensors: { x, y: target('FLOAT32', [q.length]) } };
});

const extremeScales = ['00000000', '00000001', '00800000', '7f7fffff', '7f800000', '7fc00000'];

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield decodeCase('directed', 'big_mantissa', [16777217, -16777217, 538734068, 526759261], 1);
  yield decodeCase('directed', 'big_mantissa', [883708821, 622740497], f32('30a0f6d6'));
  yield decodeCase('directed', 'big_mantissa', [251235426, 179743162], f32('30dd65f2'));
  yield decodeCase('directed', 'signed_zero', [0, -1, 1], -0.5);
  for (const hex of extremeScales) yield decodeCase('boundary', 'scale_edges', keyInt32, f32(hex));
  for (const values of chunks(interestingInt32, 40)) {
    yield decodeCase('boundary', 'big_mantissa', values, f32('3dcccccd'));
  }
  for (const r of seeded(g, 'random', 24)) {
    const x = randomRawSymInt32(r, [r.int(1, 24)], 12, r.pick([8, 12, 16, 26, 32]));
    yield newCase('random', 'product', { x, y: target('FLOAT32', x.shape) });
  }
}

export default defineOp({
  name: 'decode_symmetric',
  version: 1,
  clause: 'S27',
  summary: 'decodes SYM_INT32 mantissas to float32',
  since: '2026-06-11',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32'], doc: '[n]: any int32 mantissas, whatever the label' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: '[n]' },
  },
  fits: alike('x', 'y'),
  notes: {
    big_mantissa: {
      bug: 'mantissas beyond 2^24 multiplied exactly instead of rounded to float32 first',
      effect: 'decoded raw wires off in the last bit',
    },
    signed_zero: {
      bug: 'the sign of a zero product dropped',
      effect: 'float outputs differ in the sign of zero',
    },
    scale_edges: {
      bug: 'subnormal products flushed, or infinite and NaN scales special-cased',
      effect: 'decoded values differ at the ends of the float range',
    },
    product: { bug: 'product in double', effect: 'last bit differs' },
  },
  run(n, call) {
    const x = call.tensor('x');
    const y = floats(call.tensor('y', tensorCount(x)));
    ints(x).forEach((q, i) => {
      y[i] = n.fn.decodeSymmetric(n, q, x.scale);
    });
  },
  oracle: decodeSymmetricOracle,
  cases,
});
