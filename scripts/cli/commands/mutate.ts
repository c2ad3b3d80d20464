/** `goldvec mutate`: every mutant against the committed vectors of every op and contract → `vectors/kill.json`. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { moduleBeside } from '../../../conformance/backends/worker_link.ts';
import { parseShard, type Shard } from '../../../conformance/core/select.ts';
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
import { readSources, type Sources, stampOf, textHash } from '../../../goldgen/mutation/sources.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { mutants } from '../../../reference/mutants/index.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import { replaceFile } from '../../replace_file.ts';
import { readCache, writeCache } from '../mutation/cache_file.ts';
import type { Job, JobAnswer, Unit, UnitMatrix } from '../mutation/job.ts';
import { joinedMatrices, joinedParts, partText } from '../mutation/parts.ts';
import { jobsOption, listOption } from '../options.ts';
import { root, vectorsDir } from '../paths.ts';
import { runJobs } from '../pool.ts';
import { columns, print } from '../print.ts';
import { progressOnTerminal } from '../progress_line.ts';
import { contractNamed, opNamed } from '../select.ts';

interface Options {
  readonly op: readonly string[];
  readonly contract: readonly string[];
  readonly check?: true;
  readonly cache: boolean;
  readonly jobs: number;
  readonly shard?: string;
  readonly part?: string;
  readonly from: readonly string[];
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

/** Every existing op and contract, with the hashes of its sources. */
function allUnits(sources = readSources(root)): Unit[] {
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

function isFresh(record: FileRecord | undefined, unit: Unit): boolean {
  return record?.stamp === unit.stamp;
}

function stale(path: string): GoldError {
  const hint = 'run `goldvec mutate` and commit';
  return new GoldError('vector-stale', 'the kill map is stale', { path, hint });
}

/** Ops and contracts whose lines of the kill map are stale. */
export function staleKills(sources: Sources): string[] {
  const records = new Map(readKillMap()?.files.map((f) => [unitOf(f), f]));
  return allUnits(sources)
    .filter((unit) => !isFresh(records.get(unitOf(unit)), unit))
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

function check(before: KillMap | undefined, units: readonly Unit[]): void {
  const records = new Map(before?.files.map((f) => [unitOf(f), f]));
  const old = units.find((unit) => !isFresh(records.get(unitOf(unit)), unit));
  if (old !== undefined) throw stale(unitOf(old));
  const map = newKillMap(
    mutants,
    units.map((unit) => records.get(unitOf(unit))!),
  );
  if (killMapText(map) !== readText(killPath)) throw stale(killMapName);
  if (smokeText(map) !== readText(smokePath)) throw stale(smokeName);
  conclude(map, []);
}

const casesOf = (units: readonly Unit[]): number => units.reduce((sum, u) => sum + u.cases, 0);

/** A sequence of training steps takes far longer than one call. */
const isLong = ({ units }: Job): boolean => findOp(units[0]!.op)?.isModel === true;

/** Of one op each, the dearest first. */
function jobsOf(units: readonly Unit[], shard: Shard | undefined): Job[] {
  const names = [...new Set(units.map(({ op }) => op))];
  const jobs = names.map((op): Job => {
    const mine = units.filter((unit) => unit.op === op);
    return { units: mine, ...(shard === undefined ? {} : { shard }) };
  });
  const costOf = (job: Job): number => casesOf(job.units) * (isLong(job) ? 100 : 1);
  return jobs.sort((a, b) => costOf(b) - costOf(a));
}

/** The job in parts, one for each thread: an op alone may take as long as all others together. */
function partsOf(job: Job, threads: number): Job[] {
  if (job.shard !== undefined || !isLong(job)) return [job];
  return Array.from({ length: threads }, (_, i) => {
    return { ...job, shard: { index: i + 1, count: threads } };
  });
}

/** Runs the mutants on threads; `done` sees what each op gives. */
async function runUnits(
  units: readonly Unit[],
  { cache, jobs: threads }: Options,
  shard: Shard | undefined,
  done: (answer: JobAnswer) => void,
): Promise<void> {
  const progress = progressOnTerminal('cases', casesOf(units));
  const run = (jobs: readonly Job[], take: (answer: JobAnswer) => void): Promise<void> =>
    runJobs<Job, JobAnswer>({
      module: moduleBeside(import.meta.url, '../mutation/worker'),
      extra: { useCache: cache },
      threads,
      jobs,
      nameOf: ({ units: mine }) => mine[0]!.op,
      done: (answer, job) => {
        // a part is no step: its op is counted when all parts are in
        if (job.shard === shard) progress.step(casesOf(job.units), job.units[0]!.op);
        take(answer);
      },
    });
  const whole = jobsOf(units, shard);
  const matrices: UnitMatrix[] = [];
  try {
    const jobs = whole.flatMap((job) => partsOf(job, threads));
    await run(jobs, (answer) => {
      if (shard === undefined) matrices.push(...answer.matrices);
      if (shard !== undefined || answer.answers.length > 0) done(answer);
    });
    const found = [...joinedMatrices(matrices).values()];
    const open = whole.filter((job) => shard === undefined && isLong(job));
    const last = open.map((job): Job => {
      return { ...job, known: found.filter(({ op }) => op === job.units[0]!.op) };
    });
    await run(last, done);
  } finally {
    progress.clear();
  }
}

/** One part of the work, left in a file. */
async function mutatePart(due: readonly Unit[], options: Options, text: string): Promise<void> {
  const { part: path } = options;
  if (path === undefined) {
    const hint = 'name the file of this part with --part';
    throw new GoldError('usage-bad-value', '--shard leaves its part in a file', { hint });
  }
  const matrices: UnitMatrix[] = [];
  await runUnits(due, options, parseShard(text), (answer) => matrices.push(...answer.matrices));
  replaceFile(path, partText(text, matrices));
  const count = matrices.reduce((sum, m) => sum + Object.keys(m.cache.mutants).length, 0);
  print(`part ${text}: ${count} pairs of a mutant and an op under a contract`);
}

async function mutate(options: Options): Promise<void> {
  const units = allUnits();
  const before = readKillMap();
  if (options.check === true) {
    check(before, units);
    return;
  }
  const ops = options.op.map((name) => opNamed(name).name);
  const contracts: readonly string[] = options.contract.map(contractNamed);
  const records = new Map(before?.files.map((f) => [unitOf(f), f]));
  const due = units.filter(
    (unit) =>
      (!options.cache || !isFresh(records.get(unitOf(unit)), unit)) &&
      (ops.length === 0 || ops.includes(unit.op)) &&
      (contracts.length === 0 || contracts.includes(unit.contract)),
  );
  if (options.shard !== undefined) return mutatePart(due, options, options.shard);
  for (const unit of joinedParts(options.from, readCache).values()) writeCache(unit);
  const done: FileRecord[] = [];
  const escaped: string[] = [];
  await runUnits(due, options, undefined, ({ answers }) => {
    for (const { record, escaped: ids } of answers) {
      const unit = unitOf(record);
      records.set(unit, record);
      done.push(record);
      escaped.push(...ids.map((id) => `${unit}: ${id}`));
    }
  });
  printFiles(done.sort((a, b) => (unitOf(a) < unitOf(b) ? -1 : 1)));
  const present = units.flatMap((unit) => records.get(unitOf(unit)) ?? []);
  const map = newKillMap(mutants, present);
  replaceFile(killPath, killMapText(map));
  replaceFile(smokePath, smokeText(map));
  const waiting = units.filter((unit) => !isFresh(records.get(unitOf(unit)), unit)).length;
  if (waiting > 0) print(`${waiting} others are stale: run \`goldvec mutate\` without a filter`);
  conclude(map, escaped.sort(), waiting > 0 ? done : undefined);
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
    .addOption(jobsOption('threads'))
    .option('--shard <i/n>', 'only the i-th of n equal parts, left in the file of --part')
    .option('--part <file>', 'the file of one part')
    .addOption(listOption('--from <file...>', 'take what parts have found; run what they lack'))
    .action(mutate);
}
