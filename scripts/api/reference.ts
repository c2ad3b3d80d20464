/**
 * The bit-exact reference. `n.fn` holds its functions, each under the contract of `n`.
 *
 * @module goldvec/reference
 */

export {
  type ContractId,
  contractIds,
  contracts,
  defaultContractId,
} from '../../reference/contracts.ts';
// the types of the functions
export type * from '../../reference/funnel.ts';
export type * from '../../reference/kernels/conv1d.ts';
export type * from '../../reference/kernels/matmul.ts';
export type * from '../../reference/kernels/reductions.ts';
export type * from '../../reference/kernels/window.ts';
export type * from '../../reference/layers/conv_steps.ts';
export type * from '../../reference/layers/layer.ts';
export type * from '../../reference/layers/norm_backward.ts';
export type * from '../../reference/layers/norm_statistics.ts';
export type * from '../../reference/layers/pool.ts';
export type * from '../../reference/layers/pool_place.ts';
export type * from '../../reference/losses/operands.ts';
export type { Float32Ops } from '../../reference/num/float32.ts';
export type * from '../../reference/num/int32.ts';
export type * from '../../reference/num/overflow.ts';
export type { Numerics, NumericsOptions, Primitives } from '../../reference/numerics.ts';
export type * from '../../reference/optimizers/adamw.ts';
export type * from '../../reference/optimizers/optimizer.ts';
export type * from '../../reference/optimizers/schedule.ts';
export type * from '../../reference/optimizers/sgd.ts';
export { newNumerics, primitives } from '../../reference/primitives.ts';
export type * from '../../reference/quant/affine.ts';
export type * from '../../reference/quant/pack.ts';
export type * from '../../reference/quant/requant.ts';
export { Refusal, refusalCodes, UndefinedBehaviour } from '../../reference/refusal.ts';
export * from '../../reference/tensor.ts';
export type * from '../../reference/training/model.ts';
export type * from '../../reference/training/step.ts';
export type * from '../../reference/training/validator.ts';
