/** Which modules of the checkout each test file imports, directly or through others. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** An import whose path is computed, which may lead to any module. */
const computed = /\bimport\((?!\s*(\/\*.*?\*\/\s*)?['"])/;

/** Which of the modules import what nobody can tell beforehand. */
export function computing(root, modules) {
  return modules.filter((path) => computed.test(readFileSync(join(root, path), 'utf8')));
}

/**
 * Test file → itself and everything that it imports, by path below `root`; an import whose path is computed is not among
 * them.
 */
export async function importClosures(root, tests) {
  const { metafile } = await build({
    absWorkingDir: root,
    // one module that imports all: of a bundle for each test file the same would be written again and again
    stdin: { contents: tests.map((path) => `import './${path}';`).join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    logLevel: 'silent',
  });
  const importsOf = (path) =>
    metafile.inputs[path].imports.filter(({ external }) => external !== true);
  return new Map(
    tests.map((test) => {
      const found = new Set([test]);
      for (const path of found) for (const next of importsOf(path)) found.add(next.path);
      return [test, [...found].sort()];
    }),
  );
}
