/** Mistakes in the scalars of an AdamW step (S119). */

import type { Numerics, Primitives } from '../../numerics.ts';
import type { AdamWOptions, AdamWScalars } from '../../optimizers/adamw.ts';
import { primitives } from '../../primitives.ts';

/** Some of the scalars of step t; `right` are those of the clause. */
type Scalars = (
  n: Numerics,
  o: AdamWOptions,
  t: number,
  right: AdamWScalars,
) => Partial<AdamWScalars>;

/** The scalars of the clause, some of them replaced. */
export function withScalars(of: Scalars): Pick<Primitives, 'adamwScalars'> {
  return {
    adamwScalars: (n, o, t) => {
      const right = primitives.adamwScalars(n, o, t);
      return { ...right, ...of(n, o, t, right) };
    },
  };
}
