/** S14: the Bernoulli mask. */

import { packed, tensorCount } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { f32 } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { bernoulliOracle } from './oracle.ts';

const maskCase = casesOf((p: number, count: number, rng: number) => ({
  tensors: { mask: target('BOOL', [count]) },
  params: { p },
  rng,
}));

function* cases(g: CaseGen): Iterable<CaseInput> {
  // the next draw is exactly 0.5
  yield maskCase('directed', 'strict_less', 0.5, 3, 2281717760);
  yield maskCase('directed', 'strict_less', f32('3f000001'), 3, 2281717760);
  // draws 0 and 1 − 2^−24
  yield maskCase('directed', 'strict_less', 0, 2, 3673643993);
  yield maskCase('directed', 'strict_less', f32('3f7fffff'), 2, 2224793406);
  for (const [i, p] of [
    0,
    1,
    -0,
    f32('00000001'),
    f32('33800000'),
    2,
    -1,
    f32('7fc00000'),
  ].entries()) {
    yield maskCase('boundary', 'always_draws', p, 9, 1000 + i);
  }
  for (let count = 1; count <= 17; count++) {
    yield maskCase('boundary', 'last_byte', 0.5, count, 500 + count);
  }
  for (const r of seeded(g, 'random', 24)) {
    const p = Math.fround(r.int(1, 255) / 256);
    yield maskCase('random', 'density', p, r.int(1, 70), r.rngState());
  }
}

export default defineOp({
  name: 'rng_bernoulli',
  version: 1,
  clause: 'S14',
  summary: 'draws a bit mask whose bits are 1 with probability p',
  since: '2026-06-11',
  params: { p: { kind: 'f32', doc: 'probability of a 1; any float32' } },
  tensors: { mask: { role: 'out', dtypes: ['BOOL'], doc: '[n]: packed bits (S5)' } },
  fits: refusesMisfits,
  notes: {
    strict_less: {
      bug: 'U() ≤ p instead of U() < p',
      effect: 'one more kept element where the draw equals p',
    },
    always_draws: {
      bug: 'no draws where p is 0 or 1',
      effect: 'all later draws are shifted',
    },
    last_byte: {
      bug: 'bits beyond the last element set, or a byte per element',
      effect: 'masks that differ bytewise',
      clause: 'S5, S14',
    },
    density: {
      bug: 'draws compared in another order or at another precision',
      effect: 'another mask',
    },
  },
  run(n, call) {
    const mask = call.tensor('mask');
    const bits = n.fn.bernoulli(n, tensorCount(mask), call.number('p'));
    const bytes = packed(mask);
    // the n bits and nothing else: what lies beyond them is 0 already
    bits.forEach((bit, i) => {
      const place = 1 << (i & 7);
      bytes[i >> 3] = bit === 0 ? bytes[i >> 3]! & ~place : bytes[i >> 3]! | place;
    });
  },
  oracle: bernoulliOracle,
  cases,
});
