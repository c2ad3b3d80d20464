/**
 * The quick test files, each of which is left out where all that it depends on is as it was when it last passed: the
 * modules that it imports (`graph.mjs`), the files and programs that were seen to be read (`observe.mjs`), tools and
 * environment. Of an op that has changed only those run that are about it (`ops.mjs`). Anything else runs. In
 * continuous integration all of them run, and nothing is observed.
 */

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addTotals } from '../totals.mjs';
import { newTree } from './inputs.mjs';
import { newCounting } from './ops.mjs';

const none = { passed: 0, failed: 0, skipped: 0 };

/** Written anew when this file or one beside it changes what it remembers. */
const version = 3;

/** Files that every test depends on. */
const shared = ['package-lock.json', 'package.json', 'vitest.config.ts', 'tsconfig.json'];
const own = ['graph', 'inputs', 'observe', 'ops', 'run'].map(
  (name) => `scripts/unit_tests/${name}.mjs`,
);

export function isQuickTest(path) {
  return path.endsWith('.test.ts') && !/\.(slow|thorough)\.test\.ts$/.test(path);
}

/** What a result depends on besides files of the checkout: Node, the installed packages, and the variables that are read. */
function surroundings() {
  const packages = statSync('/var/lib/dpkg/status', { throwIfNoEntry: false });
  const variables = Object.entries(process.env).filter(([name]) => /^(GOLDVEC_|PATH$)/.test(name));
  return [
    String(version),
    process.version,
    `${packages?.mtimeMs} ${packages?.size}`,
    JSON.stringify(variables.sort()),
  ];
}

/** What was noted, by the module or test file for which it was read. */
export function readNotes(text) {
  const notes = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const { input, by } = JSON.parse(line);
    for (const path of by) notes.set(path, (notes.get(path) ?? new Set()).add(input));
  }
  return notes;
}

/** Lines of all that a test file depends on: its modules, and what was read for any of them. */
export function inputsOf(test, closure, notes) {
  const read = [test, ...closure].flatMap((path) => [...(notes.get(path) ?? [])]);
  const modules = [...closure, ...shared, ...own].map((path) => `file ${path}`);
  return [...new Set([...modules, ...read])].sort();
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Totals of each test file in a report of vitest; a file that could not be loaded has failed. */
export function totalsByFile(report, root) {
  return new Map(
    report.testResults.map(({ name, status, assertionResults }) => {
      const count = (...states) => assertionResults.filter((t) => states.includes(t.status)).length;
      const totals = {
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped', 'pending', 'todo', 'disabled'),
      };
      if (status === 'failed' && totals.failed === 0) totals.failed = 1;
      return [relative(root, name), totals];
    }),
  );
}

/**
 * Test files that need not run: those for which all is as when they last `passed`, and those for which all is that they are
 * `about`. `memory`: test file → the lines of its inputs, both hashes of these and the totals.
 */
export function passedBefore(root, tests, memory, tree, around = surroundings()) {
  const known = tests.filter((test) => memory[test] !== undefined);
  const passed = known.filter(
    (test) => tree.hash(memory[test].inputs, around) === memory[test].hash,
  );
  const others = known.filter((test) => !passed.includes(test));
  const countsFor = newCounting(root);
  const about = others.filter((test) => {
    const { inputs, narrow } = memory[test];
    return tree.hash(inputs, around, countsFor(test)) === narrow;
  });
  return { passed, about };
}

/** What a file counts that was left out although it might end otherwise now. */
const allSkipped = ({ passed, skipped }) => ({ passed: 0, failed: 0, skipped: passed + skipped });

/**
 * Runs what has to be run. `vitest(tests, env)` runs these test files, or all where there is no list, and gives the status and the path
 * of the report in JSON; `files` are those of the checkout. Gives the totals of all, and how many files were left out: as
 * they `passed`, or, counted as skipped, until something changes that they are `about`.
 */
export async function unitTests({ root, files, vitest, isForgetful }) {
  if (isForgetful || files.length === 0) {
    const { status, report } = await vitest(undefined, {});
    return { totals: sum(readJson(report), root, status), left: { passed: 0, about: 0 } };
  }
  const tests = files.filter(isQuickTest).filter((path) => existsSync(join(root, path)));
  const folder = join(root, '.build', 'test');
  const memoryFile = join(folder, 'unit_tests.json');
  mkdirSync(folder, { recursive: true });
  const memory = readJson(memoryFile) ?? {};
  const tree = newTree(root, files);
  const { passed, about } = passedBefore(root, tests, memory, tree);
  const before = new Set([...passed, ...about]);
  const left = { passed: passed.length, about: about.length };
  const due = tests.filter((test) => !before.has(test));
  const old = [
    ...passed.map((test) => memory[test].totals),
    ...about.map((test) => allSkipped(memory[test].totals)),
  ].reduce(addTotals, none);
  if (due.length === 0) return { totals: old, left };

  const log = join(folder, 'observed.jsonl');
  rmSync(log, { force: true });
  const option = `--import ${JSON.stringify(pathToFileURL(join(root, 'scripts/unit_tests/observe.mjs')).href)}`;
  const env = {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${option}`.trim(),
    GOLDVEC_OBSERVED: log,
  };
  const { status, report } = await vitest(due, env);
  const found = readJson(report);
  const totals = sum(found, root, status);
  if (found !== undefined && (status === 0 || totals.failed > 0)) {
    const { computing, importClosures } = await import('./graph.mjs');
    const closures = await importClosures(root, due);
    const notes = readNotes(existsSync(log) ? readFileSync(log, 'utf8') : '');
    const unknown = new Set(computing(root, [...new Set([...closures.values()].flat())]));
    for (const path of unknown) notes.set(path, (notes.get(path) ?? new Set()).add('sources'));
    const around = surroundings();
    const countsFor = newCounting(root);
    for (const [test, own] of totalsByFile(found, root)) {
      delete memory[test];
      if (own.failed > 0 || own.passed === 0) continue;
      const inputs = inputsOf(test, closures.get(test), notes);
      const hash = tree.hash(inputs, around);
      const narrow = tree.hash(inputs, around, countsFor(test));
      memory[test] = { hash, narrow, totals: own, inputs };
    }
    writeFileSync(memoryFile, JSON.stringify(memory));
  }
  return { totals: addTotals(totals, old), left };
}

/** Totals of a report; a run that fails without a failed test, or without a report, counts as one that failed. */
function sum(report, root, status) {
  if (report === undefined) return { ...none, failed: 1 };
  const totals = [...totalsByFile(report, root).values()].reduce(addTotals, none);
  if (status !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}
