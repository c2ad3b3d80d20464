/** What the flags of the norm ops catch; an op takes the ones it uses. */

import type { RecordNote } from '../../op.ts';

export const normNotes: Readonly<Record<string, RecordNote>> = {
  'B6.4': {
    bug: 'a step of LayerNorm in another order or association',
    effect: 'the worked example differs',
    clause: 'L14, L15, L16',
  },
  'B6.5': {
    bug: 'γ and β per element instead of per channel, or blocks across groups',
    effect: 'the worked example differs',
    clause: 'L17',
  },
  'B6.11': {
    bug: 'a rewrite that random values do not tell apart',
    effect: 'single mantissas off by one, or a constant input that is not recognised',
    clause: 'L15, S20',
  },
  group_size: {
    bug: 'channels of a group read up to a power of two, or groups of more than two channels cut elsewhere',
    effect: 'the statistics of a group take in channels of the next one',
    clause: 'L14, L17',
  },
  V33: {
    bug: 'h rounded before it is clamped',
    effect: 'a stochastic h of +2048 becomes 2047',
    clause: 'L15',
  },
  V34: {
    bug: 'dx rounded before it is clamped',
    effect: 'a stochastic dx of +2048 becomes 2047',
    clause: 'L16',
  },
  quotient: {
    bug: 'n ÷ (A ÷ Q) or (n·Q) ÷ A instead of n·(Q ÷ A)',
    effect: 'normalised mantissas off by one',
    clause: 'L15',
  },
  raw_width: {
    bug: 'normalised mantissas always at 12 bits, or at the width of another record',
    effect: 'another scale and other codes',
    clause: 'L15',
  },
  seed_form: {
    bug: 'the seed as q·(s_β ÷ s_y) where the contract says (q·s_β) ÷ s_y, or the other way round',
    effect: 'β off by one unit of the accumulator',
    clause: 'L15, S20',
  },
  jitter: {
    bug: 'the stochastic jitter as x + (r − ½)',
    effect: 'seeds off by one',
    clause: 'S17',
  },
  draw_order: {
    bug: 'seeds drawn per feature (LayerNorm) or per element (GroupNorm), or mixed with those of h',
    effect: 'every later stochastic rounding differs',
    clause: 'L15, L17',
  },
  seed_guard: {
    bug: 'no guard of the β seeds, another bound, or one that a NaN passes',
    effect: 'the accumulator overflows, or ordinary β are refused',
    clause: 'S20, A12',
  },
  constant: {
    bug: 'no constant test, a test on floats, or draws for the zeros of h',
    effect: 'rounding noise is normalised to full scale',
    clause: 'L15',
  },
  block_constant: {
    bug: 'fused multiply-add in the deviations, or an absolute maximum of 0 divided by',
    effect: 'rounding noise is normalised to full scale, or β trips its guard',
    clause: 'L15, contraction',
  },
  accumulator: {
    bug: 'h·γ + β in a wider or saturating type',
    effect: 'an overflow is not seen',
    clause: 'L15, S123',
  },
  label: {
    bug: 'a label check left out, or made on another tensor',
    effect: 'operands too wide for the accumulator pass',
    clause: 'L15, L16',
  },
  shape: {
    bug: 'shapes that do not fit not refused, or a γ of all dimensions of x refused',
    effect: 'reads past γ',
    clause: 'L15, L17',
  },
  eps: {
    bug: 'ε outside the root, left out, or fixed',
    effect: 'another normalisation of flat inputs',
    clause: 'L14',
  },
  statistics: {
    bug: 'mean as (s·Σ) ÷ N, variance over N − 1, or one absolute maximum per block',
    effect: 'normalised activations are off by the factor √(N ÷ (N − 1)), or by one unit',
    clause: 'L14, L15',
  },
  write_rounding: {
    bug: 'the wire’s mode instead of the operation’s, or the other way round',
    effect: 'another output and another draw count',
    clause: 'S67',
  },
  wire_record: {
    bug: 'h normalised at the wire’s width, or the raw result copied',
    effect: 'a wire of another width or dtype',
    clause: 'L15, S67',
  },
  operand: {
    bug: 'an operand converted at another width, or a packed one quantized again',
    effect: 'activations or γ lose bits twice, and all later draws are shifted',
    clause: 'S45, S65',
  },
  float_arm: {
    bug: 'the arm chosen by the tensors instead of by the arithmetic, or sums in another order',
    effect: 'last bits of float outputs',
    clause: 'L15, L16',
  },
  refused_dtype: {
    bug: 'a dtype the arm cannot take not refused, or outputs written before it is',
    effect: 'mantissas read as floats',
    clause: 'B2',
  },
  raw_wire: {
    bug: 'the June wire restored, or h and β rounded by another mode than the wire’s',
    effect: 'the next layer reads another wire',
    clause: 'H2',
  },
  ecg: {
    bug: 'statistics taken over the batch instead of a sample, or the variance taken around 0',
    effect: 'normalised ECG windows come out shifted or too small',
    clause: 'L14, L15, L16',
  },
  storage_mix: {
    bug: 'x, γ or β converted at another’s width, or an output rounded in another record’s mode',
    effect: 'one storage type trains on coarser values, and all later draws are shifted',
    clause: 'S65, S67, S68',
  },
  increment: {
    bug: 'the increment of a SYM_INT32 gradient not quantized at the operand width first, or at 16',
    effect:
      'γ and β learn from gradients that were rounded once less, and half of the draws are missing',
    clause: 'L16, S58',
  },
  accumulates: {
    bug: 'the gradient overwritten, added twice, or its old scale ignored',
    effect: 'micro-batches are lost',
    clause: 'L32, S56, S58',
  },
  publish_order: {
    bug: 'dx rounded before dγ and dβ, or dβ before dγ',
    effect: 'every later stochastic rounding differs',
    clause: 'L16',
  },
  dx_record: {
    bug: 'width or mode of dx taken from the operation, or dx rounded a second time by an epilogue',
    effect: 'a wire of another width',
    clause: 'L16',
  },
  zero_loss: {
    bug: 'a scale of 0, or draws, where dx is all zero',
    effect: 'NaN, or shifted draws',
    clause: 'L16',
  },
  association: {
    bug: 'dx as ι·(e − (a + n·c)), or e as (Y·γ)·s_γ',
    effect: 'dx off by one',
    clause: 'L16',
  },
  gradient_mode: {
    bug: 'a mode not checked, checked for both before the first push, or checked in the FLOAT32 arm',
    effect: 'gradients overwritten, or a legal backward refused',
    clause: 'L16, S71',
  },
  gradient_target: {
    bug: 'no guard of the accumulation target, or γ’s gradient written before β’s guard fires',
    effect: 'a gradient the storage cannot hold',
    clause: 'S68',
  },
  order: {
    bug: 'wires read or written in storage order, or all in the order of x; extents compared in storage',
    effect: 'other elements are normalised together, or a view is refused',
    clause: 'L15, L16',
  },
  empty: {
    bug: 'statistics, seeds, draws or gradients of nothing, or guards left out before the return',
    effect: 'another scale, shifted draws, or an empty batch that is refused',
    clause: 'L15, L16, L17',
  },
  nan_maximum: {
    bug: 'one way for both layers to take the absolute maximum past a NaN',
    effect: 'another scale, or a call refused by the guard of its seeds',
    clause: 'L15, L17',
  },
  june_gradients: {
    bug: 'gradients other than SYM_INT32 of at most 16 bits accepted under June',
    effect: 'a June backward that never existed',
    clause: 'B2',
  },
};
