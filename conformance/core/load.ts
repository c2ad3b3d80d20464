/**
 * The test cases of the committed vector files. Every file is checked against the manifest (hash, size,
 * number of cases) and its schema while it is read, so a stale or damaged corpus never runs.
 */

import { GoldError } from '../../schema/format/errors.ts';
import { readCanonical } from '../../schema/format/overflow_file.ts';
import type {
  Canonical,
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
import { type Marks, noMarks, readMarks } from './marks.ts';

/** The mark of cases in which an exp or log that is off by a unit in the last place changes the answer. */
export const libmMark = 'exp_log_ulp';

/** Ops that are nothing else than exp and log, whatever a case is marked with. */
export const libmOps: ReadonlySet<string> = new Set(['exp_float32', 'log_float32']);

export interface TestCase {
  /** `<contract>/<op>/<set>/<n>` */
  readonly id: string;
  readonly contract: string;
  readonly op: string;
  readonly clause: string;
  readonly notes: Readonly<Record<string, WireNote>>;
  readonly vector: WireCase;
  /** the answer of a case that overflows to a backend that avoids it, where the folder has one */
  readonly canonical?: Canonical;
  /** whether its answer depends on how exp and log are rounded */
  readonly isLibmSensitive?: boolean;
}

export interface Corpus {
  readonly manifest: Manifest;
  /** the cases of the files that were wanted, in manifest order */
  readonly cases: readonly TestCase[];
  /** false only for an identity that the corpus certainly does not hold */
  has(id: string): boolean;
}

/** The cases of one vector file, in file order. */
export function casesOf(
  file: VectorFile,
  canonicalOf: (id: string) => Canonical | undefined = () => undefined,
  marksOf: Marks = noMarks,
): TestCase[] {
  const { contract, op, clause, notes } = file;
  return file.cases.map((vector) => {
    const id = `${contract}/${vector.id}`;
    const canonical = canonicalOf(id);
    const isLibmSensitive = libmOps.has(op) || marksOf(id).includes(libmMark);
    const test = { id, contract, op, clause, notes, vector };
    return {
      ...test,
      ...(canonical === undefined ? {} : { canonical }),
      ...(isLibmSensitive ? { isLibmSensitive } : {}),
    };
  });
}

/** Reads the files that `wants` names; a file of the manifest that is not wanted is not opened. */
export function loadCorpus(dir: string, wants: (entry: ManifestFile) => boolean): Corpus {
  const manifest = readManifest(dir);
  checkNoStrangers(dir, manifest);
  const wanted = manifest.files.filter(wants);
  const canonicalOf = readCanonical(dir, manifest);
  const marksOf = readMarks(dir);
  const cases = wanted.flatMap((entry) =>
    casesOf(readVectorFile(dir, entry), canonicalOf, marksOf),
  );
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
