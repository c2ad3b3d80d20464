/**
 * Contracts: dated, frozen records of semantic choices (architecture: "semantics as data").
 *
 * The reference reads these fields and nothing else; no function looks at a date or a contract id.
 * Sources: part A sections H1–H6, part B sections 1 and 3.
 */

export interface Contract {
  /** name used in vectors, on the command line and in the protocol */
  readonly id: ContractId;
  /** default width of a SYM_INT32 record and of conversion scratch (S124) */
  readonly operandBits: 12 | 16;
  /** largest label of a gradient accumulation target (S68, S122) */
  readonly gradientBitsMax: 16;
  /** largest operand label of the SYM matmul and Linear kernels; 0 = no label is checked */
  readonly matmulLabelMax: 0 | 12;
  /** dtype and count of a SYM matmul bias: not looked at, or guarded */
  readonly matmulBiasCheck: 'unchecked' | 'checked';
  /** largest label of the norm layers' SYM operands */
  readonly normLabelMax: 12 | 16;
  /** forward and dx wires: raw accumulators or restored to the declared width by the epilogue */
  readonly producers: 'raw' | 'restored';
  /** wires: at the default width (dx: also the dtype and mode of the wire into the layer), or as declared */
  readonly wires: 'default_width' | 'declared';
  /** dynamic requant S51: `(q⊗s)⊘s'` or `q⊗(s⊘s')` */
  readonly requant: 'divide' | 'ratio';
  /** dynamic encoders: float clamp then round, or round then integer clamp */
  readonly encode: 'clamp_then_round' | 'round_then_clamp';
  /** conversions with SYM on one side (H4): refused, or present */
  readonly symCells: 'absent' | 'present';
  /** grids of the →ASYM cells (H4): one rule per cell with an int16 zero point, or S24/S26 everywhere */
  readonly affine: 'per_cell' | 'one_rule';
  /** same-type conversion (H4): widths not compared and no SYM scale, or S29 */
  readonly sameType: 'payload' | 'checked';
  /** bias seeds of Linear and convolutions: half-away without guard, or S20 with the bias record's mode */
  readonly biasSeed: 'half_away_unguarded' | 'seed_rescale';
  /** β seeds of the norm layers: factor form with its own bound, or S20 */
  readonly affineSeed: 'factor' | 'seed_rescale';
  /** the #189 guard of S20 (a build option of the original) */
  readonly seedGuard: boolean;
  /** SYM bias gradient of Linear: half-away without guard, or S20 with the gradient record's mode */
  readonly linearBiasGradient: 'half_away_unguarded' | 'seed_rescale';
  /**
   * gradient accumulation and mismatching operands: through the funnel, or converted into the backward
   * arithmetic, accumulated there and converted back
   */
  readonly backward: 'convert_back' | 'funnel';
  /** who owns the rounding of OUT_WRITE (S67) */
  readonly writeRounding: 'record' | 'operation';
  /** SGD: momentum buffer always present and unrounded into the parameter, or S116/S117 */
  readonly sgd: 'unrounded_momentum' | 'stored_momentum';
  /** width of the momentum buffer under `unrounded_momentum`: a fixed default or the parameter's */
  readonly momentumBits: 16 | 'parameter';
  /** width of the pre-quantized increment pushed into a SYM_INT32 gradient (S58; = operandBits) */
  readonly incrementBits: 12 | 16;
  /** a norm layer's SYM arm of an empty tensor: runs its course, or only sets the scale 1 */
  readonly emptyNorm: 'runs' | 'returns';
  /** label guard of the norm statistics; without it only the layer's entry looks at labels */
  readonly statisticsLabel: 'guarded' | 'unguarded';
  /** widths a SYM payload is written at: any that holds the codes, or 1..31 */
  readonly symWidth: 'unguarded' | 'guarded';
  /** gradients a norm layer's SYM backward accepts */
  readonly normGradients: 'sym_int32_only' | 'any';
  /** Conv1d / Conv1dTransposed SYM arms */
  readonly convolutionSym: 'absent' | 'present';
  /** pools, ReLU, Dropout, Flatten, GroupNorm, AdamW … which only exist in the current contract */
  readonly currentLayers: 'absent' | 'present';
  /** Softmax SYM arm: exponentiates raw logits, or subtracts the maximum first */
  readonly softmax: 'raw_logits' | 'stabilised';
  /** CrossEntropy with a SYM output: refused by the dispatch guard, or present */
  readonly crossEntropySym: 'refused' | 'present';
  /** validator rule (part A H5) */
  readonly validator: 'V1' | 'V2' | 'V3' | 'V4';
}

export const contractIds = ['sym-2026-06-11', 'sym-2026-06-23', 'sym-2026-07-21'] as const;
export type ContractId = (typeof contractIds)[number];

/** 2026-06-11: int16 operands, raw accumulator wires, divide requant (column JUN11). */
const june11: Contract = {
  id: 'sym-2026-06-11',
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
  convolutionSym: 'absent',
  currentLayers: 'absent',
  softmax: 'raw_logits',
  crossEntropySym: 'refused',
  validator: 'V1',
};

/** 2026-06-23: raw wires, int12 operands, shared guarded seed rescale, convolution SYM arms. */
const june23: Contract = {
  ...june11,
  id: 'sym-2026-06-23',
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
  convolutionSym: 'present',
  validator: 'V2',
};

/** 2026-07-21: producers restore their width, ratio requant, the operation owns OUT_WRITE rounding. */
const july21: Contract = {
  ...june23,
  id: 'sym-2026-07-21',
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
  currentLayers: 'present',
  softmax: 'stabilised',
  crossEntropySym: 'present',
  validator: 'V4',
};

export const contracts: Readonly<Record<ContractId, Contract>> = {
  'sym-2026-06-11': june11,
  'sym-2026-06-23': june23,
  'sym-2026-07-21': july21,
};

export const defaultContractId: ContractId = 'sym-2026-07-21';
