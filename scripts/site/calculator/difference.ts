/** Which steps of two computations differ: another rule, another result, or a step that only one has. */

import type { Step } from './trace.ts';

export function differingSteps(a: readonly Step[], b: readonly Step[]): ReadonlySet<Step> {
  const found = new Set<Step>();
  const compare = (left: readonly Step[], right: readonly Step[]): void => {
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const [x, y] = [left[i], right[i]];
      const isSame = x?.name === y?.name && Object.is(x?.result, y?.result);
      if (!isSame) for (const step of [x, y]) if (step !== undefined) found.add(step);
      if (x !== undefined && y !== undefined && x.name === y.name) compare(x.steps, y.steps);
    }
  };
  compare(a, b);
  return found;
}
