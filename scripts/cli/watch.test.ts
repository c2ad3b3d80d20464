/** Goal: a watched folder may hold anything. Method: what is found there is changed, and the change is told. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newWatch } from './watch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-watch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Watches, changes a file after the first run, and gives what is said until the second. */
async function saidUntilSecond(path: string, change: () => void): Promise<string[]> {
  const said: string[] = [];
  const interrupt = new AbortController();
  let runs = 0;
  const watch = newWatch([path], (line) => {
    said.push(line);
    if (line.startsWith('waiting')) change();
  });
  await watch.repeat(async () => {
    runs++;
    if (runs === 2) interrupt.abort();
  }, interrupt.signal);
  return said;
}

describe('a watched folder', () => {
  it('may hold links that lead in circles, or nowhere, and pipes', async () => {
    for (const name of ['a', 'b', 'c', 'd']) symlinkSync('.', join(folder, name));
    symlinkSync('itself', join(folder, 'itself'));
    symlinkSync('nowhere', join(folder, 'lost'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    mkdirSync(join(folder, 'src'));
    const file = join(folder, 'src', 'kernel.c');
    const said = await saidUntilSecond(folder, () => writeFileSync(file, 'int x;'));
    expect(said).toEqual([`waiting for a change in ${folder}; Ctrl-C ends`, `changed: ${file}`]);
  });

  it('may be a link itself, and hold links to files', async () => {
    const [real, link, other] = ['real', 'link', 'other.c'].map((name) => join(folder, name));
    mkdirSync(real!);
    symlinkSync(real!, link!);
    writeFileSync(other!, '');
    symlinkSync(other!, join(real!, 'kernel.c'));
    const said = await saidUntilSecond(link!, () => writeFileSync(other!, 'int x;'));
    expect(said.at(-1)).toBe(`changed: ${join(link!, 'kernel.c')}`);
  });
});
