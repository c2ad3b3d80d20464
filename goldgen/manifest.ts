/** What is committed under `vectors/`: the manifest made from the files that stand there. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import { readBytes, sha256 } from '../schema/format/file_bytes.ts';
import { manifestName, readManifest } from '../schema/format/manifest.ts';
import {
  formatVersion,
  type Manifest,
  type ManifestFile,
  type VectorFile,
} from '../schema/format/types.ts';
import { listVectorFiles, parseVectors } from '../schema/format/vector_folder.ts';

/** Largest total of a folder's vector files, in bytes. */
export const folderBytesMax = 12_000_000;

/** How much larger a folder's files are than they may be, in words; `undefined` where they are not. */
export function oversized(files: readonly Pick<ManifestFile, 'bytes'>[]): string | undefined {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return total > folderBytesMax
    ? `the files take ${total} bytes, at most ${folderBytesMax}`
    : undefined;
}

/** A manifest of the given files: sorted by path, totals added up. */
export function newManifest(entries: readonly ManifestFile[]): Manifest {
  const files = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const cases = files.flatMap(({ contracts }) => contracts).reduce((sum, p) => sum + p.cases, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { format: formatVersion, files, totals: { files: files.length, cases, bytes } };
}

/** The entry of a file with the given cases and bytes. */
export function manifestFile(
  path: string,
  files: readonly VectorFile[],
  bytes: Uint8Array,
): ManifestFile {
  const contracts = files.map((file) => ({
    contract: file.contract,
    op_version: file.op_version,
    cases: file.cases.length,
    sha256: sha256(encode(file)),
  }));
  return { path, op: files[0]!.op, bytes: bytes.length, sha256: sha256(bytes), contracts };
}

/** Files of the manifest by path; none where it cannot be read or is of another format. */
function knownFiles(dir: string): ReadonlyMap<string, ManifestFile> {
  if (!existsSync(join(dir, manifestName))) return new Map();
  try {
    const { format, files } = readManifest(dir);
    return new Map(format === formatVersion ? files.map((file) => [file.path, file]) : []);
  } catch (error) {
    if (error instanceof GoldError) return new Map();
    throw error;
  }
}

/** The manifest of what stands in the folder; entries with an unchanged hash are taken over. */
export function manifestOfFolder(dir: string): Manifest {
  const known = knownFiles(dir);
  const entries = listVectorFiles(dir).map((path) => {
    const bytes = readBytes(join(dir, path), path);
    const before = known.get(path);
    if (before !== undefined && before.sha256 === sha256(bytes)) return before;
    return manifestFile(path, parseVectors(bytes, path).files, bytes);
  });
  return newManifest(entries);
}
