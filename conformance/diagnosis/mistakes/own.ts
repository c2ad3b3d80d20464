/** One step run with other numerics than its callers and than the steps that it calls. */

import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

type Step = (n: Numerics, ...rest: unknown[]) => unknown;

/** The step of a name with changed numerics for what it does by itself; the steps that it calls are as they were. */
export function insideOnly(
  name: keyof Primitives,
  change: (n: Numerics) => Numerics,
): Partial<Primitives> {
  const outer: Step = (n, ...rest) => {
    const own = change(n);
    const fn = new Proxy(own.fn, {
      get: (table, key) => {
        const step = table[key as keyof Primitives] as Step;
        return (_n: Numerics, ...given: unknown[]): unknown => step(n, ...given);
      },
    });
    return (primitives[name] as Step)({ ...own, fn }, ...rest);
  };
  return { [name]: outer };
}

/** Whether a step calls others, so that what it does by itself is a part of what is done in it. */
export function callsSteps(name: keyof Primitives): boolean {
  return /\.fn\.\w+\(/.test(`${primitives[name]}`);
}
