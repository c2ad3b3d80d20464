/** Which edits are made together: a slip that is made once is often made wherever the same thing stands. */

import type { Choice, Kind, Site, Slip } from './variant.ts';

/** Kinds of slips of which somebody is wrong about a thing, not about a place. */
const general: ReadonlySet<Kind> = new Set(['name', 'rounding', 'precision', 'callee']);

/** The same edits of the same words, at two or more places of one function. */
export function repeatedSlips(sites: readonly Site[]): Slip[] {
  const groups = new Map<string, Choice[]>();
  for (const site of sites) {
    for (const [edit, { kind, text }] of site.edits.entries()) {
      if (!general.has(kind)) continue;
      const key = `${site.of} ${site.original} → ${text}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [{ site, edit }]);
      else known.push({ site, edit });
    }
  }
  return [...groups.values()].flatMap((choices) => {
    const [first, ...others] = choices;
    return first === undefined || others.length === 0 ? [] : [{ choices: [first, ...others] }];
  });
}
