/**
 * A folder of vectors, `manifest.json` and `<op>.mp` (format 2) or `<contract>/<op>.mp` (format 1): the one reader of
 * it. Whatever command reads a folder, the same damage gives the same error.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from './codec.ts';
import { GoldError } from './errors.ts';
import { inFile, readBytes, sha256 } from './file_bytes.ts';
import { entriesOf, readManifest } from './manifest.ts';
import { overflowName, readSeparateAnswers } from './overflow_file.ts';
import { type CanonicalOf, canonicalsOf, checkPlaces, filesOf } from './shared_file.ts';
import {
  type Canonical,
  type Manifest,
  type ManifestEntry,
  type ManifestFile,
  singleFormat,
  type VectorFile,
} from './types.ts';
import { validateSharedFile, validateVectorFile } from './validate.ts';

/** Path of the file of an op inside a vector folder. */
export function vectorPath(op: string): string {
  return `${op}.mp`;
}

/** What one file holds: the cases of each of its contracts, and what overflow cases give that avoid it. */
export interface StoredVectors {
  readonly format: number;
  readonly files: readonly VectorFile[];
  /** by `<contract>/<op>/<set>/<n>`; empty in format 1, where `overflow.mp` has them */
  readonly canonical: ReadonlyMap<string, Canonical>;
}

/** A decoded and schema-checked vector file of either format; `shown` is named in errors. */
export function parseVectors(bytes: Uint8Array, shown: string): StoredVectors {
  return inFile(shown, () => {
    const value = decode(bytes) as { format?: unknown };
    if (value.format === singleFormat) {
      const file = validateVectorFile(value);
      return { format: singleFormat, files: [file], canonical: new Map() };
    }
    const shared = validateSharedFile(value);
    checkPlaces(shared);
    return { format: shared.format, files: filesOf(shared), canonical: canonicalsOf(shared) };
  });
}

/** Every vector file in the folder, of either format, sorted. */
export function listVectorFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .flatMap((entry) => {
      if (!entry.isDirectory()) return [entry.name];
      return readdirSync(join(dir, entry.name)).map((name) => `${entry.name}/${name}`);
    })
    .filter((path) => path.endsWith('.mp') && path !== overflowName)
    .sort();
}

function describe(op: string, parts: Held): string {
  const texts = parts.map(([contract, version, cases]) => `${contract} v${version} ${cases} cases`);
  return `${op}: ${texts.join(', ')}`;
}

/** The bytes of a file of the manifest. Errors: file-missing, file-unreadable, vector-hash-mismatch. */
export function readListed(dir: string, listed: ManifestFile): Uint8Array {
  const bytes = readBytes(join(dir, listed.path), listed.path);
  const got = sha256(bytes);
  if (bytes.length !== listed.bytes || got !== listed.sha256) {
    const found = `${bytes.length} bytes, sha256 ${got.slice(0, 12)}…`;
    const says = `${listed.bytes} bytes, ${listed.sha256.slice(0, 12)}…`;
    throw new GoldError(
      'vector-hash-mismatch',
      `the file has ${found}; the manifest lists ${says}`,
      {
        path: listed.path,
        hint: 'the file was changed after `goldvec gen`; run `goldvec gen`, or restore it',
      },
    );
  }
  return bytes;
}

/** An op under its contracts: name, version, number of cases. */
export type Held = readonly (readonly [contract: string, version: number, cases: number])[];

/** Errors: vector-stale, where a file holds something else than the manifest says. */
export function checkHeld(listed: ManifestFile, op: string, held: Held): void {
  const holds = describe(op, held);
  const says = describe(
    listed.op,
    listed.contracts.map((part) => [part.contract, part.op_version, part.cases]),
  );
  if (holds !== says) {
    throw new GoldError('vector-stale', `holds ${holds}; the manifest says ${says}`, {
      path: listed.path,
      hint: 'run `goldvec gen`',
    });
  }
}

/**
 * One file of the manifest, which must be what the manifest says of it. Errors: file-missing, file-unreadable,
 * vector-hash-mismatch, vector-profile, vector-schema, vector-stale.
 */
export function readStored(dir: string, listed: ManifestFile): StoredVectors {
  const stored = parseVectors(readListed(dir, listed), listed.path);
  const { files } = stored;
  const held = files.map((f) => [f.contract, f.op_version, f.cases.length] as const);
  checkHeld(listed, files[0]!.op, held);
  return stored;
}

/** Refuses vector files that the manifest does not list. Errors: vector-stale. */
export function checkNoStrangers(dir: string, manifest: Manifest): void {
  const listed = new Set(manifest.files.map(({ path }) => path));
  const stranger = listVectorFiles(dir).find((path) => !listed.has(path));
  if (stranger === undefined) return;
  const hint = 'run `goldvec gen`, or remove it';
  throw new GoldError('vector-stale', 'not in the manifest', { path: stranger, hint });
}

export interface VectorFolder {
  readonly manifest: Manifest;
  /** by contract, then by op */
  readonly files: VectorFile[];
  /** of the files that were read */
  readonly canonicalOf: CanonicalOf;
}

/** The wanted parts of a folder; a file that holds none of them is not opened. */
export function readFolder(dir: string, isWanted: (entry: ManifestEntry) => boolean): VectorFolder {
  const manifest = readManifest(dir);
  const wanted = entriesOf(manifest).filter(isWanted);
  const paths = new Set(wanted.map(({ path }) => path));
  const stored = new Map(
    manifest.files
      .filter(({ path }) => paths.has(path))
      .map((listed) => [listed.path, readStored(dir, listed)] as const),
  );
  const files = wanted.map(
    ({ path, contract }) => stored.get(path)!.files.find((file) => file.contract === contract)!,
  );
  const canonical =
    manifest.format === singleFormat
      ? readSeparateAnswers(dir, manifest)
      : new Map([...stored.values()].flatMap((file) => [...file.canonical]));
  return { manifest, files, canonicalOf: (id) => canonical.get(id) };
}

/** The cases of the wanted ops and contracts of a folder, by contract, then by op. */
export function readVectors(
  dir: string,
  isWanted: (entry: ManifestEntry) => boolean,
): VectorFile[] {
  return readFolder(dir, isWanted).files;
}
