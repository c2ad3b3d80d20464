/** The oracle can say no: records that answer wrong, and mistakes of the reference, are not written. */

import { describe, expect, it } from 'vitest';
import { defaultContractId } from '../reference/contracts.ts';
import { mutants } from '../reference/mutants/index.ts';
import type { Tensor } from '../reference/tensor.ts';
import { GoldError } from '../schema/format/errors.ts';
import { buildOp } from './build.ts';
import type { OpDef } from './op.ts';
import { findOp, ops } from './registry.ts';

/** Under one contract: what is refused there is not written. */
function failure(op: OpDef): GoldError {
  try {
    buildOp(op, [defaultContractId]);
  } catch (error) {
    if (error instanceof GoldError) return error;
    throw error;
  }
  throw new Error(`${op.name} was written`);
}

/** Another value in the first element, or another scale where there is none. */
function disturb(t: Tensor): void {
  if (t.data.length === 0) t.scale *= 2;
  else if (t.dtype === 'FLOAT32') t.data[0] = t.data[0] === 1 ? 2 : 1;
  else t.data[0] = t.data[0]! ^ 1;
}

/** As many calls as are enough to have one that is answered. */
const enough = 12;

/** The op with one of its results disturbed, and with its first calls alone. */
function disturbed(op: OpDef): OpDef {
  const [name] = Object.entries(op.tensors).find(([, spec]) => spec.role !== 'in')!;
  return {
    ...op,
    *cases(gen) {
      let left = enough;
      for (const input of op.cases(gen)) {
        if (left-- === 0) return;
        yield input;
      }
    },
    run(n, call) {
      op.run(n, call);
      const t = call.tensors[name];
      if (t !== undefined) disturb(t);
    },
  };
}

const covered = ops.filter((op) => op.oracle !== undefined);

describe('a case on which the two references differ is not written', () => {
  it.each(covered)('$name with one wrong element', (op) => {
    const error = failure(disturbed(op));
    expect(error.code).toBe('vector-invariant');
    expect(error.message).toContain('the independent oracle');
  });

  const rows: readonly (readonly [string, string])[] = [
    ['rng_shuffle', 'shuffle_bound_n'],
    ['round', 'round_half_even'],
    ['round', 'round_floor_plus_half_float32'],
    ['round', 'sr_skips_zero'],
    ['seed_rescale', 'seed_ratio'],
    ['encode_symmetric', 'sr_skips_clamped'],
    ['quantize_dynamic', 'encode_reciprocal'],
    ['requant_dynamic', 'requant_exact_integer'],
    ['requant_fixed', 'requant_fixed_symmetric'],
    ['pack_bits', 'pack_bits_reversed'],
    ['affine_grid', 'affine_divisor_power_of_two'],
    ['convert', 'pack_dynamic_ratio'],
    ['accumulate_sym_dynamic', 'accumulate_reciprocal'],
    ['accumulate_packed_fixed', 'fixed_grid_adds_quotient'],
    ['execute_op', 'scratch_source_width'],
    ['matmul_int32', 'matmul_starts_at_one'],
    ['matmul_float32', 'float_bias_last'],
    ['matmul_float32', 'fma_contraction'],
    ['linear_forward_raw', 'bias_drawn_per_row'],
    ['linear_forward', 'write_rounding_of_record'],
    ['group_norm_forward', 'group_norm_beta_per_element'],
    ['linear_backward', 'linear_bias_gradient_last_sample'],
    ['layer_norm_backward', 'norm_dx_without_mean'],
    ['sym_add_inplace', 'sym_add_shortcut_in_place'],
    ['mean_sym', 'mean_scaled_first'],
    ['lerp', 'lerp_weighted'],
    ['threshold_sym', 'threshold_of_mantissas'],
    ['norm_statistics', 'norm_variance_unbiased'],
    ['layer_norm_forward_raw', 'layer_norm_beta_once'],
    ['conv1d_raw', 'conv_group_offset'],
    ['conv1d_transposed_raw', 'transposed_output_padding_left'],
    ['max_pool1d_forward', 'max_pool_last_wins'],
    ['adaptive_avg_pool1d_forward', 'adaptive_quotient_truncated'],
    ['softmax_forward', 'exp_off_by_an_ulp'],
    ['mse_forward', 'double_intermediates'],
    ['dropout_forward', 'dropout_keeps_with_rate'],
    ['sgd_step', 'sgd_double'],
    ['sgd_momentum_step', 'momentum_unrounded'],
    ['adamw_step', 'adamw_first_moment_unfused'],
  ];
  it.each(rows)('%s under %s', (name, id) => {
    const [op, mutant] = [findOp(name), mutants.find((m) => m.id === id)];
    if (op === undefined || mutant === undefined) throw new Error(`no ${name} or no ${id}`);
    const run: OpDef['run'] = (n, call) => {
      const [fn, f] = [
        { ...n.fn, ...mutant.fn },
        { ...n.f, ...mutant.f },
      ];
      op.run({ ...n, fn, f, contract: { ...n.contract, ...mutant.contract } }, call);
    };
    const error = failure({ ...op, run });
    expect(error.code).toBe('vector-invariant');
    expect(error.message).toContain('the independent oracle');
  });
});
