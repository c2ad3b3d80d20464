/** One comparison per primitive: the reference and the independent oracle on one random case. */

import { float32Tensor, ints, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Cases } from './cases.ts';
import { type Answer, bits, type Comparison, compare, setting } from './compare.ts';
import * as f32 from './float32.ts';
import * as product from './matmul.ts';
import * as oracle from './primitives.ts';
import { storageComparisons } from './storage_comparisons.ts';

const binaryOps = [
  ['add', f32.plus],
  ['sub', f32.minus],
  ['mul', f32.times],
  ['div', f32.over],
] as const;

function floatOps(c: Cases): { expected: Answer; got: Answer } {
  const [a, b, d, q] = [c.float(), c.float(), c.float(), c.uint32() | 0];
  return compare(
    setting(c),
    (n) => [
      ...binaryOps.map(([name]) => bits(n.f[name](a, b))),
      bits(n.f.sqrt(a)),
      bits(n.f.fma(a, b, d)),
      bits(n.f.fromInt(q)),
    ],
    () => [
      ...binaryOps.map(([, op]) => bits(op(a, b))),
      bits(f32.root(a)),
      bits(f32.fused(a, b, d)),
      bits(f32.fromInteger(q)),
    ],
  );
}

function uniform(c: Cases): { expected: Answer; got: Answer } {
  return compare(
    setting(c),
    (n) => [bits(n.fn.uniform(n)), bits(n.fn.uniform(n))],
    (g) => [bits(oracle.draw(g)), bits(oracle.draw(g))],
  );
}

function round(c: Cases): { expected: Answer; got: Answer } {
  const [x, mode] = [c.float(), c.mode()];
  return compare(
    setting(c),
    (n) => [n.fn.round(n, x, mode)],
    (g) => [oracle.roundMode(g, x, mode)],
  );
}

function seedRescale(c: Cases): { expected: Answer; got: Answer } {
  const q = c.chance(0.1) ? c.uint32() | 0 : c.int(-32768, 32767);
  const [sP, mode] = [c.scale(), c.mode()];
  const sA = c.chance(0.02) ? 0 : Math.fround(sP * Math.abs(Math.fround(c.scale())));
  const s = setting(c);
  return compare(
    s,
    (n) => [n.fn.seedRescale(n, q, sP, sA, mode)],
    (g) => {
      const seed = oracle.rescaledSeed(g, q, sP, sA, mode, s.contract);
      return seed === undefined ? undefined : [seed];
    },
  );
}

function encodeDecode(c: Cases): { expected: Answer; got: Answer } {
  const [v, scale, width, mode, q] = [c.float(), c.scale(), c.int(2, 25), c.mode(), c.uint32() | 0];
  const s = setting(c);
  return compare(
    s,
    (n) => [
      n.fn.encodeSymmetric(n, v, scale, width, mode),
      bits(n.fn.decodeSymmetric(n, q, scale)),
    ],
    (g) => [
      oracle.codeOf(g, f32.over(v, scale), width, mode, s.contract),
      bits(oracle.decoded(q, scale)),
    ],
  );
}

/** The codes and the scale that a run writes into a fresh target of n codes. */
function codesOf(
  count: number,
  width: number,
  mode: oracle.Mode,
  run: (y: Tensor) => void,
): (number | string)[] {
  const y = symInt32Tensor(new Int32Array(count), 1, width, mode);
  run(y);
  return [...ints(y), bits(y.scale)];
}

function quantize(c: Cases): { expected: Answer; got: Answer } {
  const [values, width, mode] = [c.list(8, c.float), c.int(2, 25), c.mode()];
  const s = setting(c);
  return compare(
    s,
    (n) =>
      codesOf(values.length, width, mode, (y) => n.fn.quantizeDynamic(n, float32Tensor(values), y)),
    (g) => {
      const { codes, scale } = oracle.quantized(g, values, width, mode, s.contract);
      return [...codes, bits(scale)];
    },
  );
}

function mantissas(c: Cases): number[] {
  const width = c.int(2, 32);
  return c.list(8, () => (c.uint32() | 0) >> (32 - width));
}

function requant(c: Cases): { expected: Answer; got: Answer } {
  const [q, sIn, width, mode] = [mantissas(c), c.scale(), c.int(2, 25), c.mode()];
  const s = setting(c);
  const x = symInt32Tensor(q, sIn, 12);
  return compare(
    s,
    (n) => codesOf(q.length, width, mode, (y) => n.fn.requantDynamic(n, x, y)),
    (g) => {
      const { codes, scale } = oracle.requantized(g, q, sIn, width, mode, s.contract);
      return [...codes, bits(scale)];
    },
  );
}

