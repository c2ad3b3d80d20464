/** Where a checkout keeps what its runs of mutants have found, so that only what has changed is run again. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CachedMatrix } from '../../../goldgen/mutation/cache.ts';
import { replaceFile } from '../../replace_file.ts';
import { root } from '../paths.ts';
import type { UnitMatrix } from './job.ts';

type Place = Pick<UnitMatrix, 'op' | 'contract'>;

function pathOf({ op, contract }: Place): string {
  return join(root, '.build/mutation', contract, `${op}.json`);
}

/** What was found of an op under a contract; undefined where nothing is kept. */
export function readCache(place: Place): CachedMatrix | undefined {
  const path = pathOf(place);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CachedMatrix) : undefined;
}

export function writeCache({ cache, ...place }: UnitMatrix): void {
  replaceFile(pathOf(place), JSON.stringify(cache));
}
