/**
 * The test cases of the committed vector files. Every file is checked against the manifest (hash, size,
 * number of cases) and its schema while it is read, so a stale or damaged corpus never runs.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type {
  Manifest,
  ManifestFile,
  VectorFile,
  WireCase,
  WireNote,
} from '../../schema/format/types.ts';
import { validateManifest, validateVectorFile } from '../../schema/format/validate.ts';

export interface TestCase {
  /** `<contract>/<op>/<set>/<n>` */
  readonly id: string;
  readonly contract: string;
  readonly op: string;
  readonly clause: string;
  readonly notes: Readonly<Record<string, WireNote>>;
  readonly vector: WireCase;
}

export interface Corpus {
  readonly manifest: Manifest;
  /** the cases of the files that were wanted, in manifest order */
  readonly cases: readonly TestCase[];
  /** false only for an identity that the corpus certainly does not hold */
  has(id: string): boolean;
}

/** The cases of one vector file, in file order. */
export function casesOf(file: VectorFile): TestCase[] {
  const { contract, op, clause, notes } = file;
  return file.cases.map((vector) => ({
    id: `${contract}/${vector.id}`,
    contract,
    op,
    clause,
    notes,
    vector,
  }));
}

function read(dir: string, path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(join(dir, path)));
  } catch (cause) {
    const hint = 'run `goldvec gen`, or pass --vectors';
    throw new GoldError('file-missing', 'the file cannot be read', { path, hint, cause });
  }
}

function inFile<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof GoldError)) throw cause;
    const at = cause.path === undefined ? path : `${path}: ${cause.path}`;
    throw new GoldError(cause.code, cause.message, { path: at, cause });
  }
}

function stale(path: string, message: string): GoldError {
  return new GoldError('vector-stale', message, { path, hint: 'run `goldvec verify`' });
}

/** The manifest of a vector folder. Errors: file-missing, vector-schema. */
export function loadManifest(dir: string): Manifest {
  const path = 'manifest.json';
  const text = new TextDecoder().decode(read(dir, path));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new GoldError('vector-schema', 'the manifest is no JSON', { path, cause });
  }
  return inFile(path, () => validateManifest(json));
}

/** One file of the manifest. Errors: vector-hash-mismatch, vector-profile, vector-schema, vector-stale. */
export function loadFile(dir: string, entry: ManifestFile): TestCase[] {
  const { path } = entry;
  const bytes = read(dir, path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== entry.sha256) {
    throw new GoldError('vector-hash-mismatch', `the manifest has sha256 ${entry.sha256}`, {
      path,
      hint: 'the file was changed after `goldvec gen`; run `goldvec verify`',
    });
  }
  const file = inFile(path, () => validateVectorFile(decode(bytes)));
  if (file.contract !== entry.contract || file.op !== entry.op) {
    throw stale(path, `holds ${file.contract}/${file.op}`);
  }
  if (file.cases.length !== entry.cases) {
    throw stale(path, `holds ${file.cases.length} cases, the manifest says ${entry.cases}`);
  }
  return casesOf(file);
}

function checkNoStrangers(dir: string, manifest: Manifest): void {
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const { name, parentPath } of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(parentPath, name).slice(join(dir, '/').length).replaceAll('\\', '/');
    if (name.endsWith('.mp') && !listed.has(path)) throw stale(path, 'not in the manifest');
  }
}

/** Reads the files that `wants` names; a file of the manifest that is not wanted is not opened. */
export function loadCorpus(dir: string, wants: (entry: ManifestFile) => boolean): Corpus {
  const manifest = loadManifest(dir);
  checkNoStrangers(dir, manifest);
  const wanted = manifest.files.filter(wants);
  const cases = wanted.flatMap((entry) => loadFile(dir, entry));
  const ids = new Set(cases.map(({ id }) => id));
  const expected = wanted.reduce((sum, entry) => sum + entry.cases, 0);
  if (ids.size !== expected) {
    throw stale('manifest.json', `${expected} cases are listed, ${ids.size} identities were read`);
  }
  const unread = manifest.files
    .filter((entry) => !wants(entry))
    .map(({ contract, op }) => `${contract}/${op}/`);
  return {
    manifest,
    cases,
    has: (id) => ids.has(id) || unread.some((prefix) => id.startsWith(prefix)),
  };
}
