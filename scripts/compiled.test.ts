/** The compiled form of a small tree: when it is made again, and that it behaves as its sources do. */

import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from './cli/paths.ts';

type CompiledModule = (root: string, entry: string) => Promise<string | undefined>;
// it runs before there is a compiler, so it has no types
const script = new URL('./compiled.mjs', import.meta.url).href;
const { compiledModule } = (await import(script)) as { readonly compiledModule: CompiledModule };

const tree = mkdtempSync(join(tmpdir(), 'goldvec-compiled-'));
afterAll(() => rmSync(tree, { recursive: true }));

const long = new Date(Date.now() - 60_000);

/** A file of the tree, written a minute ago. */
function write(path: string, text: string, at = long): void {
  writeFileSync(join(tree, path), text);
  utimesSync(join(tree, path), at, at);
}

beforeEach(() => {
  rmSync(join(tree, '.build'), { recursive: true, force: true });
  for (const folder of ['scripts', 'conformance']) {
    mkdirSync(join(tree, folder), { recursive: true });
  }
  if (!existsSync(join(tree, 'node_modules'))) {
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  }
  write('scripts/value.ts', 'export const value: number = 1;\n');
  write('scripts/data.json', '{ "unit": "ms" }\n');
  write(
    'scripts/main.ts',
    [
      "import { value } from './value.ts';",
      "import data from './data.json' with { type: 'json' };",
      'console.log(value, data.unit, import.meta.url);',
    ].join('\n'),
  );
  write('conformance/worker.ts', 'export const thread: boolean = true;\n');
});

const compiled = async () => (await compiledModule(tree, 'scripts/main.ts')) ?? 'none';
const output = (path: string) => execFileSync(process.execPath, [path], { encoding: 'utf8' });
const address = pathToFileURL(join(tree, 'scripts/main.ts')).href;

describe('the compiled form', () => {
  it('runs as the source does, which it takes itself for', async () => {
    expect(output(await compiled())).toBe(`1 ms ${address}\n`);
  });

  it('is kept while no file changes', async () => {
    expect(await compiled()).toBe(await compiled());
    expect(readdirSync(join(tree, '.build/compiled'))).toHaveLength(2);
  });

  it.each([
    ['another size', 'export const value: number = 22;\n', long, '22'],
    ['another time', 'export const value: number = 3;\n', new Date(Date.now() - 30_000), '3'],
  ])('is made again for a file of %s', async (_what, text, at, shown) => {
    await compiled();
    write('scripts/value.ts', text, at);
    expect(output(await compiled())).toBe(`${shown} ms ${address}\n`);
  });

  it('compares the content where a file was written as it was read', async () => {
    const soon = new Date(Date.now() + 60_000);
    write('scripts/value.ts', 'export const value: number = 4;\n', soon);
    const before = await compiled();
    expect(await compiled()).toBe(before);
    write('scripts/value.ts', 'export const value: number = 5;\n', soon);
    expect(output(await compiled())).toBe(`5 ms ${address}\n`);
  });

  it('follows the module of the charts, which is a file of its own', async () => {
    const charts = 'conformance/reporters/charts/vega.ts';
    mkdirSync(join(tree, 'conformance/reporters/charts'), { recursive: true });
    write(charts, 'export const drawn: string = "a line";\n');
    write('scripts/main.ts', `import { drawn } from '../${charts}';\nconsole.log(drawn);\n`);
    expect(output(await compiled())).toBe('a line\n');
    write(charts, 'export const drawn: string = "a curve";\n');
    expect(output(await compiled())).toBe('a curve\n');
    rmSync(join(tree, 'conformance/reporters'), { recursive: true });
  });

  it('follows data that is imported', async () => {
    await compiled();
    write('scripts/data.json', '{ "unit": "seconds" }\n');
    expect(output(await compiled())).toBe(`1 seconds ${address}\n`);
  });

  it('holds the modules of threads', async () => {
    write('conformance/worker.ts', 'console.log(import.meta.url);\n');
    const path = (await compiled()).replace('scripts/main.js', 'conformance/worker.js');
    expect(output(path)).toBe(`${pathToFileURL(join(tree, 'conformance/worker.ts')).href}\n`);
  });

  it('has the characters of the sources', async () => {
    write('scripts/main.ts', "console.log(/[–€é]/.test('–'), String.raw`é–`);\n");
    expect(output(await compiled())).toBe('true é–\n');
  });

  it('is strict, as modules are, and fails as they do', async () => {
    write('scripts/main.ts', 'export function f() { Object.freeze(f).x = 1; }\nf();\n');
    const { status, stderr } = spawnSync(process.execPath, [await compiled()], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('TypeError')]);
  });

  const codeOf = (path: string, name: string): string =>
    join(dirname(path), `../all.cjs.${name}.code`);

  it('keeps the code that the engine made, for each command', async () => {
    const path = await compiled();
    expect(output(path)).toBe(`1 ms ${address}\n`);
    execFileSync(process.execPath, [path, 'run']);
    const code = codeOf(path, 'scripts.main.ts');
    expect([code, codeOf(path, 'scripts.main.ts.run')].map((file) => existsSync(file))).toEqual([
      true,
      true,
    ]);
    const before = statSync(code).mtimeMs;
    expect(output(path)).toBe(`1 ms ${address}\n`);
    expect(statSync(code).mtimeMs).toBe(before);
    // of another engine, or cut off
    writeFileSync(code, 'no code');
    expect(output(path)).toBe(`1 ms ${address}\n`);
    expect(readFileSync(code).length).toBeGreaterThan('no code'.length);
  });

  it('keeps that of a thread when it asks for it', async () => {
    const lines = [
      "import { value } from '../scripts/value.ts';",
      'declare const GOLDVEC_KEEP_CODE: () => void;',
      'GOLDVEC_KEEP_CODE();',
      'console.log(value);',
      'setInterval(() => undefined, 1000);',
    ];
    write('conformance/worker.ts', lines.join('\n'));
    const path = await compiled();
    const worker = new Worker(path.replace('scripts/main.js', 'conformance/worker.js'), {
      stdout: true,
    });
    const [said] = (await once(worker.stdout, 'data')) as [Buffer];
    expect(`${said}`).toBe('1\n');
    expect(existsSync(codeOf(path, 'conformance.worker.ts'))).toBe(true);
    await worker.terminate();
  });

  it('is left out where a file stands in the place of its folder', async () => {
    write('.build', '');
    expect(await compiled()).toBe('none');
  });

  it('is left out for a tree that does not compile', async () => {
    write('scripts/value.ts', 'export const value number;\n');
    expect(await compiled()).toBe('none');
    write('scripts/value.ts', 'export const value = 6;\n');
    expect(output(await compiled())).toBe(`6 ms ${address}\n`);
  });
});
