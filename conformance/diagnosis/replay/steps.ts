/**
 * Steps that are given another number than their own: a divisor, a factor, an argument or a result that is the same all
 * through a case is replaced by another number of the call, by a usual constant, or by what a slip makes of it. Which of
 * them there are is found by running the case once and looking on.
 */

import { inside, snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import type { TestCase } from '../../core/load.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { numbersOf } from './numbers.ts';

export interface StepChange {
  readonly hypothesis: Hypothesis;
  /** the mistake in a case; undefined where the case has no such number */
  mutantOf(test: TestCase): Mutant | undefined;
  /** the same for changes that come to the same in the case; undefined where nothing is known of that */
  keyOf(test: TestCase): string | undefined;
}

type Step = keyof Primitives;
type Call = (n: Numerics, ...rest: unknown[]) => unknown;

/** A number of a step: an argument, its result, or an operand of one of its float operations. */
interface Slot {
  readonly step: Step;
  readonly id: string;
  /** after the name of the step, before the number that it takes instead */
  readonly words: string;
  /** the value that it has all through the case */
  readonly value: number;
  readonly with: (of: (old: number) => number) => Partial<Primitives>;
}

const operandWords: Readonly<Record<string, readonly string[]>> = {
  add: ['adds to', 'adds'],
  sub: ['subtracts from', 'subtracts'],
  mul: ['multiplies by', 'multiplies by'],
  div: ['divides', 'divides by'],
  sqrt: ['takes the root of'],
  fromInt: ['takes for its integer'],
  mulAdd: ['multiplies by', 'multiplies by', 'adds to a product'],
  mulSub: ['multiplies by', 'multiplies by', 'subtracts a product from'],
  mulMinus: ['multiplies by', 'multiplies by', 'subtracts from a product'],
  fma: ['multiplies by', 'multiplies by', 'adds to a product'],
};

function argumentNames(step: Step): string[] {
  const [, list = ''] = /^[^(]*\(([^)]*)\)/.exec(`${primitives[step]}`) ?? [];
  return list.split(',').map((name) => name.trim().replace(/\s*=.*/, ''));
}

/** Steps that loop until a number is what they want: with another one they might never end. */
const endless = /^(normal|uniform|bounded|shuffle|executeOp|model|rng)|32$/;

/** Steps that only look whether something may be done. */
const looksOn = /^(guard|demand)/;

function argumentSlot(step: Step, index: number, value: number): Slot {
  const name = argumentNames(step)[index + 1] ?? `${index}`;
  const inner = primitives[step] as Call;
  return {
    step,
    id: `argument_${snakeCase(name)}`,
    words: `takes for its “${snakeCase(name).replaceAll('_', ' ')}”`,
    value,
    with: (of) => ({
      [step]: (n: Numerics, ...rest: unknown[]) => {
        const old = rest[index];
        if (typeof old === 'number') rest[index] = of(old);
        return inner(n, ...rest);
      },
    }),
  };
}

function resultSlot(step: Step, value: number): Slot {
  const inner = primitives[step] as Call;
  return {
    step,
    id: 'result',
    words: 'gives',
    value,
    with: (of) => ({
      [step]: (n: Numerics, ...rest: unknown[]) => {
        const made = inner(n, ...rest);
        return typeof made === 'number' ? of(made) : made;
      },
    }),
  };
}

function operandSlot(
  step: Step,
  operation: keyof Float32Ops,
  index: number,
  value: number,
): Slot | undefined {
  const words = operandWords[operation]?.[index];
  if (words === undefined) return undefined;
  return {
    step,
    id: `${snakeCase(operation)}_${index}`,
    words,
    value,
    with: (of) =>
      inside(step, (n) => {
        const right = n.f[operation] as (...operands: number[]) => number;
        const other = (...operands: number[]): number => {
          operands[index] = of(operands[index]!);
          return right(...operands);
        };
        return { ...n, f: { ...n.f, [operation]: other } };
      }),
  };
}

/** Numbers that are seen, and whether they stay the same. */
class Watch {
  private readonly seen = new Map<string, { readonly value: number; isSame: boolean }>();
  private readonly made = new Map<string, () => Slot | undefined>();

  see(key: string, value: number, slot: (value: number) => Slot | undefined): void {
    const found = this.seen.get(key);
    if (found === undefined) {
      this.seen.set(key, { value, isSame: true });
      this.made.set(key, () => slot(value));
    } else if (!Object.is(found.value, value)) found.isSame = false;
  }

  slots(): Slot[] {
    return [...this.seen].flatMap(([key, { isSame }]) =>
      isSame ? (this.made.get(key)!() ?? []) : [],
    );
  }
}

/** A `Numerics` whose primitives and float operations are looked on. */
function watched(plain: Numerics, watch: Watch): Numerics {
  const floats = (step: Step): Float32Ops =>
    Object.fromEntries(
      Object.entries(plain.f).map(([operation, of]) => [
        operation,
        (...operands: number[]) => {
          for (const [index, value] of operands.entries()) {
            watch.see(`${step} ${operation} ${index}`, value, (x) =>
              operandSlot(step, operation as keyof Float32Ops, index, x),
            );
          }
          return (of as (...rest: number[]) => number)(...operands);
        },
      ]),
    ) as unknown as Float32Ops;
  const fn = Object.fromEntries(
    Object.entries(primitives).map(([name, inner]) => {
      const step = name as Step;
      if (looksOn.test(step)) return [step, inner];
      const isEndless = endless.test(step);
      const f = isEndless ? plain.f : floats(step);
      const outer: Call = (n, ...rest) => {
        for (const [index, value] of rest.entries()) {
          if (typeof value !== 'number') continue;
          watch.see(`${step} argument ${index}`, value, (x) => argumentSlot(step, index, x));
        }
        const made = (inner as Call)({ ...n, f }, ...rest);
        if (typeof made === 'number' && !isEndless) {
          watch.see(`${step} result`, made, (x) => resultSlot(step, x));
        }
        return made;
      };
      return [step, outer];
    }),
  ) as unknown as Primitives;
  return { ...plain, fn };
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

function othersOf({ value: old, id }: Slot, test: TestCase): Other[] {
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
  const slips = id.startsWith('argument') || id === 'result' ? own : own.slice(0, 4);
  return [
    ...named,
    ...constants,
    ...slips
      .filter(([, , of]) => fits(of(old), old))
      .map(([slip, words, of]): Other => ({ id: slip, words, of, isOwn: true, prior: 2 })),
  ];
}

function changeOf(slot: Slot, other: Other): StepChange {
  const { step } = slot;
  const id = `${snakeCase(step)}.${slot.id} ${other.id}`;
  const words = snakeCase(step).replaceAll('_', ' ').trim();
  const bug = `the step “${words}” ${slot.words} ${other.words}`;
  const fix = 'take the number that the clause names';
  const hypothesis: Hypothesis = {
    id,
    kind: 'slip',
    clause: '',
    bug,
    fix,
    functions: [step],
    prior: other.prior,
  };
  return {
    hypothesis,
    keyOf: (test) => (other.isOwn ? undefined : `${step}.${slot.id} ${other.of(slot.value, test)}`),
    mutantOf(test) {
      if (other.of(slot.value, test) === undefined) return undefined;
      const of = (old: number): number => {
        const value = other.of(old, test)!;
        return slot.id.startsWith('argument') || slot.id === 'result' ? value : Math.fround(value);
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
  const watch = new Watch();
  run(watched(plain, watch));
  return watch
    .slots()
    .flatMap((slot) => othersOf(slot, test).map((other) => changeOf(slot, other)));
}
