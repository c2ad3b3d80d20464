/** Mistakes in gradient accumulation (S56–S62). */

import type { Numerics } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { firstBlockIn } from '../shared/blocks.ts';
import { fusedIn } from '../shared/fused.ts';

/** The same numerics without the guard of accumulation targets. */
function unguarded(n: Numerics): Numerics {
  return { ...n, fn: { ...n.fn, guardAccumulateTarget: () => {} } };
}

export const mutants: readonly Mutant[] = [
  {
    id: 'accumulate_overwrites',
    clause: 'S56',
    pitfalls: ['A-M117'],
    bug: 'a FLOAT32 gradient is overwritten instead of accumulated',
    fix: 'add the increment to the stored gradient',
    fn: {
      accumulateFloat32: (n, target, increment) => {
        floats(target).set(n.fn.decodeTensor(n, increment));
      },
    },
  },
  {
    id: 'accumulate_twice',
    clause: 'S56',
    pitfalls: ['A-M117'],
    bug: 'the increment is added twice to a FLOAT32 gradient',
    fix: 'add it once',
    fn: {
      accumulateFloat32: (n, target, increment) => {
        primitives.accumulateFloat32(n, target, increment);
        primitives.accumulateFloat32(n, target, increment);
      },
    },
  },
  {
    id: 'accumulate_sym_overwrites',
    clause: 'S57',
    pitfalls: ['A-M117'],
    bug: 'a SYM_INT32 gradient is overwritten by the rescaling accumulate',
    fix: 'add the decoded gradient and the decoded increment',
    fn: { symSum: (n, _t, _sT, inc, sI) => n.f.mul(n.f.fromInt(inc), sI) },
  },
  {
    id: 'accumulate_keeps_scale',
    clause: 'S57',
    bug: 'the rescaling accumulate keeps the old scale of the gradient',
    fix: 'derive a fresh scale from the sums',
    fn: {
      accumulateSymDynamic: (n, target, increment) => {
        const { scale } = target;
        primitives.accumulateSymDynamic(n, target, increment);
        target.scale = scale;
      },
    },
  },
  {
    id: 'accumulate_new_scale_for_old_codes',
    clause: 'S61',
    pitfalls: ['A-M116'],
    bug: 'the packed gradient is decoded with a stale scale of 1',
    fix: 'latch the old scale and decode with it',
    fn: { packedSum: (n, t, _s, inc) => n.f.add(n.f.fromInt(t), inc) },
  },
  {
    id: 'affine_accumulate_new_grid',
    clause: 'S62',
    pitfalls: ['A-M73', 'A-M116'],
    bug: 'the affine gradient is decoded without its old zero point',
    fix: 'decode with the old scale and zero point',
    fn: { affineSum: (n, code, old, inc) => n.f.mulAdd(n.f.fromInt(code), old.scale, inc) },
  },
  {
    id: 'increment_not_prequantized',
    clause: 'S58',
    pitfalls: ['A-M118', 'B-11'],
    bug: 'a float increment is added to a SYM_INT32 gradient without being quantized first',
    fix: 'quantize the increment to the operand width, decode it, then add',
    fn: {
      accumulateSymFloatIncrement: (n, target, increment) => {
        const sums = n.fn.decodeTensor(n, target);
        floats(increment).forEach((v, i) => {
          sums[i] = n.f.add(sums[i]!, v);
        });
        const { codes, scale } = n.fn.quantize(n, sums, target.bits, target.rounding);
        target.scale = scale;
        ints(target).set(codes);
      },
    },
  },
  {
    id: 'increment_at_16_bits',
    clause: 'S58',
    pitfalls: ['A-M118', 'B-10'],
    bug: 'a float increment is quantized at 16 bits before it is added',
    fix: 'use the operand width (12)',
    contract: { incrementBits: 16 },
  },
  {
    id: 'increment_at_12_bits',
    clause: 'H2',
    bug: 'a float increment is quantized at 12 bits before it is added',
    fix: 'under this contract use 16 bits',
    flags: ['increment'],
    contract: { incrementBits: 12 },
  },
  {
    id: 'fixed_accumulate_clamps',
    clause: 'S59',
    pitfalls: ['A-M111'],
    bug: 'the fixed-scale accumulate clamps to the width of the gradient',
    fix: 'do not clamp; the label may be exceeded',
    fn: {
      accumulateSymFixed: (n, target, increment) => {
        primitives.accumulateSymFixed(n, target, increment);
        const [low, high] = [n.fn.qMin(n, target.bits), n.fn.qMax(n, target.bits)];
        ints(target).forEach((q, i) => {
          ints(target)[i] = n.fn.clampInt(n, q, low, high);
        });
      },
    },
  },
  {
    id: 'fixed_accumulate_rescales',
    clause: 'S59',
    pitfalls: ['A-M111', 'B-23'],
    bug: 'the fixed-scale accumulate derives a fresh scale',
    fix: 'keep the scale of the gradient',
    fn: {
      accumulateSymFixed: (n, target, increment) => n.fn.accumulateSymDynamic(n, target, increment),
    },
  },
  {
    id: 'fixed_accumulate_rounds_sum',
    clause: 'S59',
    bug: 'the fixed-scale accumulate rounds mantissa plus increment',
    fix: 'round the increment alone, then add integers',
    fn: {
      accumulateSymFixed: (n, target, increment) => {
        if (increment.dtype !== 'SYM_INT32') {
          primitives.accumulateSymFixed(n, target, increment);
          return;
        }
        ints(increment).forEach((q, i) => {
          const r = n.f.div(n.f.mul(n.f.fromInt(q), increment.scale), target.scale);
          n.fn.guardSeed(n, r);
          const sum = n.f.add(n.f.fromInt(ints(target)[i]!), r);
          ints(target)[i] = n.fn.round(n, sum, target.rounding);
        });
      },
    },
  },
  {
    id: 'fixed_accumulate_half_away',
    clause: 'S59',
    pitfalls: ['B-22'],
    bug: 'the fixed-scale accumulate always rounds half-away',
    fix: 'use the rounding mode of the gradient',
    fn: {
      accumulateSymFixed: (n, target, increment) => {
        const view = { ...target, rounding: 'HALF_AWAY' as const };
        primitives.accumulateSymFixed(n, view, increment);
      },
    },
  },
  {
    id: 'fixed_grid_rounds_increment',
    clause: 'S60',
    pitfalls: ['A-M112'],
    bug: 'the fixed grid adds the rounded increment to the code',
    fix: 'round ((t ⊗ s) ⊕ inc) ⊘ s as a whole',
    fn: {
      fixedGridCode: (n, t, s, inc, target) => t + n.fn.round(n, n.f.div(inc, s), target.rounding),
    },
  },
  {
    id: 'fixed_grid_adds_quotient',
    clause: 'S60',
    pitfalls: ['A-M112'],
    bug: 'the fixed grid rounds t ⊕ (inc ⊘ s)',
    fix: 'round ((t ⊗ s) ⊕ inc) ⊘ s',
    fn: {
      fixedGridCode: (n, t, s, inc, target) =>
        n.fn.round(n, n.f.add(n.f.fromInt(t), n.f.div(inc, s)), target.rounding),
    },
  },
  {
    id: 'fixed_grid_double',
    clause: 'S60',
    bug: 'the fixed grid is computed in double precision',
    fix: 'round every operation to float32',
    fn: {
      fixedGridCode: (n, t, s, inc, target) => n.fn.round(n, (t * s + inc) / s, target.rounding),
    },
  },
  {
    id: 'fixed_grid_trigger_scale',
    clause: 'S60',
    pitfalls: ['A-M113'],
    bug: 'the grid is derived anew when the scale is 1, not when all codes are 0',
    fix: 'the trigger is that all stored codes are 0',
    fn: {
      fixedGridScale: (n, target, codes, increments) => {
        const zero = new Int32Array(codes.length);
        if (target.scale === 1) return primitives.fixedGridScale(n, target, zero, increments);
        return target.scale;
      },
    },
  },
  {
    id: 'fixed_grid_clamps',
    clause: 'S60',
    pitfalls: ['A-M55', 'A-M114'],
    bug: 'codes beyond the grid are clamped',
    fix: 'refuse codes that do not fit',
    fn: {
      fixedGridCode: (n, t, s, inc, target) => {
        const code = primitives.fixedGridCode(n, t, s, inc, target);
        const high = 2 ** (target.bits - 1);
        return Math.min(Math.max(code, -high), high - 1);
      },
    },
  },
  {
    id: 'fixed_grid_never_derived',
    clause: 'S60',
    bug: 'the stored scale is kept although all codes are 0',
    fix: 'derive a fresh scale from the increment where all codes are 0',
    fn: { fixedGridScale: (_n, target) => target.scale },
  },
  {
    id: 'fixed_accumulate_unguarded',
    clause: 'S59',
    pitfalls: ['A-M81'],
    bug: 'the fixed-scale accumulate has no seed guard',
    fix: 'refuse increments beyond 1073774592 units of the carried scale',
    fn: {
      accumulateSymFixed: (n, target, increment) => {
        const view = { ...n, fn: { ...n.fn, guardSeed: () => {} } };
        primitives.accumulateSymFixed(view, target, increment);
      },
    },
  },
  {
    id: 'fixed_grid_from_sum',
    clause: 'S60',
    pitfalls: ['A-M115'],
    bug: 'the fresh grid of a packed gradient comes from the sum instead of the increment',
    fix: 'take the absolute maximum of the increment alone',
    fn: {
      fixedGridScale: (n, target, codes, increments) => {
        const sums = increments.map((v, i) => n.f.mulAdd(n.f.fromInt(codes[i]!), target.scale, v));
        return primitives.fixedGridScale(n, target, codes, sums);
      },
    },
  },
  {
    id: 'packed_accumulate_overwrites',
    clause: 'S61',
    pitfalls: ['A-M117'],
    bug: 'a packed gradient is overwritten by the rescaling accumulate',
    fix: 'add the decoded gradient and the increment',
    fn: { packedSum: (_n, _t, _s, inc) => inc },
  },
  {
    id: 'affine_accumulate_overwrites',
    clause: 'S62',
    pitfalls: ['A-M117'],
    bug: 'an ASYM gradient is overwritten',
    fix: 'add the decoded gradient and the increment',
    fn: { affineSum: (_n, _code, _old, inc) => inc },
  },
  fusedIn('symSum', 'S57', 'the sum of a SYM_INT32 gradient and its increment', []),
  fusedIn('fixedGridCode', 'S60', 'the sum of a packed gradient on its fixed grid', []),
  fusedIn('packedSum', 'S61', 'the sum of a packed gradient', ['V19']),
  fusedIn('affineSum', 'S62', 'the sum of an ASYM gradient', []),
  {
    id: 'float_increment_label_unguarded',
    clause: 'S58',
    flags: ['refused_label'],
    bug: 'a float increment is added to a gradient of any width',
    fix: 'refuse a label above 16 before any arithmetic',
    fn: {
      accumulateSymFloatIncrement: (n, target, increment) =>
        primitives.accumulateSymFloatIncrement(unguarded(n), target, increment),
    },
  },
  {
    id: 'fixed_accumulate_label_unguarded',
    clause: 'S59',
    flags: ['refused_label'],
    bug: 'a fixed scale takes a gradient of any width',
    fix: 'refuse a label above 16 before any arithmetic',
    fn: {
      accumulateSymFixed: (n, target, increment) =>
        primitives.accumulateSymFixed(unguarded(n), target, increment),
    },
  },
  {
    id: 'dynamic_accumulate_label_guarded',
    clause: 'S57',
    flags: ['widths'],
    bug: 'the rescaling accumulate refuses labels above 16 where it is called on its own',
    fix: 'the guard belongs to the epilogue of the funnel',
    fn: {
      accumulateSymDynamic: (n, target, increment) => {
        n.fn.guardAccumulateTarget(n, target);
        primitives.accumulateSymDynamic(n, target, increment);
      },
    },
  },
  firstBlockIn('accumulateFloat32', 'S56', 'a FLOAT32 gradient'),
  firstBlockIn('accumulatePackedFixed', 'S60', 'a packed gradient on its own grid'),
  firstBlockIn('accumulatePackedRescale', 'S61', 'a packed gradient on a fresh scale'),
  firstBlockIn('accumulateAsym', 'S62', 'an ASYM gradient'),
];
