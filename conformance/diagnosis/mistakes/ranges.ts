/** Mistakes in scans for an absolute maximum: NaN, the first and last element, parts, integers (S21, S123). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

type Scan = (values: readonly number[]) => number;

type Scans = Pick<Primitives, 'absMaxOfBuffer' | 'absMaxOfStream'>;

/** Both scans, each of them alone and together. */
function scan(id: string, bug: string, of: Scan): Mutant[] {
  const whole: Scans = {
    absMaxOfBuffer: (_n, values) => of(Array.from(values)),
    absMaxOfStream: (_n, count, at) => of(Array.from({ length: count }, (_, i) => at(i))),
  };
  const made = (suffix: string, fn: Partial<Primitives>): Mutant => ({
    id: `absmax_${id}${suffix}`,
    clause: 'S21',
    bug: `the scan for the absolute maximum ${bug}`,
    fix: 'take the magnitude of every value',
    fn,
  });
  return [
    made('', whole),
    made('_of_buffer', { absMaxOfBuffer: whole.absMaxOfBuffer }),
    made('_of_stream', { absMaxOfStream: whole.absMaxOfStream }),
  ];
}

/** The greatest magnitude; NaN never enters. */
const peak: Scan = (values) => values.reduce((m, x) => (Math.abs(x) > m ? Math.abs(x) : m), 0);

const scans: readonly Mutant[] = [
  ...scan('nan_skipped', 'skips NaN, also in the first element', peak),
  ...scan('nan_kept', 'keeps NaN once it has met one', (values) =>
    values.some(Number.isNaN) ? Number.NaN : peak(values),
  ),
  ...scan('nan_restarts', 'takes NaN, and goes on with what follows it', (values) =>
    values.reduce((m, x) => (Math.abs(x) <= m ? m : Math.abs(x)), 0),
  ),
  ...scan('infinity_skipped', 'skips infinite values', (values) =>
    peak(values.filter(Number.isFinite)),
  ),
  ...scan('first_only', 'looks at the first value only', (values) => Math.abs(values[0] ?? 0)),
  ...scan('last_only', 'looks at the last value only', (values) => Math.abs(values.at(-1) ?? 0)),
  ...scan('mean', 'takes the mean of the magnitudes', (values) =>
    Math.fround(
      values.reduce((sum, x) => Math.fround(sum + Math.abs(x)), 0) / Math.max(1, values.length),
    ),
  ),
  ...scan('smallest', 'takes the smallest magnitude', (values) =>
    values.length === 0 ? 0 : Math.min(...values.map(Math.abs)),
  ),
  ...scan('of_minimum', 'takes the magnitude of the smallest value', (values) =>
    values.length === 0 ? 0 : Math.abs(Math.min(...values)),
  ),
  ...scan('of_positive', 'takes the largest value: negative ones do not count', (values) =>
    Math.max(0, ...values),
  ),
  ...scan('of_range', 'takes half of the range (maximum − minimum) / 2', (values) =>
    values.length === 0 ? 0 : Math.fround((Math.max(...values) - Math.min(...values)) / 2),
  ),
  ...[2, 4, 8, 16].flatMap((unroll) =>
    scan(
      `tail_of_${unroll}`,
      `leaves out the last n mod ${unroll} values (an unrolled loop without its tail)`,
      (values) => peak(values.slice(0, values.length - (values.length % unroll))),
    ),
  ),
  ...[127, 255, 256, 1024].flatMap((most) =>
    scan(`first_${most}`, `stops after ${most} values`, (values) => peak(values.slice(0, most))),
  ),
];

/** Scans of mantissas before they are decoded. */
const mantissaScan = (id: string, words: string, of: (q: number) => number): Mutant => ({
  id: `absmax_of_mantissas_${id}`,
  clause: 'S51',
  bug: `the absolute maximum of the mantissas ${words}`,
  fix: 'decode, then take the magnitude as a float',
  fn: {
    requantDynamic: (n, ...rest) => {
      const decodeSymmetric: Primitives['decodeSymmetric'] = (m, q, ...more) =>
        n.fn.decodeSymmetric(m, of(q), ...more);
      primitives.requantDynamic({ ...n, fn: { ...n.fn, decodeSymmetric } }, ...rest);
    },
  },
});

