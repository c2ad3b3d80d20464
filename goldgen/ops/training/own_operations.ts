/** Chains whose operations compute in ways of their own, so that none can stand for another. */

import type { Contract } from '../../../reference/contracts.ts';
import { roundings } from '../../../reference/tensor.ts';
import type { Random } from '../../kit/random.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import type { ChainCase } from './chain_cases.ts';

/** Kinds of layers whose forward, and whose dx, is rounded by the mode of its own operation. */
const roundsForward =
  /^(linear|conv1d|conv1d_transposed|layer_norm|group_norm|max_pool1d|avg_pool1d)$/;
const roundsDx = /^(linear|conv1d|conv1d_transposed|max_pool1d|avg_pool1d)$/;

/**
 * The chain with a rounding mode of its own for each operation that reads one, mostly the other one for dx
 * than for the forward, and under a contract that allows it with a bias gradient in float arithmetic.
 */
export function withOwnRoundings(r: Random, contract: Contract, chain: ChainCase): ChainCase {
  const own: Record<string, string> = {};
  for (let i = 0; i < Number(chain.params.layers); i++) {
    const kind = String(chain.params[`l${i}_kind`]);
    const first = r.int(0, 1);
    if (roundsForward.test(kind)) own[`l${i}_forward_rounding`] = roundings[first]!;
    if (roundsDx.test(kind))
      own[`l${i}_dx_rounding`] = roundings[r.pick([first, 1 - first, 1 - first])]!;
  }
  if (isFunnelSgd(contract)) {
    own.l0_bias_arithmetic = 'ARITH_FLOAT32';
    own.l0_bias_mode = 'OUT_ACC_DYNAMIC_RESCALE';
  }
  return { ...chain, params: { ...chain.params, ...own } };
}

const trainable = /^(linear|conv1d|conv1d_transposed)$/;
const arithmetics = ['ARITH_SYM_INT32', 'ARITH_FLOAT32'] as const;

/**
 * The chain with a mode and a rounding of its own for every operation of its weighted layers, the arithmetics
 * by turns, from the `first` on: two such chains have every operation in both.
 * A float increment has no fixed scale to go to; only the norm layer reads the mode of the model, and its
 * gradients are FLOAT32.
 */
export function withMixedOperations(r: Random, chain: ChainCase, first: 0 | 1): ChainCase {
  const own: Record<string, string> = { weight_mode: 'OUT_ACC_FIXED_SCALE' };
  let next: number = first;
  for (let i = 0; i < Number(chain.params.layers); i++) {
    const at = `l${i}`;
    if (!trainable.test(String(chain.params[`${at}_kind`]))) continue;
    for (const operation of ['forward', 'weight', 'bias', 'dx']) {
      own[`${at}_${operation}_arithmetic`] = arithmetics[next++ % 2]!;
      own[`${at}_${operation}_rounding`] = r.pick(roundings);
    }
    for (const which of ['weight', 'bias']) {
      const isSym = own[`${at}_${which}_arithmetic`] === 'ARITH_SYM_INT32';
      const fixed = isSym && i % 2 === 0;
      own[`${at}_${which}_mode`] = fixed ? 'OUT_ACC_FIXED_SCALE' : 'OUT_ACC_DYNAMIC_RESCALE';
    }
  }
  return { ...chain, params: { ...chain.params, ...own } };
}
