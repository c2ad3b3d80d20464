/** What a person calls the functions in which slips are tried, and their numbers. */

export interface SlipWords {
  readonly clause: string;
  /** "in …" */
  readonly place: string;
  /** the numbers that go in, in their order, without the first argument */
  readonly numbers: readonly string[];
  /** those that go in as fields of a record */
  readonly fields: Readonly<Record<string, string>>;
}

const fieldsOf: Readonly<Record<string, SlipWords['fields']>> = {
  adamwFirstMoment: { w1: '1 − β1' },
  adamwSecondMoment: { beta2: 'β2', s2: '1 − β2' },
  adamwDenominator: { bc2: 'the bias correction √(1 − β2^t)', epsilon: 'ε' },
  adamwParameter: { step: 'the rate −lr/(1 − β1^t)', decay: 'the decay 1 − lr·wd' },
  encodeAffine: { scale: 'the scale', zeroPoint: 'the zero point' },
  decodeAffine: { scale: 'the scale', zeroPoint: 'the zero point' },
  normalizeElement: { mean: 'μ', rstd: 'ι' },
};

type Named = Omit<SlipWords, 'fields'>;

const words = (clause: string, place: string, ...numbers: string[]): Named => ({
  clause,
  place,
  numbers,
});

/**
 * By function of the reference. They are functions of numbers alone, in which no loop runs to an argument: a
 * slip cannot keep them from ending. The others have their mistakes written one by one.
 */
const named: Readonly<Record<string, Named>> = {
  decayedGradient: words('S116', 'the weight decay of SGD', 'the gradient', 'the parameter', 'wd'),
  descend: words('S116', 'the step of SGD', 'the parameter', 'the step', 'lr'),
  momentumUpdate: words('S117', 'the velocity of SGD momentum', 'v', 'the gradient', 'μ'),
  adamwFirstMoment: words('S119', 'the first moment of AdamW', 'm', 'g'),
  adamwSecondMoment: words('S119', 'the second moment of AdamW', 'v', 'g'),
  adamwDenominator: words('S119', 'the denominator of AdamW', 'v'),
  adamwParameter: words('S119', 'the update of AdamW', 'the parameter', 'm', 'v'),
  mseTerm: words('L29', 'the MSE loss', 'the sum', 'the output', 'the label'),
  mseGradient: words('L29', 'the MSE gradient', 'the output', 'the label'),
  mseMean: words('L29', 'the mean of the MSE loss', 'the sum'),
  crossEntropyTerm: words('L28', 'the cross entropy', 'the sum', 'the probability', 'the label'),
  crossEntropyGradient: words('L28', 'the cross entropy gradient', 'the probability', 'the label'),
  softmaxMaximum: words('L27', 'the maximum of the softmax'),
  dropoutKeep: words('L25', 'the probability to keep of dropout', 'the rate'),
  dropoutFactor: words('L25', 'the factor of dropout', 'the rate'),
  reluElement: words('L24', 'ReLU', 'x'),
  reluGradient: words('L24', 'the ReLU backward', 'x', 'dy'),
  normMean: words('L14', 'the mean of a norm layer', 'the mantissas', 'the scale'),
  normMeanFloat: words('L14', 'the mean of a norm layer'),
  normVariance: words('L14', 'the variance of a norm layer'),
  normRstd: words('L14', 'the reciprocal deviation of a norm layer', 'σ²', 'ε'),
  normDxElement: words('L16', 'the dx of a norm layer', 'ι', 'e', 'a', 'n', 'c'),
  normDeviation: words('L14', 'x ⊖ μ of a norm layer', 'the mantissa', 'the scale', 'μ'),
  normalizeElement: words(
    'L15',
    'the normalised input of a norm layer',
    'the mantissa',
    'the scale',
  ),
  normFactor: words('L15', 'the factor of the codes of a norm layer', 'the absolute maximum'),
  normScale: words('L15', 'the scale of the codes of a norm layer', 'the factor'),
  affineSeed: words(
    'L15',
    'the β seed of a norm layer',
    'the mantissa',
    'the scale of β',
    'the scale of y',
  ),
  affineElement: words('L15', 'h·γ + β of a norm layer', 'h', 'γ', 'the β seed'),
  seedRescale: words(
    'S20',
    'the seed of an accumulator',
    'the mantissa',
    'its scale',
    'the scale of the sum',
  ),
  productScale: words('S86', 'the scale of a product', 'the scale of a', 'the scale of b'),
  encodeSymmetric: words('S25', 'the quantizer (encode)', 'the value', 'the scale'),
  decodeSymmetric: words('S27', 'symmetric decoding', 'the mantissa', 'the scale'),
  symmetricScale: words('S23', 'the symmetric scale', 'the absolute maximum'),
  requantElement: words('S51', 'the requant', 'the mantissa', 'the old scale', 'the new scale'),
  affineScale: words('S24', 'the affine scale', 'the minimum', 'the maximum'),
  encodeAffine: words('S26', 'the affine encoder', 'the value'),
  decodeAffine: words('S27', 'affine decoding', 'the code'),
  roundHalfAway: words('S16', 'rounding half away from zero', 'x'),
  clampInt: words('S19', 'the integer clamp', 'the value', 'the lower bound', 'the upper bound'),
  clampFloat: words('S19', 'the float clamp', 'the value', 'the lower bound', 'the upper bound'),
  roundedQuotient: words('L22', 'the integer average of an adaptive pool', 'the sum', 'the count'),
  replacesMaximum: words('L18', 'the comparison of a max pool', 'the candidate', 'the maximum'),
  maximumStart: words('L18', 'the start of the maximum of a max pool'),
  avgPoolDivisor: words('L20', 'the divisor of an average pool', 'K', 'the number of valid taps'),
  preluElement: words('L36', 'PReLU', 'x', 'α'),
  symSum: words(
    'S57',
    'the rescaling accumulate',
    'the old mantissa',
    'the old scale',
    'the mantissa of the increment',
    'the scale of the increment',
  ),
  packedSum: words(
    'S61',
    'the rescaling accumulate of a packed gradient',
    'the old code',
    'the old scale',
    'the increment',
  ),
  averageOf: words('S96', 'the mean of a reduction', 'the sum', 'the count'),
  rsqrtFloat32: words('S100', 'the reciprocal root', 'x', 'ε'),
  stepRate: words(
    'S120',
    'the step schedule',
    'the base rate',
    'γ',
    'the step size',
    'the step number',
  ),
  exponentialRate: words(
    'S120',
    'the exponential schedule',
    'the base rate',
    'γ',
    'the step number',
  ),
  cosineRate: words(
    'S120',
    'the cosine schedule',
    'the base rate',
    'the minimum',
    'the period',
    'the step number',
  ),
};

