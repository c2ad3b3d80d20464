/**
 * `npm test`: sets up, then runs every check, cheap ones first. A failing step does not hide the
 * ones after it. Each gate counts as one test; vitest and crosscheck count what they really ran.
 *
 * What a step prints goes to `.build/test/`, and to the terminal only where the step fails. Outside continuous
 * integration a step is left out whose files are those with which it last passed, and so is each file of unit tests
 * (`unit_tests/run.mjs`).
 */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';
import { fileHashes, hashesOf, hashOfAll, treeFiles } from './step_files.mjs';
import { addTotals, formatTotals, parseTotals, runLogged } from './totals.mjs';

const recordings = process.env.GOLDVEC_RECORDINGS ?? join(root, '..', 'shared', 'recordings');
const folder = join(root, '.build', 'test');
const memoryFile = join(folder, 'passed.json');
const shownLines = 60;

function bin(name) {
  return join(root, 'node_modules', '.bin', name);
}

const passed = { passed: 1, failed: 0, skipped: 0 };
const failed = { passed: 0, failed: 1, skipped: 0 };
const skipped = { passed: 0, failed: 0, skipped: 1 };

const gate = (command, args) => async (log) =>
  (await runLogged(command, args, log)).status === 0 ? passed : failed;

const goldvec = (...args) => gate(process.execPath, ['scripts/goldvec.mjs', ...args]);

/** Of these, files of other names are looked at otherwise. */
const lintRules = /^(biome\.json|package-lock\.json|\.gitignore)$/;

/** Looks at each file by itself, so that after an edit those are enough that have `changed` since all was well. */
const lint = async (log, changed) => {
  const isAll = changed === undefined || changed.some((path) => lintRules.test(path));
  const paths = isAll ? ['.'] : changed.filter((path) => existsSync(join(root, path)));
  const args = ['check', '--no-errors-on-unmatched', ...paths];
  return paths.length === 0 ? passed : gate(bin('biome'), args)(log);
};

/**
 * Test files with vitest, or all of them: exit status, and the path of the report. In continuous integration these are
 * the quick and the thorough ones, with all builds of C, and elsewhere the quick ones, with builds that stand for the others.
 */
const vitest = (log) => async (tests, env) => {
  const report = join(root, '.build', 'vitest.json');
  rmSync(report, { force: true });
  const [projects, few] = process.env.CI
    ? [['quick', 'thorough'], {}]
    : [['quick'], { GOLDVEC_TEST_BUILDS: 'few' }];
  const chosen = projects.flatMap((name) => ['--project', name]);
  const args = ['run', ...chosen, '--reporter=default', '--reporter=json'];
  const all = [...args, `--outputFile.json=${report}`, ...(tests ?? [])];
  const { status } = await runLogged(bin('vitest'), all, log, { ...few, ...env });
  return { status, report };
};

/** The unit tests that something has changed for, counted from vitest's own report. */
async function unitTestFiles(log) {
  const { unitTests: runUnitTests } = await import('./unit_tests/run.mjs');
  const options = { root, files, vitest: vitest(log), isForgetful: Boolean(process.env.CI) };
  const { totals, left } = await runUnitTests(options);
  const remarks = [
    left.passed > 0 ? `${left.passed} files are as when they last passed; ` : '',
    left.about > 0 ? `${left.about} are not about what changed and left to CI; ` : '',
  ];
  return { ...totals, remark: remarks.join('') };
}

