/** Mistakes in dynamic quantize and both requantizations (S36, S51, S52). */

import type { Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'quantize_double_scale',
    clause: 'S36',
    pitfalls: ['A-M28'],
    bug: 'codes are made with the scale in double precision',
    fix: 'round the scale to float32 and encode with that',
    fn: {
      quantize: (n, values, bits, mode) => {
        const m = n.fn.absMaxOfBuffer(n, values);
        const exact = m === 0 ? 1 : m / n.fn.qMax(n, bits);
        const codes = Int32Array.from(values, (v) => n.fn.encodeSymmetric(n, v, exact, bits, mode));
        return { codes, scale: n.fn.symmetricScale(n, m, bits) };
      },
    },
  },
  {
    id: 'quantize_keeps_old_scale',
    clause: 'S36',
    pitfalls: ['A-M35'],
    bug: 'the new scale is not written to the output',
    fix: 'store the fresh scale with the codes',
    fn: {
      quantizeDynamic: (n, x, y, mode) => {
        const old = y.scale;
        primitives.quantizeDynamic(n, x, y, mode);
        y.scale = old;
      },
    },
  },
  {
    id: 'requant_divide',
    clause: 'S51',
    pitfalls: ['A-M38', 'B-1'],
    bug: 'the dynamic requant computes (q ⊗ s) ⊘ s′',
    fix: 'multiply the mantissa by the ratio s ⊘ s′, divided once per tensor',
    contract: { requant: 'divide' },
  },
  {
    id: 'requant_ratio',
    clause: 'H2',
    bug: 'the dynamic requant multiplies by the ratio s ⊘ s′',
    fix: 'under this contract compute (q ⊗ s) ⊘ s′',
    flags: ['ratio_form', 'V3'],
    contract: { requant: 'ratio' },
  },
  {
    id: 'requant_exact_integer',
    clause: 'S51',
    pitfalls: ['A-M49', 'B-44'],
    bug: 'a big mantissa is multiplied by the ratio exactly, without being rounded to float32',
    fix: 'convert the mantissa to float32 (nearest even) before the product',
    fn: {
      requantElement: (n, q, sIn, scale) =>
        n.contract.requant === 'divide'
          ? n.f.div(Math.fround(q * sIn), scale)
          : Math.fround(q * n.f.div(sIn, scale)),
    },
  },
  {
    id: 'requant_double',
    clause: 'S51',
    pitfalls: ['A-M41'],
    bug: 'the requant is computed in double precision',
    fix: 'round every operation to float32',
    fn: { requantElement: (_n, q, sIn, scale) => (q * sIn) / scale },
  },
  {
    id: 'requant_fixed_point',
    clause: 'S51',
    pitfalls: ['A-M40'],
    bug: 'the requant uses a 31-bit fixed-point multiplier',
    fix: 'use the float32 ratio',
    fn: {
      requantElement: (_n, q, sIn, scale) => {
        let ratio = sIn / scale;
        let shift = 0;
        while (ratio !== 0 && ratio < 2 ** 30 && shift < 200) {
          ratio *= 2;
          shift++;
        }
        return (q * Math.floor(ratio + 0.5)) / 2 ** shift;
      },
    },
  },
  {
    id: 'requant_source_width',
    clause: 'S51',
    pitfalls: ['A-M34'],
    bug: 'the requant uses the source width',
    fix: 'use the width of the target',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const target = { ...y, bits: x.bits };
        primitives.requantDynamic(n, x, target, mode);
        y.scale = target.scale;
      },
    },
  },
  {
    id: 'requant_old_scale',
    clause: 'S51',
    pitfalls: ['A-M35'],
    bug: 'the new scale is not written to the target',
    fix: 'store the fresh scale with the codes',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const old = y.scale;
        primitives.requantDynamic(n, x, y, mode);
        y.scale = old;
      },
    },
  },
  {
    id: 'requant_frozen_scale',
    clause: 'S51',
    pitfalls: ['A-M36'],
    bug: 'the target keeps its old scale and codes are made for it',
    fix: 'derive a fresh scale on every call',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const target = mode === undefined ? y : { ...y, rounding: mode };
        n.fn.requantFixed(n, x, target);
      },
    },
  },
  {
    id: 'requant_scale_blind',
    clause: 'S51',
    pitfalls: ['A-M37'],
    bug: 'the scale is derived from the mantissas alone, the input scale is forgotten',
    fix: 'take the absolute maximum of i2f(q) ⊗ s',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        primitives.requantDynamic(n, { ...x, scale: 1 }, y, mode);
      },
    },
  },
  {
    id: 'requant_absmax_in_double',
    clause: 'S51',
    pitfalls: ['B-43'],
    bug: 'the absolute maximum is taken as max|q|·s in double precision',
    fix: 'take the maximum of i2f(q) ⊗ s rounded to float32',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const m = n.fn.absMaxOfStream(n, x.data.length, (i) => x.data[i]!) * x.scale;
        const exact = m === 0 ? 1 : m / n.fn.qMax(n, y.bits);
        const codes = Int32Array.from(ints(x), (q) => {
          const value = n.fn.requantElement(n, q, x.scale, exact);
          return n.fn.roundIntoRange(n, value, y.bits, mode ?? y.rounding);
        });
        ints(y).set(codes);
        y.scale = Math.fround(exact);
      },
    },
  },
  {
    id: 'requant_in_place_scale',
    clause: 'S51',
    pitfalls: ['A-M42'],
    bug: 'the input scale is overwritten before the second pass',
    fix: 'latch the input scale first',
    fn: { requantElement: (n, q) => n.f.fromInt(q) },
  },
  {
    id: 'requant_is_copy',
    clause: 'S51',
    bug: 'SYM_INT32 to SYM_INT32 copies mantissas and scale',
    fix: 'requantize to the width of the target on a fresh scale',
    fn: {
      requantDynamic: (_n, x, y) => {
        ints(y).set(ints(x));
        y.scale = x.scale;
      },
    },
  },
  {
    id: 'requant_empty_keeps_scale',
    clause: 'S51',
    pitfalls: ['A-M48'],
    bug: 'an empty tensor keeps its old scale',
    fix: 'an empty tensor gets scale 1',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        if (x.data.length > 0) primitives.requantDynamic(n, x, y, mode);
      },
    },
  },
  {
    id: 'requant_fixed_round_then_clamp',
    clause: 'S52',
    pitfalls: ['A-M32'],
    bug: 'the fixed-scale requant rounds first and clamps the integer',
    fix: 'clamp in float, then round: SR may leave the range by one',
    fn: {
      requantFixed: (n, x, y) => {
        if (!(y.scale > 0)) {
          primitives.requantFixed(n, x, y);
          return;
        }
        const low = n.fn.qMin(n, y.bits);
        const high = n.fn.qMax(n, y.bits);
        ints(y).set(
          ints(x).map((q) => {
            const value = n.f.div(n.f.mul(n.f.fromInt(q), x.scale), y.scale);
            return n.fn.clampInt(n, n.fn.round(n, value, y.rounding), low, high);
          }),
        );
      },
    },
  },
  {
    id: 'requant_fixed_ratio',
    clause: 'S52',
    pitfalls: ['A-M39'],
    bug: 'the fixed-scale requant multiplies by the ratio of the scales',
    fix: 'compute (q ⊗ s) ⊘ sT',
    fn: {
      requantFixed: (n, x, y) => {
        if (!(y.scale > 0)) {
          primitives.requantFixed(n, x, y);
          return;
        }
        const ratio = n.f.div(x.scale, y.scale);
        const low = n.fn.qMin(n, y.bits);
        const high = n.fn.qMax(n, y.bits);
        ints(y).set(
          ints(x).map((q) => {
            const value = n.fn.clampFloat(n, n.f.mul(n.f.fromInt(q), ratio), low, high);
            return n.fn.round(n, value, y.rounding);
          }),
        );
      },
    },
  },
  {
    id: 'requant_fixed_rescales',
    clause: 'S52',
    bug: 'the pre-set scale is replaced by a fresh one',
    fix: 'never modify the scale of the target',
    fn: { requantFixed: (n, x, y) => n.fn.requantDynamic(n, x, y) },
  },
  {
    id: 'requant_fixed_unguarded',
    clause: 'S52',
    bug: 'a target scale that is not positive is accepted',
    fix: 'refuse unless the scale is > 0',
    fn: {
      requantFixed: (n, x, y) => {
        const scale = y.scale;
        primitives.requantFixed(n, x, scale > 0 ? y : Object.assign(y, { scale: 1 }));
        y.scale = scale;
      },
    },
  },
  {
    id: 'requant_fixed_symmetric',
    clause: 'S52',
    pitfalls: ['A-M30'],
    bug: 'the fixed-scale requant clamps to ±qMax',
    fix: 'the low bound is −2^(b−1)',
    fn: {
      requantFixed: (n, x, y) => {
        const qMin: typeof n.fn.qMin = (m, bits) => -m.fn.qMax(m, bits);
        primitives.requantFixed({ ...n, fn: { ...n.fn, qMin } }, x, y);
      },
    },
  },
  {
    id: 'last_element_skipped',
    clause: 'S51',
    bug: 'the last element of a requantized tensor is not written',
    fix: 'loop over all n elements',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const scale = n.fn.symmetricScale(
          n,
          n.fn.absMaxOfStream(n, x.data.length, (i) =>
            n.fn.decodeSymmetric(n, x.data[i]!, x.scale),
          ),
          y.bits,
        );
        for (let i = 0; i + 1 < x.data.length; i++) {
          const value = n.fn.requantElement(n, x.data[i]!, x.scale, scale);
          y.data[i] = n.fn.roundIntoRange(n, value, y.bits, mode ?? y.rounding);
        }
        y.scale = scale;
      },
    },
  },
  {
    id: 'quantize_last_element_skipped',
    clause: 'S36',
    bug: 'the last element of a quantized tensor is left 0',
    fix: 'loop over all n elements',
    fn: {
      quantize: (n, values, bits, mode) => {
        const result = primitives.quantize(n, values, bits, mode);
        if (result.codes.length > 1) result.codes[result.codes.length - 1] = 0;
        return result;
      },
    },
  },
  {
    id: 'requant_reads_written_scale',
    clause: 'S51',
    bug: 'the scale of the input is read after that of the output is written, which in place is the same field',
    fix: 'keep the scale of the input before the fresh one is stored',
    flags: ['in_place'],
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const written: Partial<Primitives> = {
          requantElement: (m, q, _, scale) => primitives.requantElement(m, q, scale, scale),
        };
        const own = x === y ? { ...n, fn: { ...n.fn, ...written } } : n;
        primitives.requantDynamic(own, x, y, mode);
      },
    },
  },
  {
    id: 'quantize_clears_output',
    clause: 'S36',
    bug: 'the output is cleared before the input is read',
    fix: 'write each code where its value was read, after the scan',
    flags: ['in_place'],
    fn: {
      quantizeDynamic: (n, x, y, mode) => {
        y.data.fill(0);
        primitives.quantizeDynamic(n, x, y, mode);
      },
    },
  },
  {
    id: 'requant_fixed_clears_output',
    clause: 'S52',
    bug: 'the output is cleared before the input is read',
    fix: 'write each code where its mantissa was read',
    flags: ['in_place'],
    fn: {
      requantFixed: (n, x, y) => {
        if (y.scale > 0) y.data.fill(0);
        primitives.requantFixed(n, x, y);
      },
    },
  },
];
