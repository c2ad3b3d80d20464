/**
 * A folder of vectors, `manifest.json` and `<contract>/<op>.mp`: the one reader of it. Whatever command reads a
 * folder, the same damage gives the same error.
 */

import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from './codec.ts';
import { GoldError } from './errors.ts';
import type { Manifest, ManifestFile, VectorFile } from './types.ts';
import { validateManifest, validateVectorFile } from './validate.ts';

export const manifestName = 'manifest.json';

/** Hash of a file's bytes as it stands in the manifest: 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Path of a vector file inside the vector folder. */
export function vectorPath(contract: string, op: string): string {
  return `${contract}/${op}.mp`;
}

/** Reads a whole regular file; `shown` is named in errors. Errors: file-missing, file-unreadable. */
export function readBytes(path: string, shown: string): Uint8Array {
  if (!existsSync(path)) {
    const hint = 'run `goldvec gen`, or name the folder with --vectors';
    throw new GoldError('file-missing', 'the file does not exist', { path: shown, hint });
  }
  try {
    // opening a pipe would wait for a writer
    if (!lstatSync(path).isFile()) throw new Error('it is no regular file');
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GoldError('file-unreadable', `the file cannot be read: ${why}`, {
      path: shown,
      cause,
    });
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
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
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

/**
 * The manifest of a folder: UTF-8 without a byte order mark, by its schema, each path once. Errors: file-missing,
 * file-unreadable, vector-schema, vector-invariant.
 */
export function readManifest(dir: string): Manifest {
  const shown = manifestName;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    readBytes(join(dir, manifestName), shown),
  );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new GoldError('vector-schema', 'the manifest is no JSON', { path: shown, cause });
  }
  const manifest = inFile(shown, () => validateManifest(json));
  const seen = new Set<string>();
  for (const [i, { path }] of manifest.files.entries()) {
    if (seen.has(path)) {
      const message = `"${path}" is listed twice`;
      throw new GoldError('vector-invariant', message, { path: `${shown}: files/${i}/path` });
    }
    seen.add(path);
  }
  return manifest;
}

/**
 * One file of the manifest, which must be what the manifest says of it. Errors: file-missing, file-unreadable,
 * vector-hash-mismatch, vector-profile, vector-schema, vector-stale.
 */
export function readVectorFile(dir: string, entry: ManifestFile): VectorFile {
  const bytes = readBytes(join(dir, entry.path), entry.path);
  const got = sha256(bytes);
  if (bytes.length !== entry.bytes || got !== entry.sha256) {
    const found = `${bytes.length} bytes, sha256 ${got.slice(0, 12)}…`;
    const listed = `${entry.bytes} bytes, ${entry.sha256.slice(0, 12)}…`;
    throw new GoldError(
      'vector-hash-mismatch',
      `the file has ${found}; the manifest lists ${listed}`,
      {
        path: entry.path,
        hint: 'the file was changed after `goldvec gen`; run `goldvec gen`, or restore it',
      },
    );
  }
  const file = parseVectorFile(bytes, entry.path);
  const holds = `${file.contract}/${file.op} version ${file.op_version}, ${file.cases.length} cases`;
  const says = `${entry.contract}/${entry.op} version ${entry.op_version}, ${entry.cases} cases`;
  if (holds !== says) {
    throw new GoldError('vector-stale', `holds ${holds}; the manifest says ${says}`, {
      path: entry.path,
      hint: 'run `goldvec gen`',
    });
  }
  return file;
}

/** Refuses vector files that the manifest does not list. Errors: vector-stale. */
export function checkNoStrangers(dir: string, manifest: Manifest): void {
  const listed = new Set(manifest.files.map(({ path }) => path));
  const stranger = listVectorFiles(dir).find((path) => !listed.has(path));
  if (stranger === undefined) return;
  const hint = 'run `goldvec gen`, or remove it';
  throw new GoldError('vector-stale', 'not in the manifest', { path: stranger, hint });
}

/** The files of a folder whose entry is wanted, in manifest order; others are not opened. */
export function readVectors(dir: string, isWanted: (entry: ManifestFile) => boolean): VectorFile[] {
  return readManifest(dir)
    .files.filter(isWanted)
    .map((entry) => readVectorFile(dir, entry));
}
