/** Mistakes in what products hand on: where a bias goes, how sums are kept, how they are laid out (S83–S87). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, type Tensor } from '../../../reference/tensor.ts';

interface Extents {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

function extentsOf(n: Numerics, a: Tensor, b: Tensor): Extents {
  const views = n.fn.matmulViews(n, a, b);
  return { rows: views.a.rows, inner: views.a.columns, columns: views.b.columns };
}

/** Both products, of which every result is changed afterwards. */
function after(
  id: string,
  bug: string,
  fix: string,
  of: <T extends Int32Array | Float32Array>(out: T, extents: Extents) => T,
): Mutant[] {
  const whole: Pick<Primitives, 'matmulInt' | 'matmulFloat'> = {
    matmulInt: (n, a, b, seeds) =>
      of(primitives.matmulInt(n, a, b, seeds) as Int32Array, extentsOf(n, a, b)),
    matmulFloat: (n, a, b, bias) => of(primitives.matmulFloat(n, a, b, bias), extentsOf(n, a, b)),
  };
  const made = (suffix: string, words: string, fn: Partial<Primitives>): Mutant => ({
    id: `matmul_${id}${suffix}`,
    clause: 'S83',
    bug: `${words} ${bug}`,
    fix,
    fn,
  });
  return [
    made('', 'matmul', whole),
    made('_int', 'the integer matmul', { matmulInt: whole.matmulInt }),
    made('_float', 'the float matmul', { matmulFloat: whole.matmulFloat }),
  ];
}

const layouts: readonly Mutant[] = [
  ...after(
    'result_transposed',
    'stores its result transposed, column by column',
    'element [row, col] stands at row·columns + col',
    (out, { rows, columns }) => {
      const moved = out.slice() as typeof out;
      out.forEach((x, i) => {
        moved[(i % columns) * rows + Math.floor(i / columns)] = x;
      });
      return moved;
    },
  ),
  ...after(
    'rows_by_inner',
    'lays out the rows of its result by the inner extent instead of by the columns',
    'element [row, col] stands at row·columns + col',
    (out, { inner, columns }) => {
      const moved = out.slice() as typeof out;
      out.forEach((x, i) => {
        const at = Math.floor(i / columns) * inner + (i % columns);
        if (at < moved.length) moved[at] = x;
      });
      return moved;
    },
  ),
  ...after(
    'first_row_only',
    'repeats its first row: a is read from its start for every row',
    'row r reads row r of a',
    (out, { columns }) => out.map((_, i) => out[i % columns]!) as typeof out,
  ),
];

const saturations = (
  [
    ['int8', 'int8 [−128, 127]', 127],
    ['int16', 'int16 [−32768, 32767]', 32767],
    ['int24', '24 bits', 2 ** 23 - 1],
  ] as const
).map(
  ([id, words, top]): Mutant => ({
    id: `product_result_saturates_${id}`,
    clause: 'S84',
    bug: `the int32 results of a product are clamped (saturate) to ${words}`,
    fix: 'keep them as int32',
    fn: {
      matmulInt: (n, a, b, seeds) =>
        primitives
          .matmulInt(n, a, b, seeds)
          .map((sum) => Math.min(Math.max(sum, -top - 1), top)) as Int32Array,
    },
  }),
);

function biasPlaced(
  id: string,
  words: string,
  of: (row: number, column: number) => number,
): Mutant {
  return {
    id: `matmul_bias_${id}`,
    clause: 'S85',
    bug: `the bias of a float matmul is indexed by ${words} instead of by column`,
    fix: 'start column c at bias c',
    fn: {
      matmulFloat: (n, a, b, bias) => {
        if (bias === undefined) return primitives.matmulFloat(n, a, b);
        const { rows, columns } = extentsOf(n, a, b);
        const out = new Float32Array(rows * columns);
        for (let row = 0; row < rows; row++) {
          // the product with the bias that each column of this row starts at
          const data = floats(bias).map((_, c) => floats(bias)[of(row, c) % columns]!);
          const whole = primitives.matmulFloat(n, a, b, { ...bias, data });
          out.set(whole.subarray(row * columns, (row + 1) * columns), row * columns);
        }
        return out;
      },
    },
  };
}

/** The same of integer seeds, which are one for each column. */
const seedsPlaced = (
  id: string,
  words: string,
  of: (row: number, column: number) => number,
): Mutant => ({
  id: `matmul_seeds_${id}`,
  clause: 'S84',
  bug: `the seeds (the bias) of an integer matmul are indexed by ${words} instead of by column`,
  fix: 'start column c at seed c',
  fn: {
    matmulInt: (n, a, b, seeds) => {
      if (seeds === undefined) return primitives.matmulInt(n, a, b);
      const { rows, columns } = extentsOf(n, a, b);
      const out = new Int32Array(rows * columns);
      for (let row = 0; row < rows; row++) {
        const moved = seeds.map((_, c) => seeds[of(row, c) % columns]!);
        const whole = primitives.matmulInt(n, a, b, moved);
        out.set(whole.subarray(row * columns, (row + 1) * columns), row * columns);
      }
      return out;
    },
  },
});

type Bound = (inner: number) => readonly [number, number];

/** Float products of which the inner loop runs over [first, last) only. */
const bounds: readonly Mutant[] = (
  [
    ['skips_last', 'leaves out the last term: its inner loop ends one early', (k) => [0, k - 1]],
    ['skips_first', 'leaves out the first term: its inner loop starts at 1', (k) => [1, k]],
    ['first_half', 'takes the first half of the terms only', (k) => [0, Math.floor(k / 2)]],
  ] as readonly (readonly [string, string, Bound])[]
).map(([id, bug, of]) => ({
  id: `matmul_float_${id}`,
  clause: 'S85',
  bug: `the float matmul ${bug}`,
  fix: 'sum over k from 0 to inner − 1',
  fn: {
    matmulFloat: (n, a, b, bias) => {
      const views = n.fn.matmulViews(n, a, b);
      const { rows, columns: inner } = views.a;
      const { columns } = views.b;
      const [first, last] = of(inner);
      return Float32Array.from({ length: rows * columns }, (_, i) => {
        const [row, column] = [Math.floor(i / columns), i % columns];
        let sum = bias === undefined ? 0 : floats(bias)[column]!;
        for (let k = first; k < last; k++) {
          const x = floats(a)[row * views.a.rowStride + k * views.a.columnStride]!;
          const w = floats(b)[k * views.b.rowStride + column * views.b.columnStride]!;
          sum = n.f.mulAdd(x, w, sum);
        }
        return sum;
      });
    },
  },
}));

export const resultMistakes: readonly Mutant[] = [
  ...layouts,
  ...saturations,
  ...bounds,
  seedsPlaced('by_row', 'row', (row) => row),
  seedsPlaced('by_element', 'element', (row, column) => row + column),
  biasPlaced('by_row', 'row', (row) => row),
  biasPlaced('by_element', 'element', (row, column) => row + column),
];
