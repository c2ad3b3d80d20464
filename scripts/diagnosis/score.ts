/**
 * Prints what the diagnosis says about every broken kernel, and what that is worth: `npm run diagnosis:score`,
 * or `-- <set or id> ...` for some of them. With `--keep <folder>`, what the kernels answered is kept there,
 * so that a change of the diagnosis is graded again without building and running them.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import type { Evidence } from '../../conformance/core/evidence.ts';
import { loadCorpus, type TestCase, wholeCase } from '../../conformance/core/load.ts';
import {
  type Entry,
  type Grade,
  gradeOf,
  overlayOf,
} from '../../conformance/diagnosis/broken/entry.ts';
import { entrySets } from '../../conformance/diagnosis/broken/index.ts';
import { askingAgain, evidenceOf } from '../../conformance/diagnosis/broken/run_broken.ts';
import { diagnose } from '../../conformance/diagnosis/diagnose.ts';
import { newReplayer } from '../../conformance/diagnosis/replay/replayer.ts';
import { makeFolder } from '../../schema/format/make_folder.ts';

const vectors = join(sourceRoot, '..', '..', 'vectors');
const manifest = readFileSync(join(vectors, 'manifest.json'));
const { values, positionals } = parseArgs({
  options: { keep: { type: 'string' }, all: { type: 'boolean' } },
  allowPositionals: true,
});

/** Evidence with cases by identity, as it is kept. */
async function keptEvidence(entry: Entry, cases: readonly TestCase[]): Promise<Evidence> {
  if (values.keep === undefined) return await evidenceOf(entry, cases);
  makeFolder(values.keep);
  const hash = createHash('sha256')
    .update(manifest)
    .update(JSON.stringify(overlayOf(entry)));
  const path = join(values.keep, `${entry.id}-${hash.digest('hex').slice(0, 16)}`);
  const byId = new Map(cases.map((test) => [test.id, test]));
  if (existsSync(path)) {
    const kept = deserialize(readFileSync(path));
    const withTest = ({ test, ...rest }: { test: string }) => ({ ...rest, test: byId.get(test)! });
    return {
      ...kept,
      failures: kept.failures.map(withTest),
      passed: kept.passed.map((id: string) => byId.get(id)!),
    };
  }
  const found = await evidenceOf(entry, cases);
  const failures = found.failures.map(({ test, ...rest }) => ({ ...rest, test: test.id }));
  writeFileSync(path, serialize({ ...found, failures, passed: found.passed.map(({ id }) => id) }));
  return found;
}

function rowOf({ id, verdict, namesFunction, namesMistake, line }: Grade, seconds: number): string {
  const mark = (holds: boolean): string => (holds ? 'yes' : 'no ');
  const parts = [
    id.padEnd(28),
    verdict.padEnd(6),
    `function ${mark(namesFunction)} mistake ${mark(namesMistake)}`,
    `${seconds.toFixed(1)} s`.padStart(6),
    line.replace('diagnosis: native:gcc-O2: ', ''),
  ];
  return `${parts.join('  ')}\n`;
}

// a diagnosis reads each of them many times
const cases = loadCorpus(vectors, () => true).cases.map(wholeCase);
for (const [name, entries] of Object.entries(entrySets)) {
  const wanted = entries.filter(
    ({ id }) => positionals.length === 0 || positionals.includes(name) || positionals.includes(id),
  );
  const grades: Grade[] = [];
  for (const entry of wanted) {
    const evidence = await keptEvidence(entry, cases);
    // a run has a replayer of its own
    const replayer = newReplayer();
    const before = process.cpuUsage().user;
    const event = await diagnose({ ...evidence, ...askingAgain(entry) }, replayer);
    const seconds = (process.cpuUsage().user - before) / 1e6;
    const grade = gradeOf(entry, event);
    grades.push(grade);
    process.stdout.write(rowOf(grade, seconds));
    if (values.all === true) process.stdout.write(`    ${event?.lines.slice(1).join('\n    ')}\n`);
  }
  if (wanted.length === 0) continue;
  const count = (verdict: Grade['verdict']): number =>
    grades.filter((grade) => grade.verdict === verdict).length;
  process.stdout.write(
    `${name}: ${count('named')} of ${grades.length} named, ${count('half')} half, ${count('fact')} facts only, ${count('wrong')} wrong, ${count('missed')} missed\n\n`,
  );
}
