/** Mistakes in the conversion matrix, repack, fill, copy and executeConvert (S9, S29–S55, S69). */

import { primitives } from '../../primitives.ts';
import { countOf, floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { firstBlockIn } from '../shared/blocks.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'copy_byte_per_element',
    clause: 'S9',
    pitfalls: ['A-M57'],
    bug: 'a packed tensor is copied with one byte per element',
    fix: 'copy ⌈n·b/8⌉ bytes',
    fn: {
      tensorCopy: (n, x, y) => {
        const old = y.data.slice();
        primitives.tensorCopy(n, x, y);
        if (x.dtype !== 'SYM' && x.dtype !== 'ASYM') return;
        for (let i = countOf(x.shape); i < y.data.length; i++) y.data[i] = old[i]!;
      },
    },
  },
  {
    id: 'affine_grid_per_cell',
    clause: 'H4',
    pitfalls: ['A-M70'],
    bug: 'every conversion to ASYM has a rule of its own, with a 16-bit zero point',
    fix: 'derive all grids by S24 and encode by S26',
    flags: ['constant', 'V6', 'all_positive'],
    contract: { affine: 'per_cell' },
  },
  {
    id: 'affine_grid_one_rule',
    clause: 'H4',
    pitfalls: ['A-M70'],
    bug: 'all conversions to ASYM share one rule',
    fix: 'under this contract each cell has its own grid and a 16-bit zero point',
    contract: { affine: 'one_rule' },
  },
  {
    id: 'same_type_requants',
    clause: 'S29',
    pitfalls: ['A-M44'],
    bug: 'the plain same-type conversion requantizes',
    fix: 'move the payload verbatim and copy the scale',
    fn: {
      convertSameType: (n, x, y) => {
        if (x.dtype === 'SYM_INT32') n.fn.requantDynamic(n, x, y);
        else primitives.convertSameType(n, x, y);
      },
    },
  },
  {
    id: 'same_type_copies_label',
    clause: 'S29',
    pitfalls: ['A-M45'],
    bug: 'the same-type conversion copies the width label too',
    fix: 'keep the width of the output',
    fn: {
      convertSameType: (n, x, y) => {
        primitives.convertSameType(n, x, y);
        y.bits = x.bits;
      },
    },
  },
  {
    id: 'same_type_copies_mode',
    clause: 'S29',
    pitfalls: ['A-M45'],
    bug: 'the same-type conversion copies the rounding mode too',
    fix: 'keep the rounding mode of the output',
    fn: {
      convertSameType: (n, x, y) => {
        primitives.convertSameType(n, x, y);
        y.rounding = x.rounding;
      },
    },
  },
  {
    id: 'same_type_forgets_scale',
    clause: 'S29',
    pitfalls: ['A-M46'],
    bug: 'the same-type conversion keeps the old scale',
    fix: 'copy the scale with the payload',
    fn: {
      convertSameType: (n, x, y) => {
        const { scale } = y;
        primitives.convertSameType(n, x, y);
        y.scale = scale;
      },
    },
  },
  {
    id: 'int_to_sym_updates_label',
    clause: 'S32',
    pitfalls: ['A-M59'],
    bug: 'INT32 to SYM_INT32 widens the label to fit the values',
    fix: 'leave the label alone',
    fn: {
      int32ToSymInt32: (n, x, y) => {
        primitives.int32ToSymInt32(n, x, y);
        let bits = 2;
        const fits = (q: number): boolean => q >= -(2 ** (bits - 1)) && q < 2 ** (bits - 1);
        while (bits < 31 && !ints(x).every(fits)) bits++;
        y.bits = Math.max(y.bits, bits);
      },
    },
  },
  {
    id: 'int_to_sym_keeps_scale',
    clause: 'S32',
    bug: 'INT32 to SYM_INT32 keeps the old scale',
    fix: 'set scale 1',
    fn: { int32ToSymInt32: (_n, x, y) => ints(y).set(ints(x)) },
  },
  {
    id: 'float_to_int_rounds',
    clause: 'S35',
    pitfalls: ['A-M61'],
    bug: 'FLOAT32 to INT32 rounds to nearest',
    fix: 'truncate toward zero',
    fn: { truncate: (n, v) => n.fn.roundHalfAway(n, v) },
  },
  {
    id: 'float_to_int_floors',
    clause: 'S35',
    bug: 'FLOAT32 to INT32 floors',
    fix: 'truncate toward zero',
    fn: { truncate: (n, v) => n.fn.castInt32(n, Math.floor(v)) },
  },
  {
    id: 'sym_to_int_applies_scale',
    clause: 'S39',
    pitfalls: ['A-M60'],
    bug: 'SYM_INT32 to INT32 converts the value instead of the mantissa',
    fix: 'copy mantissas, drop the scale',
    fn: {
      symInt32ToInt32: (n, x, y) => {
        n.fn.decodeTensor(n, x).forEach((v, i) => {
          ints(y)[i] = n.fn.truncate(n, v);
        });
      },
    },
  },
  {
    id: 'packed_to_int_applies_scale',
    clause: 'S43',
    pitfalls: ['A-M60'],
    bug: 'SYM to INT32 converts the value instead of the code',
    fix: 'copy the sign-extended codes, drop the scale',
    fn: {
      symToInt32: (n, x, y) => {
        n.fn.decodeTensor(n, x).forEach((v, i) => {
          ints(y)[i] = n.fn.truncate(n, v);
        });
      },
    },
  },
  {
    id: 'asym_to_int_applies_scale',
    clause: 'S47',
    pitfalls: ['A-M60'],
    bug: 'ASYM to INT32 converts the value instead of code plus zero point',
    fix: 'store c + zero point, drop the scale',
    fn: {
      asymToInt32: (n, x, y) => {
        n.fn.decodeTensor(n, x).forEach((v, i) => {
          ints(y)[i] = n.fn.truncate(n, v);
        });
      },
    },
  },
  {
    id: 'asym_zero_point_dropped',
    clause: 'S49',
    bug: 'integer conversions of ASYM forget the zero point',
    fix: 'add the zero point to every code',
    fn: { shiftedCodes: (n, x) => n.fn.codesOf(n, x) },
  },
  {
    id: 'pack_dynamic_ratio',
    clause: 'S41',
    pitfalls: ['A-M39'],
    bug: 'SYM_INT32 to SYM multiplies by the ratio of the scales',
    fix: 'decode, then divide by the new scale: (q ⊗ s) ⊘ s′',
    fn: {
      symInt32ToSym: (n, x, y, mode) => {
        const target = { ...y, dtype: 'SYM_INT32' as const, data: new Int32Array(x.data.length) };
        const ratio = { ...n, contract: { ...n.contract, requant: 'ratio' as const } };
        n.fn.requantDynamic(ratio, x, target, mode);
        n.fn.storeSym(n, y, { codes: target.data, scale: target.scale });
      },
    },
  },
  {
    id: 'unpack_keeps_label',
    clause: 'S45',
    pitfalls: ['A-M58', 'B-54'],
    bug: 'SYM to SYM_INT32 keeps the label of the output',
    fix: 'the label becomes the packed width',
    fn: {
      symToSymInt32: (n, x, y) => {
        const { bits } = y;
        primitives.symToSymInt32(n, x, y);
        y.bits = bits;
      },
    },
  },
  {
    id: 'unpack_rescales',
    clause: 'S45',
    pitfalls: ['A-M58'],
    bug: 'SYM to SYM_INT32 requantizes to the width of the output',
    fix: 'copy codes and scale, and take over the width',
    fn: {
      symToSymInt32: (n, x, y) => {
        const values = n.fn.decodeTensor(n, x);
        const { codes, scale } = n.fn.quantizeStream(n, values, y.bits, y.rounding);
        ints(y).set(codes);
        y.scale = scale;
      },
    },
  },
  {
    id: 'asym_to_sym_updates_label',
    clause: 'S49',
    pitfalls: ['A-M59'],
    bug: 'ASYM to SYM_INT32 sets the label to the packed width',
    fix: 'leave the label alone',
    fn: {
      asymToSymInt32: (n, x, y) => {
        primitives.asymToSymInt32(n, x, y);
        y.bits = x.bits;
      },
    },
  },
  {
    id: 'repack_rescales',
    clause: 'S53',
    bug: 'repacking derives a fresh scale',
    fix: 'keep mantissas and scale, refuse what does not fit',
    fn: { repack: (n, x, y) => n.fn.symInt32ToSym(n, x, y) },
  },
  {
    id: 'execute_convert_copies',
    clause: 'S69',
    pitfalls: ['A-M43'],
    bug: 'a storage encode between SYM_INT32 tensors is a copy',
    fix: 'requantize to the width of the target',
    fn: { executeConvert: (n, x, y, mode) => n.fn.convert(n, x, y, mode) },
  },
  {
    id: 'float_decode_adds_zero',
    clause: 'S40',
    pitfalls: ['A-M148', 'B-66'],
    bug: 'negative zero mantissas leave the decoder',
    fix: 'a mantissa is an integer: 0 decodes to +0',
    fn: {
      symInt32ToFloat32: (n, x, y) => {
        floats(y).set(n.fn.decodeTensor(n, x).map((v) => (v === 0 ? -0 : v)));
      },
    },
  },
  {
    id: 'same_type_unchecked',
    clause: 'S29',
    bug: 'the same-type conversion compares no widths and keeps the scale of SYM',
    fix: 'refuse different widths of packed formats and copy the scale',
    contract: { sameType: 'payload' },
  },
  {
    id: 'same_type_checked',
    clause: 'H4',
    bug: 'the same-type conversion compares widths and copies the scale of SYM',
    fix: 'under this contract only the payload is moved',
    contract: { sameType: 'checked' },
  },
  {
    id: 'sym_cells_missing',
    clause: 'S30',
    bug: 'conversions to and from SYM are refused',
    fix: 'they exist under this contract',
    contract: { symCells: 'absent' },
  },
  {
    id: 'sym_cells_offered',
    clause: 'H4',
    bug: 'conversions to and from SYM are carried out',
    fix: 'under this contract they are refused',
    contract: { symCells: 'present' },
  },
  {
    id: 'execute_convert_half_away',
    clause: 'S69',
    pitfalls: ['A-M129'],
    bug: 'the storage encode always rounds half-away',
    fix: "round by the target record's mode, or the mode that is given",
    fn: { executeConvert: (n, x, y) => primitives.executeConvert(n, x, y, 'HALF_AWAY') },
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
    id: 'accumulate_reciprocal',
    clause: 'S57',
    pitfalls: ['B-28'],
    bug: 'the accumulate multiplies by the reciprocal of the new scale',
    fix: 'divide the sum by the new scale',
    fn: {
      quantizeStream: (n, values, bits, mode) => {
        const m = n.fn.absMaxOfStream(n, values.length, (i) => values[i]!);
        const scale = n.fn.symmetricScale(n, m, bits);
        const reciprocal = n.f.div(1, scale);
        const codes = Int32Array.from(values, (v) =>
          n.fn.roundIntoRange(n, n.f.mul(v, reciprocal), bits, mode),
        );
        return { codes, scale };
      },
    },
  },
  {
    id: 'tensor_copy_keeps_order',
    clause: 'S9',
    flags: ['order'],
    bug: 'the copy keeps the axis order of the destination',
    fix: 'copy the order with the extents',
    fn: {
      tensorCopy: (n, x, y) => {
        const { order } = y;
        primitives.tensorCopy(n, x, y);
        y.order = order;
      },
    },
  },
  firstBlockIn('symInt32ToSym', 'S41', 'SYM_INT32 into SYM'),
  firstBlockIn('symInt32ToAsym', 'S42', 'SYM_INT32 into ASYM'),
  firstBlockIn('symToAsym', 'S46', 'SYM into ASYM'),
  firstBlockIn('asymToSym', 'S50', 'ASYM into SYM'),
  firstBlockIn('int32ToAsym', 'S34', 'INT32 into ASYM'),
  {
    id: 'zero_symmetric_scale_half',
    clause: 'S37',
    bug: 'a FLOAT32 tensor of zeros gets the scale 0.5 on its way into SYM',
    fix: 'scale 1 where the absolute maximum is 0',
    flags: ['V5', 'own_mode', 'restore'],
    fn: {
      float32ToSym: (n, x, y, mode) => {
        primitives.float32ToSym(n, x, y, mode);
        if (floats(x).every((v) => v === 0)) y.scale = 0.5;
      },
    },
  },
];
