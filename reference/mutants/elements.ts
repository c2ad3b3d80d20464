/** Mistakes in small ops over elements and records: copies, rows, squares, thresholds, BOOL (S2, S7, S9, S104–S110). */

import { primitives } from '../primitives.ts';
import { floats, ints, packed } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const elementMutants: readonly Mutant[] = [
  {
    id: 'init_scale_zero',
    clause: 'S2',
    bug: 'a fresh tensor has scale 0',
    fix: 'it has scale 1',
    fn: {
      initTensor: (n, record, shape) => ({ ...primitives.initTensor(n, record, shape), scale: 0 }),
    },
  },
  {
    id: 'init_unguarded',
    clause: 'S2',
    bug: 'any width is accepted at init',
    fix: 'refuse SYM_INT32 labels above 31 and ASYM widths outside 1..30',
    flags: ['refused', 'widths'],
    fn: { guardRecord: () => {} },
  },
  {
    id: 'copy_forgets_order',
    clause: 'S9',
    bug: 'a copy keeps the axis order of the destination',
    fix: 'copy dims, order, record and payload',
    fn: {
      tensorCopy: (n, x, y) => {
        primitives.tensorCopy(n, x, y);
        y.order = x.order.map((_, axis) => axis);
      },
    },
  },
  {
    id: 'copy_forgets_record',
    clause: 'S9',
    bug: 'a copy keeps width, mode and scale of the destination',
    fix: 'copy the record with the payload',
    fn: {
      tensorCopy: (n, x, y) => {
        const { bits, rounding, scale } = y;
        primitives.tensorCopy(n, x, y);
        Object.assign(y, { bits, rounding, scale });
      },
    },
  },
  {
    id: 'bool_never_cleared',
    clause: 'S7',
    bug: 'a BOOL element can be set but not cleared',
    fix: 'clear the bit before writing it',
    fn: {
      boolSet: (_n, t, i, value) => {
        if (value !== 0) packed(t)[i >> 3]! |= 1 << (i & 7);
      },
    },
  },
  {
    id: 'rows_scaled_by_column',
    clause: 'S104',
    bug: 'rows are scaled by the factor of their column',
    fix: 'row i is multiplied by factor i',
    fn: {
      scaleRows: (n, m, rowScale, out) => {
        n.fn.guardRowBroadcast(n, m, rowScale, 0, out);
        const factors = floats(rowScale);
        floats(m).forEach((v, i) => {
          out.data[i] = n.f.mul(factors[(i % m.shape[1]!) % factors.length]!, v);
        });
      },
    },
  },
  {
    id: 'row_subtracted_by_row',
    clause: 'S104',
    bug: 'the vector is indexed by the row instead of the column',
    fix: 'subtract row[j] from every m[i, j]',
    fn: {
      subRow: (n, m, row, out) => {
        n.fn.guardRowBroadcast(n, m, row, 1, out);
        const values = floats(row);
        floats(m).forEach((v, i) => {
          out.data[i] = n.f.sub(v, values[Math.floor(i / m.shape[1]!) % values.length]!);
        });
      },
    },
  },
  {
    id: 'row_minus_matrix',
    clause: 'S104',
    bug: 'the matrix is subtracted from the row',
    fix: 'm[i, j] ⊖ row[j]',
    fn: {
      subRow: (n, m, row, out) => {
        primitives.subRow(n, m, row, out);
        floats(out).forEach((v, i) => {
          out.data[i] = -v;
        });
      },
    },
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
  {
    id: 'threshold_copies_scale',
    clause: 'S109',
    bug: 'the scale of the input is copied to the output',
    fix: 'leave the scale of the output alone',
    fn: {
      thresholdSymZero: (n, x, alt, out) => {
        primitives.thresholdSymZero(n, x, alt, out);
        out.scale = x.scale;
      },
      thresholdSym: (n, x, b, alt, out) => {
        primitives.thresholdSym(n, x, b, alt, out);
        out.scale = x.scale;
      },
    },
  },
  {
    id: 'relu_absolute',
    clause: 'L24',
    bug: 'negative values change their sign',
    fix: 'negative values become 0',
    fn: { reluElement: (_n, x) => (x < 0 ? -x : x) },
  },
  {
    id: 'flatten_requantizes',
    clause: 'L26',
    bug: 'Flatten requantizes a SYM_INT32 wire',
    fix: 'copy mantissas and scale',
    fn: {
      copyWire: (n, from, to) => {
        if (from.dtype === 'SYM_INT32') n.fn.requantDynamic(n, from, to);
        else primitives.copyWire(n, from, to);
      },
    },
  },
  {
    id: 'exp_base_two',
    clause: 'L27',
    bug: '2^x is computed instead of e^x',
    fix: 'use expf',
    flags: ['exact', 'special', 'edges', 'hard'],
    fn: { exp32: (_n, x) => Math.fround(2 ** x) },
  },
  {
    id: 'exp_subnormal_lost',
    clause: 'L27',
    bug: 'expf gives 0 where its result is subnormal',
    fix: 'results below 2^−126 are rounded to the subnormal grid, and to 0 only below half of its step',
    flags: ['edges', 'hard', 'special'],
    fn: {
      exp32: (n, x) => {
        const y = primitives.exp32(n, x);
        return y < 2 ** -126 ? 0 : y;
      },
    },
  },
  {
    id: 'log_base_two',
    clause: 'L28',
    bug: 'the logarithm has base 2',
    fix: 'use logf, the natural logarithm',
    flags: ['exact', 'special', 'edges', 'hard'],
    fn: {
      log32: (n, x) => n.f.div(primitives.log32(n, x), Math.fround(Math.LN2)),
    },
  },
];
