/** Views, reductions, SYM_INT32 sums and fused forms: the reference against the independent versions. */

import { float32Tensor, ints, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Cases } from './cases.ts';
import { bits, type Comparison, compare, setting } from './compare.ts';
import * as oracle from './kernels.ts';
import { decoded } from './primitives.ts';

type Outcome = ReturnType<Comparison['run']>;

interface Viewed extends oracle.View {
  readonly count: number;
}

function permutation(c: Cases, rank: number): number[] {
  const order = Array.from({ length: rank }, (_, i) => i);
  for (let i = rank - 1; i > 0; i--) {
    const j = c.int(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** A random view of the given logical extents. */
function viewOf(c: Cases, logical: readonly number[]): Viewed {
  const order = permutation(c, logical.length);
  const shape = order.map((axis) => logical[axis]!);
  return { shape, order, count: shape.reduce((n, extent) => n * extent, 1) };
}

function randomExtents(c: Cases): number[] {
  return Array.from({ length: c.int(1, 3) }, () => c.int(1, 4));
}

function fill(count: number, make: () => number): number[] {
  return Array.from({ length: count }, make);
}

function withView(t: Tensor, view: oracle.View): Tensor {
  t.shape = view.shape;
  t.order = view.order;
  return t;
}

/** Values of a view in logical order. */
function inOrder(values: readonly number[], view: oracle.View): number[] {
  return oracle.positions(view).map((at) => values[at]!);
}

function pointwise(c: Cases): Outcome {
  const logical = randomExtents(c);
  const [va, vb] = [viewOf(c, logical), viewOf(c, logical)];
  const [a, b] = [fill(va.count, () => c.int(-999, 999)), fill(vb.count, () => c.int(-999, 999))];
  const make = (values: readonly number[], view: oracle.View): Tensor => {
    const t = newTensor('INT32', view.shape);
    t.data = Int32Array.from(values);
    return withView(t, view);
  };
  return compare(
    setting(c),
    (n) => {
      const y = newTensor('INT32', logical);
      n.fn.pointwise(n, 'sub', make(a, va), make(b, vb), y);
      const inPlace = make(a, va);
      n.fn.pointwiseInPlace(n, 'mul', inPlace, make(b, vb));
      return [...ints(y), ...ints(inPlace)];
    },
    () => {
      const [atA, atB] = [oracle.positions(va), oracle.positions(vb)];
      const products = [...a];
      for (const [i, at] of atA.entries()) products[at] = a[at]! * b[atB[i]!]!;
      // 0 − 0 stays 0 in integers
      return [...atA.map((at, i) => a[at]! - b[atB[i]!]!), ...products].map((v) => v | 0);
    },
  );
}

function floatReductions(c: Cases): Outcome {
  const logical = randomExtents(c);
  const view = viewOf(c, logical);
  const values = fill(view.count, c.float);
  const k = c.int(0, logical.length);
  const size = logical.slice(logical.length - k).reduce((n, extent) => n * extent, 1);
  return compare(
    setting(c),
    (n) => {
      const x = withView(float32Tensor(values), view);
      const means = n.fn.meanFloat32(n, x, k);
      const variances = n.fn.varianceFloat32(n, x, means, k);
      const squares = n.fn.sumSquaresFloat32(n, x, k);
      return [...means, ...variances, ...squares].map(bits);
    },
    () => {
      const pieces = oracle.blocks(inOrder(values, view), size);
      const means = pieces.map(oracle.mean);
      const variances = pieces.map((piece, i) => oracle.variance(piece, means[i]!));
      return [...means, ...variances, ...pieces.map(oracle.sumOfSquares)].map(bits);
    },
  );
}

function symReductions(c: Cases): Outcome {
  const logical = randomExtents(c);
  const view = viewOf(c, logical);
  const [q, scale] = [fill(view.count, () => c.int(-32768, 32767)), c.scale()];
  const k = c.int(0, logical.length);
  const size = logical.slice(logical.length - k).reduce((n, extent) => n * extent, 1);
  return compare(
    setting(c),
    (n) => {
      const x = withView(symInt32Tensor(q, scale, 16), view);
      const means = n.fn.meanSym(n, x, k);
      return [...means, ...n.fn.varianceSym(n, x, means, k)].map(bits);
    },
    () => {
      const pieces = oracle.blocks(inOrder(q, view), size);
      const means = pieces.map((piece) => oracle.mantissaMean(piece, scale));
      const variances = pieces.map((piece, i) => {
        const values = piece.map((v) => decoded(v, scale));
        return oracle.variance(values, means[i]!);
      });
      return [...means, ...variances].map(bits);
    },
  );
}

function roots(c: Cases): Outcome {
  const q = c.list(8, () => c.int(1, 2047));
  const [scale, width, mode] = [Math.abs(c.scale()), c.int(2, 16), c.mode()];
  const eps = Math.fround(1e-5);
  const s = setting(c);
  return compare(
    s,
    (n) => {
      const y = newTensor('SYM_INT32', [q.length], width, mode);
      n.fn.rsqrtSym(n, symInt32Tensor(q, scale, 12), eps, y);
      return [...ints(y), bits(y.scale)];
    },
    (g) => {
      const grid = oracle.encodedRoots(g, q, scale, eps, width, mode, s.contract);
      return [...grid.codes, bits(grid.scale)];
    },
  );
}

function symSum(c: Cases): Outcome {
  const count = c.int(1, 8);
  const [a, b] = [fill(count, () => c.int(-2048, 2047)), fill(count, () => c.int(-2048, 2047))];
  const [sA, sB, width, mode] = [c.scale(), c.scale(), c.int(2, 16), c.mode()];
  const s = setting(c);
  return compare(
    s,
    (n) => {
      const target = symInt32Tensor(a, sA, width, mode);
      n.fn.symAddInPlace(n, target, symInt32Tensor(b, sB, 12));
      return [...ints(target), bits(target.scale)];
    },
    (g) => {
      const grid = oracle.encodedSum(g, a, sA, b, sB, width, mode, s.contract);
      return [...grid.codes, bits(grid.scale)];
    },
  );
}

function fusedForms(c: Cases): Outcome {
  const [a, b, d, s] = [c.float(), c.float(), c.float(), c.float()];
  const [divisor, eps] = [c.scale(), c.scale()];
  const one = (x: number): Tensor => float32Tensor([x]);
  return compare(
    setting(c),
    (n) => {
      const out = newTensor('FLOAT32', [1]);
      n.fn.axpby(n, s, one(a), d, one(b), out);
      const [moved, product, quotient] = [one(a), one(a), one(a)];
      n.fn.lerp(n, moved, one(b), s);
      n.fn.addcmul(n, product, one(b), one(d), s);
      n.fn.addcdiv(n, quotient, one(b), one(d), { s, divisor, eps });
      return [out, moved, product, quotient].map((t) => bits(t.data[0]!));
    },
    () =>
      [
        oracle.weighted(s, a, d, b),
        oracle.interpolated(a, b, s),
        oracle.addedProduct(a, b, d, s),
        oracle.addedQuotient(a, b, d, s, divisor, eps),
      ].map(bits),
  );
}

export const kernelComparisons: readonly Comparison[] = [
  { name: 'S73, S74 views and pointwise engines', run: pointwise },
  { name: 'S96–S99 float reductions', run: floatReductions },
  { name: 'S101, S102 SYM_INT32 reductions', run: symReductions },
  { name: 'S103 reciprocal roots', run: roots },
  { name: 'S77 SYM_INT32 sums', run: symSum },
  { name: 'S105–S108 fused forms', run: fusedForms },
];
