/** The examples of the pages type-check, run, and print what the pages say. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { format } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../tidy/files.ts';
import { type Example, examplesOf, parsePage, projectPages } from './pages.ts';

const folder = join(root, '.build', 'docs');
const examples = projectPages().flatMap(examplesOf);
const fileOf = (example: Example): string => {
  return join(folder, `${example.name.replace(/[^A-Za-z0-9]+/g, '_')}.ts`);
};

/** The code with imports that are relative to its page made relative to the file it is written to. */
function relocated({ folder: page, code }: Example): string {
  return code.replace(/(from ')(\.[^']+)'/g, (_all, from: string, to: string) => {
    return `${from}../../${posix.join(page, to)}'`;
  });
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const example of examples) writeFileSync(fileOf(example), relocated(example));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(example: Example): Promise<string> {
  let printed = '';
  const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    printed += `${format(...values)}\n`;
  });
  try {
    await import(fileOf(example));
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

  it('type-check', () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
    const program = ts.createProgram(examples.map(fileOf), options);
    const found = examples.flatMap((example) => {
      const source = program.getSourceFile(fileOf(example));
      return [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ];
    });
    const problems = found.map(({ file, start, messageText }) => {
      const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
      return `${file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(problems).toEqual([]);
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
