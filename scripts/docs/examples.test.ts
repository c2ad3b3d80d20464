/** The examples of the pages run, and print what the pages say; `example_types.thorough.test.ts` checks their types. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { root } from '../tidy/files.ts';
import { type ExampleFile, writeExamples } from './example_files.ts';
import { examplesOf, parsePage, projectPages } from './pages.ts';

const name = 'docs';
const examples = writeExamples(name);
afterAll(() => rmSync(join(root, '.build', name), { recursive: true, force: true }));

async function run({ file }: ExampleFile): Promise<string> {
  let printed = '';
  const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    printed += `${format(...values)}\n`;
  });
  try {
    await import(file);
  } finally {
    log.mockRestore();
  }
  return printed;
}

describe('examples', () => {
  it.each(examples.map((example) => [example.name, example] as const))(
    '%s prints what the page says',
    async (_name, example) => {
      expect(await run(example)).toBe(example.printed);
      expect(example.printed).not.toBe('');
    },
  );

  it('are all of the TypeScript of the pages', () => {
    const others = projectPages().flatMap(({ path, blocks }) =>
      blocks
        .filter(({ info }) => /^(ts|typescript)\b/.test(info) && info !== 'ts run')
        .map(({ line }) => `${path}:${line}`),
    );
    expect(others).toEqual([]);
  });
});

describe('parsePage', () => {
  const page = parsePage('a/b.md', '# T\n\n```ts run\nlog(1);\n```\n\ntext\n\n```text\n1\n```\n');

  it('cuts blocks and prose', () => {
    expect(page.blocks).toEqual([
      { info: 'ts run', line: 3, text: 'log(1);\n' },
      { info: 'text', line: 9, text: '1\n' },
    ]);
    expect(page.prose.filter((line) => line !== '')).toEqual(['# T', 'text']);
  });

  it('takes the next block for the output', () => {
    const [example] = examplesOf(page);
    expect(example).toEqual({ name: 'a/b.md:3', folder: 'a', code: 'log(1);\n', printed: '1\n' });
  });
});
