/** Fits of a backward that refuses (B7) wires of another format than that of its arithmetic. */

import { and, type Fits, implies, isOf, isWord, or } from '../../kit/fits.ts';

export function whereArmsMatch(wires: readonly string[], fits: Fits): Fits {
  const areOf = (dtype: 'FLOAT32' | 'SYM_INT32'): string =>
    and(...wires.map((wire) => isOf(wire, dtype)));
  const match = or(
    and(isWord('dx_arithmetic', 'ARITH_FLOAT32'), areOf('FLOAT32')),
    and(isWord('dx_arithmetic', 'ARITH_SYM_INT32'), areOf('SYM_INT32')),
  );
  const guarded = Object.entries(fits).map(([name, terms]) => {
    return [name, terms.map((term) => implies(match, term))];
  });
  return Object.fromEntries(guarded);
}
