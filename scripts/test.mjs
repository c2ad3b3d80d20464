/**
 * `npm test`: sets up, then runs every check in the order cheap to dear. A failing step does not hide the
 * ones after it. Each gate counts as one test; vitest and crosscheck count what they really ran.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';
import { addTotals, formatTotals, parseTotals, runShown } from './totals.mjs';

const recordings = process.env.GOLDVEC_RECORDINGS ?? join(root, '..', 'shared', 'recordings');

function bin(name) {
  return join(root, 'node_modules', '.bin', name);
}

const passed = { passed: 1, failed: 0, skipped: 0 };
const failed = { passed: 0, failed: 1, skipped: 0 };
const skipped = { passed: 0, failed: 0, skipped: 1 };

async function gate(command, args) {
  const { status } = await runShown(command, args);
  return status === 0 ? passed : failed;
}

const goldvec = (...args) => gate(process.execPath, ['scripts/goldvec.mjs', ...args]);

/** The unit tests, counted from vitest's own report. */
async function unitTests() {
  const report = join(root, '.build', 'vitest.json');
  mkdirSync(join(root, '.build'), { recursive: true });
  rmSync(report, { force: true });
  const args = ['run', '--project', 'quick', '--reporter=default', '--reporter=json'];
  const { status } = await runShown(bin('vitest'), [...args, `--outputFile.json=${report}`]);
  if (!existsSync(report)) return failed;
  const json = JSON.parse(readFileSync(report, 'utf8'));
  const totals = {
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  };
  // a suite that fails to load has no failed test of its own
  if (status !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

/** The recorded ground truth, which is not part of the repository. */
async function crosscheck() {
  if (!existsSync(recordings)) {
    process.stdout.write(`no recordings at ${recordings}: crosscheck is skipped\n`);
    return skipped;
  }
  const { status, text } = await runShown(process.execPath, [
    'scripts/goldvec.mjs',
    'crosscheck',
    recordings,
  ]);
  const totals = parseTotals(text) ?? failed;
  if (status !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

const steps = [
  ['types', () => gate(bin('tsc'), ['--noEmit'])],
  ['lint', () => gate(bin('biome'), ['check', '.'])],
  ['generated files', () => goldvec('sync', '--check')],
  ['vectors are valid', () => goldvec('verify')],
  ['vectors regenerate byte for byte', () => goldvec('gen', '--check')],
  ['nothing moved without a version and an entry', () => goldvec('gate')],
  ['mutants are killed', () => goldvec('mutate', '--check')],
  ['sensitivity marks are fresh', () => goldvec('sensitivity', '--check')],
  ['every input has an effect', () => goldvec('propagation')],
  ['recorded ground truth', crosscheck],
  ['unit tests', unitTests],
];

setup();
let totals = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
for (const [name, step] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const started = performance.now();
  const result = await step();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  totals = addTotals(totals, result);
  lines.push(`${name}: ${formatTotals(result)} (${seconds} s)`);
}
process.stdout.write(`\n${lines.join('\n')}\n${formatTotals(totals)}\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
