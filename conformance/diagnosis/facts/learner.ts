/**
 * Finds the plainest condition that sets failing rows apart from passing ones: a property, a bound of a number,
 * or two or three of them together. A row is what is known of a case or of an element.
 */

import type { Feature, Row } from './features.ts';

export interface Condition {
  /** all of them hold in every failing row */
  readonly features: readonly Feature[];
  readonly failing: number;
  readonly passing: number;
  /** passing rows that have all of them too */
  readonly left: number;
  /** what it takes to say it, in bits */
  readonly cost: number;
  /** whether a row has all of them */
  holds(row: Row): boolean;
}

interface Term {
  readonly feature: Feature;
  readonly test: Test;
  /** what it takes to say it, in bits */
  readonly cost: number;
  /** passing rows that have it too, by number */
  readonly left: Uint8Array;
  readonly count: number;
}

interface Candidate {
  readonly terms: readonly Term[];
  readonly left: Uint8Array;
  readonly count: number;
  readonly cost: number;
}

/** Terms, and the candidates of two terms, that a further term is added to. */
const limits = { terms: 60, pairs: 6 } as const;

/** What a condition must save against naming the failing rows one by one, and the rows that it may leave. */
const accepted = { cost: 0.6, left: 1 } as const;

/** log2 of the number of ways to choose `k` of `n`. */
function choiceBits(n: number, k: number): number {
  let bits = 0;
  for (let i = 1; i <= Math.min(k, n - k); i++) bits += Math.log2((n - i + 1) / i);
  return bits;
}

const costs: Readonly<Partial<Record<Feature['property'], number>>> = {
  dtype: 5,
  equals: 4,
  above: 5,
  below: 7,
  tail: 5,
  no_multiple: 7,
  multiple: 7,
  no_power: 7,
  larger_than: 7,
  differs_from: 7,
  same_as: 7,
  rank: 8,
  empty: 6,
  single: 6,
};

/** Words and bounds that a clause speaks of are plainer than numbers that only the vectors know. */
function costOf({ property, value, isAnswer, subject }: Feature): number {
  const own = costs[property] ?? 4;
  const isOdd = typeof value === 'number' && value !== 0 && value !== 1 && property !== 'tail';
  const isDerived = isAnswer === true || subject.startsWith('the ');
  return own + (isOdd ? 5 : 0) + (isDerived ? 1 : 0);
}

type Test = (row: Row) => boolean;

function boundTerms(subject: string, failing: readonly Row[], passing: readonly Row[]) {
  const numberOf = (row: Row): number => row.numbers.get(subject) ?? Number.NaN;
  const values = failing.map(numberOf);
  const found: [Feature, Test][] = [];
  if (values.some(Number.isNaN)) return found;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const others = passing.map(numberOf).filter((v) => !Number.isNaN(v));
  const below = Math.max(...others.filter((v) => v < least));
  const above = Math.min(...others.filter((v) => v > most));
  const add = (
    property: Feature['property'],
    value: number | undefined,
    test: (v: number) => boolean,
  ) => {
    const feature = value === undefined ? { subject, property } : { subject, property, value };
    found.push([feature, (row) => test(numberOf(row))]);
  };
  if (least === most && Number.isInteger(least)) add('equals', least, (v) => v === least);
  if (Number.isFinite(below)) {
    // a bound that a reader expects, where one lies between
    const bound = below < 0 && least > 0 ? 0 : below;
    if (least > 0 && below <= 0) add('above', 0, (v) => v > 0);
    else add('above', bound, (v) => v > bound);
  }
  if (Number.isFinite(above)) {
    if (most < 0 && above >= 0) add('below', 0, (v) => v < 0);
    else add('below', above, (v) => v < above);
  }
  if (!values.every(Number.isInteger)) return found;
  const every = (test: (v: number) => boolean): boolean => values.every(test);
  for (const of of [2, 4, 8, 16]) {
    const isRest = (v: number): boolean => v % of !== 0;
    const isTail = (v: number): boolean => v > of && isRest(v);
    if (every(isTail)) add('tail', of, isTail);
    else if (every(isRest)) add('no_multiple', of, isRest);
    if (every((v) => v % of === 0) && of === 2) add('multiple', of, (v) => v % of === 0);
  }
  const isPower = (v: number): boolean => v > 0 && Number.isInteger(Math.log2(v));
  if (every((v) => !isPower(v))) add('no_power', undefined, (v) => !isPower(v));
  return found;
}

