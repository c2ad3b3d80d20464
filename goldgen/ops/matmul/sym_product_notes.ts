/** What the shared SYM_INT32 products catch. */

import type { RecordNote } from '../../op.ts';
import { productNotes } from './matmul_cases.ts';

export const symProductNotes: Readonly<Record<string, RecordNote>> = {
  V7: {
    bug: 'bias mantissas added raw, or rescaled to one operand’s scale; output scale left unset',
    effect: 'the bias is off by the ratio of the scales',
    clause: 'S86, S87',
  },
  V18: {
    bug: 'weights [out, in] read as [in, out], or a view read flat',
    effect: 'another layer',
    clause: 'S83, L1',
  },
  V22: {
    bug: 'the raw result clamped or restored by the kernel',
    effect: 'raw wires lose their range',
    clause: 'S86, H2',
  },
  lanes: productNotes.lanes,
  V23: {
    bug: 'another number of terms admitted: 511 worst products fit, 512 do not',
    effect: 'legal sums refused, or an overflow that goes unnoticed',
    clause: 'S84, S86, S123',
  },
  'B6.1': {
    bug: 'the weight read transposed, the bias added at its own scale, or the product of scales taken once',
    effect: 'activations of every sample shift by the bias error or change their size',
    clause: 'L1',
  },
  V9: {
    bug: 'seed as q·(s_b ÷ s_out)',
    effect: 'bias off by one accumulator unit',
    clause: 'S20, S87',
  },
  'B6.11': {
    bug: 'seed as q·(s_b ÷ s_out)',
    effect: 'bias off by one accumulator unit',
    clause: 'S20, S87',
  },
  draw_per_column: {
    bug: 'seeds drawn per row or per output, rounded in the operation’s mode, or mode and draws of the other contract',
    effect: 'rows with different biases and shifted draws',
    clause: 'S87, H2',
  },
  seed_ties: { bug: 'half to even in the seeds', effect: 'bias off by one', clause: 'S16, S87' },
  wide_bias: {
    bug: 'the operand label bound applied to the bias',
    effect: '16-bit biases refused',
    clause: 'S87',
  },
  guard_edge: {
    bug: 'a guard bound other than 0x4e800100, or ≥',
    effect: 'legal biases refused',
    clause: 'S20, S87',
  },
  guard: {
    bug: 'no guard on bias seeds, or one in a contract that has none',
    effect: 'an accumulator overflows in silence',
    clause: 'S20, S87',
  },
  scale_underflow: {
    bug: 'a guard that a NaN passes, or a product scale flushed to zero or replaced by ε',
    effect:
      'with an accumulator scale of 0 the bias becomes NaN, and its seed another integer on each processor',
    clause: 'S20, S86',
  },
  label: {
    bug: 'label bound omitted, on one operand only, or of the other contract',
    effect: 'accumulators overflow with wide operands',
    clause: 'S86',
  },
  label_only: {
    bug: 'the bound applied to mantissas instead of labels',
    effect: 'legal calls refused',
    clause: 'S86',
  },
  dtype: {
    bug: 'operands or a bias of another dtype read as mantissas',
    effect: 'float bit patterns enter the sums as huge integers',
    clause: 'S86, S87',
  },
  bias_count: { bug: 'bias count not checked', effect: 'reads beyond the bias', clause: 'S87' },
  fits: productNotes.fits,
  overflows: {
    bug: 'the accumulator held in int64 or float, or saturated, so that int32 never overflows',
    effect: 'a simulation shows large activations that change their sign on the device',
    clause: 'S84, S123',
  },
  passes_through: productNotes.passes_through,
  order_only: productNotes.order_only,
  raw: {
    bug: 'result clamped to a width, or scaled by one operand’s scale only',
    effect: 'saturated raw wires',
    clause: 'S86',
  },
};
