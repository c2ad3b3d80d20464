/** Cold start: from nothing to the version, to help, and to a verdict on small vectors, as processes. */

import { isPackage } from '../../cli/paths.ts';
import { installPackage } from '../installed.ts';
import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { goldvecContender, programContender } from '../program.ts';

const empty = (): Contender => programContender('node -e 0', [process.execPath, '-e', '0']);

/** Help is asked for in several ways, each of which would be slow if it loaded the commands. */
const helps = ['--help', 'help run', 'bench --help'] as const;

function smoke(backend: string, vectors: string): Contender {
  const args = ['run', '--backend', backend, '--level', 'smoke', '--vectors', vectors];
  return goldvecContender(`smoke on ${backend}`, args, 'at most 1.50 s');
}

async function* series({ backends, vectors }: BenchOptions): AsyncIterable<Series> {
  const named = backends.length > 0 ? backends : ['js', 'native:gcc-O2'];
  const { command, remove } = await installPackage();
  const installed = (line: string, target: string): Contender =>
    programContender(`goldvec ${line}`, [...command, ...line.split(' ')], target);
  yield {
    title: 'cold start of the installed package',
    unit: 'starts',
    work: 1,
    contenders: [
      empty(),
      installed('--version', 'at most 2.00 ×'),
      ...helps.map((line) => installed(line, 'at most 2.50 ×')),
    ],
    end: async () => remove(),
  };
  const version = goldvecContender('goldvec --version', ['--version'], 'at most 0.50 s');
  yield {
    title: `cold start ${isPackage ? 'with backends' : 'in a clone'}`,
    unit: 'starts',
    work: 1,
    contenders: [
      empty(),
      ...(isPackage ? [] : [version]),
      goldvecContender('goldvec run --help', ['run', '--help']),
      ...named.map((backend) => smoke(backend, vectors)),
    ],
  };
}

export const start: Kind = { summary: 'processes from their start to their verdict', series };
