/** `goldvec mutate`: every mutant against the committed vectors of every op and contract → `vectors/kill.json`. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  isFailure,
  type KillMap,
  killMapName,
  killMapText,
  newKillMap,
  parseKillMap,
} from '../../../goldgen/mutation/kill_map.ts';
import type { FileRecord } from '../../../goldgen/mutation/record.ts';
import { smokeName, smokeText } from '../../../goldgen/mutation/smoke.ts';
import { readSources, stampOf, textHash } from '../../../goldgen/mutation/sources.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { mutants } from '../../../reference/mutants/index.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import { replaceFile } from '../../replace_file.ts';
import { type Job, runJobs } from '../mutation/pool.ts';
import { listOption } from '../options.ts';
import { root, vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';
import { contractNamed, opNamed } from '../select.ts';

interface Options {
  readonly op: readonly string[];
  readonly contract: readonly string[];
  readonly check?: true;
  readonly cache: boolean;
}

const killPath = join(vectorsDir, killMapName);
const smokePath = join(vectorsDir, smokeName);

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The committed kill map; undefined where there is none of this format. */
export function readKillMap(): KillMap | undefined {
  const text = readText(killPath);
  return text === undefined ? undefined : parseKillMap(text);
}

/** One job per existing op and contract, with the hashes of its sources. */
function allJobs(): Job[] {
  const sources = readSources(root);
  return entriesOf(readManifest(vectorsDir))
    .filter(({ op }) => findOp(op) !== undefined)
    .map(({ path, op, contract, cases, sha256: vectors }) => {
      const base = sources.op(op);
      const stamp = stampOf(vectors, textHash(base, sources.mutants(op)));
      return { path, op, contract, cases, vectors, base, stamp };
    });
}

const unitOf = ({ contract, op }: Pick<FileRecord, 'contract' | 'op'>): string => {
  return `${contract}/${op}`;
};

function isFresh(record: FileRecord | undefined, job: Job): boolean {
  return record?.stamp === job.stamp;
}

function stale(path: string): GoldError {
  const hint = 'run `goldvec mutate` and commit';
  return new GoldError('vector-stale', 'the kill map is stale', { path, hint });
}

/** Ops and contracts whose lines of the kill map are stale. */
export function staleKills(): string[] {
  const records = new Map(readKillMap()?.files.map((f) => [unitOf(f), f]));
  return allJobs()
    .filter((job) => !isFresh(records.get(unitOf(job)), job))
    .map(unitOf);
}

function printFiles(records: readonly FileRecord[]): void {
  const rows = records.map((r) => [
    unitOf(r),
    r.cases,
    'cases',
    r.killed,
    'of',
    r.reached,
    'killed, smoke',
    r.smoke.length,
  ]);
  for (const line of columns(rows)) print(line);
}

/** Mutants that fail, of all or of those that the given files reach. */
function printFailures(map: KillMap, only?: readonly FileRecord[]): void {
  const bugs = new Map(mutants.map((m) => [m.id, m]));
  const isShown = (id: string): boolean =>
    only === undefined || only.some((f) => f.kills[id] !== undefined);
  const rows = Object.entries(map.mutants)
    .filter(([id, { verdict }]) => isFailure(verdict) && isShown(id))
    .map(([id, { verdict, killed, reached, witness }]) => [
      verdict,
      id,
      bugs.get(id)!.clause,
      `${killed}/${reached} ops and contracts`,
      witness ?? '',
    ]);
  for (const line of columns(rows)) print(line);
}

/** Prints failures and totals; sets the exit status. */
function conclude(map: KillMap, escaped: readonly string[], only?: readonly FileRecord[]): void {
  printFailures(map, only);
  for (const id of escaped) print(`sentinel survives ${id}`);
  const { mutants: count, killed, equivalent, surviving, smoke_cases: smoke } = map.totals;
  const cases = map.files.reduce((sum, f) => sum + f.cases, 0);
  print(`smoke level: ${smoke} of ${cases} cases`);
  const isBad = Object.values(map.mutants).some(({ verdict }) => isFailure(verdict));
  if (isBad || escaped.length > 0) process.exitCode = 1;
  const verdicts = `killed: ${killed}, equivalent: ${equivalent}, surviving: ${surviving}`;
  print(`mutants: ${count}, ${verdicts}`);
}

function check(before: KillMap | undefined, jobs: readonly Job[]): void {
  const records = new Map(before?.files.map((f) => [unitOf(f), f]));
  const old = jobs.find((job) => !isFresh(records.get(unitOf(job)), job));
  if (old !== undefined) throw stale(unitOf(old));
  const map = newKillMap(
    mutants,
    jobs.map((job) => records.get(unitOf(job))!),
  );
  if (killMapText(map) !== readText(killPath)) throw stale(killMapName);
  if (smokeText(map) !== readText(smokePath)) throw stale(smokeName);
  conclude(map, []);
}

async function mutate(options: Options): Promise<void> {
  const jobs = allJobs();
  const before = readKillMap();
  if (options.check === true) {
    check(before, jobs);
    return;
  }
  const ops = options.op.map((name) => opNamed(name).name);
  const contracts: readonly string[] = options.contract.map(contractNamed);
  const records = new Map(before?.files.map((f) => [unitOf(f), f]));
  const due = jobs.filter(
    (job) =>
      (!options.cache || !isFresh(records.get(unitOf(job)), job)) &&
      (ops.length === 0 || ops.includes(job.op)) &&
      (contracts.length === 0 || contracts.includes(job.contract)),
  );
  const done: FileRecord[] = [];
  const escaped: string[] = [];
  await runJobs(due, options.cache, (answer) => {
    const unit = unitOf(answer.record);
    records.set(unit, answer.record);
    done.push(answer.record);
    escaped.push(...answer.escaped.map((id) => `${unit}: ${id}`));
  });
  printFiles(done.sort((a, b) => (unitOf(a) < unitOf(b) ? -1 : 1)));
  const present = jobs.flatMap((job) => records.get(unitOf(job)) ?? []);
  const map = newKillMap(mutants, present);
  replaceFile(killPath, killMapText(map));
  replaceFile(smokePath, smokeText(map));
  const waiting = jobs.filter((job) => !isFresh(records.get(unitOf(job)), job)).length;
  if (waiting > 0) print(`${waiting} others are stale: run \`goldvec mutate\` without a filter`);
  conclude(map, escaped, waiting > 0 ? done : undefined);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('mutate')
    .description('run every mutant of the catalogue against the committed vectors')
    .addOption(listOption('--op <name...>', 'only these ops'))
    .addOption(listOption('--contract <id...>', 'only these contracts'))
    .option('--check', 'run nothing: exit 3 if the kill map is stale, 1 if a mutant survives')
    .option('--no-cache', 'run every mutant again')
    .action(mutate);
}
