/**
 * The test cases of the committed vector files. Every file is checked against the manifest (hash, size,
 * number of cases) and its schema while it is read, so a stale or damaged corpus never runs.
 */

import { GoldError } from '../../schema/format/errors.ts';
import type {
  Manifest,
  ManifestFile,
  VectorFile,
  WireCase,
  WireNote,
} from '../../schema/format/types.ts';
import {
  checkNoStrangers,
  manifestName,
  readManifest,
  readVectorFile,
} from '../../schema/format/vector_folder.ts';

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

/** Reads the files that `wants` names; a file of the manifest that is not wanted is not opened. */
export function loadCorpus(dir: string, wants: (entry: ManifestFile) => boolean): Corpus {
  const manifest = readManifest(dir);
  checkNoStrangers(dir, manifest);
  const wanted = manifest.files.filter(wants);
  const cases = wanted.flatMap((entry) => casesOf(readVectorFile(dir, entry)));
  const ids = new Set(cases.map(({ id }) => id));
  const expected = wanted.reduce((sum, entry) => sum + entry.cases, 0);
  if (ids.size !== expected) {
    const message = `${expected} cases are listed, ${ids.size} identities were read`;
    throw new GoldError('vector-invariant', message, { path: manifestName });
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
