/**
 * Vectors, the reference and the runner for programs. `goldvec/reference`, `goldvec/vectors` and
 * `goldvec/protocol` are its parts, for programs that need no more.
 *
 * @module goldvec
 */

export type { Backend } from '../../conformance/backends/backend.ts';
export type {
  BackendStart,
  CaseEnd,
  DiagnosisEvent,
  Difference,
  Finding,
  RunEvent,
  Totals,
  Verdict,
} from '../../conformance/core/events.ts';
export type { Level } from '../../conformance/core/level.ts';
export type { ContractId } from '../../reference/contracts.ts';
export { contractIds, contracts, defaultContractId } from '../../reference/contracts.ts';
export type { Numerics, NumericsOptions } from '../../reference/numerics.ts';
export { newNumerics } from '../../reference/primitives.ts';
export { Refusal, UndefinedBehaviour } from '../../reference/refusal.ts';
export { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';
export { defineConfig, type GoldvecConfig, type ProgramConfig } from '../config/config.ts';
export { type RunBackendOptions, type RunBackendResult, runBackend } from './run_backend.ts';
export {
  type LoadVectorsOptions,
  loadVectors,
  type VectorFile,
  type WireCase,
} from './vectors.ts';
