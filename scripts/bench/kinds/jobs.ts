/**
 * Two at a time against one: backends of a run, and shards of a run, a fuzzing, a sweep, a kill map. As processes, start
 * included.
 */

import { join } from 'node:path';
import { buildTarget } from '../../../conformance/backends/toolchain/build.ts';
import { isPackage } from '../../cli/paths.ts';
import { inFolder } from '../folder.ts';
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

/** Two processes, each with half of the work: what either is asked beside its shard. */
const inShardsOf = (argsOf: (core: number) => readonly string[]): Contender => ({
  name: 'two shards, on a core each',
  run: async () => {
    const parts = halves.map((shard, core) => onCore(core, [...argsOf(core), '--shard', shard]));
    await Promise.all(parts);
  },
  target: asked,
});

/** The same command as two processes, each with half of the work. */
const inShards = (args: readonly string[]): Contender => inShardsOf(() => args);

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

/** Work that leaves files, each process its own. */
async function* withFiles(folder: string): AsyncIterable<Series> {
  const inParts = (title: string, argsOf: (out: string) => readonly string[]): Series => ({
    title,
    unit: 'runs',
    work: 1,
    isLong: true,
    contenders: [
      onOne([...argsOf(join(folder, 'whole')), '--shard', '1/1']),
      inShardsOf((core) => argsOf(join(folder, `part${core}`))),
    ],
  });
  const backend = 'native:gcc-O3';
  await buildTarget(backend);
  const sweep = ['--sweep', 'bits=8..12 seeds=4 variant=sym', '--backend', backend, '--jobs', '1'];
  yield inParts('a sweep of 20 trainings', (out) => ['train', 'ecg', ...sweep, '--out', out]);
  if (isPackage) return;
  const mutate = ['mutate', '--no-cache', '--jobs', '1', '--part'];
  yield inParts('the whole kill map', (out) => [...mutate, `${out}.json`]);
}

async function* series(options: BenchOptions): AsyncIterable<Series> {
  const named = options.backends.length > 0 ? options.backends : ['native:gcc-O2', 'js'];
  if (named.length > 1) yield together(options);
  for (const backend of named) yield* ofBackend(backend, options);
  if (!options.isShort) yield* inFolder(withFiles);
}

export const jobs: Kind = { summary: 'two jobs or shards at a time against one', series };
