/** The large cases of a vector folder as test cases, each read or drawn when somebody looks at it. */

import type { Corpus, TestCase } from '../../conformance/core/load.ts';
import { largeCase } from '../../goldgen/large/large.ts';
import { specOf } from '../../goldgen/large/large_set.ts';
import { findOp } from '../../goldgen/registry.ts';
import { type EncodedCase, encodedOf } from '../../schema/format/encoded_case.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { largeName, readLargeFile } from '../../schema/format/large_file.ts';
import { newShelf } from '../../schema/format/shelf.ts';
import type { LargeEntry, WireCase } from '../../schema/format/types.ts';
import { decodeLarge, digestedOf, type LargeBytes, largeBytes } from './large_bytes.ts';

/** The bytes of a case, drawn and answered. Errors: vector-stale, where this version draws or answers it otherwise. */
function drawnBytes({ id, call, answer }: LargeEntry): LargeBytes {
  const { spec, n } = specOf(id);
  const bytes = digestedOf(largeCase(spec, n));
  if (sha256(bytes.call) === call && sha256(bytes.expected) === answer) return bytes;
  throw new GoldError('vector-stale', `this version draws or answers ${id} otherwise`, {
    path: largeName,
    hint: 'run `goldvec gen`, or take the version that wrote the folder',
  });
}

/** One large case is held, as bytes and decoded: its answer is judged before a run looks at the next. */
const heldMax = 1;
const bytesHeld = newShelf<LargeBytes>(heldMax);
const casesHeld = newShelf<WireCase>(heldMax);

const keyOf = ({ id, call, answer }: LargeEntry): string => [id, call, answer].join();

function bytesOf(entry: LargeEntry): LargeBytes {
  return bytesHeld.take(keyOf(entry), 1, () => largeBytes(entry, drawnBytes));
}

const namedOf = ({ id, flags }: LargeEntry): Pick<WireCase, 'id' | 'flags'> => ({
  id: id.slice(id.indexOf('/') + 1),
  flags: [...flags],
});

/** The whole case. Errors: vector-stale, where this version draws or answers it otherwise. */
export function largeVector(entry: LargeEntry): WireCase {
  return { ...namedOf(entry), ...decodeLarge(bytesOf(entry)) };
}

/** A case that knows its name and flags, and is decoded when it is asked for more, again once others were. */
function lazyCase(entry: LargeEntry): WireCase {
  const whole = (): WireCase => casesHeld.take(keyOf(entry), 1, () => largeVector(entry));
  return {
    ...namedOf(entry),
    get params() {
      return whole().params;
    },
    get inputs() {
      return whole().inputs;
    },
    get targets() {
      return whole().targets;
    },
    get rng() {
      return whole().rng;
    },
    get expected() {
      return whole().expected;
    },
  };
}

function encodedCase(entry: LargeEntry): EncodedCase | undefined {
  const { call, expected } = bytesOf(entry);
  return encodedOf(entry.flags, call, expected);
}

/** Contract and op of a case. */
export type Place = Pick<TestCase, 'contract' | 'op'>;

/** None where the folder has no large cases. Errors: those of reading; vector-stale. */
export function largeTests(dir: string, wants: (place: Place) => boolean): TestCase[] {
  const { notes, cases } = readLargeFile(dir) ?? { notes: {}, cases: [] };
  return cases.flatMap((entry): TestCase[] => {
    const [contract, op] = entry.id.split('/') as [string, string];
    if (!wants({ contract, op })) return [];
    const { clause } = findOp(specOf(entry.id).spec.op)!;
    const encoded = () => encodedCase(entry);
    return [{ id: entry.id, contract, op, clause, notes, vector: lazyCase(entry), encoded }];
  });
}

/**
 * A corpus with large cases behind the committed ones of their op: what a large case leaves in memory is gone before the
 * next comes.
 */
export function insertLarge(corpus: Corpus, large: readonly TestCase[]): Corpus {
  const ids = new Set(large.map(({ id }) => id));
  const has = (id: string): boolean => ids.has(id) || corpus.has(id);
  const ofPlaces = new Map<string, TestCase[]>();
  for (const test of [...corpus.cases, ...large]) {
    const place = `${test.contract}/${test.op}`;
    const others = ofPlaces.get(place);
    if (others === undefined) ofPlaces.set(place, [test]);
    else others.push(test);
  }
  return { manifest: corpus.manifest, cases: [...ofPlaces.values()].flat(), has };
}
