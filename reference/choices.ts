/**
 * The choices in which contracts differ, each with the values it may have and what it decides.
 *
 * Each is read for itself, never in place of another one. A new choice is an entry here, and a value in the
 * records of `contracts.ts` that are not made from another record.
 */

type Value = string | number | boolean;

interface Choice<V extends readonly Value[]> {
  readonly values: V;
  readonly doc: string;
}

function choice<const V extends readonly Value[]>(values: V, doc: string): Choice<V> {
  return { values, doc };
}

export const choices = {
  operandBits: choice(
    [12, 16],
    'default width of a SYM_INT32 record and of conversion scratch (S124)',
  ),
  gradientBitsMax: choice([16], 'largest label of a gradient accumulation target (S68, S122)'),
  matmulLabelMax: choice(
    [0, 12],
    'largest operand label of the SYM matmul and Linear kernels; 0 = no label is checked',
  ),
  matmulBiasCheck: choice(
    ['unchecked', 'checked'],
    'dtype and count of a SYM matmul bias: not looked at, or guarded',
  ),
  normLabelMax: choice([12, 16], "largest label of the norm layers' SYM operands"),
  producers: choice(
    ['raw', 'restored'],
    'forward and dx wires: raw accumulators or restored to the declared width by the epilogue',
  ),
  wires: choice(
    ['default_width', 'declared'],
    'wires: at the default width (dx: with dtype and mode of the wire into the layer), or as declared',
  ),
  requant: choice(['divide', 'ratio'], "dynamic requant S51: `(q⊗s)⊘s'` or `q⊗(s⊘s')`"),
  encode: choice(
    ['clamp_then_round', 'round_then_clamp'],
    'dynamic encoders: float clamp then round, or round then integer clamp',
  ),
  symCells: choice(
    ['absent', 'present'],
    'conversions with SYM on one side (H4): refused, or present',
  ),
  affine: choice(
    ['per_cell', 'one_rule'],
    'grids of the →ASYM cells (H4): one rule per cell with an int16 zero point, or S24/S26 everywhere',
  ),
  sameType: choice(
    ['payload', 'checked'],
    'same-type conversion (H4): widths not compared and no SYM scale, or S29',
  ),
  biasSeed: choice(
    ['half_away_unguarded', 'seed_rescale'],
    "bias seeds of Linear and convolutions: half-away without guard, or S20 with the bias record's mode",
  ),
  affineSeed: choice(
    ['factor', 'seed_rescale'],
    'β seeds of the norm layers: factor form with its own bound, or S20',
  ),
  seedGuard: choice([false, true], 'the accumulator guard of S20 (a build option of the original)'),
  linearBiasGradient: choice(
    ['half_away_unguarded', 'seed_rescale'],
    "SYM bias gradient of Linear: half-away without guard, or S20 with the gradient record's mode",
  ),
  backward: choice(
    ['convert_back', 'funnel'],
    'gradients of another format: converted into the backward arithmetic and back, or the funnel',
  ),
  writeRounding: choice(['record', 'operation'], 'who owns the rounding of OUT_WRITE (S67)'),
  sgd: choice(
    ['unrounded_momentum', 'stored_momentum'],
    'SGD: momentum buffer always present and unrounded into the parameter, or S116/S117',
  ),
  momentumBits: choice(
    [16, 'parameter'],
    "width of the momentum buffer under `unrounded_momentum`: a fixed default or the parameter's",
  ),
  incrementBits: choice(
    [12, 16],
    'width of the pre-quantized increment pushed into a SYM_INT32 gradient (S58)',
  ),
  emptyNorm: choice(
    ['runs', 'returns'],
    "a norm layer's SYM arm of an empty tensor: runs its course, or only sets the scale 1",
  ),
  statisticsLabel: choice(
    ['guarded', 'unguarded'],
    "labels of the norm statistics: guarded, or only looked at by the layer's entry",
  ),
  symWidth: choice(
    ['unguarded', 'guarded'],
    'width 0 of a SYM payload is undefined and 32 written, or 0 and to write 32 are refused',
  ),
  normGradients: choice(['sym_int32_only', 'any'], "gradients a norm layer's SYM backward accepts"),
  softmax: choice(
    ['raw_logits', 'stabilised'],
    'Softmax SYM arm: exponentiates raw logits, or subtracts the maximum first',
  ),
  crossEntropySym: choice(
    ['refused', 'present'],
    'CrossEntropy with a SYM output: refused by the dispatch guard, or present',
  ),
  validator: choice(['V1', 'V2', 'V3', 'V4'], 'validator rule (H5)'),
};

export type ChoiceName = keyof typeof choices;
export const choiceNames = Object.keys(choices) as ChoiceName[];

/** One value of every choice. */
export type Choices = { readonly [K in ChoiceName]: (typeof choices)[K]['values'][number] };
