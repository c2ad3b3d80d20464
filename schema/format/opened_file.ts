/**
 * A vector file of format 2 whose cases are decoded when somebody looks at them, and may be forgotten again: a run
 * holds a few of them at a time, however many there are.
 */

import { type EncodedCase, encodedAt } from './encoded_case.ts';
import { inFile } from './file_bytes.ts';
import {
  checkCases,
  decodeCase,
  indexShared,
  openCase,
  type Place,
  type SharedIndex,
} from './shared_index.ts';
import { newShelf } from './shelf.ts';
import type { Canonical, ManifestFile, SharedAnswer, SharedCase, WireCase } from './types.ts';
import { checkHeld, readListed } from './vector_folder.ts';

/** Encoded bytes that are kept: of files, and of decoded cases. */
const filesMax = 48 * 1024 * 1024;
const casesMax = 512 * 1024;

const files = newShelf<Uint8Array>(filesMax);
const cases = newShelf<SharedCase>(casesMax);

export interface OpenedFile {
  readonly head: SharedIndex['head'];
  /** The cases of a contract, in file order; nothing of them is decoded. */
  placesOf(contract: string): readonly Place[];
  /** `<set>/<n>` */
  nameOf(place: Place): string;
  /** Checks cases. Errors: vector-profile, vector-schema, vector-invariant. */
  check(wanted: readonly Place[]): void;
  /** Errors: as of `check`, and those of reading the file again. */
  vectorAt(place: Place): WireCase;
  canonicalAt(place: Place): Canonical | undefined;
  /** The case without decoding it; undefined where it is no ordinary one. Errors: those of reading the file again. */
  encodedAt(place: Place): EncodedCase | undefined;
}

/** A file of a folder of format 2. Errors: those of `readListed`; vector-profile, vector-schema, vector-stale. */
export function openFile(dir: string, listed: ManifestFile): OpenedFile {
  const { path } = listed;
  const key = `${dir}\n${listed.sha256}`;
  const bytes = (): Uint8Array => files.take(key, listed.bytes, () => readListed(dir, listed));
  const index = inFile(path, () => indexShared(bytes()));
  const { head, places } = index;
  const held = head.contracts.map((c, i) => [c.contract, c.op_version, places[i]!.length] as const);
  checkHeld(listed, head.op, held);

  // the bytes of a file that is read again are those that were checked: its hash is the same
  const checked = new Set<number>();

  function opened(i: number): SharedCase {
    const span = index.cases[i]!;
    if (checked.has(i)) return decodeCase(bytes(), span);
    const made = openCase(bytes(), index, span);
    checked.add(i);
    return made;
  }

  function open(i: number): SharedCase {
    const span = index.cases[i]!;
    const make = (): SharedCase => inFile(path, () => opened(i));
    return cases.take(`${key}\n${i}`, span.end - span.start, make);
  }

  const nameOf = (place: Place): string => `${index.cases[place.case]!.set}/${place.number}`;

  function answerAt(place: Place): SharedAnswer {
    return open(place.case).answers[place.answer]!;
  }

  function vectorAt(place: Place): WireCase {
    const { flags, params, inputs, targets, rng } = open(place.case);
    const { expected } = answerAt(place);
    const id = `${head.op}/${nameOf(place)}`;
    return { id, flags, params, inputs, targets, rng, expected };
  }

  return {
    head,
    placesOf: (contract) => places[head.contracts.findIndex((c) => c.contract === contract)] ?? [],
    nameOf,
    check: (wanted) => {
      const numbers = [...new Set(wanted.map((place) => place.case))];
      const spans = numbers.map((i) => index.cases[i]!);
      inFile(path, () => checkCases(bytes(), index, spans));
      for (const i of numbers) checked.add(i);
    },
    vectorAt,
    canonicalAt: (place) => answerAt(place).canonical,
    encodedAt: (place) => encodedAt(bytes(), index.cases[place.case]!, place),
  };
}
