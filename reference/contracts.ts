/**
 * Contracts: dated, frozen records of semantic choices (architecture: "semantics as data").
 *
 * The reference reads the choices and nothing else; no function looks at a contract's id. Everything that
 * lists contracts follows from the table of this file; `goldvec sync` writes it out for C and JavaScript.
 * H1–H6 tell what each field decides.
 */

import type { Choices } from './choices.ts';

/** A value of every choice, and the day whose ops there are. */
interface ContractRecord extends Choices {
  /** an op exists if it came up on this day or before; a record that is spread from another keeps its day */
  readonly date: string;
}

/** 2026-06-11: int16 operands, raw accumulator wires, divide requant (column JUN11). */
const june11 = {
  date: '2026-06-11',
  operandBits: 16,
  gradientBitsMax: 16,
  matmulLabelMax: 0,
  matmulBiasCheck: 'unchecked',
  normLabelMax: 16,
  producers: 'raw',
  wires: 'default_width',
  requant: 'divide',
  encode: 'clamp_then_round',
  symCells: 'absent',
  affine: 'per_cell',
  sameType: 'payload',
  biasSeed: 'half_away_unguarded',
  affineSeed: 'factor',
  seedGuard: true,
  linearBiasGradient: 'half_away_unguarded',
  backward: 'convert_back',
  writeRounding: 'record',
  sgd: 'unrounded_momentum',
  momentumBits: 16,
  incrementBits: 16,
  emptyNorm: 'runs',
  statisticsLabel: 'guarded',
  symWidth: 'unguarded',
  normGradients: 'sym_int32_only',
  softmax: 'raw_logits',
  crossEntropySym: 'refused',
  validator: 'V1',
} as const satisfies ContractRecord;

/** 2026-06-23: raw wires, int12 operands, shared guarded seed rescale, convolution SYM arms. */
const june23 = {
  ...june11,
  date: '2026-06-23',
  operandBits: 12,
  matmulLabelMax: 12,
  normLabelMax: 12,
  emptyNorm: 'returns',
  statisticsLabel: 'unguarded',
  symCells: 'present',
  biasSeed: 'seed_rescale',
  affineSeed: 'seed_rescale',
  momentumBits: 'parameter',
  incrementBits: 12,
  validator: 'V2',
} as const satisfies ContractRecord;

/** 2026-07-21: producers restore their width, ratio requant, the operation owns OUT_WRITE rounding. */
const july21 = {
  ...june23,
  date: '2026-07-21',
  matmulBiasCheck: 'checked',
  producers: 'restored',
  wires: 'declared',
  requant: 'ratio',
  encode: 'round_then_clamp',
  affine: 'one_rule',
  sameType: 'checked',
  linearBiasGradient: 'seed_rescale',
  backward: 'funnel',
  writeRounding: 'operation',
  sgd: 'stored_momentum',
  statisticsLabel: 'guarded',
  symWidth: 'guarded',
  normGradients: 'any',
  softmax: 'stabilised',
  crossEntropySym: 'present',
  validator: 'V4',
} as const satisfies ContractRecord;

/** The contracts, oldest first, by the names that vectors, command line and protocol use. */
const records = {
  'sym-2026-06-11': june11,
  'sym-2026-06-23': june23,
  'sym-2026-07-21': july21,
} as const satisfies Readonly<Record<string, ContractRecord>>;

export type ContractId = keyof typeof records;
export type ContractDate = (typeof records)[ContractId]['date'];

export interface Contract extends Choices {
  readonly id: ContractId;
  readonly date: ContractDate;
}

export const contractIds = Object.keys(records) as ContractId[];

export const contracts = Object.fromEntries(
  contractIds.map((id) => [id, { id, ...records[id] }]),
) as Readonly<Record<ContractId, Contract>>;

export const defaultContractId: ContractId = 'sym-2026-07-21';

/** Whether what came up on a day exists under a contract. */
export function existsIn(contract: Pick<Contract, 'date'>, since: ContractDate): boolean {
  return contract.date >= since;
}

/** The contracts under which what came up on a day exists. */
export function contractsSince(since: ContractDate): ContractId[] {
  return contractIds.filter((id) => existsIn(contracts[id], since));
}
