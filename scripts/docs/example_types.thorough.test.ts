/** The examples of the pages type-check, under the options of this project. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';
import { root } from '../tidy/files.ts';
import { writeExamples } from './example_files.ts';

const name = 'docs_types';
const examples = writeExamples(name);
afterAll(() => rmSync(join(root, '.build', name), { recursive: true, force: true }));

it('the examples of the pages type-check', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const files = examples.map(({ file }) => file);
  const program = ts.createProgram(files, options);
  const found = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  const problems = found.map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    return `${file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
  expect(files).not.toEqual([]);
});