function relationTerms(failing: readonly Row[]): [Feature, Test][] {
  const found: [Feature, Test][] = [];
  const names = [...(failing[0]?.numbers.keys() ?? [])].filter(
    (name) => !/^the (number|width)/.test(name),
  );
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      const compare =
        (holds: (x: number, y: number) => boolean): Test =>
        (row) => {
          const [x, y] = [row.numbers.get(a), row.numbers.get(b)];
          return x !== undefined && y !== undefined && holds(x, y);
        };
      const add = (subject: string, property: Feature['property'], value: string, test: Test) => {
        if (failing.every(test)) found.push([{ subject, property, value }, test]);
      };
      const before = found.length;
      add(
        a,
        'larger_than',
        b,
        compare((x, y) => x > y),
      );
      add(
        b,
        'larger_than',
        a,
        compare((x, y) => y > x),
      );
      if (found.length === before)
        add(
          a,
          'differs_from',
          b,
          compare((x, y) => x !== y),
        );
      add(
        a,
        'same_as',
        b,
        compare((x, y) => x === y),
      );
    }
  }
  return found;
}

/** Everything that all failing rows have, with the passing rows that have it too. */
function termsOf(failing: readonly Row[], passing: readonly Row[]): Term[] {
  const [first] = failing as [Row];
  const flags = [...first.flags]
    .filter(([key]) => failing.every((row) => row.flags.has(key)))
    .map(([key, feature]): [Feature, Test] => [feature, (row) => row.flags.has(key)]);
  const bounds = [...first.numbers.keys()].flatMap((name) => boundTerms(name, failing, passing));
  return [...flags, ...bounds, ...relationTerms(failing)]
    .map(([feature, test]): Term => {
      const left = Uint8Array.from(passing, (row) => Number(test(row)));
      const count = left.reduce((sum, x) => sum + x, 0);
      return { feature, test, cost: costOf(feature), left, count };
    })
    .filter(({ count }) => count < passing.length);
}

function joined(candidate: Candidate, term: Term, failing: number): Candidate {
  const left = new Uint8Array(term.left.length);
  let count = 0;
  for (let i = 0; i < left.length; i++) {
    left[i] = candidate.left[i]! & term.left[i]!;
    count += left[i]!;
  }
  const said = candidate.terms.reduce((sum, { cost }) => sum + cost, 0) + term.cost;
  const cost = said + choiceBits(failing + count, count);
  return { terms: [...candidate.terms, term], left, count, cost };
}

/** The cheapest way to say which rows fail: up to three terms, and the rows that they leave. */
function cheapest(terms: readonly Term[], failing: number, passing: number): Candidate | undefined {
  const nothing: Candidate = {
    terms: [],
    left: new Uint8Array(passing).fill(1),
    count: passing,
    cost: Number.POSITIVE_INFINITY,
  };
  const byCost = (a: Candidate, b: Candidate): number => a.cost - b.cost;
  const singles = terms.map((term) => joined(nothing, term, failing)).sort(byCost);
  const kept = singles.slice(0, limits.terms);
  const pairs = kept.flatMap((candidate, i) =>
    kept.slice(0, i).map((other) => joined(other, candidate.terms[0]!, failing)),
  );
  pairs.sort(byCost);
  const threes = pairs
    .slice(0, limits.pairs)
    .flatMap((pair) => kept.map(({ terms: [term] }) => joined(pair, term!, failing)));
  return [...singles.slice(0, 1), ...pairs.slice(0, 1), ...threes].sort(byCost)[0];
}

/** Equal rows are one: the same call under several contracts says nothing more. */
function distinct(rows: readonly Row[]): Row[] {
  const keyOf = ({ flags, numbers }: Row): string =>
    `${[...flags.keys()].filter((key) => !key.includes('the contract')).join()} ${[...numbers.values()].join()}`;
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

/** The condition that sets the failing rows apart; undefined where nothing does better than chance. */
export function conditionOf(
  allFailing: readonly Row[],
  allPassing: readonly Row[],
): Condition | undefined {
  const [failing, passing] = [distinct(allFailing), distinct(allPassing)];
  if (failing.length === 0 || passing.length === 0) return undefined;
  const terms = termsOf(failing, passing);
  const best = cheapest(terms, failing.length, passing.length);
  const bits = choiceBits(failing.length + passing.length, failing.length);
  if (best === undefined || best.cost > accepted.cost * bits) return undefined;
  if (best.count > accepted.left * failing.length) return undefined;
  const features = best.terms.map(({ feature }) => feature);
  const isLeft = (row: Row): boolean => best.left[passing.indexOf(row)] === 1;
  const left = passing.filter(isLeft).length;
  const holds = (row: Row): boolean => best.terms.every(({ test }) => test(row));
  const counts = { failing: allFailing.length, passing: allPassing.length, left };
  return { features, ...counts, cost: best.cost, holds };
}
