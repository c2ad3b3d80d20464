/** What somebody who works on this waits for: generation, its check, the kill map, a training. As processes. */

import { join } from 'node:path';
import { buildTarget } from '../../../conformance/backends/toolchain/build.ts';
import { inFolder } from '../folder.ts';
import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { goldvecContender } from '../program.ts';

/** Nothing but the start of a command, which every other one has too. */
const start = (): Contender => goldvecContender('goldvec list backends', ['list', 'backends']);

const one = (title: string, contenders: readonly Contender[], isLong: boolean): Series => ({
  title,
  unit: 'runs',
  work: 1,
  isLong,
  contenders: [start(), ...contenders],
});

async function* seriesIn(folder: string, { isShort }: BenchOptions): AsyncIterable<Series> {
  yield one(
    'vectors',
    [
      goldvecContender('gen --check', ['gen', '--check'], 'at most 1.00 s'),
      goldvecContender(
        'gen --check --no-cache round',
        ['gen', '--check', '--no-cache', 'round'],
        'at most 1.00 s',
      ),
    ],
    false,
  );
  const everything = ['gen', '--no-cache', '--out', join(folder, 'vectors')];
  yield one(
    'all vectors, built anew',
    [goldvecContender('gen --no-cache', everything, 'at most 6.00 s')],
    true,
  );
  const training = (backend: string, target: string): Contender => {
    const args = ['train', 'ecg', '--variant', 'sym', '--backend', backend, '--quiet'];
    return goldvecContender(`ecg on ${backend}`, [...args, '--out', join(folder, backend)], target);
  };
  // a training finds its backend built
  await buildTarget('native:gcc-O3');
  const trainings = [training('native:gcc-O3', 'at most 3.00 s'), training('js', 'at most 5.00 s')];
  yield one('a training of the ECG autoencoder in SYM_INT32', trainings, true);
  if (isShort) return;
  // as one part of one, which leaves the committed map alone
  const part = ['--shard', '1/1', '--part', join(folder, 'part.json')];
  const mutate = goldvecContender(
    'mutate --no-cache',
    ['mutate', '--no-cache', ...part],
    'at most 90.0 s',
  );
  yield one('the whole kill map', [mutate], true);
}

export const waits: Kind = {
  summary: 'generation, kill map and training, from start to end',
  needsSources: true,
  series: (options) => inFolder((folder) => seriesIn(folder, options)),
};
