import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allBackends } from '../cli/backends.ts';
import { backendsWith } from './backends.ts';
import { loadConfig } from './load.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

describe('the configuration of a project', () => {
  it('is empty where there is none', async () => {
    expect(await loadConfig(undefined, folder)).toEqual({ config: {} });
  });

  it.each([
    ['goldvec.config.json', '{ "knownFailures": "known.txt", "level": "smoke" }'],
    ['goldvec.config.mjs', "export default { knownFailures: 'known.txt', level: 'smoke' };"],
    ['goldvec.config.js', "module.exports = { knownFailures: 'known.txt', level: 'smoke' };"],
    [
      'goldvec.config.ts',
      "export default { knownFailures: 'known.txt' as string, level: 'smoke' };",
    ],
  ])('is read from %s, with paths relative to it', async (name, text) => {
    write(name, text);
    expect(await loadConfig(undefined, folder)).toEqual({
      config: { knownFailures: join(folder, 'known.txt'), level: 'smoke' },
      path: join(folder, name),
    });
  });

  it.each([
    ['no JSON', '{ "level": ', /no JSON/],
    ['an unknown field', '{ "levels": "smoke" }', /levels/],
    ['a program without a command', '{ "backends": { "a": { "build": "make" } } }', /backends/],
    ['a name with a space', '{ "backends": { "a b": "js" } }', /backends/],
    ['a word that there is not', '{ "overflow": "ignore" }', /overflow/],
  ])('is refused with %s', async (_what, text, message) => {
    write('goldvec.config.json', text);
    await expect(loadConfig(undefined, folder)).rejects.toMatchObject({
      code: 'usage-bad-value',
      message: expect.stringMatching(message),
      path: join(folder, 'goldvec.config.json'),
    });
  });

  it('stands once', async () => {
    write('goldvec.config.json', '{}');
    write('goldvec.config.mjs', 'export default {};');
    await expect(loadConfig(undefined, folder)).rejects.toMatchObject({ code: 'usage-bad-value' });
    expect((await loadConfig('goldvec.config.json', folder)).config).toEqual({});
    await expect(loadConfig('nowhere.json', folder)).rejects.toMatchObject({
      code: 'file-missing',
    });
  });
});

describe('backends of a configuration', () => {
  it('come first, and are those of a run without --backend', () => {
    const program = { command: './mine', cwd: folder };
    const found = backendsWith({ backends: { mine: program, ours: 'js' } }, allBackends);
    expect(found.slice(0, 2).map(({ id }) => id)).toEqual(['mine', 'ours']);
    expect(found.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([
      'mine',
      'ours',
    ]);
    expect(found[1]!.create({ timeoutMs: 1000 }).id).toBe('ours');
  });

  it('may not take the name of one that there is, or stand for several', () => {
    expect(() => backendsWith({ backends: { native: 'js' } }, allBackends)).toThrow(/already/);
    expect(() => backendsWith({ backends: { mine: 'native' } }, allBackends)).toThrow(/several/);
  });
});
