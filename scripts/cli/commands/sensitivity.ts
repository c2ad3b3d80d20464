/** `goldvec sensitivity`: which platforms' arithmetic would change which case → `vectors/sensitivity.json`. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { traceOf } from '../../../goldgen/mutation/kill.ts';
import { readSources, type Sources, stampOf, textHash } from '../../../goldgen/mutation/sources.ts';
import { findOp } from '../../../goldgen/registry.ts';
import {
  parseSensitivity,
  type SensitivityRecord,
  sensitivityName,
  sensitivityRecord,
  sensitivityText,
} from '../../../goldgen/sensitivity/file.ts';
import { markNames, marksOf } from '../../../goldgen/sensitivity/marks.ts';
import type { ContractId } from '../../../reference/contracts.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import type { ManifestEntry } from '../../../schema/format/types.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { root, vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';

interface Options {
  readonly check?: true;
}

const filePath = join(vectorsDir, sensitivityName);

interface Job {
  readonly entry: ManifestEntry;
  readonly stamp: string;
}

function allJobs(sources = readSources(root)): Job[] {
  const marks = sources.modules(['goldgen/sensitivity/marks.ts']);
  return entriesOf(readManifest(vectorsDir))
    .filter(({ op }) => findOp(op) !== undefined)
    .map((entry) => {
      const all = textHash(marks, sources.op(entry.op));
      return { entry, stamp: stampOf(entry.sha256, all) };
    });
}

function readRecords(): ReadonlyMap<string, SensitivityRecord> {
  if (!existsSync(filePath)) return new Map();
  const records = parseSensitivity(readFileSync(filePath, 'utf8'));
  return new Map(records.map((record) => [unitOf(record), record]));
}

function unitOf({ contract, op }: Pick<SensitivityRecord, 'contract' | 'op'>): string {
  return `${contract}/${op}`;
}

function isFresh(record: SensitivityRecord | undefined, { stamp }: Job): boolean {
  return record?.stamp === stamp;
}

/** Ops and contracts whose marks are stale. */
export function staleMarks(sources: Sources): string[] {
  const records = readRecords();
  return allJobs(sources)
    .filter((job) => !isFresh(records.get(unitOf(job.entry)), job))
    .map(({ entry }) => unitOf(entry));
}

function compute({ entry, stamp }: Job): SensitivityRecord {
  const [file] = readVectors(vectorsDir, (other) => unitOf(other) === unitOf(entry));
  const op = findOp(entry.op)!;
  const contract = entry.contract as ContractId;
  const head = { op: op.name, contract, stamp };
  return sensitivityRecord(file!, head, (i) => {
    const c = file!.cases[i]!;
    return marksOf(op, contract, c, traceOf(op, contract, c));
  });
}

function countOf(ids: readonly string[] = []): number {
  const ranges = ids.flatMap((text) => text.split('/')[1]!.split(','));
  return ranges.reduce((sum, range) => {
    const [from, to = from] = range.split('-').map(Number) as [number, number?];
    return sum + to - from + 1;
  }, 0);
}

function printTotals(records: readonly SensitivityRecord[]): void {
  const cases = records.reduce((sum, record) => sum + record.cases, 0);
  const rows = markNames.map((mark) => [
    mark,
    records.reduce((sum, { marks }) => sum + countOf(marks[mark]), 0),
    'of',
    cases,
    'cases',
  ]);
  for (const line of columns(rows)) print(line);
}

function sensitivity(options: Options): void {
  const before = readRecords();
  const jobs = allJobs();
  if (options.check === true) {
    const old = jobs.find((job) => !isFresh(before.get(unitOf(job.entry)), job));
    if (old !== undefined || before.size !== jobs.length) {
      throw new GoldError('vector-stale', 'the sensitivity marks are stale', {
        path: old === undefined ? sensitivityName : unitOf(old.entry),
        hint: 'run `goldvec sensitivity` and commit',
      });
    }
    printTotals([...before.values()]);
    return;
  }
  const records = jobs.map((job) => {
    const known = before.get(unitOf(job.entry));
    return known !== undefined && isFresh(known, job) ? known : compute(job);
  });
  replaceFile(filePath, sensitivityText(records));
  printTotals(records);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('sensitivity')
    .description('mark the cases that contraction, sum order, flushing … would change')
    .option('--check', 'compute nothing: exit 3 if the marks are stale')
    .action(sensitivity);
}
