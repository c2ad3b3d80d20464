/** `goldvec/reference`: the bit-exact reference. `n.fn` holds its functions, each under one contract `n`. */

export {
  type ContractId,
  contractIds,
  contracts,
  defaultContractId,
} from '../../reference/contracts.ts';
export type { Float32Ops } from '../../reference/num/float32.ts';
export type { OverflowLog } from '../../reference/num/overflow.ts';
export type { Numerics, NumericsOptions, Primitives } from '../../reference/numerics.ts';
export { newNumerics, primitives } from '../../reference/primitives.ts';
export { Refusal, refusalCodes, UndefinedBehaviour } from '../../reference/refusal.ts';
export * from '../../reference/tensor.ts';
