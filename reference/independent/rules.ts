/** The choices of a contract as the versions of this folder read them; every contract record has them. */

export interface Rules {
  readonly operandBits: number;
  readonly gradientBitsMax: number;
  readonly matmulLabelMax: number;
  readonly normLabelMax: number;
  readonly producers: 'raw' | 'restored';
  readonly requant: 'divide' | 'ratio';
  readonly encode: 'clamp_then_round' | 'round_then_clamp';
  readonly symCells: 'absent' | 'present';
  readonly affine: 'per_cell' | 'one_rule';
  readonly sameType: 'payload' | 'checked';
  readonly biasSeed: 'half_away_unguarded' | 'seed_rescale';
  readonly affineSeed: 'factor' | 'seed_rescale';
  readonly seedGuard: boolean;
  readonly linearBiasGradient: 'half_away_unguarded' | 'seed_rescale';
  readonly backward: 'convert_back' | 'funnel';
  readonly writeRounding: 'record' | 'operation';
  readonly incrementBits: number;
  readonly normGradients: 'sym_int32_only' | 'any';
}
