import { describe, expect, it } from 'vitest';
import { readVectors } from '../schema/format/vector_folder.ts';

/** Entries of the catalogue of pitfalls that random inputs rarely show: entry, bug, op, flag. */
const rows = [
  [1, '(q·s_in)/s for q·(s_in/s)', 'requant_dynamic', 'ratio_form'],
  [1, '(q·s_in)/s for q·(s_in/s)', 'requant_dynamic', 'B6.11'],
  [1, '(q·s_in)/s for q·(s_in/s)', 'execute_op', 'B6.11'],
  [1, '(q·s_in)/s for q·(s_in/s)', 'execute_convert', 'B6.11'],
  [1, '(q·s_in)/s for q·(s_in/s)', 'quantization_forward', 'B6.11'],
  [1, '(q·s_in)/s for q·(s_in/s)', 'quantization_backward', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'seed_rescale', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'matmul_sym', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'linear_forward_raw', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'conv1d_raw', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'conv1d_transposed_raw', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'layer_norm_forward_raw', 'B6.11'],
  [2, 'q·(s_p/s_acc) for (q·s_p)/s_acc', 'group_norm_forward_raw', 'B6.11'],
  [5, 'x + (r − ½) for (x + r) − ½', 'round', 'B6.11'],
  [5, 'x + (r − ½) for (x + r) − ½', 'quantize_dynamic', 'B6.11'],
  [5, 'x + (r − ½) for (x + r) − ½', 'encode_symmetric', 'B6.11'],
  [6, 'floor(x + r) for jitter and half away', 'round', 'V26'],
  [6, 'floor(x + r) for jitter and half away', 'quantize_dynamic', 'V26'],
  [6, 'floor(x + r) for jitter and half away', 'encode_symmetric', 'V26'],
  [16, 'n/(A/2047) for n·(2047/A)', 'layer_norm_forward_raw', 'quotient'],
  [16, 'n/(A/2047) for n·(2047/A)', 'group_norm_forward_raw', 'quotient'],
  [28, 'v·(1/s) for v/s', 'quantize_dynamic', 'B6.11'],
  [28, 'v·(1/s) for v/s', 'accumulate_sym_dynamic', 'B6.11'],
  [28, 'v·(1/s) for v/s', 'accumulate_packed_rescale', 'B6.11'],
  [38, 'r ≤ keep for r < keep', 'dropout_forward', 'strict'],
  [44, 'accumulators kept exact', 'requant_dynamic', 'V25'],
  [44, 'accumulators kept exact', 'execute_op', 'V25'],
  [44, 'accumulators kept exact', 'quantization_forward', 'V25'],
  [47, 'constant input tested on floats, or not', 'layer_norm_forward', 'B6.11'],
  [47, 'constant input tested on floats, or not', 'layer_norm_forward_raw', 'constant'],
  [47, 'constant input tested on floats, or not', 'group_norm_forward_raw', 'constant'],
  [49, 'h clamped after rounding', 'layer_norm_forward_raw', 'V33'],
  [49, 'h clamped after rounding', 'group_norm_forward_raw', 'V33'],
  [49, 'dx clamped after rounding', 'layer_norm_backward', 'V34'],
  [49, 'dx clamped after rounding', 'group_norm_backward', 'V34'],
  [50, 'clamped before rounding', 'quantize_dynamic', 'V31'],
  [50, 'clamped before rounding', 'quantization_forward', 'V31'],
  [50, 'clamped before rounding', 'convert', 'V31'],
  [50, 'clamped before rounding', 'requant_dynamic', 'clamp_order'],
] as const;

const ops = new Set<string>(rows.map(([, , op]) => op));
const files = readVectors('vectors', ({ op }) => ops.has(op));

describe('pitfalls that need a directed vector', () => {
  it.each(rows)('%i: %s: %s, flag %s', (_entry, _bug, op, flag) => {
    const found = files
      .filter((file) => file.op === op)
      .flatMap(({ cases }) => cases)
      .filter(({ id, flags }) => id.startsWith(`${op}/directed/`) && flags.includes(flag));
    expect(found.length).toBeGreaterThan(0);
  });

  it('names every entry that the catalogue marks', () => {
    const entries = [...new Set(rows.map(([entry]) => entry))];
    expect(entries).toEqual([1, 2, 5, 6, 16, 28, 38, 44, 47, 49, 50]);
  });
});
