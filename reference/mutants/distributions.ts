/** Mistakes in random initial weights (S15). */

import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'normal_redraws_both',
    clause: 'S15',
    pitfalls: ['A-M22'],
    bug: 'both draws of a normal number are taken again where the first is too small',
    fix: 'draw only the first again',
    fn: {
      normalDraws: (n) => {
        let pair = { u1: n.fn.uniform(n), u2: n.fn.uniform(n) };
        while (pair.u1 <= 1e-7) pair = { u1: n.fn.uniform(n), u2: n.fn.uniform(n) };
        return pair;
      },
    },
  },
  {
    id: 'normal_first_draw_first',
    clause: 'S15',
    bug: 'the first draw is repeated before the second is taken',
    fix: 'take both, then repeat the first while it is too small',
    fn: {
      normalDraws: (n) => {
        let u1 = n.fn.uniform(n);
        while (u1 <= Math.fround(1e-7)) u1 = n.fn.uniform(n);
        return { u1, u2: n.fn.uniform(n) };
      },
    },
  },
  {
    id: 'normal_rejects_zero_only',
    clause: 'S15',
    bug: 'only a first draw of 0 is repeated, 2^−24 is taken',
    fix: 'repeat all draws up to f32(10^−7)',
    fn: {
      normalDraws: (n) => {
        let u1 = n.fn.uniform(n);
        const u2 = n.fn.uniform(n);
        while (u1 === 0) u1 = n.fn.uniform(n);
        return { u1, u2 };
      },
    },
  },
  {
    id: 'normal_by_sine',
    clause: 'S15',
    bug: 'the sine, the second number of the method, is taken',
    fix: 'take the cosine',
    fn: {
      normalDirection: (n, u2) => primitives.normalDirection(n, (u2 + 0.75) % 1),
    },
  },
  {
    id: 'normal_exact_angle',
    clause: 'S15',
    bug: 'the angle is 2π·u2 in double precision',
    fix: 'form the angle from f32(π), rounding each product to float32',
    fn: { normalDirection: (n, u2) => n.fn.cos32(n, 2 * Math.PI * u2) },
  },
  {
    id: 'uniform_as_a_mixture',
    clause: 'S15',
    bug: 'a uniform number is (1 − r)·a + r·b',
    fix: 'a ⊕ (r ⊗ (b ⊖ a))',
    fn: {
      uniformBetween: (n, a, b) => {
        const r = n.fn.uniform(n);
        return n.f.add(n.f.mul(n.f.sub(1, r), a), n.f.mul(r, b));
      },
    },
  },
  {
    id: 'kaiming_divided_by_root',
    clause: 'S15',
    bug: 'the Kaiming bound is g·√3 ÷ √fan',
    fix: 'g ⊗ sqrt32(3 ⊘ i2f(fan))',
    fn: {
      kaimingLimit: (n, gain, fan) =>
        n.f.div(n.f.mul(gain, n.f.sqrt(3)), n.f.sqrt(n.f.fromInt(fan))),
    },
  },
  {
    id: 'kaiming_deviation_multiplied',
    clause: 'S15',
    bug: 'the Kaiming deviation is g times the reciprocal root of the fan',
    fix: 'g ⊘ sqrt32(i2f(fan)): one division',
    fn: {
      kaimingDeviation: (n, gain, fan) => n.f.mul(gain, n.f.div(1, n.f.sqrt(n.f.fromInt(fan)))),
    },
  },
  {
    id: 'xavier_divided_by_root',
    clause: 'S15',
    bug: 'the Xavier scale is g·√t ÷ √(in + out)',
    fix: 'g ⊗ sqrt32(t ⊘ i2f(in + out))',
    fn: {
      xavierScale: (n, gain, t, fanIn, fanOut) =>
        n.f.div(n.f.mul(gain, n.f.sqrt(t)), n.f.sqrt(n.f.fromInt(fanIn + fanOut))),
    },
  },
  {
    id: 'cosine_off_by_an_ulp',
    clause: 'S15',
    flags: ['direction'],
    bug: 'the cosine is off by one unit in the last place',
    fix: 'round the cosine correctly',
    fn: {
      cos32: (n, x) => {
        const v = primitives.cos32(n, x);
        return Math.fround(v * (1 + 2 ** -23));
      },
    },
  },
];
