/** From a failing call to the smallest one found that fails in the same way. */

import fc from 'fast-check';
import type { OpDef } from '../../goldgen/op.ts';
import { applied, type FuzzCase, type Step } from './cases.ts';
import type { Draft } from './draft.ts';
import { simplerDrafts } from './simpler.ts';

/** Whether a draft fails as the first one did. */
export type Fails = (draft: Draft) => Promise<boolean>;

export interface Shrunk {
  readonly draft: Draft;
  /** the changes that it takes, where the case was changed */
  readonly steps: readonly Step[];
}

/** Leaves out every change without which the case still fails. */
async function withoutIdleSteps(found: FuzzCase, fails: Fails): Promise<readonly Step[]> {
  let steps = found.steps;
  for (const step of found.steps) {
    const rest = steps.filter((s) => s !== step);
    if (await fails(applied(found.op, found.base, rest))) steps = rest;
  }
  return steps;
}

/** Drafts as fast-check sees them: nothing is generated, a given one is made simpler. */
class Drafts extends fc.Arbitrary<Draft> {
  readonly op: OpDef;

  constructor(op: OpDef) {
    super();
    this.op = op;
  }

  override generate(): fc.Value<Draft> {
    throw new Error('the first draft is given');
  }

  override canShrinkWithoutContext(value: unknown): value is Draft {
    return typeof value === 'object' && value !== null;
  }

  override shrink(draft: Draft): fc.Stream<fc.Value<Draft>> {
    const candidates = simplerDrafts(this.op, draft)[Symbol.iterator]();
    return fc.stream(candidates as IterableIterator<Draft>).map((d) => new fc.Value(d, undefined));
  }
}

/** At most `tries` calls are asked; what was smallest by then is the result. */
export async function shrunk(found: FuzzCase, fails: Fails, tries: number): Promise<Shrunk> {
  const steps = await withoutIdleSteps(found, fails);
  const first = applied(found.op, found.base, steps);
  let left = tries;
  const property = fc.asyncProperty(new Drafts(found.op), async (draft) => {
    if (draft !== first && left-- <= 0) return true;
    return !(await fails(draft));
  });
  const result = await fc.check(property, { examples: [[first]], numRuns: 1 });
  return { draft: result.counterexample?.[0] ?? first, steps };
}
