/**
 * A vector file of format 2 and the cases of each of its contracts. A call stands once, its answer once per group of
 * contracts that agree; reading a contract out of it gives exactly what its own file of format 1 would hold.
 */

import { encode } from './codec.ts';
import { GoldError } from './errors.ts';
import { isSameValue } from './same_value.ts';
import {
  type Canonical,
  formatVersion,
  type SharedAnswer,
  type SharedCase,
  type SharedFile,
  singleFormat,
  type VectorFile,
  type WireCase,
} from './types.ts';

/** Answer for a backend that avoids the overflow of a case, by `<contract>/<op>/<set>/<n>`. */
export type CanonicalOf = (id: string) => Canonical | undefined;

/** A call on its way into a file, with its case under some contracts, by their place in the list. */
interface Slot {
  readonly key: string;
  readonly cases: Map<number, WireCase>;
}

const textOf = (value: unknown): string => Buffer.from(encode(value)).toString('latin1');

function setAndNumber(id: string): [string, number] {
  const [, set, n] = id.split('/');
  return [set!, Number(n)];
}

/** Cases with the same key share a place: same set, flags and call. */
function keyOf({ id, flags, params, inputs, targets, rng }: WireCase): string {
  return textOf([setAndNumber(id)[0], flags, params, inputs, targets, rng]);
}

/** Positions in the list of one longest strictly increasing run of the numbers that are not negative. */
function longestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [i, value] of numbers.entries()) {
    if (value < 0) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before[i] = ends[low - 1] ?? -1;
    ends[low] = i;
  }
  const chosen = new Set<number>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i]!) chosen.add(i);
  return chosen;
}

/** The slots with the cases of one more contract: each at its twin, where the order of both lists allows it. */
function withContract(
  slots: readonly Slot[],
  cases: readonly WireCase[],
  contract: number,
): Slot[] {
  const places = new Map(slots.map(({ key }, i) => [key, i]));
  const keys = cases.map(keyOf);
  const twins = keys.map((key) => places.get(key) ?? -1);
  const shared = longestIncreasing(twins);
  const merged: Slot[] = [];
  let next = 0;
  for (const [i, c] of cases.entries()) {
    if (shared.has(i)) {
      merged.push(...slots.slice(next, twins[i]! + 1));
      next = twins[i]! + 1;
      merged.at(-1)!.cases.set(contract, c);
    } else merged.push({ key: keys[i]!, cases: new Map([[contract, c]]) });
  }
  return [...merged, ...slots.slice(next)];
}

/** The answers of a slot, one per group of contracts that agree. */
function answersOf(
  slot: Slot,
  canonicalOf: (contract: number, c: WireCase) => Canonical | undefined,
): SharedAnswer[] {
  type Rest = Omit<SharedAnswer, 'contracts' | 'numbers'>;
  const groups: { contracts: number[]; numbers: number[]; rest: Rest }[] = [];
  for (const [contract, c] of [...slot.cases].sort(([a], [b]) => a - b)) {
    const canonical = canonicalOf(contract, c);
    const rest = { expected: c.expected, ...(canonical === undefined ? {} : { canonical }) };
    const number = setAndNumber(c.id)[1];
    const group = groups.find((known) => isSameValue(known.rest, rest));
    if (group === undefined) groups.push({ contracts: [contract], numbers: [number], rest });
    else {
      group.contracts.push(contract);
      group.numbers.push(number);
    }
  }
  return groups.map(({ contracts, numbers, rest }) => ({ contracts, numbers, ...rest }));
}

function sharedNotes(files: readonly VectorFile[], cases: readonly SharedCase[]) {
  const used = new Set(cases.flatMap(({ flags }) => flags));
  const all = Object.assign({}, ...files.map(({ notes }) => notes)) as VectorFile['notes'];
  const names = Object.keys(all).filter((flag) => used.has(flag));
  return Object.fromEntries(names.sort().map((flag) => [flag, all[flag]!]));
}

