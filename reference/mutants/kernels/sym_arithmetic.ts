/** Mistakes in the arithmetic of SYM_INT32 tensors (S76–S82). */

import type { Numerics } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, ints, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

/** Decoded sum or difference of both operands in storage order, requantized into a target. */
function throughFloats(n: Numerics, a: Tensor, b: Tensor, out: Tensor, sign: 1 | -1): void {
  const values = n.fn.decodedView(n, a);
  n.fn.pointwiseInPlace(n, sign === 1 ? 'add' : 'sub', values, n.fn.decodedView(n, b));
  n.fn.quantizeDynamic(n, values, out);
}

export const mutants: readonly Mutant[] = [
  {
    id: 'sym_add_shortcut_in_place',
    clause: 'S77',
    pitfalls: ['A-M107'],
    bug: 'the in-place add sums mantissas where the scales are equal',
    fix: 'always add decoded values and requantize',
    fn: {
      symAddInPlace: (n, a, b) => {
        if (a.scale === b.scale) n.fn.mantissaPointwise(n, 'add', a, b, a);
        else primitives.symAddInPlace(n, a, b);
      },
    },
  },
  {
    id: 'sym_add_requantizes',
    clause: 'S76',
    pitfalls: ['A-M108'],
    bug: 'the out-of-place add requantizes equal scales',
    fix: 'add mantissas and keep the scale',
    fn: {
      symAdd: (n, a, b, out) => {
        n.fn.demandSameCount(n, a, b);
        throughFloats(n, a, b, out, 1);
      },
    },
  },
  {
    id: 'sym_sub_requantizes',
    clause: 'S78',
    bug: 'the out-of-place difference requantizes equal scales',
    fix: 'subtract mantissas where the scales are equal',
    fn: {
      symSub: (n, a, b, out) => {
        n.fn.demandSameCount(n, a, b);
        throughFloats(n, a, b, out, -1);
      },
    },
  },
  {
    id: 'sym_sub_never_requantizes',
    clause: 'S78',
    bug: 'mantissas are subtracted although the scales differ',
    fix: 'subtract decoded values where the scales differ',
    fn: { symSub: (n, a, b, out) => primitives.symSub(n, a, { ...b, scale: a.scale }, out) },
  },
  {
    id: 'sym_quotient_scale_product',
    clause: 'S81',
    bug: 'the scale of a quotient is the product of the scales',
    fix: 'the scale is sA ⊘ sB',
    fn: {
      symDiv: (n, a, b, out) => {
        const scale = n.f.mul(a.scale, b.scale);
        primitives.symDiv(n, a, b, out);
        out.scale = scale;
      },
    },
  },
  {
    id: 'mixed_add_rounds',
    clause: 'S82',
    bug: 'a float addend is rounded to nearest before it is added to a mantissa',
    fix: 'truncate it toward zero',
    fn: {
      symAddFloat32: (n, a, b) => {
        n.fn.demandSameCount(n, a, b);
        ints(a).forEach((q, i) => {
          ints(a)[i] = n.fn.addInt32(n, q, n.fn.roundHalfAway(n, floats(b)[i]!));
        });
      },
    },
  },
  {
    id: 'mixed_add_divides_by_scale',
    clause: 'S82',
    bug: 'a float addend is divided by the scale before it is added',
    fix: 'add the truncated float itself; the scale is not looked at',
    fn: {
      symAddFloat32: (n, a, b) => {
        const scaled = { ...b, data: floats(b).map((v) => n.f.div(v, a.scale)) };
        primitives.symAddFloat32(n, a, scaled);
      },
    },
  },
  {
    id: 'mixed_add_overwrites',
    clause: 'S82',
    bug: 'the integers replace the mantissas',
    fix: 'add them to the mantissas',
    fn: {
      symAddInt32: (n, a, b) => {
        n.fn.demandSameCount(n, a, b);
        ints(a).set(ints(b));
      },
    },
  },
  {
    id: 'mixed_add_integers_scaled',
    clause: 'S82',
    bug: 'integers are divided by the scale before they are added to mantissas',
    fix: 'add them as they are; the scale is not looked at',
    fn: {
      symAddInt32: (n, a, b) => {
        const scaled = ints(b).map((v) => Math.trunc(v / a.scale) | 0);
        primitives.symAddInt32(n, a, { ...b, data: scaled });
      },
    },
  },
];
