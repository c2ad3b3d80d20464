/** Memory of the runner: what its process holds at the peak of a run of all cases, backends of its own left out. */

import { spawn } from 'node:child_process';
import { GoldError } from '../../../schema/format/errors.ts';
import { root } from '../../cli/paths.ts';
import type { BenchOptions, Figure, Figures, Kind } from '../kind.ts';
import { goldvecCommand } from '../program.ts';

/** Tells the peak on a channel of its own; threads tell that of the process too. */
const preload = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(3, process.resourceUsage().maxRSS + '\\n'));
`)}`;

/** Megabytes at the peak. Errors: internal, where the run fails. */
function peakOf(args: readonly string[]): Promise<number> {
  const [file, ...command] = goldvecCommand;
  return new Promise((resolve, reject) => {
    const child = spawn(file!, ['--import', preload, ...command, ...args], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stdio[3]!.on('data', (chunk: Buffer) => {
      told += chunk.toString('latin1');
    });
    child.once('error', reject);
    child.once('close', (status) => {
      const peaks = told.trim().split('\n').map(Number);
      if (status === 0 && told !== '') return resolve((Math.max(...peaks) * 1024) / 1e6);
      reject(new GoldError('internal', `goldvec ${args.join(' ')} ended with status ${status}`));
    });
  });
}

async function* series({ backends, isShort, vectors }: BenchOptions): AsyncIterable<Figures> {
  const named = backends.length > 0 ? backends : ['native:gcc-O2', 'js'];
  const level = isShort ? ['--level', 'smoke'] : [];
  const figures: Figure[] = [
    { name: 'goldvec list backends', value: await peakOf(['list', 'backends']) },
  ];
  for (const backend of named) {
    const run = ['run', '--quiet', '--vectors', vectors, '--backend', backend, ...level];
    const value = await peakOf(run);
    figures.push({ name: `all cases on ${backend}`, value, target: 'less than 250' });
  }
  yield { title: 'memory of the runner at its peak', unit: 'MB', figures };
}

export const memory: Kind = { summary: 'memory of the runner at its peak', series };
