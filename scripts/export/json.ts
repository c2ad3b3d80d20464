/** `json`: one file for each op, the calls and answers in the lossless JSON projection of `schema/README.md`. */

import { toJson } from '../../schema/format/json.ts';
import { byOp, type Entry, type ExportFile } from './entry.ts';

function objectOf({ name, title, contract, clause, notes, call, expected }: Entry): unknown {
  return toJson({ name, title, contract, clause, notes, ...call, expected });
}

/** Every entry on a line of its own, so that a changed one is a changed line. */
export function jsonFiles(entries: readonly Entry[]): ExportFile[] {
  return [...byOp(entries)].map(([op, group]) => {
    const lines = group.map((entry) => `  ${JSON.stringify(objectOf(entry))}`);
    return { path: `${op}.json`, content: `[\n${lines.join(',\n')}\n]\n` };
  });
}
