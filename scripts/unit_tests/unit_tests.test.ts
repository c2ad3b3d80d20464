/**
 * What a test file is found to depend on. Method: a small tree, whose tests import, read, list, copy, start programs and
 * take what an earlier test of the same process has read; all pass once, then one file at a time is changed.
 */

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../cli/paths.ts';

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
interface Outcome {
  readonly totals: Totals;
  readonly left: { readonly passed: number; readonly about: number };
}
type Vitest = (
  tests: readonly string[] | undefined,
  env: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly report: string }>;
interface Options {
  readonly root: string;
  readonly files: readonly string[];
  readonly vitest: Vitest;
  readonly isForgetful: boolean;
}

const tree = mkdtempSync(join(tmpdir(), 'goldvec-unit-tests-'));
// these tests may be observed themselves, but not those of the small tree by the same observer
const { NODE_OPTIONS: options } = process.env;
delete process.env.NODE_OPTIONS;
afterAll(() => {
  if (options !== undefined) process.env.NODE_OPTIONS = options;
  rmSync(tree, { recursive: true });
});

const report = join(tree, '.build/report.json');
const test = (body: string, ...imports: string[]): string =>
  [
    "import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';",
    "import { execFileSync, spawn, spawnSync } from 'node:child_process';",
    "import { Worker } from 'node:worker_threads';",
    "import { it } from 'vitest';",
    ...imports,
    `it('passes', async () => { ${body} });`,
  ].join('\n');

const builder = "import { build } from './conformance/backends/toolchain/sources.ts';";

/** A name of its own, or these tests would go through all ops themselves. */
const registry = 'registry.ts';

