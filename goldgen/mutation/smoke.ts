/** `vectors/smoke.json`: per op the cases of level `smoke`. */

import { grouped } from '../grouped.ts';
import type { KillMap } from './kill_map.ts';

export const smokeName = 'smoke.json';

/** Level `smoke`, as stored. */
export interface SmokeLevel {
  readonly format: 2;
  /** of all contracts together */
  readonly cases: number;
  /** op → identities without the op in front, in file order, once for contracts that agree */
  readonly ops: Readonly<
    Record<
      string,
      readonly { readonly contracts: readonly string[]; readonly cases: readonly string[] }[]
    >
  >;
}

/** The level as the kill map gives it. */
export function smokeOf(map: KillMap): SmokeLevel {
  const names = [...new Set(map.files.map(({ op }) => op))].sort();
  const ops = names.map((name) => {
    const files = map.files.filter(({ op }) => op === name);
    const groups = grouped(files.map(({ smoke }) => smoke)).map(([places, cases]) => ({
      contracts: places.map((place) => files[place]!.contract),
      cases,
    }));
    return [name, groups] as const;
  });
  return { format: 2, cases: map.totals.smoke_cases, ops: Object.fromEntries(ops) };
}

/** The canonical text: one line per op. */
export function smokeText(map: KillMap): string {
  const { ops, ...head } = smokeOf(map);
  const lines = Object.entries(ops).map(
    ([name, groups]) => `${JSON.stringify(name)}:${JSON.stringify(groups)}`,
  );
  return `${JSON.stringify(head).slice(0, -1)},"ops":{\n${lines.join(',\n')}\n}}\n`;
}
