/**
 * Families of ops against kinds of mistakes: which of the cells have a mistake that the diagnosis knows. A cell that
 * cannot occur is none: a family without groups has no group offset.
 */

import type { Hypothesis } from '../hypothesis.ts';

/** A kind of mistake, by the words in which mistakes of that kind are told, and the families that have none of it. */
interface Kind {
  readonly name: string;
  readonly words: RegExp;
  readonly never: readonly Family[];
}

/** Functions of the reference that make a family. */
const functionsOf = {
  product: /^(matmul|biasSeed|matrixView|transposedView|productScale|newAccumulators|mulInt32)/,
  convolution:
    /^(conv1d|gatherTaps|convWeightIndex|windowSlice|windowGeometry|padLeftOf|newAccumulators|mulInt32)/,
  scatter: /^(convTransposed|scatter|newAccumulators|mulInt32|windowGeometry)/,
  'weight gradient':
    /^(convWeightGrad|linearWeightGrad|gatherPairs|gatherTaps|linearBiasGrad|convBiasGrad)/,
  pool: /^(maxPool|avgPool|adaptive|maximum|replacesMaximum|pool|windowSlice|windowGeometry|forEachWindow|roundedQuotient)/,
  reduction: /^(reduction|foldBlocks|averageOf|mean|variance|sum|rsqrt)/,
  'norm forward':
    /^norm(Mean|Variance|Rstd|Statistics|Forward|alize|Quotient|Scale|AbsMax)|^(groupNormGeometry|affineSeed)/,
  'norm backward': /^norm(Dx|Block|Gradients|ScaledLoss|Operands)|^(publish|writeNorm)/,
  softmax: /^softmax/,
  loss: /^(crossEntropy|mse|epochLoss|batchLoss|argmax|confusion)/,
  optimizer: /^(adamw|momentum|sgd|descend|decayed|updateArith)/,
  schedule: /^(step|exponential|cosine)Rate/,
  quantizer: /^(encode|quantize|symmetric|affineScale|affineZero|absMax|minMax|roundInto|requant)/,
  decoder: /^(decode|signExtend|unpack|shiftedCodes)/,
  packing: /^(pack|unpack|readField|writeField|bool|fit)/,
  rounding: /^(round|castInt32)/,
  draws: /^(rng|uniform|bounded|shuffle|bernoulli|normal|drawMask|kaiming|xavier)/,
  pointwise:
    /^(pointwise|element|scalar|relu|prelu|threshold|divInt32|sym(Add|Sub|Mul|Div)|lerp|axpby|addc)/,
  accumulation: /^(accumulate|symSum|packedSum|affineSum|fixedGrid)/,
} as const;

export type Family = keyof typeof functionsOf;
export const families = Object.keys(functionsOf) as Family[];

const sums: readonly Family[] = [
  'product',
  'convolution',
  'scatter',
  'weight gradient',
  'pool',
  'reduction',
  'norm forward',
  'norm backward',
  'softmax',
  'loss',
];
const except = (of: readonly Family[]): Family[] => families.filter((f) => !of.includes(f));

