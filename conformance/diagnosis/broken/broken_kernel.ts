/** A kernel broken by somebody who knew our sources: the earlier sets. */

import type { Entry } from './entry.ts';

export interface BrokenKernel {
  readonly id: string;
  /** what was done, in the words of the one who did it */
  readonly mistake: string;
  /** below `conformance/c/kernels/`, or with its folder below `conformance/c/` */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** ops in which the mistake is made; it shows in others too */
  readonly ops: readonly string[];
  /** the id or the sentence of a right diagnosis */
  readonly named: RegExp;
}

export function entryOf({ id, mistake, file, from, to, ops, named }: BrokenKernel): Entry {
  return {
    id,
    essence: mistake,
    edits: [{ file, from, to }],
    function: new RegExp(`\\b(${ops.join('|')})\\b`),
    mistake: named,
  };
}
