/** Which cases a run takes: globs over the case identity, flags, contracts, ops, and shards. */

import { hash } from 'node:crypto';
import { GoldError } from '../../schema/format/errors.ts';
import { entriesOf } from '../../schema/format/manifest.ts';
import type { ManifestEntry } from '../../schema/format/types.ts';
import { type Matcher, newGlob } from './glob.ts';
import type { Corpus, TestCase } from './load.ts';

export interface Selection {
  /** globs; a case is taken if any matches, or if there is none */
  readonly filter: readonly string[];
  /** globs; a case is left out if any matches */
  readonly exclude: readonly string[];
  /** a case is taken if it has any of these flags */
  readonly flags: readonly string[];
  readonly contracts: readonly string[];
  readonly ops: readonly string[];
  readonly shard?: Shard;
}

/** Part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export const everything: Selection = {
  filter: [],
  exclude: [],
  flags: [],
  contracts: [],
  ops: [],
};

/**
 * A glob over `<contract>/<op>/<set>/<n>`: `*` is any text without a slash, `**` any text, `?` one
 * character. It also matches without the contract in front, and a leading part of an identity (up to a
 * slash) takes everything below it: `linear_forward`, `sym-2026-07-21/requant*`. Errors: usage-bad-value.
 */
export function caseMatcher(glob: string): Matcher {
  const trimmed = glob.replace(/\/+$/, '');
  const forms = [trimmed, `${trimmed}/**`, `*/${trimmed}`, `*/${trimmed}/**`];
  const matchers = forms.map((form) => newGlob(form, { separator: '/' }));
  return (id) => matchers.some((matches) => matches(id));
}

/** Parses `i/n`. Errors: usage-bad-value. */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match === null || index < 1 || index > count) {
    throw new GoldError('usage-bad-value', `shard expected i/n with 1 <= i <= n, got "${text}"`, {
      hint: 'the first of three shards is 1/3',
    });
  }
  return { index, count };
}

/** The items of one shard in their given order, all of them without one; the parts depend on the identities alone. */
export function takeShard<Item>(
  items: readonly Item[],
  shard: Shard | undefined,
  idOf: (item: Item) => string,
): readonly Item[] {
  if (shard === undefined) return items;
  const keyed = items.map((item) => ({
    item,
    key: hash('sha256', idOf(item)),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const start = Math.floor((keyed.length * (shard.index - 1)) / shard.count);
  const end = Math.floor((keyed.length * shard.index) / shard.count);
  const taken = new Set(keyed.slice(start, end).map(({ item }) => item));
  return items.filter((item) => taken.has(item));
}

/** True unless the selection certainly takes no case of this op and contract; saves reading them. */
export function mayTakeFrom(
  selection: Selection,
): (entry: Pick<ManifestEntry, 'contract' | 'op'>) => boolean {
  const heads = selection.filter.map((glob) => glob.replace(/\/+$/, '').split('/'));
  return ({ contract, op }) => {
    if (selection.contracts.length > 0 && !selection.contracts.includes(contract)) return false;
    if (selection.ops.length > 0 && !selection.ops.includes(op)) return false;
    if (heads.length === 0) return true;
    return heads.some((parts) => {
      if (parts.some((part) => part.includes('**'))) return true;
      const fits = (part: string, name: string) => caseMatcher(part)(name);
      const [first = '', second = '*'] = parts;
      return fits(first, op) || (fits(first, contract) && fits(second, op));
    });
  };
}

/** Cases of the folder that a glob takes; infinite where it may take some that were not read. */
export function countCases(
  { cases, manifest }: Pick<Corpus, 'cases' | 'manifest'>,
  glob: string,
): number {
  const read = new Set(cases.map(({ contract, op }) => `${contract}/${op}`));
  const mayTake = mayTakeFrom({ ...everything, filter: [glob] });
  const isUnread = (entry: ManifestEntry): boolean => !read.has(`${entry.contract}/${entry.op}`);
  const unread = entriesOf(manifest).filter(isUnread);
  if (unread.some(mayTake)) return Number.POSITIVE_INFINITY;
  const matches = caseMatcher(glob);
  return cases.filter(({ id }) => matches(id)).length;
}

/** Filters first, then takes the shard. */
export function selectCases(cases: readonly TestCase[], selection: Selection): readonly TestCase[] {
  const wanted = selection.filter.map(caseMatcher);
  const unwanted = selection.exclude.map(caseMatcher);
  const { flags, contracts, ops, shard } = selection;
  const taken = cases.filter(
    (test) =>
      (wanted.length === 0 || wanted.some((matches) => matches(test.id))) &&
      !unwanted.some((matches) => matches(test.id)) &&
      (flags.length === 0 || flags.some((flag) => test.vector.flags.includes(flag))) &&
      (contracts.length === 0 || contracts.includes(test.contract)) &&
      (ops.length === 0 || ops.includes(test.op)),
  );
  return takeShard(taken, shard, ({ id }) => id);
}
