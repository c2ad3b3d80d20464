/**
 * Goal: what a change of the semantics takes, as it is told on the terminal. Method: the stories of `testdata` are run
 * each in a copy of the tree without any history; every word must be printed, numbers may be others, since cases are added.
 */

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyTree } from '../tree_copy.ts';
import { root } from './paths.ts';
import { goldvec } from './run_command.ts';

const testdata = join(root, 'scripts/cli/testdata');
/** `edit <file> <old> <new>`, `copy <from> <to>` or `goldvec …`; what it prints, and its exit status if not 0. */
async function run(copy: string, command: string): Promise<string> {
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
  const program = join(copy, 'scripts/goldvec.mjs');
  const { status, out, err } = await goldvec(args, {
    cwd: copy,
    program,
    env: { GOLDVEC_BASE: '' },
  });
  return `${out}${err}${status === 0 ? '' : `exit status ${status}\n`}`;
}

/** Counts, sizes and digests are others as soon as a case is added, engines on another machine. */
const withoutNumbers = (text: string, copy: string): string =>
  text
    .replace(/ v8 \S+/g, ' v8')
    .replace(/─+/g, '─')
    .replace(/\b(0x[0-9a-f]+|-?\d+(\.\d+)?)\b(?!-)/g, '#')
    .replace(/ +/g, ' ')
    .replaceAll(copy, '');

// each in its own copy, and most of the time of a command is one process
describe.concurrent.each(readdirSync(testdata))('the story %s', (name) => {
  it('goes as it is told', async ({ expect, onTestFinished }) => {
    const copy = copyTree();
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    const told = readFileSync(join(testdata, name, 'story.txt'), 'utf8');
    const parts: string[] = [];
    for (const [, command] of told.matchAll(/^\$ (.*)$/gm)) {
      parts.push(`$ ${command}\n${await run(copy, command!)}`);
    }
    const got = parts.join('\n');
    if (process.env.UPDATE_STORIES === '1') writeFileSync(join(testdata, name, 'story.txt'), got);
    expect(withoutNumbers(got, copy)).toBe(withoutNumbers(told, copy));
  });
});
