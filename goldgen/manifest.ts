/** What is committed under `vectors/`: the manifest made from the files that stand there. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatVersion,
  type Manifest,
  type ManifestFile,
  type VectorFile,
} from '../schema/format/types.ts';
import {
  listVectorFiles,
  manifestName,
  parseVectorFile,
  readBytes,
  readManifest,
  sha256,
  vectorPath,
} from '../schema/format/vector_folder.ts';

/** Largest total of a contract's vector files, in bytes. */
export const contractBytesMax = 8_000_000;

/** A contract whose files are larger than they may be, in words; `undefined` where there is none. */
export function oversizedContract(
  files: readonly Pick<ManifestFile, 'path' | 'bytes'>[],
): string | undefined {
  const sums = new Map<string, number>();
  for (const { path, bytes } of files) {
    const contract = path.slice(0, path.indexOf('/'));
    sums.set(contract, (sums.get(contract) ?? 0) + bytes);
  }
  const found = [...sums].find(([, bytes]) => bytes > contractBytesMax);
  return found && `${found[0]} takes ${found[1]} bytes, at most ${contractBytesMax}`;
}

/** A manifest of the given entries: sorted by path, totals added up. */
export function newManifest(entries: readonly ManifestFile[]): Manifest {
  const files = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const sum = (field: 'cases' | 'bytes'): number => files.reduce((total, f) => total + f[field], 0);
  const totals = { files: files.length, cases: sum('cases'), bytes: sum('bytes') };
  return { format: formatVersion, files, totals };
}

export function manifestEntry(file: VectorFile, bytes: Uint8Array): ManifestFile {
  return {
    path: vectorPath(file.contract, file.op),
    contract: file.contract,
    op: file.op,
    op_version: file.op_version,
    cases: file.cases.length,
    bytes: bytes.length,
    sha256: sha256(bytes),
  };
}

/** The manifest of what stands in the folder; entries with an unchanged hash are taken over. */
export function manifestOfFolder(dir: string): Manifest {
  const known = new Map<string, ManifestFile>();
  if (existsSync(join(dir, manifestName))) {
    for (const file of readManifest(dir).files) known.set(file.path, file);
  }
  const entries = listVectorFiles(dir).map((path) => {
    const bytes = readBytes(join(dir, path), path);
    const before = known.get(path);
    if (before !== undefined && before.sha256 === sha256(bytes)) return before;
    return manifestEntry(parseVectorFile(bytes, path), bytes);
  });
  return newManifest(entries);
}
