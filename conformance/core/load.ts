/**
 * The test cases of the committed vector files. Every file is checked against the manifest (hash, size, number of
 * cases) while it is read, and every case that is to run against its schema, so a stale or damaged corpus never runs.
 */

import type { EncodedCase } from '../../schema/format/encoded_case.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { entriesOf, manifestName, readManifest } from '../../schema/format/manifest.ts';
import { type OpenedFile, openFile } from '../../schema/format/opened_file.ts';
import type { Place } from '../../schema/format/shared_index.ts';
import {
  type Canonical,
  type Manifest,
  type ManifestEntry,
  singleFormat,
  type VectorFile,
  type WireCase,
  type WireNote,
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
  readonly canonical?: Canonical | undefined;
  /** whether its answer depends on how exp and log are rounded */
  readonly isLibmSensitive?: boolean;
  /** the case as bytes, where it is an ordinary one that was not decoded */
  encoded?(): EncodedCase | undefined;
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

/** A case that is decoded when its `vector` or `canonical` is read. */
class StoredCase implements TestCase {
  readonly id: string;
  readonly contract: string;
  readonly op: string;
  readonly clause: string;
  readonly notes: TestCase['notes'];
  readonly isLibmSensitive: boolean;
  readonly file: OpenedFile;
  readonly place: Place;

  constructor(file: OpenedFile, contract: string, place: Place, marksOf: Marks) {
    const { op, clause, notes } = file.head;
    this.id = `${contract}/${op}/${file.nameOf(place)}`;
    this.contract = contract;
    this.op = op;
    this.clause = clause;
    this.notes = notes;
    this.isLibmSensitive = libmOps.has(op) || marksOf(this.id).includes(libmMark);
    this.file = file;
    this.place = place;
  }

  get vector(): WireCase {
    return this.file.vectorAt(this.place);
  }

  get canonical(): Canonical | undefined {
    return this.file.canonicalAt(this.place);
  }

  encoded(): EncodedCase | undefined {
    return this.file.encodedAt(this.place);
  }
}

/** The case with everything in it, which can be copied. */
export function wholeCase(test: TestCase): TestCase {
  const { id, contract, op, clause, notes, vector, canonical } = test;
  const { isLibmSensitive = false } = test;
  return { id, contract, op, clause, notes, vector, canonical, isLibmSensitive };
}

/** The cases of a folder of format 2. */
function sharedCases(
  dir: string,
  manifest: Manifest,
  wanted: readonly ManifestEntry[],
  marksOf: Marks,
): TestCase[] {
  const paths = new Set(wanted.map(({ path }) => path));
  const listed = manifest.files.filter(({ path }) => paths.has(path));
  const files = new Map(listed.map((file) => [file.path, openFile(dir, file)]));
  return wanted.flatMap(({ path, contract }) => {
    const file = files.get(path)!;
    return file.placesOf(contract).map((place) => new StoredCase(file, contract, place, marksOf));
  });
}

/** The cases of a folder of format 1, decoded and checked as a whole. */
function singleCases(
  dir: string,
  wants: (entry: ManifestEntry) => boolean,
  marksOf: Marks,
): TestCase[] {
  const { files, canonicalOf } = readFolder(dir, wants);
  return files.flatMap((file) => casesOf(file, canonicalOf, marksOf));
}

/**
 * Opens the ops and contracts that `wants` names; a file that holds nothing that is wanted is not read. Of the cases,
 * hash and number alone are checked, until they are looked at or given to `checkTests`.
 */
export function openCorpus(dir: string, wants: (entry: ManifestEntry) => boolean): Corpus {
  const manifest = readManifest(dir);
  const entries = entriesOf(manifest);
  const wanted = entries.filter(wants);
  const marksOf = readMarks(dir);
  const cases =
    manifest.format === singleFormat
      ? singleCases(dir, wants, marksOf)
      : sharedCases(dir, manifest, wanted, marksOf);
  checkNoStrangers(dir, manifest);
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

/** Checks cases against their schema. Errors: vector-profile, vector-schema, vector-invariant. */
export function checkTests(tests: readonly TestCase[]): void {
  const places = new Map<OpenedFile, Place[]>();
  for (const test of tests) {
    // all others were checked when they were made
    if (!(test instanceof StoredCase)) continue;
    const { file, place } = test;
    const known = places.get(file);
    if (known === undefined) places.set(file, [place]);
    else known.push(place);
  }
  for (const [file, some] of places) file.check(some);
}

/** As `openCorpus`, with all cases checked. */
export function loadCorpus(dir: string, wants: (entry: ManifestEntry) => boolean): Corpus {
  const corpus = openCorpus(dir, wants);
  checkTests(corpus.cases);
  return corpus;
}
