/** Words for measured facts, for where they hold, and for what sets failing cases apart. */

import type { Fact, FactKind, Place } from './facts/fact.ts';
import type { Feature } from './facts/features.ts';
import type { Condition } from './facts/learner.ts';

type Parameters = Fact['parameters'];

const factWords: Readonly<Record<FactKind, (y: string, p: Parameters) => string>> = {
  writes_input: (y) => `${y}, an input, is overwritten`,
  accepts: (_, { code }) => `accepts what must be refused${code === undefined ? '' : ` (${code})`}`,
  refuses: () => 'refuses what is allowed',
  missing: (y) => `${y} is missing`,
  other_form: (y) => `${y} has another form`,
  never_written: (y) => `${y} is never written`,
  partly_written: (y) => `a part of ${y} is never written`,
  not_cleared: (y) => `${y} is added to what its buffer held: it is not cleared first`,
  added_to_old: (y) => `${y} is added to what it held before instead of replacing it`,
  unchanged: (y) => `${y} is left as it was`,
  copy_of: (y, { of }) => `${y} is a copy of ${of}`,
  answer_of: (y, { of }) => `${y} is the right answer of ${of}: the two outputs are exchanged`,
  zeros: (y) => `${y} is zero where it is wrong`,
  inverted: (y) => `the bits of ${y} are inverted`,
  negated: (y) => `${y} has the wrong sign`,
  wraps: (y, { bits }) =>
    bits === 'width'
      ? `${y} wraps at its width instead of being clamped`
      : `${y} is off by a multiple of 2^${bits}: a value was kept in ${bits} bits`,
  narrowed: (y, { to }) => `${y} is rounded to ${to} where it must be kept in float32`,
  all_nan: (y) => `${y} is NaN where it must be a number`,
  no_nan: (y) => `${y} is a number where it must be NaN`,
  transposed: (y) => `${y} is transposed`,
  reversed: (y) => `${y} is in reverse order`,
  shifted: (y, { by }) => `the elements of ${y} are shifted by ${by}`,
  running_sum: (y) => `sums in ${y} run on: every element has the one before added to it`,
  all_equal: (y) => `all elements of ${y} are equal`,
  permuted: (y) => `the elements of ${y} are permuted`,
  scale_as_before: (y) => `the scale of ${y} is left as it was`,
  scale_of: (y, { of }) => `the scale of ${y} is that of ${of}`,
  scale_is_one: (y) => `the scale of ${y} is 1`,
  scaled: (y, { by }) => `${y} is ${by} times what it must be`,
  scale_scaled: (y, { by }) => `the scale of ${y} is ${by} times what it must be`,
  scale_only: (y) => `the scale of ${y} is wrong, the mantissas are right`,
  zero_point_as_before: (y) => `the zero point of ${y} is left as it was`,
  zero_point: (y) => `the zero point of ${y} is wrong`,
  counts_from_start: (y, { of }) => `${y} counts from the start of ${of} instead of from its row`,
  scale_of_range: (y, { of }) =>
    `the scale of ${y} is that of the largest magnitude of ${of} alone`,
  times: (y, { of }) => `${y} is what it must be, times ${of}, element by element`,
  over: (y, { of }) => `${y} is what it must be, divided by ${of}, element by element`,
  plus: (y, { of }) => `${y} is what it must be, plus ${of}, element by element`,
  minus: (y, { of }) => `${y} is what it must be, minus ${of}, element by element`,
  is_negated: (y, { of }) => `${y} is the negated ${of}`,
  reciprocal: (y) => `${y} is 1 divided by what it must be`,
  squared: (y) => `${y} is the square of what it must be`,
  rooted: (y) => `${y} is the square root of what it must be`,
  magnitude: (y) => `${y} is the magnitude of what it must be: the sign is lost`,
  scaled_each: (y) => `${y} is what it must be, times one factor, another in every case`,
  off_by: (y, { by }) => `${y} is off by ${by}`,
  draws_none: () => 'no random number is drawn',
  draws_too_many: (_, { by = 'some' }) => `${by} random draws too many`,
  draws_too_few: (_, { by = 'some' }) => `${by} random draws too few`,
  generator: () => 'the generator itself steps wrongly',
  clamped: (y, { bits }) =>
    `${y} stops at the limits of ${bits} bits: it is clamped (saturates) where it must be kept`,
  straddling: (y) => `packed elements of ${y} that straddle bytes are wrong`,
  after_negative: (y) => `packed elements of ${y} after a negative one are wrong`,
  above: (y) => `${y} is one too large`,
  below: (y) => `${y} is one too small`,
  outward: (y) => `${y} is one too far from zero`,
  inward: (y) => `${y} is one too close to zero`,
  last_place: (y) => `${y} is off by one unit in the last place`,
  last_digits: (y) => `${y} is off in its last digits only`,
  wrong: (y) => `${y} is wrong`,
};