export const kinds: readonly Kind[] = [
  {
    name: 'a term left out',
    words:
      /left? out|leaves out|missing|ignored|none is added|without|not (added|subtracted|divided|scaled)/,
    never: [],
  },
  {
    name: 'first or last skipped',
    words:
      /(first|last)\b.*(left out|skipped|not written|one early)|leaves out the (first|last)|skips/,
    never: [
      'schedule',
      'rounding',
      'decoder',
      'optimizer',
      'pointwise',
      'accumulation',
      'packing',
      'norm backward',
      'draws',
    ],
  },
  {
    name: 'tail n mod u',
    words: /mod (2|4|8|16|32)|tail/,
    never: except([...sums, 'quantizer', 'packing']),
  },
  {
    name: 'index not advanced',
    words: /not advanced|stays at|again for every later block|offset of the block/,
    never: except([
      'product',
      'convolution',
      'scatter',
      'weight gradient',
      'reduction',
      'accumulation',
    ]),
  },
  {
    name: 'assigned, not added',
    words: /assign|overwr|not cleared|only the last (term|item|sample)/,
    never: except([...sums, 'accumulation']).concat(['softmax']),
  },
  {
    name: 'not cleared before',
    words: /clear|held before|zeroed/,
    never: except(['scatter', 'weight gradient', 'pool', 'optimizer']),
  },
  {
    name: 'narrow type',
    words: /int8|int16|8 bits|16 bits|24 bits|16-bit|bfloat16|float16|half precision/,
    never: ['schedule', 'norm backward', 'loss', 'softmax'],
  },
  {
    name: 'wraps, no clamp',
    words: /wrap|not clamp|unclamped|saturat|truncated to/,
    never: [
      'schedule',
      'loss',
      'softmax',
      'norm backward',
      'norm forward',
      'draws',
      'optimizer',
      'decoder',
      'reduction',
    ],
  },
  {
    name: 'divisor',
    words: /divid|divisor|N − 1|mean of|average|over 2\^|reciprocal/,
    never: ['product', 'convolution', 'scatter', 'packing', 'rounding', 'draws', 'decoder'],
  },
  {
    name: 'factor doubled or missing',
    words: /twice|doubled|halved|squared|2 times|factor/,
    never: ['packing', 'rounding', 'draws'],
  },
  { name: 'sign', words: /sign|negat|subtract|added instead|reverse/, never: ['packing', 'draws'] },
  {
    name: 'epsilon',
    words: /epsilon|ε|FLT_|1e-/,
    never: except(['norm forward', 'softmax', 'loss', 'optimizer', 'quantizer', 'reduction']),
  },
  {
    name: 'rounding at ties',
    words: /halves|half|ties/,
    never: except([
      'quantizer',
      'rounding',
      'pool',
      'accumulation',
      'product',
      'convolution',
      'scatter',
      'norm forward',
      'norm backward',
    ]),
  },
  {
    name: 'floor, truncate, ceil',
    words: /floor|truncat|ceil|rounds (up|down)|rounded (up|down)/,
    never: except([
      'quantizer',
      'rounding',
      'pool',
      'accumulation',
      'norm forward',
      'pointwise',
      'schedule',
      'softmax',
      'loss',
      'reduction',
    ]),
  },
  {
    name: 'NaN',
    words: /NaN/,
    never: except(['pool', 'loss', 'pointwise', 'quantizer', 'rounding']),
  },
  {
    name: 'batch item',
    words: /batch|item|sample/,
    never: except([
      'convolution',
      'scatter',
      'weight gradient',
      'pool',
      'norm forward',
      'norm backward',
      'loss',
    ]),
  },
  {
    name: 'group',
    words: /group/,
    never: except(['convolution', 'scatter', 'weight gradient', 'norm forward', 'norm backward']),
  },
  {
    name: 'channel',
    words: /channel|row|column|class/,
    never: except([
      'product',
      'convolution',
      'scatter',
      'weight gradient',
      'pool',
      'norm forward',
      'norm backward',
      'softmax',
      'loss',
    ]),
  },
  {
    name: 'stride, dilation, padding',
    words: /stride|dilation|padding|pad /,
    never: except(['convolution', 'scatter', 'weight gradient', 'pool']),
  },
  {
    name: 'transposed, order',
    words: /transpos|order|exchanged|strides/,
    never: ['rounding', 'schedule', 'softmax', 'quantizer', 'accumulation', 'decoder'],
  },
  { name: 'bias', words: /bias|seed/, never: except(['product', 'convolution', 'scatter']) },
  {
    name: 'scale',
    words: /scale/,
    never: [
      'rounding',
      'draws',
      'schedule',
      'softmax',
      'loss',
      'packing',
      'weight gradient',
      'optimizer',
    ],
  },
  {
    name: 'zero point',
    words: /zero point/,
    never: except(['quantizer', 'decoder', 'accumulation']),
  },
  {
    name: 'nibbles, bits',
    words: /nibble|bit order|high bit|bits of|byte/,
    never: except(['packing', 'decoder']),
  },
  {
    name: 'draws',
    words: /draw|random/,
    never: except([
      'draws',
      'rounding',
      'quantizer',
      'accumulation',
      'norm backward',
      'product',
      'norm forward',
    ]),
  },
  {
    name: 'step t ± 1',
    words: /one (step|tick)|too (large|small)|e ± 1|early|late/,
    never: except(['optimizer', 'schedule']),
  },
  { name: 'decay', words: /decay/, never: except(['optimizer', 'schedule']) },
  {
    name: 'extremum',
    words: /maxim|minim|magnitude|largest/,
    never: except(['pool', 'softmax', 'loss', 'quantizer', 'norm forward', 'schedule']),
  },
  {
    name: 'precision',
    words: /double|precision|unit in the last place|FMA|fused/,
    never: ['packing', 'decoder', 'draws'],
  },
  {
    name: 'guard missing',
    words: /refused|guard|check|accepted|is not there|whatever|take[ns]? a/,
    never: ['rounding', 'draws', 'schedule', 'decoder', 'weight gradient', 'reduction'],
  },
];

export interface CellCount {
  readonly family: Family;
  readonly kind: string;
  /** mistakes known in it */
  readonly count: number;
}

/** Every cell that can occur, with the number of mistakes that are known in it. */
export function cellCounts(known: readonly Hypothesis[]): CellCount[] {
  return families.flatMap((family) => {
    const own = known.filter(({ functions }) => functions.some((f) => functionsOf[family].test(f)));
    return kinds
      .filter(({ never }) => !never.includes(family))
      .map(({ name, words }) => ({
        family,
        kind: name,
        count: own.filter(({ id, bug }) => words.test(`${id.replaceAll('_', ' ')} ${bug}`)).length,
      }));
  });
}
