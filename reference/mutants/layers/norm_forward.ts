/** Mistakes in the forward of the norm layers (L15, L17). */

import { primitives } from '../../primitives.ts';
import { ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'norm_scale_quotient',
    clause: 'L15',
    pitfalls: ['B-15'],
    bug: 's_norm is A ⊘ 2047',
    fix: 's_norm = 1 ⊘ (2047 ⊘ A)',
    fn: { normScale: (n, _factor, absMax, bits) => n.f.div(absMax, n.fn.qMax(n, bits)) },
  },
  {
    id: 'norm_quotient_divides',
    clause: 'L15',
    pitfalls: ['B-16'],
    bug: 'h is n ⊘ (A ⊘ 2047)',
    fix: 'h = n ⊗ (2047 ⊘ A)',
    fn: {
      normQuotient: (n, value, _factor, absMax, bits) =>
        n.f.div(value, n.f.div(absMax, n.fn.qMax(n, bits))),
    },
  },
  {
    id: 'norm_absmax_first_block',
    clause: 'L15',
    bug: 'the absolute maximum is taken over the first half of the tensor only',
    fix: 'one absolute maximum over the whole tensor',
    fn: {
      normAbsMax: (n, values, g) => {
        const half = Math.max(1, values.length >> 1);
        return (
          primitives.normAbsMax(n, values.subarray(0, half), g) ||
          primitives.normAbsMax(n, values, g)
        );
      },
    },
  },
  {
    id: 'norm_clamp_after_rounding',
    clause: 'L15',
    pitfalls: ['B-49'],
    bug: 'h and dx are rounded first and then clamped',
    fix: 'clamp in float before rounding: SR may emit Q + 1',
    fn: {
      clampThenRound: (n, x, bits, mode) =>
        n.fn.clampInt(n, n.fn.round(n, x, mode), n.fn.qMin(n, bits), n.fn.qMax(n, bits)),
    },
  },
  {
    id: 'norm_constant_test_missing',
    clause: 'L15',
    pitfalls: ['B-47'],
    bug: 'a constant input is not recognised',
    fix: 'if all mantissas are equal, h is 0 and s_norm 1',
    fn: { normIsConstant: () => false },
  },
  {
    id: 'norm_beta_raw',
    clause: 'L15',
    pitfalls: ['B-42'],
    bug: 'β mantissas are added without being rescaled',
    fix: 'rescale β to s_norm ⊗ s_γ',
    fn: { affineSeed: (_n, q) => q },
  },
  {
    id: 'norm_beta_half_away',
    clause: 'L15',
    bug: 'β seeds are always rounded half-away',
    fix: 'use the mode of the operation',
    fn: {
      affineSeed: (n, q, sBeta, sY) => primitives.affineSeed(n, q, sBeta, sY, 'HALF_AWAY'),
    },
  },
  {
    id: 'layer_norm_beta_once',
    clause: 'L15',
    pitfalls: ['B-7'],
    bug: 'LayerNorm computes its β seeds once per feature',
    fix: 'compute a seed anew for every element (G·N draws)',
    fn: {
      affineSeeds: (n, beta, sY, record, g) => {
        const seeds = primitives.affineSeeds(n, beta, sY, record, { ...g, seedPer: 'channel' });
        if (g.seedPer === 'channel') return seeds;
        return Int32Array.from({ length: g.blocks * g.size }, (_, i) => {
          return seeds[g.affineIndex(Math.floor(i / g.size), i % g.size)]!;
        });
      },
    },
  },
  {
    id: 'group_norm_beta_per_element',
    clause: 'L17',
    pitfalls: ['B-8'],
    bug: 'GroupNorm computes a β seed for every element',
    fix: 'compute one seed per channel',
    fn: {
      affineSeeds: (n, beta, sY, record, g) => {
        const seeds = primitives.affineSeeds(n, beta, sY, record, g);
        if (g.seedPer === 'channel' && record.rounding === 'SR_HALF_AWAY') {
          for (let i = g.affineCount; i < g.blocks * g.size; i++) n.fn.rngStep(n);
        }
        return seeds;
      },
    },
  },
  {
    id: 'norm_beta_factor',
    clause: 'L15',
    pitfalls: ['B-2'],
    bug: 'β seeds are q ⊗ (s_β ⊘ s_y) with their own bound',
    fix: 'use the seed rescale: multiply first, then divide',
    contract: { affineSeed: 'factor' },
  },
  {
    id: 'norm_beta_rescale',
    clause: '3.2',
    bug: 'β seeds use the shared seed rescale',
    fix: 'under this contract a seed is q ⊗ (s_β ⊘ s_y)',
    contract: { affineSeed: 'seed_rescale' },
  },
  {
    id: 'norm_at_wire_width',
    clause: 'L15',
    pitfalls: ['B-21'],
    bug: 'normalised mantissas have 8 bits',
    fix: 'their width is that of the raw record (12 in the layer)',
    fn: {
      normalizeSym: (n, x, statistics, g, _bits, mode) =>
        primitives.normalizeSym(n, x, statistics, g, 8, mode),
    },
  },
  {
    id: 'norm_label_unguarded',
    clause: 'L15',
    bug: 'operands of any label are accepted by the norm layers',
    fix: 'refuse labels above 12',
    fn: {
      guardNormOperand: (n, t, what) =>
        primitives.guardNormOperand(n, t.dtype === 'SYM_INT32' ? { ...t, bits: 8 } : t, what),
    },
  },
  {
    id: 'norm_absmax_per_block',
    clause: 'L15',
    pitfalls: ['B-17'],
    bug: 'every block is normalised by its own absolute maximum',
    fix: 'one absolute maximum over the whole tensor',
    fn: {
      normalizeSym: (n, x, statistics, g, bits, mode) => {
        const whole = primitives.normalizeSym(n, x, statistics, g, bits, mode);
        if (statistics.length < 2) return whole;
        const at = g.positions(x);
        const parts = statistics.map((block, i) => {
          const own = at.subarray(i * g.size, (i + 1) * g.size);
          const part = { ...x, shape: [g.size], order: [0], data: own.map((p) => ints(x)[p]!) };
          return primitives.normalizeSym(n, part, [block], g, bits, mode).codes;
        });
        return { codes: Int32Array.from(parts.flatMap((p) => [...p])), scale: whole.scale };
      },
    },
  },
  {
    id: 'norm_label_bound_16',
    clause: 'L15',
    bug: 'labels up to 16 are accepted by the norm layers',
    fix: 'refuse labels above 12',
    contract: { normLabelMax: 16 },
  },
  {
    id: 'norm_label_bound_12',
    clause: 'H2',
    bug: 'labels above 12 are refused by the norm layers',
    fix: 'under this contract labels up to 16 pass',
    flags: ['label'],
    contract: { normLabelMax: 12 },
  },
  fusedIn('normForwardFloat', 'L15', 'γ·n + β of the float norm layers', []),
  {
    id: 'layer_norm_storage_order',
    clause: 'L15',
    flags: ['order'],
    bug: 'LayerNorm reads and writes its wires in storage order',
    fix: 'address x, y, dy and dx each through its own axis order; the check uses logical extents',
    fn: {
      layerNormGeometry: (n, x, gamma) => ({
        ...primitives.layerNormGeometry(n, { ...x, order: x.shape.map((_, axis) => axis) }, gamma),
        positions: (t) => n.fn.storedPositions(n, t),
      }),
    },
  },
  {
    id: 'layer_norm_order_of_x',
    clause: 'L15',
    flags: ['order'],
    bug: 'all wires of LayerNorm are addressed through the axis order of x',
    fix: 'address x, y, dy and dx each through its own axis order',
    fn: {
      layerNormGeometry: (n, x, gamma) => ({
        ...primitives.layerNormGeometry(n, x, gamma),
        positions: () => n.fn.storageOrder(n, x),
      }),
    },
  },
  {
    id: 'norm_empty_runs',
    clause: 'L15',
    flags: ['empty'],
    bug: 'a norm layer of an empty tensor seeds β, draws and keeps the scale of γ',
    fix: 'after the guards set the scale 1 and return',
    fn: { normIsEmpty: () => false },
  },
  {
    id: 'group_norm_maximum_skips_nan',
    clause: 'L17',
    flags: ['nan_maximum'],
    bug: 'GroupNorm leaves a NaN out of the absolute maximum',
    fix: 'm = m > a ? m : a',
    fn: {
      absMaxTakingNaN: (n, values) => n.fn.absMaxOfStream(n, values.length, (i) => values[i]!),
    },
  },
  {
    id: 'layer_norm_maximum_takes_nan',
    clause: 'L15',
    flags: ['nan_maximum'],
    bug: 'LayerNorm lets a NaN replace the absolute maximum',
    fix: 'if (a > m) m = a',
    fn: { normAbsMax: (n, values) => n.fn.absMaxTakingNaN(n, values) },
  },
  {
    id: 'june_norm_operation_mode',
    clause: 'L15',
    flags: ['write_rounding', 'raw_wire'],
    bug: 'the June LayerNorm rounds h and β seeds by the mode of the arithmetic',
    fix: 'round by the output record’s mode',
    fn: {
      produce: (n, kernel, operands, arithmetic, wire) => {
        if (n.contract.producers === 'restored') {
          primitives.produce(n, kernel, operands, arithmetic, wire);
          return;
        }
        const raw = { ...wire, rounding: arithmetic.rounding };
        kernel(n, operands, raw);
        wire.scale = raw.scale;
      },
    },
  },
  {
    id: 'norm_beta_bound_of_16_bits',
    clause: 'L15',
    flags: ['seed_guard'],
    bug: 'the bound of β seeds is that of a 16-bit y, whatever its label',
    fix: 'i2f(2^31 − 1) ⊖ Q ⊗ Q with Q of y’s label; equality passes',
    fn: { affineSeedBound: () => 1073807360 },
  },
  {
    id: 'norm_beta_bound_in_integers',
    clause: 'L15',
    flags: ['seed_guard'],
    bug: 'the bound of β seeds is kept as an integer',
    fix: 'form it in float32: equality passes',
    fn: { affineSeedBound: (n, bits) => 2147483647 - n.fn.qMax(n, bits) ** 2 },
  },
  {
    id: 'norm_statistics_check_labels',
    clause: 'L14',
    flags: ['label'],
    bug: 'the statistics check labels where only the entry of the layer does',
    fix: 'leave the label to the layer',
    contract: { statisticsLabel: 'guarded' },
  },
];
