/**
 * Integer sums in fewer bits than 32: the whole sum, parts of it, or each product, wrapping or stopping at the limits.
 * Made over the kernels that sum and over the widths.
 */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { bfloat16, float16, nearestBfloat16 } from '../facts/narrow.ts';

interface Width {
  readonly id: string;
  readonly words: string;
  readonly of: (x: number) => number;
}

const wraps = (bits: number): Width => ({
  id: `int${bits}`,
  words: `${bits} bits (int${bits}): it wraps`,
  of: (x) => (x << (32 - bits)) >> (32 - bits),
});

const stops = (bits: number): Width => ({
  id: `saturating_int${bits}`,
  words: `${bits} bits and saturates at their limits`,
  of: (x) => Math.min(Math.max(x, -(2 ** (bits - 1))), 2 ** (bits - 1) - 1),
});

const widths: readonly Width[] = [
  ...[8, 16, 24].map(wraps),
  ...[8, 16, 24].map(stops),
  { id: 'uint16', words: '16 bits without sign (uint16)', of: (x) => x & 0xffff },
  { id: 'uint8', words: '8 bits without sign (uint8)', of: (x) => x & 0xff },
];

/** How many terms go into one narrow sum; 0 is all of them, `run` those of one input channel. */
type Part = number | 'run';

const parts: readonly Part[] = [0, 1, 2, 4, 8, 16, 'run'];

function partWords(part: Part): string {
  if (part === 0) return 'the sum';
  if (part === 1) return 'each product';
  return part === 'run'
    ? 'the sum over the taps of one channel, an intermediate sum,'
    : `the sum of every ${part} products, an intermediate sum,`;
}

interface Running {
  /** goes up where another run of terms begins */
  run: number;
}

/** Accumulators that hold parts of a sum in a narrow type and add them to a wide one. */
function narrowAccumulators(
  n: Numerics,
  { of }: Width,
  part: Part,
  running: Running,
): Primitives['newAccumulators'] {
  return (_m, size) => {
    const wide = n.fn.newAccumulators(n, size);
    if (part === 0) {
      const { values } = wide;
      const put = (index: number, sum: number): void => {
        values[index] = of(sum);
      };
      return {
        values,
        seed: put,
        add: (index, term) => put(index, values[index]! + term),
        finish: () => values,
      };
    }
    const held = new Int32Array(size);
    const terms = new Int32Array(size);
    const runs = new Int32Array(size);
    const flush = (index: number): void => {
      wide.add(index, held[index]!);
      held[index] = 0;
      terms[index] = 0;
    };
    return {
      values: wide.values,
      seed: (index, value) => wide.seed(index, value),
      add: (index, term) => {
        if (part === 'run' && runs[index] !== running.run) flush(index);
        runs[index] = running.run;
        held[index] = of(held[index]! + term);
        terms[index]!++;
        if (terms[index] === part) flush(index);
      },
      finish: () => {
        for (let index = 0; index < size; index++) flush(index);
        return wide.finish();
      },
    };
  };
}

/** The numerics of a kernel that sums that way. */
function summing(n: Numerics, width: Width, part: Part): Numerics {
  const running: Running = { run: 0 };
  let row = -1;
  const fn: Primitives = {
    ...n.fn,
    newAccumulators: narrowAccumulators(n, width, part, running),
    gatherTaps: (m, c, e, at, visit) => {
      row = -1;
      n.fn.gatherTaps(m, c, e, at, (xi, wi, yi) => {
        const own = Math.floor(wi / e.kernel);
        if (own !== row) running.run++;
        row = own;
        visit(xi, wi, yi);
      });
    },
  };
  return { ...n, fn };
}

type Kernel = (n: Numerics, ...rest: unknown[]) => unknown;

const within = (names: readonly (keyof Primitives)[], of: (n: Numerics) => Numerics) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      (n: Numerics, ...rest: unknown[]) => (primitives[name] as Kernel)(of(n), ...rest),
    ]),
  );

interface Place {
  readonly clause: string;
  readonly words: string;
  readonly functions: readonly (keyof Primitives)[];
}

const places: readonly Place[] = [
  { clause: 'S84', words: 'a matrix product', functions: ['matmulInt'] },
  { clause: 'S92', words: 'a convolution', functions: ['conv1dSym'] },
  { clause: 'S94', words: 'a transposed convolution', functions: ['convTransposed1dSym'] },
  { clause: 'L7', words: 'the weight gradient of a convolution', functions: ['convWeightGradSym'] },
  {
    clause: 'L8',
    words: 'a bias gradient',
    functions: ['convBiasGradSym', 'linearBiasGradSym'],
  },
  { clause: 'S101', words: 'a mean of mantissas', functions: ['meanSym'] },
  { clause: 'S92', words: 'both convolutions', functions: ['conv1dSym', 'convTransposed1dSym'] },
  {
    clause: 'L20',
    words: 'an average pool',
    functions: ['avgPool1dSym', 'adaptiveAvgPool1dSym'],
  },
];

const isPossible = (part: Part, { functions }: Place): boolean =>
  part !== 'run' || functions.includes('conv1dSym');

const integers: readonly Mutant[] = places.flatMap((place) =>
  parts
    .filter((part) => isPossible(part, place))
    .flatMap((part) =>
      widths.map((width): Mutant => {
        const functions = place.functions.map(snakeCase).join('_and_');
        return {
          id: `${functions}_sum_of_${part}_in_${width.id}`,
          clause: place.clause,
          bug: `in ${place.words} ${partWords(part)} is held in ${width.words}`,
          fix: 'hold products and sums in int32',
          fn: within(place.functions, (n) => summing(n, width, part)),
        };
      }),
    ),
);

const formats: readonly Width[] = [
  { id: 'bfloat16', words: 'bfloat16', of: nearestBfloat16 },
  { id: 'bfloat16_cut', words: 'bfloat16, cut off', of: bfloat16 },
  { id: 'float16', words: 'half precision (float16)', of: float16 },
];

const floatPlaces: readonly Place[] = [
  { clause: 'S85', words: 'a float matrix product', functions: ['matmulFloat'] },
  { clause: 'S91', words: 'a float convolution', functions: ['conv1dFloat'] },
  { clause: 'S93', words: 'a float transposed convolution', functions: ['convTransposed1dFloat'] },
  { clause: 'S97', words: 'a float reduction', functions: ['meanFloat32', 'sumFloat32'] },
];

const floats: readonly Mutant[] = floatPlaces.flatMap(({ clause, words, functions }) =>
  formats.map(
    ({ id, words: format, of }): Mutant => ({
      id: `${functions.map(snakeCase).join('_and_')}_sum_in_${id}`,
      clause,
      bug: `in ${words} the sum is held in ${format}`,
      fix: 'hold sums in float32',
      fn: within(functions, (n) => ({
        ...n,
        f: {
          ...n.f,
          mulAdd: (a, b, c) => of(n.f.mulAdd(a, b, c)),
          add: (a, b) => of(n.f.add(a, b)),
        },
      })),
    }),
  ),
);

export const narrowSumSlips: readonly Mutant[] = [...integers, ...floats];
