/** Measures the facts that hold for every wrong answer of an op, and what sets its failing cases apart. */

import { payloadBytesOf } from '../../../schema/format/tensor.ts';
import type { TestCase } from '../../core/load.ts';
import { leftBy, rngAspect, statusAspect } from '../hypothesis.ts';
import { evenly } from '../sample.ts';
import type { Unit } from '../units.ts';
import { dataFacts, isAddedTo } from './data.ts';
import { drawFacts } from './draws.ts';
import { elementsOf, valuesOf } from './elements.ts';
import { type Fact, fact, factKinds, keyOf, type Place, placeKinds } from './fact.ts';
import { rowOf } from './features.ts';
import { type Condition, conditionOf } from './learner.ts';
import { placesOf } from './places.ts';
import { factorFacts, isScaleWrong, scaleFacts, zeroPointFacts } from './records.ts';
import { compared, relationFacts, valueFactor } from './relations.ts';

/** What buffers hold before a call. */
const poisonByte = 0xa5;

/** Units and passing cases that are looked at. */
const limits = { units: 120, passing: 240 } as const;

interface Measured {
  readonly facts: readonly Fact[];
  readonly places: readonly Place[];
  /** whether the answer has another place at all */
  readonly hasPlaces: boolean;
}

function statusFacts({ failure }: Unit): Fact[] {
  const { expected } = failure.test.vector;
  return failure.reply.status === 'refused'
    ? [fact('refuses')]
    : [fact('accepts', { code: expected.refusal ?? '' }), fact('accepts')];
}

function measure(unit: Unit): Measured {
  const { failure, aspect } = unit;
  const { test, reply } = failure;
  const { expected, rng } = test.vector;
  const alone = (facts: readonly Fact[]): Measured => ({ facts, places: [], hasPlaces: false });
  if (aspect === statusAspect) return alone(statusFacts(unit));
  if (aspect === rngAspect) return alone(drawFacts(rng, expected.rng ?? 0, reply.rng ?? 0));
  const want = expected.outputs?.[aspect];
  const got = leftBy(reply, test.vector, aspect);
  if (want === undefined) return alone([fact('wrong')]);
  if (got === undefined) return alone([fact('missing')]);
  const form = (t: typeof want): string => `${t.dtype} ${t.shape} ${t.bits}`;
  if (form(want) !== form(got) || got.data.length !== payloadBytesOf(want)) {
    return alone([fact('other_form')]);
  }
  const elements = elementsOf(want, got);
  const isDataRight = elements.wrong.length === 0;
  const facts: Fact[] = [];
  const before = test.vector.inputs[aspect];
  if (before !== undefined && !isDataRight) {
    if (Buffer.compare(before.data, got.data) === 0) facts.push(fact('unchanged'));
    // what must stay as it was
    if (Buffer.compare(before.data, want.data) === 0) facts.push(fact('writes_input'));
  }
  for (const [name, t] of Object.entries(test.vector.inputs)) {
    if (name === aspect || isDataRight || t.dtype !== want.dtype) continue;
    if (Buffer.compare(t.data, got.data) === 0) facts.push(fact('copy_of', { of: name }));
  }
  if (!isDataRight) {
    for (const [name, t] of Object.entries(expected.outputs ?? {})) {
      if (name === aspect || t.dtype !== want.dtype) continue;
      if (Buffer.compare(t.data, got.data) === 0) facts.push(fact('answer_of', { of: name }));
    }
    const wrong = [...got.data.keys()].filter((at) => got.data[at] !== want.data[at]);
    if (wrong.every((at) => got.data[at] === poisonByte)) facts.push(fact('partly_written'));
  }
  if (isScaleWrong(want, got)) {
    facts.push(...scaleFacts(aspect, test, want, got, isDataRight));
  }
  facts.push(...zeroPointFacts(aspect, test.vector, want, got));
  const values = compared(want, got);
  const factor = valueFactor(values);
  if (factor !== undefined) {
    facts.push(...factorFacts('scaled', factor, test, want.bits));
    if (elements.want.filter((x) => x !== 0).length > 1) facts.push(fact('scaled_each'));
  }
  if (isDataRight) return alone(facts);
  facts.push(...relationFacts(values, aspect, test.vector));
  if (before !== undefined && !isScaleWrong(want, got)) {
    const old = valuesOf(before);
    if (isAddedTo(elements, (k) => old[k] ?? 0)) facts.push(fact('added_to_old'));
  }
  facts.push(...dataFacts(elements));
  // on another scale every element is another one
  const hasPlaces = elements.want.length > 1 && !isScaleWrong(want, got);
  return { facts, places: placesOf(elements), hasPlaces };
}

/** What is told of the wrong answers of one op. */
export interface Description {
  readonly fact: Fact;
  /** wrong answers that it holds for, of those looked at */
  readonly held: { readonly count: number; readonly of: number };
  readonly place: Place | undefined;
  readonly condition: Condition | undefined;
}

function common<T extends Fact | Place>(lists: readonly (readonly T[])[]): T[] {
  const [first = [], ...others] = lists.map((list) => new Map(list.map((t) => [keyOf(t), t])));
  return [...(first as ReadonlyMap<string, T>)]
    .filter(([key]) => others.every((map) => (map as ReadonlyMap<string, T>).has(key)))
    .map(([, item]) => item);
}

/** The least share of wrong answers that a fact must hold for, alone and beside one that holds for all. */
const heldMin = { alone: 0.6, beside: 0.9 } as const;

/** A fact that holds for fewer is a coincidence. */
const heldCount = 4;

interface Held {
  readonly fact: Fact;
  readonly count: number;
}

/** The most telling fact of all units, or of most. */
function mostTelling(lists: readonly (readonly Fact[])[]): Held {
  const counts = new Map<string, Held>();
  for (const list of lists) {
    for (const [key, item] of new Map(list.map((f) => [keyOf(f), f]))) {
      counts.set(key, { fact: item, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  const of = lists.length;
  const isWhole = ({ fact: { kind }, count }: Held): boolean => count === of && kind !== 'wrong';
  const all = [...counts.values()].filter(({ fact: { kind } }) => kind !== 'wrong');
  const least = all.some(isWhole) ? heldMin.beside : heldMin.alone;
  const told = all.filter(
    (held) => isWhole(held) || (held.count >= heldCount && held.count >= least * of),
  );
  told.sort((a, b) => factKinds.indexOf(a.fact.kind) - factKinds.indexOf(b.fact.kind));
  return told[0] ?? { fact: fact('wrong'), count: of };
}

/** The most telling of what holds for these units, which are of one op and aspect. */
export function describe(units: readonly Unit[], passed: readonly TestCase[]): Description {
  const sampled = evenly(units, limits.units);
  const measured = sampled.map(measure);
  const { fact: told, count } = mostTelling(measured.map((m) => m.facts));
  const placed = measured.filter(({ hasPlaces }) => hasPlaces);
  const places = placed.length === 0 ? [] : common(placed.map((m) => m.places));
  places.sort((a, b) => placeKinds.indexOf(a.kind) - placeKinds.indexOf(b.kind));
  const condition =
    passed.length === 0
      ? undefined
      : conditionOf(
          sampled.map(({ failure }) => rowOf(failure.test)),
          evenly(passed, limits.passing).map(rowOf),
        );
  const held = { count, of: sampled.length };
  return { fact: told, held, place: places[0], condition };
}

/** Whether it says more than that something is wrong. */
export function isTelling({ fact: { kind }, place, condition }: Description): boolean {
  return kind !== 'wrong' || place !== undefined || condition !== undefined;
}
