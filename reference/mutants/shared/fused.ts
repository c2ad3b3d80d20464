/** Contraction of products into sums, as compilers do it (contraction). */

import { type Float32Ops, fma32 } from '../../num/float32.ts';
import type { Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { inside, snakeCase } from './inside.ts';

const f = Math.fround;

/** Contraction of the first product of every sum. */
export const fusedFirst: Partial<Float32Ops> = {
  mulAdd: (a, b, c) => fma32(a, b, c),
  mulSub: (a, b, c) => fma32(-a, b, c),
  mulMinus: (a, b, c) => fma32(a, b, -c),
  mulAddMul: (a, b, c, d) => fma32(a, b, f(c * d)),
  mulSubMul: (a, b, c, d) => fma32(a, b, -f(c * d)),
};

/** Contraction inside one primitive. */
export function fusedIn(
  name: keyof Primitives,
  clause: string,
  what: string,
  flags: string[],
): Mutant {
  return {
    id: `fma_in_${snakeCase(name)}`,
    clause,
    bug: `${what} is contracted into a fused multiply-add`,
    fix: 'compile with -ffp-contract=off',
    flags: ['contraction', ...flags],
    fn: inside(name, (n) => ({ ...n, f: { ...n.f, ...fusedFirst } })),
  };
}