export function factText({ kind, parameters }: Fact, output: string): string {
  return factWords[kind](output, parameters);
}

const axes = ['axis 0', 'axis 1', 'axis 2', 'axis 3'] as const;

export function placeText({ kind, parameters }: Place): string {
  const { axis = 0, of = 0, index = 0 } = parameters;
  const onAxis = axes[Number(axis)] ?? `axis ${axis}`;
  switch (kind) {
    case 'last_element':
      return 'only in the last element';
    case 'first_element':
      return 'only in the first element';
    case 'later_batches':
      return 'only after the first batch item';
    case 'third_batch_on':
      return 'only from the third batch item on';
    case 'last_index':
      return `only at the last index of ${onAxis}`;
    case 'first_index':
      return `only at the first index of ${onAxis}`;
    case 'remainder':
      return `only in the last n mod ${of} elements`;
    case 'from_index':
      return `only from element ${index} on`;
    case 'negative_only':
      return 'only where the right value is negative';
    case 'from_half':
      return 'exactly where the right value is ½ or more';
    case 'zero_only':
      return 'only where the right value is 0';
    case 'odd_only':
      return 'only in elements of odd index';
  }
}

const held: Readonly<Partial<Record<Feature['property'], string>>> = {
  nan: 'NaN',
  infinity: 'infinity',
  subnormal: 'subnormal numbers',
  negative_zero: '−0',
  negative_tie: 'negative ties',
  tie: 'ties',
  negative: 'negative values',
  above_24_bits: 'integers above 2^24',
  beyond_16_bits: 'integers beyond 16 bits',
};

export function featureText({ subject, property, value, isAnswer }: Feature): string {
  const name = isAnswer === true ? `the right ${subject}` : subject;
  const content = held[property];
  if (content !== undefined) return `${name} holds ${content}`;
  switch (property) {
    case 'largest_negative':
      return `the largest magnitude of ${name} is a negative value`;
    case 'there':
      return `${name} is given`;
    case 'absent':
      return `${name} is not given`;
    case 'rank':
      return `${name} has rank ${value}`;
    case 'rounding':
      return `${name} rounds ${value}`;
    case 'transposed':
      return `${name} is a view in another order`;
    case 'empty':
      return `${name} is empty`;
    case 'single':
      return `${name} has one element`;
    case 'zero_point':
      return `${name} has a zero point`;
    case 'above':
      return `${name} is above ${value}`;
    case 'below':
      return `${name} is below ${value}`;
    case 'tail':
      return `${name} is above ${value} and no multiple of it`;
    case 'no_multiple':
      return value === 2 ? `${name} is odd` : `${name} is no multiple of ${value}`;
    case 'multiple':
      return value === 2 ? `${name} is even` : `${name} is a multiple of ${value}`;
    case 'no_power':
      return `${name} is no power of two`;
    case 'larger_than':
      return `${name} is larger than ${value}`;
    case 'differs_from':
      return `${name} differs from ${value}`;
    case 'same_as':
      return `${name} equals ${value}`;
    default:
      return `${name} is ${value}`;
  }
}

/** `exactly where n is above 8 and no multiple of it (in all 15 failing cases looked at, in none of 18 others)`. */
export function conditionText({ features, failing, passing, left }: Condition): string {
  const all = features.map(featureText);
  const last = all.pop();
  const where = all.length === 0 ? last : `${all.join(', ')} and ${last}`;
  if (left > 0) {
    const others = left === 1 ? '1 other passes' : `${left} others pass`;
    return `only where ${where} (${failing} fail so, ${others})`;
  }
  const cases = failing === 1 ? 'the one failing case' : `all ${failing} failing cases`;
  return `exactly where ${where} (in ${cases} looked at, in none of ${passing} others)`;
}
