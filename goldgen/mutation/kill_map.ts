/** `vectors/kill.json`: the committed kill map, its verdicts per mutant and its totals. */

import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { FileRecord } from './record.ts';

export const killMapName = 'kill.json';

/**
 * `killed`: a case made on purpose kills it, and a flag names it. `weak`: only other cases do. `refuted`: claimed equivalent,
 * yet killed. `unreached`: no case runs what it replaces.
 */
export type Fate = 'killed' | 'weak' | 'equivalent' | 'refuted' | 'surviving' | 'unreached';

export interface MutantRecord {
  readonly verdict: Fate;
  /** files that kill it, and files that reach it */
  readonly killed: number;
  readonly reached: number;
  /** the best witness, `<contract>/<op>/<set>/<n>#<flag>`, without a flag where none names it */
  readonly witness?: string;
}

export interface KillTotals {
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly surviving: number;
  readonly smoke_cases: number;
}

export interface KillMap {
  readonly format: 1;
  readonly totals: KillTotals;
  readonly mutants: Readonly<Record<string, MutantRecord>>;
  readonly files: readonly FileRecord[];
}

const isNamed = (witness: string): boolean => witness.includes('#');

function witness(files: readonly FileRecord[], id: string): string | undefined {
  const found = files.flatMap(({ path, kills }) =>
    (kills[id] ?? []).map((c) => `${path.slice(0, -3)}/${c}`),
  );
  return found.find(isNamed) ?? found[0];
}

function judge(mutant: Mutant, files: readonly FileRecord[]): MutantRecord {
  const reaching = files.filter((f) => f.kills[mutant.id] !== undefined);
  const killing = reaching.filter((f) => f.kills[mutant.id]!.length > 0);
  const best = witness(killing, mutant.id);
  const verdict = ((): Fate => {
    if (mutant.equivalent !== undefined) return best === undefined ? 'equivalent' : 'refuted';
    if (best !== undefined) return isNamed(best) ? 'killed' : 'weak';
    return reaching.length > 0 ? 'surviving' : 'unreached';
  })();
  const counts = { verdict, killed: killing.length, reached: reaching.length };
  return best === undefined ? counts : { ...counts, witness: best };
}

/** Whether the verdict makes `goldvec mutate` fail. */
export function isFailure(verdict: Fate): boolean {
  return verdict !== 'killed' && verdict !== 'equivalent';
}

/** The kill map of the given file records. */
export function newKillMap(mutants: readonly Mutant[], records: readonly FileRecord[]): KillMap {
  const files = [...records].sort((a, b) => (a.path < b.path ? -1 : 1));
  const judged = Object.fromEntries(mutants.map((m) => [m.id, judge(m, files)]));
  const count = (wanted: (v: Fate) => boolean): number =>
    Object.values(judged).filter(({ verdict }) => wanted(verdict)).length;
  const totals = {
    mutants: mutants.length,
    killed: count((v) => v === 'killed' || v === 'weak' || v === 'refuted'),
    equivalent: count((v) => v === 'equivalent'),
    surviving: count((v) => v === 'surviving' || v === 'unreached'),
    smoke_cases: files.reduce((sum, f) => sum + f.smoke.length, 0),
  };
  return { format: 1, totals, mutants: judged, files };
}

/** The canonical text: one line per mutant and per file's mutant. */
export function killMapText(map: KillMap): string {
  const entries = (record: object): string =>
    Object.entries(record)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  const fileText = ({ kills, ...rest }: FileRecord): string =>
    `${JSON.stringify(rest).slice(0, -1)},"kills":{\n${entries(kills)}\n}}`;
  const files = map.files.map(fileText).join(',\n');
  const head = `{"format":1,"totals":${JSON.stringify(map.totals)}`;
  return `${head},\n"mutants":{\n${entries(map.mutants)}\n},\n"files":[\n${files}\n]}\n`;
}