function requantFixed(c: Cases): { expected: Answer; got: Answer } {
  const [q, sIn, width, mode] = [mantissas(c), c.scale(), c.int(2, 25), c.mode()];
  const scale = c.chance(0.05) ? -c.scale() : c.scale();
  const x = symInt32Tensor(q, sIn, 12);
  return compare(
    setting(c),
    (n) =>
      codesOf(q.length, width, mode, (y) => {
        y.scale = scale;
        n.fn.requantFixed(n, x, y);
      }),
    (g) => {
      const codes = oracle.requantizedTo(g, q, sIn, scale, width, mode);
      return codes === undefined ? undefined : [...codes, bits(scale)];
    },
  );
}

function matrixOf<T>(rows: number, columns: number, data: readonly T[]): product.Matrix<T> {
  return { rows, columns, at: (row, column) => data[row * columns + column]! };
}

function fill<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

function sums(results: readonly product.ExactSum[]): number[] {
  if (results.some((r) => r.leaves)) throw new oracle.OutsideInt32('sum');
  return results.map((r) => Number(r.sum));
}

function matmulInt(c: Cases): { expected: Answer; got: Answer } {
  const [m, k, p] = [c.int(1, 4), c.int(1, 8), c.int(1, 4)];
  const width = c.int(4, 20);
  const code = (): number => (c.uint32() | 0) >> (32 - width);
  const [a, b] = [fill(m * k, code), fill(k * p, code)];
  const seeds = c.chance(0.5) ? fill(p, () => (c.uint32() | 0) >> c.int(0, 20)) : undefined;
  return compare(
    setting(c),
    (n) => {
      const [ta, tb] = [symInt32Tensor(a, 1, 12), symInt32Tensor(b, 1, 12)];
      const start = seeds === undefined ? undefined : Int32Array.from(seeds);
      ta.shape = [m, k];
      // b is stored transposed and seen through a view
      tb.shape = [p, k];
      tb.order = [1, 0];
      tb.data = Int32Array.from(
        fill(p * k, () => 0),
        (_, i) => b[(i % k) * p + Math.trunc(i / k)]!,
      );
      ta.order = [0, 1];
      return [...n.fn.matmulInt(n, ta, tb, start)];
    },
    () => sums(product.exactProduct(matrixOf(m, k, a), matrixOf(k, p, b), seeds)),
  );
}

function matmulFloat(c: Cases): { expected: Answer; got: Answer } {
  const [m, k, p] = [c.int(1, 3), c.int(1, 6), c.int(1, 3)];
  const [a, b] = [fill(m * k, c.float), fill(k * p, c.float)];
  const bias = c.chance(0.5) ? fill(p, c.float) : undefined;
  return compare(
    setting(c),
    (n) => {
      const start = bias === undefined ? undefined : float32Tensor(bias);
      const out = n.fn.matmulFloat(n, float32Tensor(a, [m, k]), float32Tensor(b, [k, p]), start);
      return [...out].map(bits);
    },
    () => product.floatProduct(matrixOf(m, k, a), matrixOf(k, p, b), bias).map(bits),
  );
}

function matmulSym(c: Cases): { expected: Answer; got: Answer } {
  const [m, k, p, mode] = [c.int(1, 3), c.int(1, 8), c.int(1, 4), c.mode()];
  const [a, b] = [fill(m * k, () => c.int(-2048, 2047)), fill(k * p, () => c.int(-2048, 2047))];
  const [sA, sB, sBias] = [c.scale(), c.scale(), c.scale()];
  const bias = fill(p, () => c.int(-32768, 32767));
  const s = setting(c);
  return compare(
    s,
    (n) => {
      const y = symInt32Tensor(new Int32Array(m * p), 1, 12, 'HALF_AWAY', [m, p]);
      const left = symInt32Tensor(a, sA, 12, 'HALF_AWAY', [m, k]);
      const right = symInt32Tensor(b, sB, 12, 'HALF_AWAY', [k, p]);
      n.fn.matmulSymBias(n, left, right, symInt32Tensor(bias, sBias, 16, mode), y);
      return [...ints(y), bits(y.scale)];
    },
    (g) => {
      const record = { mantissas: bias, scale: sBias, mode };
      const [left, right] = [matrixOf(m, k, a), matrixOf(k, p, b)];
      const result = product.symProduct(g, left, sA, right, sB, record, s.contract);
      return result === undefined ? undefined : [...sums(result.sums), bits(result.scale)];
    },
  );
}

export const comparisons: readonly Comparison[] = [
  { name: 'binary32 operations', run: floatOps },
  { name: 'S12 uniform draws', run: uniform },
  { name: 'S16–S18 rounding', run: round },
  { name: 'S20 seed rescale', run: seedRescale },
  { name: 'S25, S27 encode and decode', run: encodeDecode },
  { name: 'S36 dynamic quantize', run: quantize },
  { name: 'S51 dynamic requant', run: requant },
  { name: 'S52 fixed-scale requant', run: requantFixed },
  { name: 'S84 integer products', run: matmulInt },
  { name: 'S85 float products', run: matmulFloat },
  { name: 'S86, S87 SYM_INT32 products', run: matmulSym },
  ...storageComparisons,
];