/** The recorded ground truth, which is not part of the repository. */
async function crosscheck(log) {
  if (!existsSync(recordings)) return skipped;
  const args = ['scripts/goldvec.mjs', 'crosscheck', recordings];
  const { status, text } = await runLogged(process.execPath, args, log);
  const totals = parseTotals(text) ?? failed;
  if (status !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

const sources = ['reference/', 'goldgen/', 'schema/', 'scripts/cli/', 'package-lock.json'];

/** The compiler takes up its own work where it left it, at files that have changed and those that import them. */
const typesArgs = ['--noEmit', '--incremental', '--tsBuildInfoFile', '.build/types.tsbuildinfo'];

/**
 * Name, what it runs, usual seconds on two idle cores, and what its outcome depends on (all files where left out). Those of
 * the list are run two at a time, each on one core; the unit tests after them take both.
 */
const steps = [
  ['types', gate(bin('tsc'), typesArgs), 10, /\.(ts|json)$/],
  ['lint', lint, 5, /(^|\/)\.\w+$|\.(ts|mjs|js|json|jsonc|css|html|vue)$/],
  ['generated files', goldvec('sync', '--check'), 5],
  ['vectors are valid', goldvec('verify'), 5, [...sources, 'vectors/']],
  ['vectors regenerate byte for byte', goldvec('gen', '--check'), 10, [...sources, 'vectors/']],
  ['nothing moved without a version and an entry', goldvec('gate'), 5],
  ['mutants are killed', goldvec('mutate', '--check'), 5, [...sources, 'vectors/']],
  ['sensitivity marks are fresh', goldvec('sensitivity', '--check'), 5, [...sources, 'vectors/']],
  ['every input has an effect', goldvec('propagation'), 15, [...sources, 'vectors/']],
  ['recorded ground truth', crosscheck, 5, [...sources, 'vectors/']],
];

const unitTests = ['unit tests', unitTestFiles, 100];

function readMemory() {
  try {
    return JSON.parse(readFileSync(memoryFile, 'utf8'));
  } catch {
    return {};
  }
}

/** Nothing failed, and something was tried: what could not be tried here may be possible the next time. */
function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

function showEnd(log) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  if (lines.length > shownLines) process.stdout.write(`(the whole of it: ${log})\n`);
  process.stdout.write(`${lines.slice(-shownLines).join('\n')}\n`);
}

/** Prints the end of a step, and remembers it. */
function finish(name, result, seconds, state) {
  totals = addTotals(totals, result);
  const label = name.padEnd(34);
  process.stdout.write(`${label} ${formatTotals(result)} (${result.remark ?? ''}${seconds} s)\n`);
  if (result.failed > 0) showEnd(logOf(name));
  memory[name] = { seconds, totals: result, ...(isGood(result) ? state : {}) };
  writeFileSync(memoryFile, JSON.stringify(memory));
}

/** Files that differ from those of then, or were not among them; undefined where nothing is known of then. */
function changedSince(then, now) {
  return then && Object.keys(now).filter((path) => now[path] !== then[path]);
}

const logOf = (name) => join(folder, `${name.replace(/\W+/g, '_')}.log`);

async function run([name, step, usual, inputs]) {
  const hashes = hashesOf(contents, inputs);
  const hash = hashOfAll(hashes, files);
  const before = memory[name];
  if (hash !== undefined && before?.hash === hash) {
    const text = formatTotals(before.totals);
    totals = addTotals(totals, before.totals);
    process.stdout.write(`${name.padEnd(34)} ${text} (its files are as when it last passed)\n`);
    return;
  }
  process.stdout.write(`${name.padEnd(34)} begins, usually ${before?.seconds ?? usual} s\n`);
  writeFileSync(logOf(name), '');
  const started = performance.now();
  const state = { hash, ...(step === lint ? { files: hashes } : {}) };
  const result = await step(logOf(name), changedSince(before?.files, hashes));
  finish(name, result, Math.round((performance.now() - started) / 1000), state);
}

const lanes = 2;

await setup();
mkdirSync(folder, { recursive: true });
const memory = process.env.CI ? {} : readMemory();
const files = treeFiles(root);
// as they are before the first step: a file that changes while the steps run does not count as tested
const contents = fileHashes(root, files);
let totals = { passed: 0, failed: 0, skipped: 0 };
const waiting = [...steps];
const lane = async () => {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await run(step);
};
await Promise.all(Array.from({ length: lanes }, lane));
await run(unitTests);
process.stdout.write(`${formatTotals(totals)}\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
