/** `vectors/manifest.json`: what is committed, with sizes and hashes; and the reading of vector folders. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import {
  formatVersion,
  type Manifest,
  type ManifestFile,
  type VectorFile,
} from '../schema/format/types.ts';
import { validateManifest, validateVectorFile } from '../schema/format/validate.ts';

export const manifestName = 'manifest.json';

/** Largest total of all committed vector files, in bytes. */
export const totalBytesMax = 12_000_000;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Path of a vector file inside the vector folder. */
export function vectorPath(contract: string, op: string): string {
  return `${contract}/${op}.mp`;
}

/** Reads a whole file. Errors: file-missing, file-unreadable. */
export function readBytes(path: string, shown: string): Uint8Array {
  if (!existsSync(path))
    throw new GoldError('file-missing', 'the file does not exist', { path: shown });
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new GoldError('file-unreadable', 'the file cannot be read', { path: shown, cause });
  }
}

/** Puts the file in front of the field path of an error that happened inside it. */
export function inFile<T>(shown: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    const path = error.path === undefined ? shown : `${shown}: ${error.path}`;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new GoldError(error.code, error.message, { path, ...hint, cause: error });
  }
}

/** A decoded and schema-checked vector file; `shown` is named in errors. */
export function parseVectorFile(bytes: Uint8Array, shown: string): VectorFile {
  return inFile(shown, () => validateVectorFile(decode(bytes)));
}

/** Every `<contract>/<op>.mp` in the folder, sorted. */
export function listVectorFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const contracts = readdirSync(dir, { withFileTypes: true }).filter((e) => e.isDirectory());
  return contracts
    .flatMap(({ name }) =>
      readdirSync(join(dir, name))
        .filter((file) => file.endsWith('.mp'))
        .map((file) => `${name}/${file}`),
    )
    .sort();
}

/** The canonical text of a manifest. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
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

/** The committed manifest, schema-checked. Errors: file-missing, vector-schema. */
export function readManifest(dir: string): Manifest {
  const shown = manifestName;
  const text = new TextDecoder().decode(readBytes(join(dir, manifestName), shown));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new GoldError('vector-schema', 'the manifest is no JSON', { path: shown, cause });
  }
  const manifest = inFile(shown, () => validateManifest(json));
  if (manifestText(manifest) !== text) {
    const hint = 'run `goldvec gen`; the manifest is never edited by hand';
    throw new GoldError('vector-invariant', 'not in canonical form', { path: shown, hint });
  }
  return manifest;
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

/** The committed vector files whose entry is wanted, in manifest order, decoded and schema-checked. */
export function readVectors(dir: string, isWanted: (entry: ManifestFile) => boolean): VectorFile[] {
  return readManifest(dir)
    .files.filter(isWanted)
    .map(({ path }) => parseVectorFile(readBytes(join(dir, path), path), path));
}
