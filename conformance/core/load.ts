/**
 * The test cases of the committed vector files. Every file is checked against the manifest (hash, size,
 * number of cases) and its schema while it is read, so a stale or damaged corpus never runs.
 */

import { GoldError } from '../../schema/format/errors.ts';
import { entriesOf, manifestName } from '../../schema/format/manifest.ts';
import type {
  Canonical,
  Manifest,
  ManifestEntry,
  VectorFile,
  WireCase,
  WireNote,
} from '../../schema/format/types.ts';
import { checkNoStrangers, readFolder } from '../../schema/format/vector_folder.ts';
import { type Marks, noMarks, readMarks } from './marks.ts';

/** The mark of cases in which an exp or log that is off by a unit in the last place changes the answer. */
export const libmMark = 'exp_log_ulp';

/** Ops that are made of exp, log or cos, whatever a case is marked with. */
export const libmOps: ReadonlySet<string> = new Set(['exp_float32', 'log_float32', 'init_normal']);

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
  /** the cases that were wanted, by contract, then by op */
  readonly cases: readonly TestCase[];
  /** false only for an identity that the corpus certainly does not hold */
  has(id: string): boolean;
}

/** The cases of an op under a contract, in file order. */
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

/** Reads the ops and contracts that `wants` names; a file that holds nothing that is wanted is not opened. */
export function loadCorpus(dir: string, wants: (entry: ManifestEntry) => boolean): Corpus {
  const { manifest, files, canonicalOf } = readFolder(dir, wants);
  checkNoStrangers(dir, manifest);
  const marksOf = readMarks(dir);
  const cases = files.flatMap((file) => casesOf(file, canonicalOf, marksOf));
  const entries = entriesOf(manifest);
  const wanted = entries.filter(wants);
  const ids = new Set(cases.map(({ id }) => id));
  const expected = wanted.reduce((sum, entry) => sum + entry.cases, 0);
  if (ids.size !== expected) {
    const message = `${expected} cases are listed, ${ids.size} identities were read`;
    throw new GoldError('vector-invariant', message, { path: manifestName });
  }
  const unread = entries
    .filter((entry) => !wants(entry))
    .map(({ contract, op }) => `${contract}/${op}/`);
  return {
    manifest,
    cases,
    has: (id) => ids.has(id) || unread.some((prefix) => id.startsWith(prefix)),
  };
}
