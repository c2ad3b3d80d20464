/** A folder for what contenders write. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `make` yields with an empty folder, which is removed afterwards. */
export async function* inFolder<T>(make: (folder: string) => AsyncIterable<T>): AsyncIterable<T> {
  const folder = mkdtempSync(join(tmpdir(), 'goldvec-bench-'));
  try {
    yield* make(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