const mantissaScans: readonly Mutant[] = [
  mantissaScan(
    'wraps',
    'misses −2^31: its integer magnitude wraps and stays negative, so that it never is the largest',
    (q) => (q === -2147483648 ? 0 : q),
  ),
  mantissaScan('narrow', 'is taken of their low 16 bits', (q) => (q << 16) >> 16),
];

type Divisor = (
  n: Numerics,
  w: { readonly kernel: number; readonly stride: number },
  spare: number,
) => number;

/** Numbers of windows in a length. */
const windows: readonly Mutant[] = (
  [
    [
      'ceiled',
      'rounds up (ceil mode): a window that does not fit counts',
      (_n, w, spare) => Math.ceil(spare / w.stride) + 1,
    ],
    ['short', 'is one too small', (_n, w, spare) => Math.floor(spare / w.stride)],
    ['long', 'is one too large', (_n, w, spare) => Math.floor(spare / w.stride) + 2],
  ] as readonly (readonly [string, string, Divisor])[]
).map(([id, bug, of]) => ({
  id: `window_count_${id}`,
  clause: 'S88',
  bug: `the number of windows in a length ${bug}`,
  fix: '⌊(L + padding − span) / stride⌋ + 1',
  fn: {
    windowsIn: (n, w, length) => {
      const spare = length - n.fn.effectiveKernel(n, w);
      return spare < 0 ? 0 : of(n, w, spare);
    },
  },
}));

/** Output lengths of padded windows. */
const lengths: readonly Mutant[] = (
  [
    ['once', 'counts EXPLICIT padding on one side only: L + P instead of L + 2P', 1],
    ['without', 'leaves out EXPLICIT padding', 0],
    ['doubled', 'counts EXPLICIT padding twice: L + 4P', 4],
  ] as const
).map(([id, words, sides]) => ({
  id: `explicit_length_${id}`,
  clause: 'S88',
  bug: `the output length ${words}`,
  fix: '⌊(L + 2P − span) / stride⌋ + 1',
  fn: {
    windowGeometry: (n, w, length) => {
      const right = primitives.windowGeometry(n, w, length);
      if (w.padding !== 'EXPLICIT') return right;
      const outputLength = n.fn.windowsIn(n, w, length + sides * w.paddingAmount);
      return { ...right, outputLength };
    },
  },
}));

/** Gradients of γ and β that are means. */
const gradients: readonly Mutant[] = (
  [
    ['elements', 'the number of elements of a row (block)', (size) => size],
    ['rows', 'the number of rows (blocks)', (_size, blocks) => blocks],
    ['all', 'the number of all elements', (size, blocks) => size * blocks],
  ] as readonly (readonly [string, string, (size: number, blocks: number) => number])[]
).map(([id, words, of]) => ({
  id: `norm_gradients_mean_of_${id}`,
  clause: 'L16',
  bug: `the gradients of γ and β are divided by ${words}: they are means instead of sums`,
  fix: 'sum over all elements of a channel',
  fn: {
    normBlockMeans: (n, operands, g, block, into) => {
      const own = { ...into, dGamma: into.dGamma.slice(), dBeta: into.dBeta.slice() };
      const made = primitives.normBlockMeans(n, operands, g, block, own);
      const by = of(g.size, g.blocks);
      into.dGamma.forEach((old, i) => {
        into.dGamma[i] = n.f.add(old, n.f.div(n.f.sub(own.dGamma[i]!, old), by));
        into.dBeta[i] = n.f.add(
          into.dBeta[i]!,
          n.f.div(n.f.sub(own.dBeta[i]!, into.dBeta[i]!), by),
        );
      });
      return made;
    },
  },
}));

export const rangeMistakes: readonly Mutant[] = [
  ...scans,
  ...mantissaScans,
  ...windows,
  ...lengths,
  ...gradients,
];
