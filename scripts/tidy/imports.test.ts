/** All imports follow the rules of `.dependency-cruiser.mjs`; `import_rules.thorough.test.ts` shows that each can fail. */

import { expect, it } from 'vitest';
import { cruised, violationsIn } from './cruise.ts';
import { projectPaths, root } from './files.ts';

it('all imports of all sources follow the rules', async () => {
  const folders = ['reference', 'schema', 'goldgen', 'conformance', 'scripts'];
  const sources = projectPaths().filter(
    (path) => folders.includes(path.split('/')[0]!) && /\.(ts|mjs)$/.test(path),
  );
  const result = await cruised(root, sources);
  expect(violationsIn(result)).toEqual([]);
  const read = new Set(result.modules.map(({ source }) => source));
  expect(sources.filter((path) => !read.has(path))).toEqual([]);
});
