/** The TypeScript examples of the pages, each written to a file of its own for the tests that run or check them. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../tidy/files.ts';
import { type Example, examplesOf, projectPages } from './pages.ts';

export interface ExampleFile extends Example {
  /** absolute path of the file */
  readonly file: string;
}

/** The code with imports that are relative to its page made relative to a folder of the build. */
function relocated({ folder: page, code }: Example): string {
  return code.replace(/(from ')(\.[^']+)'/g, (_all, from: string, to: string) => {
    return `${from}../../${posix.join(page, to)}'`;
  });
}

/** Writes all examples into `.build/<name>/`; who asks for them removes the folder. */
export function writeExamples(name: string): readonly ExampleFile[] {
  const folder = join(root, '.build', name);
  mkdirSync(folder, { recursive: true });
  return projectPages()
    .flatMap(examplesOf)
    .map((example) => {
      const file = join(folder, `${example.name.replace(/[^A-Za-z0-9]+/g, '_')}.ts`);
      writeFileSync(file, relocated(example));
      return { ...example, file };
    });
}
