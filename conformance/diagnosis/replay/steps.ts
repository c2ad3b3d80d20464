/**
 * Steps that are given another number than their own: a divisor, a factor, an argument or a result is replaced by another
 * number of the call, by a usual constant, or by what a slip makes of it.
 */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { TestCase } from '../../core/load.ts';
import { type Hypothesis, slip } from '../hypothesis.ts';
import { wordsOf } from '../mistakes/step_names.ts';
import { numbersOf } from './numbers.ts';
import { isConstant, isOneOfFew, type Slot, slotsOf } from './slots.ts';

export interface StepChange {
  readonly hypothesis: Hypothesis;
  /** the mistake in a case; undefined where the case has no such number */
  mutantOf(test: TestCase): Mutant | undefined;
  /** the same for changes that come to the same in the case; undefined where nothing is known of that */
  keyOf(test: TestCase): string | undefined;
}

/** What a slip makes of a number, where the catalogue of operations does not know it. */
const own: readonly (readonly [string, string, (x: number) => number])[] = [
  ['one_more', 'one more than its own', (x) => x + 1],
  ['one_fewer', 'one less than its own', (x) => x - 1],
  ['doubled', 'twice its own', (x) => 2 * x],
  ['halved', 'half its own', (x) => x / 2],
  ['squared', 'the square of its own', (x) => x * x],
  ['rooted', 'the root of its own', Math.sqrt],
  ['inverted', 'the reciprocal of its own', (x) => 1 / x],
  ['negated', 'its own with the wrong sign', (x) => -x],
];

const integers = [0, 1, 2, 7, 8, 15, 16, 127, 128, 255, 256, 32767, 32768, 65535] as const;
const fractions = [
  0, 1, 0.5, 0.9, 0.99, 0.999, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12,
] as const;

/** Loops that are given more would take too long. */
const countMax = 2 ** 16;

interface Other {
  readonly id: string;
  readonly words: string;
  readonly of: (old: number, test: TestCase) => number | undefined;
  /** whether it depends on what the step has for its own number */
  readonly isOwn: boolean;
  /** lower for what is more likely */
  readonly prior: number;
}

/** A count by which something is divided: with a smaller one a loop would go on for too long. */
const shareMin = 1e-3;

/** Whether a step can be given a number: in place of a count only one with which its loops end. */
function fits(value: number, old: number): boolean {
  if (!Number.isFinite(value) || Object.is(value, old)) return false;
  if (!Number.isInteger(old) || old < 0) return true;
  // 0 and 1 may be floats, too
  return (
    value >= (old <= 1 ? shareMin : 1) && (old <= 1 || Number.isInteger(value)) && value <= countMax
  );
}

const isFloat = ({ id }: Slot): boolean => !id.startsWith('argument') && id !== 'result';

/** A number that is always the same, taken for another one. */
function othersOf(slot: Slot, test: TestCase): Other[] {
  const old = slot.values[0]!;
  const named = [...numbersOf(test)]
    .filter(([, value]) => fits(value, old))
    .map(
      ([words]): Other => ({
        id: words,
        words: `${words} instead of its own number`,
        of: (_old, other) => numbersOf(other).get(words),
        isOwn: false,
        prior: 1,
      }),
    );
  const constants = (Number.isInteger(old) && Math.abs(old) > 1 ? integers : fractions)
    .filter((value) => fits(value, old))
    .map(
      (value): Other => ({
        id: `${value}`,
        words: `a fixed ${value} instead of its own number`,
        of: () => value,
        isOwn: false,
        prior: 2,
      }),
    );
  const slips = isFloat(slot) ? own.slice(0, 6) : own;
  return [
    ...named,
    ...constants,
    ...slips
      .filter(([, , of]) => fits(of(old), old))
      .map(([id, words, of]): Other => ({ id, words, of, isOwn: true, prior: 2 })),
  ];
}

