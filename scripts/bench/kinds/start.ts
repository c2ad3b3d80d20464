/** Cold start: from nothing to the version, and to a verdict on small vectors, as processes. */

import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { goldvecCommand, runProgram } from '../program.ts';

function program(name: string, command: readonly string[], target?: string): Contender {
  const asked = target === undefined ? {} : { target };
  return { name, run: () => runProgram(command), ...asked };
}

const empty = (): Contender => program('node -e 0', [process.execPath, '-e', '0']);

function smoke(backend: string, vectors: string): Contender {
  const args = ['run', '--backend', backend, '--level', 'smoke', '--vectors', vectors];
  return program(`smoke on ${backend}`, [...goldvecCommand, ...args], 'at most 1.50 s');
}

async function* series({ backends, vectors }: BenchOptions): AsyncIterable<Series> {
  const named = backends.length > 0 ? backends : ['js', 'native:gcc-O2'];
  yield {
    title: 'cold start',
    unit: 'starts',
    work: 1,
    contenders: [
      empty(),
      program('goldvec --version', [...goldvecCommand, '--version'], 'at most 2.00 × (package)'),
      program('goldvec run --help', [...goldvecCommand, 'run', '--help']),
      ...named.map((backend) => smoke(backend, vectors)),
    ],
  };
}

export const start: Kind = { summary: 'processes from their start to their verdict', series };
