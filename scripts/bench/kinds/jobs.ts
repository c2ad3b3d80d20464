/** Two at a time against one: backends of a run, shards of a run, shards of a fuzzing. As processes, start included. */

import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { goldvecCommand, goldvecContender, runProgram } from '../program.ts';

/** 0.9 × n for n = 2. */
const asked = 'at most 0.56 ×';
const halves = ['1/2', '2/2'] as const;

/** The same command as two processes, each with half of the work. */
function inShards(args: readonly string[]): Contender {
  const half = (shard: string) => runProgram([...goldvecCommand, ...args, '--shard', shard]);
  return {
    name: 'two shards at a time',
    run: async () => {
      await Promise.all(halves.map(half));
    },
    target: asked,
  };
}

function* ofBackend(backend: string, { isShort, vectors }: BenchOptions): Iterable<Series> {
  const level = isShort ? ['--level', 'smoke'] : [];
  const run = ['run', '--backend', backend, '--vectors', vectors, ...level];
  yield {
    title: `all cases on ${backend}`,
    unit: 'runs',
    work: 1,
    contenders: [goldvecContender('one process', run), inShards(run)],
  };
  const calls = isShort ? 2000 : 40_000;
  const fuzz = ['fuzz', '--backend', backend, '--no-diagnosis', '--quiet', '--cases'];
  yield {
    title: `generated calls on ${backend}`,
    unit: 'calls',
    work: calls,
    // a shard counts its own calls
    contenders: [
      goldvecContender('one process', [...fuzz, `${calls}`]),
      inShards([...fuzz, `${calls / 2}`]),
    ],
  };
}

async function* series(options: BenchOptions): AsyncIterable<Series> {
  const named = options.backends.length > 0 ? options.backends : ['native:gcc-O2', 'js'];
  for (const backend of named) yield* ofBackend(backend, options);
  if (named.length !== 2) return;
  const run = ['run', '--vectors', options.vectors, '--backend', ...named];
  if (options.isShort) run.push('--level', 'smoke');
  yield {
    title: `all cases on ${named.join(' and ')}`,
    unit: 'runs',
    work: 1,
    contenders: [
      goldvecContender('--jobs 1', [...run, '--jobs', '1']),
      goldvecContender('--jobs 2', [...run, '--jobs', '2'], asked),
    ],
  };
}

export const jobs: Kind = { summary: 'two jobs or shards at a time against one', series };
