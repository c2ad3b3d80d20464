/** The cases that a command line chooses out of a vector folder; a name that nothing has is an error. */

import type { RunCorpus } from '../../conformance/core/known_judge.ts';
import { type Level, levelOf } from '../../conformance/core/level.ts';
import { type Corpus, checkTests, openCorpus, type TestCase } from '../../conformance/core/load.ts';
import {
  caseMatcher,
  countCases,
  mayTakeFrom,
  type Selection,
  selectCases,
} from '../../conformance/core/select.ts';
import { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';
import { readLargeFile } from '../../schema/format/large_file.ts';
import { nearest } from './suggest.ts';

export interface Chosen {
  readonly corpus: Corpus & RunCorpus;
  readonly cases: readonly TestCase[];
}

interface Names {
  /** what the names are names of: `op`, … */
  readonly kind: string;
  readonly code: GoldErrorCode;
  readonly wanted: readonly string[];
  readonly known: ReadonlySet<string>;
}

/** One misspelt name beside right ones would leave out its cases in silence. */
function checkNames({ kind, code, wanted, known }: Names): void {
  const stranger = wanted.find((name) => !known.has(name));
  if (stranger === undefined) return;
  const near = nearest(stranger, [...known]);
  const all =
    known.size <= 12 ? `one of ${[...known].join(', ')}` : `see \`goldvec list ${kind}s\``;
  const hint = near === undefined ? all : `did you mean ${near}?`;
  throw new GoldError(code, `there is no ${kind} "${stranger}" in the vector folder`, { hint });
}

/** The ops that names and globs stand for. Errors: op-unknown for one that stands for none. */
export function namedOps(names: readonly string[], known: ReadonlySet<string>): Set<string> {
  const found = names.map((name) => {
    const matches = caseMatcher(name);
    return { name, ops: [...known].filter((op) => matches(op)) };
  });
  const wanted = found.filter(({ ops }) => ops.length === 0).map(({ name }) => name);
  checkNames({ kind: 'op', code: 'op-unknown', wanted, known });
  return new Set(found.flatMap(({ ops }) => ops));
}

function checkFilters(filters: readonly string[], cases: readonly TestCase[]): void {
  for (const filter of filters) {
    const matches = caseMatcher(filter);
    if (cases.some(({ id }) => matches(id))) continue;
    const ids = cases.map(({ id }) => id);
    const words = filter.replace(/[/*]+$/, '');
    const near = nearest(words, [...new Set(cases.map(({ op }) => op)), ...ids.slice(0, 1000)]);
    const hint = near === undefined ? 'see `goldvec list cases`' : `did you mean ${near}?`;
    throw new GoldError('selection-empty', `no case matches --filter ${filter}`, { hint });
  }
}

/** The corpus with the large cases of its folder. What draws them, every op among it, is loaded where one is wanted. */
async function withLarge(
  corpus: Corpus,
  folder: string,
  mayTake: (place: Pick<TestCase, 'contract' | 'op'>) => boolean,
): Promise<Corpus> {
  const wanted = (readLargeFile(folder)?.cases ?? []).some(({ id }) => {
    const [contract, op] = id.split('/') as [string, string];
    return mayTake({ contract, op });
  });
  if (!wanted) return corpus;
  const { insertLarge, largeTests } = await import('../large/large_tests.ts');
  return insertLarge(corpus, largeTests(folder, mayTake));
}

/**
 * The selected cases of a folder. Errors: those of reading it, op-unknown, contract-unknown, usage-bad-value for a
 * flag that no case has, selection-empty for a filter that nothing matches unless that is allowed.
 */
export async function chosenCases(
  folder: string,
  selection: Selection,
  level: Level,
  allowEmpty: boolean,
): Promise<Chosen> {
  const { ops, contracts, flags, filter } = selection;
  const mayTake = mayTakeFrom(selection);
  const isTaken = levelOf(level, folder);
  const committed = openCorpus(folder, mayTake);
  const whole = level === 'all' ? await withLarge(committed, folder, mayTake) : committed;
  const corpus = { ...whole, count: (glob: string) => countCases(whole, glob) };
  const { files } = corpus.manifest;
  const knownOps = new Set(files.map(({ op }) => op));
  const knownContracts = new Set(files.flatMap((file) => file.contracts.map((c) => c.contract)));
  checkNames({ kind: 'op', code: 'op-unknown', wanted: ops, known: knownOps });
  checkNames({
    kind: 'contract',
    code: 'contract-unknown',
    wanted: contracts,
    known: knownContracts,
  });
  if (!allowEmpty) {
    if (flags.length > 0) {
      const known = new Set(corpus.cases.flatMap(({ vector }) => vector.flags));
      checkNames({ kind: 'flag', code: 'usage-bad-value', wanted: flags, known });
    }
    checkFilters(filter, corpus.cases);
  }
  const cases = selectCases(
    corpus.cases.filter(({ id }) => isTaken(id)),
    selection,
  );
  checkTests(cases);
  return { corpus, cases };
}
