/** `vectors/kill.json`: the committed kill map, its verdicts per mutant and its totals. */

import type { Mutant } from '../../reference/mutants/mutant.ts';
import { type Grouped, grouped, valueAt } from '../grouped.ts';
import type { FileRecord } from './record.ts';

export const killMapName = 'kill.json';

/**
 * `killed`: a case made on purpose kills it, and a flag names it. `weak`: only other cases do. `refuted`: claimed equivalent,
 * yet killed. `unreached`: no case runs what it replaces.
 */
export type Fate = 'killed' | 'weak' | 'equivalent' | 'refuted' | 'surviving' | 'unreached';

export interface MutantRecord {
  readonly verdict: Fate;
  /** ops under a contract that kill it, and those that reach it */
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

/** The map in memory; in the file, what contracts of an op have in common stands once. */
export interface KillMap {
  readonly format: 2;
  readonly totals: KillTotals;
  readonly mutants: Readonly<Record<string, MutantRecord>>;
  /** by contract, then by op */
  readonly files: readonly FileRecord[];
}

const isNamed = (witness: string): boolean => witness.includes('#');

function witness(files: readonly FileRecord[], id: string): string | undefined {
  const found = files.flatMap(({ contract, op, kills }) =>
    (kills[id] ?? []).map((c) => `${contract}/${op}/${c}`),
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
  const placeOf = ({ contract, op }: FileRecord): string => `${contract}/${op}`;
  const files = [...records].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
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
  return { format: 2, totals, mutants: judged, files };
}

/** The records of an op as stored. */
interface StoredRecord {
  readonly op: string;
  readonly contracts: readonly Omit<FileRecord, 'op' | 'smoke' | 'kills'>[];
  readonly smoke: Grouped<FileRecord['smoke']>;
  readonly kills: Readonly<Record<string, Grouped<readonly string[]>>>;
}

const byContract = (a: FileRecord, b: FileRecord): number => (a.contract < b.contract ? -1 : 1);

/** What stands once for several contracts of an op. */
function stored(op: string, unsorted: readonly FileRecord[]): StoredRecord {
  const records = [...unsorted].sort(byContract);
  const names = [...new Set(records.flatMap(({ kills }) => Object.keys(kills)))];
  return {
    op,
    contracts: records.map(({ op: _op, smoke: _smoke, kills: _kills, ...rest }) => rest),
    smoke: grouped(records.map(({ smoke }) => smoke)),
    kills: Object.fromEntries(
      names.map((name) => [name, grouped(records.map(({ kills }) => kills[name]))]),
    ),
  };
}

function recordsOf({ op, contracts, smoke, kills }: StoredRecord): FileRecord[] {
  return contracts.map((rest, place) => {
    const mine = Object.entries(kills).flatMap(([name, groups]) => {
      const killers = valueAt(groups, place);
      return killers === undefined ? [] : [[name, killers] as const];
    });
    return { op, ...rest, smoke: valueAt(smoke, place) ?? [], kills: Object.fromEntries(mine) };
  });
}

/** The canonical text: one line per mutant, and per mutant of an op. */
export function killMapText(map: KillMap): string {
  const entries = (record: object): string =>
    Object.entries(record)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  const opText = ({ kills, ...rest }: StoredRecord): string =>
    `${JSON.stringify(rest).slice(0, -1)},"kills":{\n${entries(kills)}\n}}`;
  const names = [...new Set(map.files.map(({ op }) => op))].sort();
  const ops = names.map((op) =>
    opText(
      stored(
        op,
        map.files.filter((file) => file.op === op),
      ),
    ),
  );
  const head = `{"format":2,"totals":${JSON.stringify(map.totals)}`;
  return `${head},\n"mutants":{\n${entries(map.mutants)}\n},\n"ops":[\n${ops.join(',\n')}\n]}\n`;
}

/** The map out of its text; undefined where the text is of another format. */
export function parseKillMap(text: string): KillMap | undefined {
  const { format, totals, mutants, ops } = JSON.parse(text) as Omit<KillMap, 'files'> & {
    readonly ops: readonly StoredRecord[];
  };
  return format === 2 ? { format, totals, mutants, files: ops.flatMap(recordsOf) } : undefined;
}
