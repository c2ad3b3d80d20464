/** Products over a part of their inner extent: unrolled loops without their tail. */

import type { Numerics, Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';

/** Matrix products that take the first `keep(K)` of K terms. */
export function partialProducts(
  keep: (inner: number) => number,
): Pick<Primitives, 'matmulInt' | 'matmulFloat'> {
  const cut = (n: Numerics): Numerics => {
    const { matmulViews } = n.fn;
    const short: typeof matmulViews = (m, x, y) => {
      const { a, b } = matmulViews(m, x, y);
      return { a: { ...a, columns: keep(a.columns) }, b };
    };
    return { ...n, fn: { ...n.fn, matmulViews: short } };
  };
  return {
    matmulInt: (n, ...rest) => primitives.matmulInt(cut(n), ...rest),
    matmulFloat: (n, ...rest) => primitives.matmulFloat(cut(n), ...rest),
  };
}

/** Whole blocks of `unroll` terms, or all of them where there is no whole block. */
export function blocksOf(unroll: number): (inner: number) => number {
  return (inner) => (inner < unroll ? inner : inner - (inner % unroll));
}
