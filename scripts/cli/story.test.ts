/**
 * Goal: what a change of the semantics takes, as it is told on the terminal. Method: the stories of `testdata` are run
 * each in a copy of the tree without any history; every word must be printed, numbers may be others, since cases are added.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyTree } from '../tree_copy.ts';
import { root } from './paths.ts';

const testdata = join(root, 'scripts/cli/testdata');
let copy = '';
beforeEach(() => {
  copy = copyTree();
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** `edit <file> <old> <new>`, `copy <from> <to>` or `goldvec …`; what it prints, and its exit status if not 0. */
function run(command: string): string {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain!,
  );
  const [verb, ...args] = words as [string, ...string[]];
  if (verb === 'edit') {
    const [path, old, fresh] = args as [string, string, string];
    const text = readFileSync(join(copy, path), 'utf8');
    expect(text).toContain(old);
    writeFileSync(join(copy, path), text.replace(old, fresh));
    return '';
  }
  if (verb === 'copy') {
    cpSync(join(copy, args[0]!), join(copy, args[1]!), { recursive: true });
    return '';
  }
  const env = { ...process.env, GOLDVEC_BASE: '', NO_COLOR: '1' };
  const options = { cwd: copy, encoding: 'utf8' as const, env };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/goldvec.mjs', ...args],
    options,
  );
  return `${stdout}${stderr}${status === 0 ? '' : `exit status ${status}\n`}`;
}

/** Counts, sizes and digests are others as soon as a case is added, engines on another machine. */
const withoutNumbers = (text: string): string =>
  text
    .replace(/ v8 \S+/g, ' v8')
    .replace(/─+/g, '─')
    .replace(/\b(0x[0-9a-f]+|-?\d+(\.\d+)?)\b(?!-)/g, '#')
    .replace(/ +/g, ' ')
    .replaceAll(copy, '');

describe.each(readdirSync(testdata))('the story %s', (name) => {
  it('goes as it is told', () => {
    const told = readFileSync(join(testdata, name, 'story.txt'), 'utf8');
    const commands = [...told.matchAll(/^\$ (.*)$/gm)].map((match) => match[1]!);
    const got = commands.map((command) => `$ ${command}\n${run(command)}`).join('\n');
    if (process.env.UPDATE_STORIES === '1') writeFileSync(join(testdata, name, 'story.txt'), got);
    expect(withoutNumbers(got)).toBe(withoutNumbers(told));
  });
});