export const slipWords: Readonly<Record<string, SlipWords>> = Object.fromEntries(
  Object.entries(named).map(([name, of]) => [name, { ...of, fields: fieldsOf[name] ?? {} }]),
);

/** Guards that may be missing altogether. */
export const guardWords: Readonly<Record<string, string>> = {
  guardSeed: 'the seed guard (A12)',
  guardIncrement: 'the guard of the count of an increment (A11)',
  guardAccumulateTarget: 'the guard of the width of a gradient (A14)',
  guardAccumulateMode: 'the guard of the accumulate mode (A15)',
  guardMatmulOperand: 'the guard of a matmul operand (A16)',
  guardMatmulBias: 'the guard of a matmul bias (A16)',
  guardNormStatistics: 'the guard of norm statistics (A19)',
  guardReductionOperand: 'the guard of a reduction operand (A19)',
  guardAffineFactor: 'the guard of a β seed (A12)',
  guardNormOperand: 'the guard of a norm operand (B2)',
  guardNormBackward: 'the guard of the norm backward (B2)',
  guardConvLayer: 'the guard of a convolution layer (A17, B5)',
  guardConvLoss: 'the guard of batch and channels of dy (B5)',
  guardValueSum: 'the guard of a value sum (B6)',
  guardArgmax: 'the guard of the argmax buffer (B6)',
  guardDropoutRate: 'the guard of the dropout rate (B7)',
  guardMask: 'the guard of the mask (B7)',
  guardArm: 'the guard of the wires (B7)',
  guardProbability: 'the guard of a finite probability (B8)',
  guardPrelu: 'the guard of the extents of a PReLU (A20)',
  checkGradient: 'the guard of the format of a gradient (A23)',
  checkUpdateArithmetic: 'the guard of the update arithmetic (A23)',
  checkAdamW: 'the guard of betas and epsilon of AdamW (A23)',
  checkSchedule: 'the guard of a schedule (A24)',
};
