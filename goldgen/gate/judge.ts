/** The gate: an answer that was published moves only with a version, an entry, or an erratum. */

import { isWithdrawn } from '../errata.ts';
import { hasEntry } from './changelog.ts';
import type { Unit } from './unit.ts';

/** What happened to an op under a contract since a base, and what is missing for it. */
export interface Verdict {
  readonly op: string;
  readonly contract: string;
  readonly before: number;
  readonly now: number;
  /** `<set>/<n>` with another call or answer */
  readonly moved: readonly string[];
  /** gone without an erratum */
  readonly withdrawn: readonly string[];
  /** sentences; empty where everything is in order */
  readonly problems: readonly string[];
}

const casesText = (count: number): string => (count === 1 ? '1 case' : `${count} cases`);

function problemsOf(v: Omit<Verdict, 'problems'>, changelog: string): string[] {
  const { op, contract, before, now, moved, withdrawn } = v;
  const problems: string[] = [];
  if (now < before) problems.push(`the version went down from ${before} to ${now}`);
  if (moved.length > 0 && now === before) {
    problems.push(`${casesText(moved.length)} moved, and the version is still ${now}`);
  } else if (moved.length > 0 && now > before && !hasEntry(changelog, op, now, contract)) {
    problems.push(`vectors/CHANGELOG.md has no entry for version ${now}`);
  }
  if (withdrawn.length > 0) {
    problems.push(
      `${casesText(withdrawn.length)} without an erratum withdrawn, the first ${withdrawn[0]}`,
    );
  }
  return problems;
}

/** Compares a unit with what it was; `now` undefined if it is gone. */
export function judgeUnit(base: Unit, now: Unit | undefined, changelog: string): Verdict {
  const { op, contract, version } = base;
  const moved: string[] = [];
  const withdrawn: string[] = [];
  for (const [id, digest] of base.digests) {
    const found = now?.digests.get(id);
    if (found === undefined) {
      if (!isWithdrawn(contract, `${op}/${id}`)) withdrawn.push(id);
    } else if (found !== digest) moved.push(id);
  }
  const verdict = { op, contract, before: version, now: now?.version ?? version, moved, withdrawn };
  return { ...verdict, problems: problemsOf(verdict, changelog) };
}
