/** What may be done by mistake to a leaf that is handed on, by its kind and name. */

import type { Tensor } from '../../../../reference/tensor.ts';
import type { Target } from './edges.ts';

export interface Alteration {
  readonly id: string;
  /** after "hands on its operand" */
  readonly words: string;
  /** undefined where that changes nothing, or cannot be done */
  readonly of: (value: unknown) => unknown;
  /** how far it is from what people write, where it is nearer or farther than others */
  readonly prior?: number;
}

const number = (id: string, words: string, of: (x: number) => number): Alteration => ({
  id,
  words,
  of: (value) => {
    if (typeof value !== 'number') return undefined;
    const made = Number.isInteger(value) ? of(value) : Math.fround(of(value));
    return Object.is(made, value) ? undefined : made;
  },
});

/** What is not looked at at all. */
const constant = (value: number): Alteration => ({
  ...number(`as_${value}`, `as ${value}, whatever it is`, () => value),
  prior: 0.85,
});

/** Numbers that are half or twice what they must be, or their square; anything else is another operation. */
const factors: readonly Alteration[] = [
  number('doubled', 'doubled', (x) => 2 * x),
  number('halved', 'halved', (x) => x / 2),
  number('squared', 'squared', (x) => x * x),
];

const numbers: readonly Alteration[] = [
  number('negated', 'with the wrong sign', (x) => 0 - x),
  number('magnitude', 'without its sign', Math.abs),
  constant(0),
  constant(1),
  number('plus_one', 'one too large', (x) => x + 1),
  number('minus_one', 'one too small', (x) => x - 1),
  ...factors,
];

/** Integers that are kept in a narrow type on their way. */
const narrow: readonly Alteration[] = [
  number('int8', 'cut to 8 bits, where it wraps', (x) =>
    Number.isInteger(x) ? (x << 24) >> 24 : x,
  ),
  number('uint8', 'cut to an unsigned byte', (x) => (Number.isInteger(x) ? x & 255 : x)),
  number('int16', 'cut to 16 bits, where it wraps', (x) =>
    Number.isInteger(x) ? (x << 16) >> 16 : x,
  ),
];

const widths: readonly Alteration[] = [
  number('plus_one', 'one too large', (x) => x + 1),
  number('minus_one', 'one too small', (x) => x - 1),
  ...[8, 16, 31, 32].map(constant),
];

const scales: readonly Alteration[] = [
  number('negated', 'with the wrong sign', (x) => 0 - x),
  constant(1),
  number('reciprocal', 'as its reciprocal', (x) => 1 / x),
  ...factors,
];

const modes: readonly Alteration[] = [
  {
    id: 'other_mode',
    words: 'as the other rounding mode',
    of: (mode) => (mode === 'HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY'),
  },
];

const transposed: readonly Alteration[] = [
  {
    id: 'transposed',
    words: 'with its two axes exchanged (transposed)',
    of: (value) => {
      const { order, ...rest } = value as Tensor;
      return order.length === 2 ? { ...rest, order: [order[1]!, order[0]!] } : undefined;
    },
  },
];

/** Elements of arrays that are long are hardly read so. */
const longest = 256;

type Elements = Int32Array | Float32Array;

const elements = (
  id: string,
  words: string,
  from: (i: number, count: number) => number,
): Alteration => ({
  id,
  words,
  of: (value) => {
    const array = value as Elements;
    if (array.length < 2 || array.length > longest) return undefined;
    const made = array.map((_, i) => array[from(i, array.length)]!);
    return made.every((x, i) => Object.is(x, array[i])) ? undefined : made;
  },
});

const arrays: readonly Alteration[] = [
  elements('first', 'with its first element throughout', () => 0),
  elements('reversed', 'in reverse order', (i, count) => count - 1 - i),
  elements('behind', 'one element behind, the first one twice', (i) => Math.max(0, i - 1)),
  elements('ahead', 'one element ahead', (i, count) => Math.min(i + 1, count - 1)),
];

/** The alterations of a leaf, by its name. */
export function alterationsOf(
  { kind, path, operand }: Target,
  name: string,
  isOfOperation: boolean,
): readonly Alteration[] {
  if (isOfOperation) return factors;
  switch (kind) {
    case 'number':
      if (path.includes('shape')) return [constant(1)];
      if (/bits$/i.test(name)) return widths;
      if (/scale/i.test(name)) return scales;
      return operand < 0 ? [...numbers, ...narrow] : numbers;
    case 'mode':
      return modes;
    case 'tensor':
      return operand < 0 ? [] : transposed;
    case 'ints':
    case 'floats':
      return arrays;
    default:
      return [];
  }
}
