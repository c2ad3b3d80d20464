/**
 * Numbers of the steps of the reference: arguments, results and operands of float operations that stay the same all through a
 * case, or take a few values only. They are found by running the case once and looking on.
 */

import { inside, snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { mayNotEnd, operandsOf, wordsOf } from '../mistakes/step_names.ts';

export type Step = keyof Primitives;
type Call = (n: Numerics, ...rest: unknown[]) => unknown;

/** A number of a step: an argument, its result, or an operand of one of its float operations. */
export interface Slot {
  readonly step: Step;
  readonly id: string;
  /** after the name of the step, before the number that it takes instead */
  readonly words: string;
  /** the values that it has in the case */
  readonly values: readonly number[];
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

/** Steps that with another number might never end. */
const isEndless = (step: Step): boolean => mayNotEnd(step) || step.startsWith('rng');

/** Steps that only look whether something may be done. */
const looksOn = /^(guard|demand)/;

function argumentSlot(step: Step, index: number, values: readonly number[]): Slot {
  const name = operandsOf(primitives[step])[index] ?? `${index}`;
  const inner = primitives[step] as Call;
  return {
    step,
    id: `argument_${snakeCase(name)}`,
    words: `takes for its “${wordsOf(name)}”`,
    values,
    with: (of) => ({
      [step]: (n: Numerics, ...rest: unknown[]) => {
        const old = rest[index];
        if (typeof old === 'number') rest[index] = of(old);
        return inner(n, ...rest);
      },
    }),
  };
}

function resultSlot(step: Step, values: readonly number[]): Slot {
  const inner = primitives[step] as Call;
  return {
    step,
    id: 'result',
    words: 'gives',
    values,
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
  values: readonly number[],
): Slot | undefined {
  const words = operandWords[operation]?.[index];
  if (words === undefined) return undefined;
  return {
    step,
    id: `${snakeCase(operation)}_${index}`,
    words,
    values,
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

/** Values of a slot up to which it is worth to know them. */
const valuesMax = 4;

/** Numbers that are seen, and the values that they take. */
class Watch {
  private readonly seen = new Map<string, Set<number>>();
  private readonly made = new Map<string, (values: readonly number[]) => Slot | undefined>();

  see(key: string, value: number, slot: (values: readonly number[]) => Slot | undefined): void {
    const found = this.seen.get(key);
    if (found === undefined) {
      this.seen.set(key, new Set([value]));
      this.made.set(key, slot);
    } else if (found.size <= valuesMax) found.add(value);
  }

  slots(): Slot[] {
    return [...this.seen].flatMap(([key, values]) => this.made.get(key)!([...values]) ?? []);
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
      const isLoop = isEndless(step);
      const f = isLoop ? plain.f : floats(step);
      const outer: Call = (n, ...rest) => {
        for (const [index, value] of rest.entries()) {
          if (typeof value !== 'number') continue;
          watch.see(`${step} argument ${index}`, value, (x) => argumentSlot(step, index, x));
        }
        const made = (inner as Call)({ ...n, f }, ...rest);
        if (typeof made === 'number' && !isLoop) {
          watch.see(`${step} result`, made, (x) => resultSlot(step, x));
        }
        return made;
      };
      return [step, outer];
    }),
  ) as unknown as Primitives;
  return { ...plain, fn };
}

/** The slots of a case, each with the values that it takes; more than four of them are as good as any. */
export function slotsOf(plain: Numerics, run: (n: Numerics) => void): Slot[] {
  const watch = new Watch();
  run(watched(plain, watch));
  return watch.slots();
}

export const isConstant = ({ values }: Slot): boolean => values.length === 1;
export const isOneOfFew = ({ values }: Slot): boolean =>
  values.length > 1 && values.length <= valuesMax;
