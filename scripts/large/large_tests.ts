/** The large cases of a vector folder as test cases, each drawn and answered when somebody looks at it. */

import type { Corpus, TestCase } from '../../conformance/core/load.ts';
import { largeCase } from '../../goldgen/large/large.ts';
import { specOf } from '../../goldgen/large/large_set.ts';
import { findOp } from '../../goldgen/registry.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { largeName, readLargeFile } from '../../schema/format/large_file.ts';
import { newShelf } from '../../schema/format/shelf.ts';
import type { LargeEntry, WireCase } from '../../schema/format/types.ts';

/** The whole case. Errors: vector-stale, where this version draws or answers it otherwise. */
export function drawLarge({ id, call, answer }: LargeEntry): WireCase {
  const { spec, n } = specOf(id);
  const drawn = largeCase(spec, n);
  const { params, inputs, targets, rng, expected } = drawn;
  const isSame =
    sha256(encode({ params, inputs, targets, rng })) === call &&
    sha256(encode(expected)) === answer;
  if (isSame) return drawn;
  throw new GoldError('vector-stale', `this version draws or answers ${id} otherwise`, {
    path: largeName,
    hint: 'run `goldvec gen`, or take the version that wrote the folder',
  });
}

/** One large case is kept: its answer is judged before a run looks at the next. */
const keptMax = 1;
const kept = newShelf<WireCase>(keptMax);

/** A case that knows its name and flags, and is drawn when it is asked for more, again once others were. */
function lazyCase(entry: LargeEntry): WireCase {
  const key = [entry.id, entry.call, entry.answer].join();
  const whole = (): WireCase => kept.take(key, 1, () => drawLarge(entry));
  return {
    id: entry.id.slice(entry.id.indexOf('/') + 1),
    flags: [...entry.flags],
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

/** Contract and op of a case. */
export type Place = Pick<TestCase, 'contract' | 'op'>;

/** None where the folder has no large cases. Errors: those of reading; vector-stale. */
export function largeTests(dir: string, wants: (place: Place) => boolean): TestCase[] {
  const { notes, cases } = readLargeFile(dir) ?? { notes: {}, cases: [] };
  return cases.flatMap((entry): TestCase[] => {
    const [contract, op] = entry.id.split('/') as [string, string];
    if (!wants({ contract, op })) return [];
    const { clause } = findOp(specOf(entry.id).spec.op)!;
    return [{ id: entry.id, contract, op, clause, notes, vector: lazyCase(entry) }];
  });
}

/** A corpus with large cases behind the committed ones. */
export function behind(corpus: Corpus, large: readonly TestCase[]): Corpus {
  const ids = new Set(large.map(({ id }) => id));
  const has = (id: string): boolean => ids.has(id) || corpus.has(id);
  return { manifest: corpus.manifest, cases: [...corpus.cases, ...large], has };
}
