/** The record of an op under a contract in the kill map: chosen killing cases, score and the smallest cover. */

import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { VectorFile, WireCase } from '../../schema/format/types.ts';
import type { KillMatrix } from './kill.ts';

export interface FileRecord {
  readonly op: string;
  readonly contract: string;
  /** of its cases, and of everything else that decides the outcome: reference, mutants, op record, engine */
  readonly stamp: string;
  readonly cases: number;
  /** mutants that some case reaches */
  readonly reached: number;
  readonly killed: number;
  /**
   * mutant → up to three killing cases, the best witnesses first, as `<set>/<n>`, with `#<flag>` where a flag
   * names the mistake; empty where it survives here
   */
  readonly kills: Readonly<Record<string, readonly string[]>>;
  /** fewest cases found that kill the same mutants */
  readonly smoke: readonly string[];
}

/** Killing cases named per mutant. */
const shown = 3;

const setOf = (id: string): string => id.split('/')[1]!;

/** A case without the op in front, as it stands in the kill map. */
export const shortId = (id: string): string => id.slice(id.indexOf('/') + 1);

/** Whether a clause text cites the clause: `S2` is not cited by `S20`, but `S76–S79` cites `S78`. */
export function cites(text: string, clause: string): boolean {
  if (text.split(/[^A-Za-z0-9.]+/).includes(clause)) return true;
  const [letter, number] = [clause.slice(0, 1), Number(clause.slice(1))];
  return [...text.matchAll(/([A-Z])(\d+)\u2013[A-Z]?(\d+)/g)].some(
    ([, head, low, high]) => head === letter && number >= Number(low) && number <= Number(high),
  );
}

/** A note that names everything names nothing. */
const vague = /^(any|none)\b/;

/** The flag by which a case made on purpose names the mutant, if any. */
export function namingFlag(file: VectorFile, c: WireCase, mutant: Mutant): string | undefined {
  if (setOf(c.id) === 'random') return undefined;
  return c.flags.find(
    (flag) =>
      mutant.flags?.includes(flag) ||
      (cites(file.notes[flag]?.clause ?? '', mutant.clause) &&
        !vague.test(file.notes[flag]?.bug ?? '')),
  );
}

/** Killers that name the mutant first, then others made on purpose, then random ones. */
function bestKillers(file: VectorFile, killers: readonly number[], mutant: Mutant): string[] {
  const ranked = killers.map((i) => {
    const c = file.cases[i]!;
    const flag = namingFlag(file, c, mutant);
    const worth = flag !== undefined ? 0 : setOf(c.id) === 'random' ? 2 : 1;
    return { text: shortId(c.id) + (flag === undefined ? '' : `#${flag}`), worth, i };
  });
  ranked.sort((a, b) => a.worth - b.worth || a.i - b.i);
  return ranked.slice(0, shown).map(({ text }) => text);
}

/**
 * A small set of case numbers that kills every mutant the file kills: greedily the case that adds most,
 * the earlier one on a tie, then without those that others make superfluous.
 */
export function smallestCover(matrix: KillMatrix): number[] {
  const killedBy = new Map<number, Set<string>>();
  for (const [mutant, killers] of matrix) {
    for (const i of killers) killedBy.set(i, (killedBy.get(i) ?? new Set()).add(mutant));
  }
  const open = new Set([...matrix].filter(([, k]) => k.length > 0).map(([mutant]) => mutant));
  const order = [...killedBy].sort(([a], [b]) => a - b);
  const chosen: number[] = [];
  while (open.size > 0) {
    let best = -1;
    let gain = 0;
    for (const [i, dead] of order) {
      let count = 0;
      for (const mutant of dead) if (open.has(mutant)) count++;
      if (count > gain) [best, gain] = [i, count];
    }
    chosen.push(best);
    for (const mutant of killedBy.get(best)!) open.delete(mutant);
  }
  return withoutSuperfluous(chosen, killedBy).sort((a, b) => a - b);
}

function withoutSuperfluous(
  chosen: readonly number[],
  killedBy: ReadonlyMap<number, ReadonlySet<string>>,
): number[] {
  let kept = [...chosen];
  for (const candidate of chosen) {
    const others = kept.filter((i) => i !== candidate);
    const dead = new Set(others.flatMap((i) => [...killedBy.get(i)!]));
    if ([...killedBy.get(candidate)!].every((mutant) => dead.has(mutant))) kept = others;
  }
  return kept;
}

/** The record of an op's cases under a contract; `find` gives the mutant of an id. */
export function fileRecord(
  file: VectorFile,
  stamp: string,
  matrix: KillMatrix,
  find: (id: string) => Mutant,
): FileRecord {
  const kills: Record<string, readonly string[]> = {};
  for (const [id, killers] of matrix) kills[id] = bestKillers(file, killers, find(id));
  return {
    op: file.op,
    contract: file.contract,
    stamp,
    cases: file.cases.length,
    reached: matrix.size,
    killed: [...matrix.values()].filter((k) => k.length > 0).length,
    kills,
    smoke: smallestCover(matrix).map((i) => shortId(file.cases[i]!.id)),
  };
}
