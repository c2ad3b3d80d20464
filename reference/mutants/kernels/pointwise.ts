/** Mistakes in the elementwise engines (S74, S75, S110). */

import { primitives } from '../../primitives.ts';
import { floats, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'pointwise_written_through_order',
    clause: 'S74',
    pitfalls: ['A-M86'],
    bug: 'the output is written through its own axis order',
    fix: 'write element i of the logical order flat at i',
    fn: {
      pointwise: (n, fn, a, b, out) => {
        primitives.pointwise(n, fn, a, b, out);
        const flat = out.data.slice();
        n.fn.storageOrder(n, out).forEach((at, i) => {
          out.data[at] = flat[i]!;
        });
      },
    },
  },
  {
    id: 'pointwise_in_place_flat',
    clause: 'S74',
    pitfalls: ['A-M87'],
    bug: 'the in-place form writes flat instead of to the slot that was read',
    fix: 'write each result where its left operand was read',
    fn: {
      pointwiseInPlace: (n, fn, a, b) => {
        const copy = { ...a, data: a.data.slice() } as Tensor;
        n.fn.pointwise(n, fn, copy, b, a);
      },
    },
  },
  {
    id: 'pointwise_operands_swapped',
    clause: 'S75',
    bug: 'the operands of a difference or quotient are exchanged',
    fix: 'compute a − b and a ÷ b',
    fn: { elementFloat32: (n, fn, a, b) => n.f[fn](b, a) },
  },
  {
    id: 'integer_division_floors',
    clause: 'S75',
    bug: 'integer division floors',
    fix: 'truncate toward zero',
    fn: {
      divInt32: (n, a, b) => (b === 0 ? primitives.divInt32(n, a, b) : Math.floor(a / b) | 0),
    },
  },
  {
    id: 'integer_division_by_the_lowest',
    clause: 'S75',
    bug: 'a quotient by the smallest integer, which has no magnitude, is 1 or −1',
    fix: 'the smallest integer contains every other one 0 times',
    fn: {
      divInt32: (n, a, b) => {
        const isLowest = b === -2147483648 && a !== b;
        return isLowest ? (a < 0 ? 1 : -1) : primitives.divInt32(n, a, b);
      },
    },
  },
  {
    id: 'sym_division_rounds',
    clause: 'S81',
    pitfalls: ['A-M109'],
    bug: 'mantissa quotients are rounded to nearest',
    fix: 'truncate toward zero',
    fn: {
      divInt32: (n, a, b) => {
        if (b === 0) return primitives.divInt32(n, a, b);
        const quotient = Math.floor(Math.abs(a / b) + 0.5);
        return (a < 0 !== b < 0 ? -quotient : quotient) | 0;
      },
    },
  },
  {
    id: 'sym_difference_swapped',
    clause: 'S79',
    pitfalls: ['A-M110'],
    bug: 'the operands of a mantissa difference are exchanged',
    fix: 'subtract b from a',
    fn: {
      elementInt32: (n, fn, a, b) =>
        fn === 'sub' ? n.fn.subInt32(n, b, a) : primitives.elementInt32(n, fn, a, b),
    },
  },
  {
    id: 'sum_skips_last',
    clause: 'S110',
    bug: 'the last element is left out of a float sum',
    fix: 'sum all elements',
    fn: {
      sumFloat32: (n, x) =>
        floats(x)
          .subarray(0, Math.max(0, x.data.length - 1))
          .reduce((sum, v) => n.f.add(sum, v), 0),
    },
  },
  {
    id: 'sum_reversed',
    clause: 'S110',
    pitfalls: ['A-M103'],
    bug: 'a float sum runs from the last element to the first',
    fix: 'sum from the first element',
    fn: { sumFloat32: (n, x) => floats(x).reduceRight((sum, v) => n.f.add(sum, v), 0) },
  },
  {
    id: 'square_doubles',
    clause: 'S110',
    bug: 'the square is x + x',
    fix: 'x ⊗ x, or x ⊠ x for integers',
    fn: {
      square: (n, x, out) => {
        x.data.forEach((_, i) => {
          out.data[i] = n.fn.pointwiseElement(n, 'add', x, i, x, i);
        });
      },
    },
  },
  {
    id: 'pointwise_clears_output',
    clause: 'S74',
    bug: 'the output is cleared before the operands are read',
    fix: 'write each result after both of its operands were read',
    flags: ['in_place'],
    fn: {
      pointwise: (n, fn, a, b, out) => {
        if (n.fn.dimensionsMatch(n, a, b)) out.data.fill(1);
        primitives.pointwise(n, fn, a, b, out);
      },
    },
  },
  {
    id: 'scalar_walks_view',
    clause: 'S74',
    bug: 'the scalar form walks the logical indices of its operand',
    fix: 'walk flat storage, whatever the order of the operand',
    fn: {
      pointwiseScalar: (n, fn, x, c, out) => {
        const at = n.fn.storageOrder(n, x);
        const results = Array.from(at, (place) => n.fn.scalarElement(n, fn, x, place, c));
        out.data.set(results);
      },
    },
  },
  {
    id: 'scalar_on_the_left',
    clause: 'S74',
    bug: 'the scalar is the left operand: c − x and c ÷ x',
    fix: 'compute x − c and x ÷ c',
    fn: {
      scalarElement: (n, fn, x, at, c) => {
        const v = x.data[at]!;
        if (fn === 'div' && v === 0) return primitives.scalarElement(n, fn, x, at, c);
        return x.dtype === 'FLOAT32'
          ? n.fn.elementFloat32(n, fn, c, v)
          : n.fn.elementInt32(n, fn, c, v);
      },
    },
  },
  {
    id: 'scalar_reciprocal',
    clause: 'S74',
    bug: 'a float is multiplied by 1 ÷ c instead of divided by c',
    fix: 'divide: one rounding',
    fn: {
      scalarElement: (n, fn, x, at, c) =>
        fn === 'div' && x.dtype === 'FLOAT32'
          ? n.f.mul(x.data[at]!, n.f.div(1, c))
          : primitives.scalarElement(n, fn, x, at, c),
    },
  },
];