const texts: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'README.md': 'a page',
  'vitest.config.ts':
    "export default { test: { pool: 'forks', maxWorkers: 1, isolate: false, fileParallelism: false } };",
  'data/read.txt': '',
  'data/kept.txt': '',
  'data/child.txt': '',
  'data/spawned.txt': '',
  'data/shell.txt': '',
  'pages/a.md': '',
  'vectors/some_op.mp': '',
  'vectors/manifest.json': '',
  'goldgen/ops/some/some_op.ts':
    "import './family.ts'; export { sum as op } from '../../../reference/kernels/sums.ts';",
  'goldgen/ops/some/family.ts': '',
  'goldgen/registry.ts': "export { op as ops } from './ops/some/some_op.ts';",
  'reference/kernels/sums.ts': 'export const sum = 1;',
  'src/program.ts': `export { ops as done } from '../goldgen/${registry}';`,
  'c/a.c': '',
  'conformance/c/a.c': '',
  'src/deep.ts': 'export const one = 1;',
  'src/far.ts': 'export const two = 2;',
  'src/near.ts': "export { one } from './deep.ts';",
  'src/kept.ts': [
    "import { readFileSync } from 'node:fs';",
    'let text: string | undefined;',
    "export const kept = () => (text ??= readFileSync('data/kept.txt', 'utf8'));",
  ].join('\n'),
  'src/child.mjs':
    "import { readFileSync } from 'node:fs'; readFileSync('data/' + process.argv[2]);",
  'conformance/c/b.c': '',
  'conformance/backends/toolchain/sources.ts': [
    "import { readFileSync } from 'node:fs';",
    "export const build = () => void readFileSync('conformance/c/b.c', 'utf8');",
  ].join('\n'),
  'a_import.test.ts': test('one;', "import { one } from './src/near.ts';"),
  'b_read.test.ts': test("readFileSync('data/read.txt'); existsSync('data/absent.txt');"),
  'c_list.test.ts': test("readdirSync('pages');"),
  'd_copy.test.ts': test("cpSync('c', '.build/copied', { recursive: true, filter: () => true });"),
  'e_keeps.test.ts': test('kept();', "import { kept } from './src/kept.ts';"),
  'f_takes_what_is_kept.test.ts': test('kept();', "import { kept } from './src/kept.ts';"),
  'g_child.test.ts': test(
    "execFileSync(process.execPath, ['src/child.mjs', 'child.txt'], { env: {} });",
  ),
  'h_spawned.test.ts': test(
    "await new Promise((ended) => spawn(process.execPath, ['src/child.mjs', 'spawned.txt'], { env: {} }).on('close', ended));",
  ),
  'i_thread.test.ts': test(
    "await new Promise((ended) => new Worker('0', { eval: true, execArgv: [] }).on('exit', ended));",
  ),
  'j_shell.test.ts': test("execFileSync('sh', ['-c', 'true; true']);"),
  'k_git.test.ts': test("execFileSync('git', ['help']);"),
  'l_alone.test.ts': test("execFileSync('gcc', ['--version']);"),
  'o_computes.test.ts': test("await import(['./src', 'far.ts'].join('/'));"),
  'm_compiler.test.ts': test("execFileSync('gcc', ['-x', 'c', '/dev/null', '-E']);"),
  'p_builds.test.ts': test("build(); existsSync('c/a.c');", builder),
  'r_git_lists.test.ts': test("spawnSync('git', ['ls-files', '--others']);"),
  's_python.test.ts': test("spawnSync('python3', ['-c', '']);"),
  't_nothing.test.ts': test("spawnSync('sh', ['-c', 'exec false']);"),
  'q_could_build.test.ts': test('build.name;', builder),
  'u_reaches_ops.test.ts': test('done;', "import { done } from './src/program.ts';"),
  'v_names_an_op.test.ts': test(
    "readFileSync('vectors/some_op.mp'); readFileSync('vectors/manifest.json'); done;",
    "import { done } from './src/program.ts';",
  ),
  'w_goes_through_ops.test.ts': test('ops;', `import { ops } from './goldgen/${registry}';`),
  'x_imports_a_function.test.ts': test(
    'sum;',
    "import { sum } from './reference/kernels/sums.ts';",
  ),
  'n_node_in_a_shell.test.ts': test(
    "execFileSync('sh', ['-c', process.execPath + ' src/child.mjs shell.txt']);",
  ),
};
const tests = Object.keys(texts).filter((path) => path.endsWith('.test.ts'));
const files = (): string[] => [...Object.keys(texts), ...own.map((name) => `scripts/${name}`)];
const own = ['graph', 'inputs', 'observe', 'ops', 'run'].map((name) => `unit_tests/${name}.mjs`);
const beside = ['child', 'link', 'setup', 'totals'].map((name) => `${name}.mjs`);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

let started: readonly string[] | undefined;
const vitest: Vitest = async (tests, env) => {
  started = tests;
  const args = ['run', '--reporter=json', `--outputFile=${report}`, ...(tests ?? [])];
  const command = [join(root, 'node_modules/vitest/vitest.mjs'), ...args];
  const options = { cwd: tree, env: { ...process.env, ...env } };
  const { status } = spawnSync(process.execPath, command, options);
  return { status: status ?? 1, report };
};
/** Which test files would run, without running them. */
const pretend: Vitest = async (tests) => {
  started = tests;
  return { status: 1, report: join(tree, 'none') };
};

let unitTests: (options: Options) => Promise<Outcome>;
const run = async (how: Vitest, isForgetful = false, more: string[] = []): Promise<Outcome> => {
  started = [];
  return unitTests({ root: tree, files: [...files(), ...more], vitest: how, isForgetful });
};

beforeAll(async () => {
  for (const [path, text] of Object.entries(texts)) write(path, text);
  for (const name of [...own, ...beside])
    cpSync(join(root, 'scripts', name), join(tree, 'scripts', name));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const script = join(tree, 'scripts/unit_tests/run.mjs');
  ({ unitTests } = (await import(script)) as { readonly unitTests: typeof unitTests });
  const { totals, left } = await run(vitest);
  expect({ totals, left }).toEqual({
    totals: { passed: tests.length, failed: 0, skipped: 0 },
    left: { passed: 0, about: 0 },
  });
});

