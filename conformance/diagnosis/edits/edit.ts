/** What stands in place of a node of the reference, and what that means. */

import type { Splice } from './sources.ts';

/** In words: what the code does instead, after the name of its function, and what to do. */
export interface Words {
  readonly bug: string;
  readonly fix: string;
}

export interface Change {
  readonly text: string;
  /** further stretches that change with it */
  readonly also?: readonly Splice[];
  /** how far it is from what people write by mistake; of edits that explain the same the least comes first */
  readonly prior: number;
  /** made for the few that are told */
  words(): Words;
}
