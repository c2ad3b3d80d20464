import { defineConfig } from 'vitest/config';

interface Compiler {
  readonly compiledModule: (root: string, entry: string) => Promise<string | undefined>;
}

const root = import.meta.dirname;

/**
 * Where a thread of the tests finds its module compiled, as one of a command does: hundreds of modules would be translated
 * for each. A watch goes on when they have changed, and takes the sources.
 */
async function compiledThreads(): Promise<Readonly<Record<string, unknown>>> {
  if (!process.argv.includes('run')) return {};
  const { compiledModule } = (await import(`${root}/scripts/compiled.mjs`)) as Compiler;
  const entry = 'scripts/cli/clone.ts';
  const path = await compiledModule(root, entry);
  if (path === undefined) return {};
  const to = path.slice(0, -entry.length - 1);
  return { GOLDVEC_COMPILED: JSON.stringify({ from: root, to }) };
}

/**
 * Three projects: the quick suite (`*.test.ts`), the thorough one (`*.thorough.test.ts`), which `npm test` runs only in
 * continuous integration, and the slow one (`*.slow.test.ts`), which is run on demand. The time limits are there to end a
 * hang, and far from what a test takes on the slowest machine. The quick and thorough files of one process share their
 * modules: to load these for each file again took longer than most of the tests. What a test changes in a module it
 * must change back.
 */
export default defineConfig({
  define: await compiledThreads(),
  test: {
    pool: 'forks',
    maxWorkers: 2,
    maxConcurrency: 2,
    // what was translated once, by its content
    experimental: { fsModuleCache: true, fsModuleCachePath: `${root}/.build/vite_modules` },
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          isolate: false,
          include: ['**/*.test.ts'],
          exclude: ['**/*.slow.test.ts', '**/*.thorough.test.ts', 'node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'thorough',
          isolate: false,
          include: ['**/*.thorough.test.ts'],
          exclude: ['node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['**/*.slow.test.ts'],
          exclude: ['node_modules/**'],
          testTimeout: 3_600_000,
        },
      },
    ],
  },
});
