/** `vectors/smoke.json`: per vector file the cases of level `smoke`. */

import type { KillMap } from './kill_map.ts';

export const smokeName = 'smoke.json';

/** Level `smoke`, as stored: file → case identities. */
export interface SmokeLevel {
  readonly format: 1;
  readonly cases: number;
  /** path of the vector file → identities without the op in front, in file order */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** The level as the kill map gives it. */
export function smokeOf(map: KillMap): SmokeLevel {
  const files = Object.fromEntries(map.files.map(({ path, smoke }) => [path, smoke]));
  return { format: 1, cases: map.totals.smoke_cases, files };
}

/** The canonical text: one line per file. */
export function smokeText(map: KillMap): string {
  const { files, ...head } = smokeOf(map);
  const lines = Object.entries(files).map(
    ([p, ids]) => `${JSON.stringify(p)}:${JSON.stringify(ids)}`,
  );
  return `${JSON.stringify(head).slice(0, -1)},"files":{\n${lines.join(',\n')}\n}}\n`;
}
