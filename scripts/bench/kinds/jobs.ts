/** Two at a time against one: backends of a run, shards of a run, shards of a fuzzing. As processes, start included. */

import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { goldvecCommand, goldvecContender, runProgram } from '../program.ts';

/** 0.9 × n for n = 2. */
const asked = 'at most 0.56 ×';
const halves = ['1/2', '2/2'] as const;

/** A command on one core, as if that were the machine: a run and its backend would take two. */
const onCore = (core: number, args: readonly string[]): Promise<void> =>
  runProgram(['taskset', '--cpu-list', `${core}`, ...goldvecCommand, ...args]);

const onOne = (args: readonly string[]): Contender => ({
  name: 'one process, on one core',
  run: () => onCore(0, args),
});

/** The same command as two processes, each with half of the work. */
const inShards = (args: readonly string[]): Contender => ({
  name: 'two shards, on a core each',
  run: async () => {
    await Promise.all(halves.map((shard, core) => onCore(core, [...args, '--shard', shard])));
  },
  target: asked,
});

/** A run of the backends, of all of this machine where none is named. */
function runOf(backends: readonly string[], { isShort, vectors }: BenchOptions): string[] {
  const named = backends.length > 0 ? ['--backend', ...backends] : [];
  const level = isShort ? ['--level', 'smoke'] : [];
  return ['run', '--quiet', '--vectors', vectors, ...named, ...level];
}

function* ofBackend(backend: string, options: BenchOptions): Iterable<Series> {
  const run = runOf([backend], options);
  yield {
    title: `all cases on ${backend}`,
    unit: 'runs',
    work: 1,
    contenders: [onOne(run), inShards(run)],
  };
  const calls = options.isShort ? 2000 : 240_000;
  const fuzz = ['fuzz', '--backend', backend, '--no-diagnosis', '--quiet', '--cases'];
  yield {
    title: `generated calls on ${backend}`,
    unit: 'calls',
    work: calls,
    // a shard counts its own calls
    contenders: [onOne([...fuzz, `${calls}`]), inShards([...fuzz, `${calls / 2}`])],
  };
}

/** Backends beside each other: those that are named, or all of this machine. */
function together(options: BenchOptions): Series {
  const { backends } = options;
  const run = runOf(backends, options);
  return {
    title: `all cases on ${backends.join(', ') || 'every backend of this machine'}`,
    unit: 'runs',
    work: 1,
    contenders: [
      onOne([...run, '--jobs', '1']),
      goldvecContender('--jobs 2', [...run, '--jobs', '2'], asked),
      inShards([...run, '--jobs', '1']),
    ],
  };
}

async function* series(options: BenchOptions): AsyncIterable<Series> {
  const named = options.backends.length > 0 ? options.backends : ['native:gcc-O2', 'js'];
  if (named.length > 1) yield together(options);
  for (const backend of named) yield* ofBackend(backend, options);
}

export const jobs: Kind = { summary: 'two jobs or shards at a time against one', series };
