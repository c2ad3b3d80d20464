/**
 * Damaged vector files and manifests, with hashes that were made to fit: the reader gives a coded error, or cases
 * that are whole by the schema; never anything else.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { readManifest } from '../../schema/format/manifest.ts';
import { parseVectors } from '../../schema/format/vector_folder.ts';
import { vectorsDir } from '../cli/paths.ts';
import { mutated, newRandom } from './mutations.ts';
import { newCounter, type Tally } from './tally.ts';

const vectorCodes = new Set([
  'vector-profile',
  'vector-schema',
  'vector-invariant',
  'vector-stale',
]);

/** What is wrong with how the damage was taken. */
export function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof GoldError && vectorCodes.has(error.code) && error.path !== undefined) {
      return undefined;
    }
    return String(error);
  }
}

const smallest = 5;

/** The smallest committed files, so that every one of their bytes is met. */
function originals(): { readonly path: string; readonly bytes: Uint8Array }[] {
  return [...readManifest(vectorsDir).files]
    .sort((a, b) => a.bytes - b.bytes)
    .slice(0, smallest)
    .map(({ path }) => ({ path, bytes: new Uint8Array(readFileSync(join(vectorsDir, path))) }));
}

/** `count` damaged files, and a tenth of that in manifests. */
export function tryVectors(count: number, seed: number): Tally {
  const counter = newCounter('mutated vector files and manifests');
  const random = newRandom(seed);
  const files = originals();
  for (let i = 0; i < count; i++) {
    const { path, bytes } = files[i % files.length]!;
    const changed = mutated(bytes, random);
    counter.add(
      `${path} #${i}`,
      problemOf(() => parseVectors(changed, path)),
    );
  }
  const dir = mkdtempSync(join(tmpdir(), 'goldvec-hostile-'));
  const manifest = new Uint8Array(readFileSync(join(vectorsDir, 'manifest.json')));
  const head = manifest.subarray(0, Math.min(manifest.length, 4096));
  try {
    for (let i = 0; i < count / 10; i++) {
      const changed = Buffer.concat([mutated(head, random), manifest.subarray(head.length)]);
      writeFileSync(join(dir, 'manifest.json'), changed);
      counter.add(
        `manifest #${i}`,
        problemOf(() => readManifest(dir)),
      );
    }
  } finally {
    if (existsSync(dir)) rmSync(dir, { recursive: true });
  }
  return counter.tally();
}
