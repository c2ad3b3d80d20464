import { defineConfig } from 'vitest/config';

/**
 * Two projects: the quick suite (`*.test.ts`) and the slow one (`*.slow.test.ts`), which is run on demand. The time
 * limits are there to end a hang, and far from what a test takes on the slowest machine. The quick files of one
 * process share their modules: to load these for each file again took longer than most of the tests. What a test changes
 * in a module it must change back.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          isolate: false,
          include: ['**/*.test.ts'],
          exclude: ['**/*.slow.test.ts', 'node_modules/**'],
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
