/**
 * `overflow.mp` of a vector folder of format 1: what cases with the status overflow give where int32 wraps. A folder
 * need not have it; where it has, each part belongs to one vector file by its hash.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from './codec.ts';
import { GoldError } from './errors.ts';
import { inFile, readBytes } from './file_bytes.ts';
import type { Canonical, Manifest, OverflowFile } from './types.ts';
import { validateOverflowFile } from './validate.ts';

export const overflowName = 'overflow.mp';

/** The file of a folder, undefined where it has none. Errors: vector-profile, vector-schema, file-unreadable. */
export function readOverflowFile(dir: string): OverflowFile | undefined {
  const path = join(dir, overflowName);
  if (!existsSync(path)) return undefined;
  return parseOverflowFile(readBytes(path, overflowName));
}

/** The file out of its bytes. Errors: vector-profile, vector-schema. */
export function parseOverflowFile(bytes: Uint8Array): OverflowFile {
  return inFile(overflowName, () => validateOverflowFile(decode(bytes)));
}

/** Its answers by `<contract>/<op>/<set>/<n>`. */
export function separateAnswers({ files }: OverflowFile): Map<string, Canonical> {
  const byId = new Map<string, Canonical>();
  for (const { path, answers } of files) {
    const [contract] = path.split('/');
    for (const { id, outputs, rng } of answers) byId.set(`${contract}/${id}`, { outputs, rng });
  }
  return byId;
}

/**
 * Answers by `<contract>/<op>/<set>/<n>`; none where the folder has no such file. Errors: vector-stale, where a
 * part belongs to another vector file than the manifest lists, and those of reading.
 */
export function readSeparateAnswers(dir: string, manifest: Manifest): Map<string, Canonical> {
  const hashes = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const file = readOverflowFile(dir);
  for (const { path, sha256 } of file?.files ?? []) {
    if (hashes.get(path) !== sha256) {
      throw new GoldError('vector-stale', `the answers of ${path} belong to another file`, {
        path: overflowName,
        hint: 'take the file that belongs to the folder, or none',
      });
    }
  }
  return file === undefined ? new Map() : separateAnswers(file);
}