/** One file of the cases of an op under several contracts, which agree in clause, notes and comparison. */
export function shareFiles(
  given: readonly VectorFile[],
  canonicalOf: CanonicalOf = () => undefined,
): SharedFile {
  const files = [...given].sort((a, b) => (a.contract < b.contract ? -1 : 1));
  const places = files.map((_, i) => i);
  // the contract with most cases gives the order into which the others are put
  places.sort((a, b) => files[b]!.cases.length - files[a]!.cases.length || b - a);
  let slots: Slot[] = [];
  for (const place of places) slots = withContract(slots, files[place]!.cases, place);
  const cases = slots.map((slot): SharedCase => {
    const { id, flags, params, inputs, targets, rng } = [...slot.cases.values()][0]!;
    const call = { params, inputs, targets, rng };
    const answers = answersOf(slot, (i, c) => canonicalOf(`${files[i]!.contract}/${c.id}`));
    return { set: setAndNumber(id)[0], flags, ...call, answers };
  });
  const { op, clause, source, compare } = files[0]!;
  return {
    format: formatVersion,
    op,
    clause,
    source,
    notes: sharedNotes(files, cases),
    compare,
    contracts: files.map(({ contract, op_version }) => ({ contract, op_version })),
    cases,
  };
}

/** The error of an answer for a contract that is not listed, or that has another one. */
export function misplaced(contract: number, path: string): GoldError {
  const message = `contract ${contract} is not listed, or is answered twice`;
  return new GoldError('vector-invariant', message, { path });
}

/** Errors: vector-invariant, where an answer names a contract that is not listed, or one that has another answer. */
export function checkPlaces({ contracts, cases }: SharedFile): void {
  for (const [i, { answers }] of cases.entries()) {
    const seen = new Set<number>();
    for (const [k, { contracts: places, numbers }] of answers.entries()) {
      const path = `cases/${i}/answers/${k}`;
      if (places.length !== numbers.length) {
        throw new GoldError('vector-invariant', 'as many numbers as contracts', { path });
      }
      for (const place of places) {
        if (place >= contracts.length || seen.has(place)) {
          throw misplaced(place, path);
        }
        seen.add(place);
      }
    }
  }
}

function fileUnder(shared: SharedFile, place: number): VectorFile {
  const { op, clause, source, notes, compare } = shared;
  const cases = shared.cases.flatMap(({ set, flags, answers, ...call }): WireCase[] => {
    const answer = answers.find(({ contracts }) => contracts.includes(place));
    if (answer === undefined) return [];
    const number = answer.numbers[answer.contracts.indexOf(place)];
    return [{ id: `${op}/${set}/${number}`, flags, ...call, expected: answer.expected }];
  });
  const used = new Set(cases.flatMap(({ flags }) => flags));
  const mine = Object.entries(notes).filter(([flag]) => used.has(flag));
  const { contract, op_version } = shared.contracts[place]!;
  return {
    format: singleFormat,
    contract,
    op,
    op_version,
    clause,
    source,
    notes: Object.fromEntries(mine),
    compare,
    cases,
  };
}

/** The cases of each contract, in the order of the contracts. */
export function filesOf(shared: SharedFile): VectorFile[] {
  return shared.contracts.map((_, place) => fileUnder(shared, place));
}

/** The answers of overflow cases that the file has for backends that avoid it. */
export function canonicalsOf({ op, contracts, cases }: SharedFile): Map<string, Canonical> {
  const byId = new Map<string, Canonical>();
  for (const { set, answers } of cases) {
    for (const { contracts: places, numbers, canonical } of answers) {
      if (canonical === undefined) continue;
      for (const [i, place] of places.entries()) {
        byId.set(`${contracts[place]!.contract}/${op}/${set}/${numbers[i]}`, canonical);
      }
    }
  }
  return byId;
}
