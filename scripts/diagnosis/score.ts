/**
 * Prints what the diagnosis says about every broken kernel, and what that is worth: `npm run diagnosis:score`,
 * or `-- <set or id> ...` for some of them. With `--keep <folder>`, what the kernels answered is kept there,
 * so that a change of the diagnosis is graded again without building and running them. With `--trainings` whole trainings
 * are run as well, as in a run: what is asked of the time.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import type { Evidence, Failure } from '../../conformance/core/evidence.ts';
import { levelOf } from '../../conformance/core/level.ts';
import { loadCorpus, type TestCase } from '../../conformance/core/load.ts';
import {
  type Entry,
  type Grade,
  gradeOf,
  overlayOf,
} from '../../conformance/diagnosis/broken/entry.ts';
import { entrySets } from '../../conformance/diagnosis/broken/index.ts';
import { askingAgain, evidenceOf } from '../../conformance/diagnosis/broken/run_broken.ts';
import { makeFolder } from '../../schema/format/make_folder.ts';
import { newDiagnosisThread } from '../cli/diagnosis_thread.ts';
import { optimiseLater } from '../cli/optimise_later.ts';
import { root } from '../cli/paths.ts';

const vectors = join(sourceRoot, '..', '..', 'vectors');
const manifest = readFileSync(join(vectors, 'manifest.json'));
const { values, positionals } = parseArgs({
  options: { keep: { type: 'string' }, all: { type: 'boolean' }, trainings: { type: 'boolean' } },
  allowPositionals: true,
});

/** Evidence with cases by identity, as it is kept. */
async function keptEvidence(entry: Entry, cases: readonly TestCase[]): Promise<Evidence> {
  const isWhole = values.trainings === true;
  if (values.keep === undefined) return await evidenceOf(entry, cases, isWhole);
  makeFolder(values.keep);
  const hash = createHash('sha256')
    .update(manifest)
    .update(JSON.stringify(overlayOf(entry)))
    .update(isWhole ? 'with trainings' : '');
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
  const found = await evidenceOf(entry, cases, isWhole);
  const failures = found.failures.map(({ test, ...rest }) => ({ ...rest, test: test.id }));
  writeFileSync(path, serialize({ ...found, failures, passed: found.passed.map(({ id }) => id) }));
  return found;
}

/** Seconds of processor that the diagnosis of a whole run took, and that of a run of the smoke level. */
interface Times {
  readonly full: number;
  readonly smoke: number;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = process.cpuUsage();
  const made = await work();
  const { user, system } = process.cpuUsage(before);
  return [made, (user + system) / 1e6];
}

/** The module of the thread, compiled as in a clone: translated ones take longer to load, and are slower. */
async function compiledWorker(): Promise<URL | undefined> {
  const script = new URL('../compiled.mjs', import.meta.url).href;
  const { compiledModule } = (await import(script)) as {
    compiledModule(root: string, entry: string): Promise<string | undefined>;
  };
  const compiled = await compiledModule(root, 'scripts/cli/clone.ts');
  if (compiled === undefined) return undefined;
  return pathToFileURL(join(dirname(compiled), 'diagnosis_worker.js'));
}

// as a run does
optimiseLater();
const worker = await compiledWorker();
const { signal } = new AbortController();
/** No machine is too slow for a grade. */
const patience = 3_600_000;

/**
 * Diagnoses as a run does: in a thread that starts for it, to which the evidence is sent. What the kernel takes when it is
 * asked again is no time of the diagnosis, which waits: here its sources are built or translated for it first.
 */
async function diagnosed(entry: Entry, evidence: Evidence) {
  const { answerAlone } = askingAgain(entry);
  let asking = 0;
  const again = async (failure: Failure) => {
    const [answer, seconds] = await timed(() => answerAlone!(failure));
    asking += seconds;
    return answer;
  };
  const [event, seconds] = await timed(async () => {
    const thread = newDiagnosisThread(signal, worker, patience);
    try {
      return await thread.diagnose({ ...evidence, answerAlone: again });
    } finally {
      await thread.end();
    }
  });
  return [event, seconds - asking] as const;
}

const isSmoke = levelOf('smoke', vectors);

/** What a run of the smoke level knows of the same kernel. */
function smokeOf(evidence: Evidence): Evidence {
  return {
    ...evidence,
    failures: evidence.failures.filter(({ test }) => isSmoke(test.id)),
    passed: evidence.passed.filter(({ id }) => isSmoke(id)),
  };
}

function rowOf(
  { id, verdict, namesFunction, namesMistake, line }: Grade,
  { full, smoke }: Times,
): string {
  const mark = (holds: boolean): string => (holds ? 'yes' : 'no ');
  const parts = [
    id.padEnd(28),
    verdict.padEnd(6),
    `function ${mark(namesFunction)} mistake ${mark(namesMistake)}`,
    `${full.toFixed(1)} s`.padStart(6),
    `smoke ${smoke.toFixed(1)} s`,
    line.replace('diagnosis: native:gcc-O2: ', ''),
  ];
  return `${parts.join('  ')}\n`;
}

const { cases } = loadCorpus(vectors, () => true);
for (const [name, entries] of Object.entries(entrySets)) {
  const wanted = entries.filter(
    ({ id }) => positionals.length === 0 || positionals.includes(name) || positionals.includes(id),
  );
  const grades: Grade[] = [];
  let worst: Times = { full: 0, smoke: 0 };
  for (const entry of wanted) {
    const evidence = await keptEvidence(entry, cases);
    const [event, full] = await diagnosed(entry, evidence);
    const [, smoke] = await diagnosed(entry, smokeOf(evidence));
    worst = { full: Math.max(worst.full, full), smoke: Math.max(worst.smoke, smoke) };
    const grade = gradeOf(entry, event);
    grades.push(grade);
    process.stdout.write(rowOf(grade, { full, smoke }));
    if (values.all === true) process.stdout.write(`    ${event?.lines.slice(1).join('\n    ')}\n`);
  }
  if (wanted.length === 0) continue;
  const count = (verdict: Grade['verdict']): number =>
    grades.filter((grade) => grade.verdict === verdict).length;
  process.stdout.write(
    `${name}: ${count('named')} of ${grades.length} named, ${count('half')} half, ${count('fact')} facts only, ${count('wrong')} wrong, ${count('missed')} missed; at worst ${worst.full.toFixed(1)} s of processor, ${worst.smoke.toFixed(1)} s at the smoke level\n\n`,
  );
}