/** A number that takes a few values: where it is one with a name, another one in its place. */
function someOthersOf(slot: Slot, test: TestCase): Other[] {
  if (!isFloat(slot)) return [];
  const { values } = slot;
  const numbers = [...numbersOf(test)];
  return numbers
    .filter(([, value]) => Math.abs(value) > 1 && values.includes(value))
    .flatMap(([from, old]) =>
      numbers
        .filter(([, value]) => fits(value, old))
        .map(
          ([words]): Other => ({
            id: `${words} for ${from}`,
            words: `${words} instead of ${from}`,
            of: (x, other) =>
              Object.is(x, numbersOf(other).get(from)) ? numbersOf(other).get(words) : x,
            isOwn: true,
            prior: 1,
          }),
        ),
    );
}

const ways: readonly (readonly [string, string, (x: number, by: number) => number])[] = [
  ['times', 'its result times', (x, by) => x * by],
  ['over', 'its result divided by', (x, by) => x / by],
  [
    'reciprocal',
    'its result divided (times the rounded reciprocal) by',
    (x, by) => x * Math.fround(1 / by),
  ],
];

const factors: readonly (readonly [string, string, number])[] = [
  ['doubled', 'twice its result', 2],
  ['halved', 'half its result', 0.5],
  ['negated', 'its result with the wrong sign', -1],
];

/** Results that vary: each is made with a number of the call that has no part in it. */
function withNumbers({ id, values }: Slot, test: TestCase): Other[] {
  // whole numbers are indices mostly
  if (id !== 'result' || values.every(Number.isInteger)) return [];
  const named = [...numbersOf(test)].filter(
    ([, value]) => Number.isFinite(value) && value > 0 && value !== 1,
  );
  return [
    ...factors.map(
      ([factor, words, by]): Other => ({
        id: factor,
        words,
        of: (x) => Math.fround(x * by),
        isOwn: true,
        prior: 1,
      }),
    ),
    ...named.flatMap(([name]) =>
      ways.map(
        ([way, words, of]): Other => ({
          id: `${way} ${name}`,
          words: `${words} ${name}`,
          of: (x, other) => {
            const by = numbersOf(other).get(name);
            return by === undefined ? undefined : Math.fround(of(x, by));
          },
          isOwn: true,
          prior: 1,
        }),
      ),
    ),
  ];
}

function changeOf(slot: Slot, other: Other): StepChange {
  const { step } = slot;
  const id = `${snakeCase(step)}.${slot.id} ${other.id}`;
  const bug = `the step “${wordsOf(step)}” ${slot.words} ${other.words}`;
  const fix = 'take the number that the clause names';
  // an integer that becomes a float is told where it is used
  const prior = other.prior + (slot.id.startsWith('from_int') ? 0.5 : 0);
  const hypothesis = slip(id, bug, fix, prior, [step]);
  const [first] = slot.values;
  return {
    hypothesis,
    keyOf: (test) => (other.isOwn ? undefined : `${step}.${slot.id} ${other.of(first!, test)}`),
    mutantOf(test) {
      if (other.of(first!, test) === undefined) return undefined;
      const of = (old: number): number => {
        const value = other.of(old, test)!;
        return isFloat(slot) ? Math.fround(value) : value;
      };
      return { id, clause: '', bug, fix, fn: slot.with(of) };
    },
  };
}

/** Every step of the case with every other number; `run` runs the case on the given numerics. */
export function stepChangesOf(
  test: TestCase,
  plain: Numerics,
  run: (n: Numerics) => void,
): StepChange[] {
  return slotsOf(plain, run).flatMap((slot) => {
    if (isConstant(slot)) return othersOf(slot, test).map((other) => changeOf(slot, other));
    const some = isOneOfFew(slot) ? someOthersOf(slot, test) : [];
    return [...some, ...withNumbers(slot, test)].map((other) => changeOf(slot, other));
  });
}
