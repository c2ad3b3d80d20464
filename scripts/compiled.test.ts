/** The compiled form of a small tree: when it is made again, and that it behaves as its sources do. */

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

  it('follows data that is imported', async () => {
    await compiled();
    write('scripts/data.json', '{ "unit": "seconds" }\n');
    expect(output(await compiled())).toBe(`1 seconds ${address}\n`);
  });

  it('holds the modules of threads', async () => {
    const path = (await compiled()).replace('scripts/main.js', 'conformance/worker.js');
    expect((await import(pathToFileURL(path).href)).thread).toBe(true);
  });

  it('holds a thread that starts for one answer as one file, whose code is kept', async () => {
    const worker = [
      "import { value } from '../value.ts';",
      'declare const GOLDVEC_KEEP_CODE: () => void;',
      'GOLDVEC_KEEP_CODE();',
      'console.log(value, import.meta.url);',
    ];
    mkdirSync(join(tree, 'scripts/cli'), { recursive: true });
    write('scripts/cli/diagnosis_worker.ts', worker.join('\n'));
    const path = (await compiled()).replace('main.js', 'cli/diagnosis_worker.js');
    const shown = `1 ${pathToFileURL(join(tree, 'scripts/cli/diagnosis_worker.ts')).href}\n`;
    expect(output(path)).toBe(shown);
    const code = path.replace(/js$/, 'cjs.code');
    expect(existsSync(code)).toBe(true);
    expect(output(path)).toBe(shown);
    // of another engine, or cut off
    writeFileSync(code, 'no code');
    expect(output(path)).toBe(shown);
    expect(readFileSync(code).length).toBeGreaterThan('no code'.length);
    rmSync(join(tree, 'scripts/cli'), { recursive: true });
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