const letters = (paths: readonly string[] | undefined): string =>
  (paths ?? [])
    .map((path) => path.slice(0, 1))
    .sort()
    .join('');

describe('a test file runs again', () => {
  it('not where nothing has changed, and counts as it did', async () => {
    const { totals, left } = await run(pretend);
    expect([started, totals.passed]).toEqual([[], tests.length]);
    expect(left).toEqual({ passed: tests.length, about: 0 });
  });

  it.each([
    ['src/deep.ts', 'aghijknos'],
    ['src/far.ts', 'ghijknos'],
    ['src/kept.ts', 'efghijknos'],
    ['src/child.mjs', 'ghijknos'],
    ['data/read.txt', 'bghijknos'],
    ['data/kept.txt', 'efghijknos'],
    ['data/child.txt', 'ghijknos'],
    ['c/a.c', 'djk'],
    ['conformance/c/a.c', 'jkm'],
    ['conformance/c/b.c', 'jkmp'],
    ['conformance/backends/toolchain/sources.ts', 'ghijknopqs'],
    ['data/shell.txt', 'ghijknos'],
    ['pages/a.md', 'k'],
    ['README.md', 'k'],
    ['b_read.test.ts', 'bk'],
    ['package-lock.json', 'abcdefghijklmnopqrstuvwx'],
    ['scripts/unit_tests/observe.mjs', 'abcdefghijklmnopqrstuvwx'],
  ])('after a change of %s: %s', async (path, expected) => {
    const before = readFileSync(join(tree, path), 'utf8');
    write(path, `${before}\n`);
    await run(pretend);
    write(path, before);
    expect(letters(started)).toBe(expected);
  });

  it.each([
    ['goldgen/ops/some/some_op.ts', 'vw', 9],
    ['goldgen/ops/some/family.ts', 'vw', 9],
    ['reference/kernels/sums.ts', 'wx', 10],
    ['vectors/some_op.mp', 'v', 4],
    ['vectors/manifest.json', '', 9],
  ])('if it is about an op, after a change of %s: %s', async (path, expected, about) => {
    const before = readFileSync(join(tree, path), 'utf8');
    write(path, `${before}\n`);
    const { totals, left } = await run(vitest);
    expect([letters(started), left.about]).toEqual([expected, about]);
    expect(totals).toEqual({ passed: tests.length - about, failed: 0, skipped: about });
    // those that were left out are so until something else that they depend on changes
    await run(pretend);
    expect(letters(started)).toBe('');
    const deep = readFileSync(join(tree, 'src/program.ts'), 'utf8');
    write('src/program.ts', `${deep}\n`);
    await run(pretend);
    write('src/program.ts', deep);
    expect(letters(started)).toBe('ghijknosuv');
    write(path, before);
    await run(vitest);
  });

  it.each([
    ['data/absent.txt', 'bghijknors'],
    ['pages/new.md', 'ckr'],
  ])('where %s appears: %s', async (path, expected) => {
    write(path, '');
    await run(pretend, false, [path]);
    rmSync(join(tree, path));
    expect(letters(started)).toBe(expected);
  });

  it('with other variables and in continuous integration', async () => {
    process.env.GOLDVEC_ANOTHER = '1';
    await run(pretend);
    delete process.env.GOLDVEC_ANOTHER;
    expect(letters(started)).toBe('abcdefghijklmnopqrstuvwx');
    await run(pretend, true);
    expect(started).toBeUndefined();
  });

  it('where it has failed, alone', async () => {
    write('l_alone.test.ts', test('throw new Error();'));
    const { totals, left } = await run(vitest);
    expect([letters(started), totals.failed, left]).toEqual(['kl', 1, { passed: 22, about: 0 }]);
    await run(pretend);
    expect(letters(started)).toBe('l');
  });
});
