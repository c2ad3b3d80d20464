/**
 * Steps in which a formula is another one that is equal to it as long as nothing is rounded: distributed, factored,
 * reassociated, with another order of root and quotient. They are found by running a case once: only a step in which such a
 * formula stands, and comes out otherwise, is tried with it.
 */

import { inside, snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { slip } from '../hypothesis.ts';
import { wordsOf } from '../mistakes/step_names.ts';
import type { StepChange } from './steps.ts';

type Base = 'add' | 'sub' | 'mul' | 'div' | 'sqrt';

/** How a number was made. */
interface Made {
  readonly operation: Base;
  readonly operands: readonly number[];
}

/** The operands of the number, if it was made by the operation. */
type Parts = (x: number, operation: Base) => readonly number[] | undefined;

interface Rule {
  readonly id: string;
  readonly words: string;
  readonly outer: Base;
  /** the other formula; undefined where this one does not stand here */
  readonly of: (f: Float32Ops, operands: readonly number[], parts: Parts) => number | undefined;
}

/** A formula of which operand `at` of the outer operation was made by the inner one. */
function rule(
  words: string,
  outer: Base,
  at: number,
  inner: Base,
  of: (f: Float32Ops, inner: readonly [number, number], other: number) => number,
): Rule {
  const id = words.replace(/[^a-zA-Z0-9\u221a\u2295-\u2298]+/g, '_');
  return {
    id,
    words,
    outer,
    of: (f, operands, parts) => {
      const found = parts(operands[at]!, inner);
      if (found === undefined) return undefined;
      return of(f, [found[0]!, found[1]!], operands[1 - at]!);
    },
  };
}

const bothSides = (
  words: string,
  outer: 'add' | 'mul',
  inner: Base,
  of: (f: Float32Ops, inner: readonly [number, number], other: number) => number,
): Rule[] => [0, 1].map((at) => rule(words, outer, at, inner, of));

const distributed: readonly Rule[] = [
  ...bothSides('(a ⊖ b) ⊗ c as a ⊗ c ⊖ b ⊗ c', 'mul', 'sub', (f, [a, b], c) =>
    f.sub(f.mul(a, c), f.mul(b, c)),
  ),
  ...bothSides('(a ⊕ b) ⊗ c as a ⊗ c ⊕ b ⊗ c', 'mul', 'add', (f, [a, b], c) =>
    f.add(f.mul(a, c), f.mul(b, c)),
  ),
  rule('(a ⊖ b) ⊘ c as a ⊘ c ⊖ b ⊘ c', 'div', 0, 'sub', (f, [a, b], c) =>
    f.sub(f.div(a, c), f.div(b, c)),
  ),
  rule('(a ⊕ b) ⊘ c as a ⊘ c ⊕ b ⊘ c', 'div', 0, 'add', (f, [a, b], c) =>
    f.add(f.div(a, c), f.div(b, c)),
  ),
];

const products: readonly Rule[] = [
  ...bothSides('(a ⊗ b) ⊗ c as a ⊗ (b ⊗ c)', 'mul', 'mul', (f, [a, b], c) => f.mul(a, f.mul(b, c))),
  ...bothSides('(a ⊗ b) ⊗ c as (a ⊗ c) ⊗ b', 'mul', 'mul', (f, [a, b], c) => f.mul(f.mul(a, c), b)),
  ...bothSides('(a ⊘ b) ⊗ c as (a ⊗ c) ⊘ b', 'mul', 'div', (f, [a, b], c) => f.div(f.mul(a, c), b)),
  ...bothSides('(a ⊘ b) ⊗ c as a ⊗ (c ⊘ b)', 'mul', 'div', (f, [a, b], c) => f.mul(a, f.div(c, b))),
  ...bothSides('(a ⊘ b) ⊗ c as a ⊘ (b ⊘ c)', 'mul', 'div', (f, [a, b], c) => f.div(a, f.div(b, c))),
  rule('(a ⊗ b) ⊘ c as a ⊗ (b ⊘ c)', 'div', 0, 'mul', (f, [a, b], c) => f.mul(a, f.div(b, c))),
  rule('(a ⊗ b) ⊘ c as (a ⊘ c) ⊗ b', 'div', 0, 'mul', (f, [a, b], c) => f.mul(f.div(a, c), b)),
  rule('(a ⊗ b) ⊘ c as a ⊘ (c ⊘ b)', 'div', 0, 'mul', (f, [a, b], c) => f.div(a, f.div(c, b))),
  rule('(a ⊘ b) ⊘ c as a ⊘ (b ⊗ c)', 'div', 0, 'div', (f, [a, b], c) => f.div(a, f.mul(b, c))),
  rule('(a ⊘ b) ⊘ c as (a ⊘ c) ⊘ b', 'div', 0, 'div', (f, [a, b], c) => f.div(f.div(a, c), b)),
  rule('a ⊘ (b ⊘ c) as (a ⊗ c) ⊘ b', 'div', 1, 'div', (f, [b, c], a) => f.div(f.mul(a, c), b)),
  rule('a ⊘ (b ⊘ c) as a ⊗ (c ⊘ b)', 'div', 1, 'div', (f, [b, c], a) => f.mul(a, f.div(c, b))),
  rule('a ⊘ (b ⊘ c) as (a ⊘ b) ⊗ c', 'div', 1, 'div', (f, [b, c], a) => f.mul(f.div(a, b), c)),
  rule('a ⊘ (b ⊗ c) as (a ⊘ b) ⊘ c', 'div', 1, 'mul', (f, [b, c], a) => f.div(f.div(a, b), c)),
  rule('a ⊘ (b ⊗ c) as (a ⊘ c) ⊘ b', 'div', 1, 'mul', (f, [b, c], a) => f.div(f.div(a, c), b)),
];

const sums: readonly Rule[] = [
  ...bothSides('(a ⊕ b) ⊕ c as a ⊕ (b ⊕ c)', 'add', 'add', (f, [a, b], c) => f.add(a, f.add(b, c))),
  ...bothSides('(a ⊕ b) ⊕ c as (a ⊕ c) ⊕ b', 'add', 'add', (f, [a, b], c) => f.add(f.add(a, c), b)),
  ...bothSides('(a ⊖ b) ⊕ c as (a ⊕ c) ⊖ b', 'add', 'sub', (f, [a, b], c) => f.sub(f.add(a, c), b)),
  ...bothSides('(a ⊖ b) ⊕ c as a ⊖ (b ⊖ c)', 'add', 'sub', (f, [a, b], c) => f.sub(a, f.sub(b, c))),
  rule('(a ⊕ b) ⊖ c as a ⊕ (b ⊖ c)', 'sub', 0, 'add', (f, [a, b], c) => f.add(a, f.sub(b, c))),
  rule('(a ⊕ b) ⊖ c as (a ⊖ c) ⊕ b', 'sub', 0, 'add', (f, [a, b], c) => f.add(f.sub(a, c), b)),
  rule('(a ⊖ b) ⊖ c as a ⊖ (b ⊕ c)', 'sub', 0, 'sub', (f, [a, b], c) => f.sub(a, f.add(b, c))),
  rule('(a ⊖ b) ⊖ c as (a ⊖ c) ⊖ b', 'sub', 0, 'sub', (f, [a, b], c) => f.sub(f.sub(a, c), b)),
  rule('a ⊖ (b ⊕ c) as (a ⊖ b) ⊖ c', 'sub', 1, 'add', (f, [b, c], a) => f.sub(f.sub(a, b), c)),
  rule('a ⊖ (b ⊕ c) as (a ⊖ c) ⊖ b', 'sub', 1, 'add', (f, [b, c], a) => f.sub(f.sub(a, c), b)),
  rule('a ⊖ (b ⊖ c) as (a ⊖ b) ⊕ c', 'sub', 1, 'sub', (f, [b, c], a) => f.add(f.sub(a, b), c)),
];

/** Sums of two products that have a factor in common. */
const factored: readonly Rule[] = (['add', 'sub'] as const).map((outer) => ({
  id: `${outer}_factored`,
  words: `a ⊗ c ${outer === 'add' ? '⊕' : '⊖'} b ⊗ c as (a ${outer === 'add' ? '⊕' : '⊖'} b) ⊗ c`,
  outer,
  of: (f, [left, right], parts) => {
    const [first, second] = [parts(left!, 'mul'), parts(right!, 'mul')];
    const shared = first?.findIndex((x) => second?.includes(x)) ?? -1;
    if (first === undefined || second === undefined || shared < 0) return undefined;
    const factor = first[shared]!;
    const [a, b] = [first[1 - shared]!, second[1 - second.indexOf(factor)]!];
    return f.mul(f[outer](a, b), factor);
  },
}));

const roots: readonly Rule[] = [
  rule('a ⊘ √b as √(a ⊗ a ⊘ b)', 'div', 1, 'sqrt', (f, [b], a) =>
    f.mul(a < 0 ? -1 : 1, f.sqrt(f.div(f.mul(a, a), b))),
  ),
  rule('a ⊘ √b as a ⊗ √(1 ⊘ b)', 'div', 1, 'sqrt', (f, [b], a) => f.mul(a, f.sqrt(f.div(1, b)))),
  ...bothSides('a ⊗ √b as √(a ⊗ a ⊗ b)', 'mul', 'sqrt', (f, [b], a) =>
    f.mul(a < 0 ? -1 : 1, f.sqrt(f.mul(f.mul(a, a), b))),
  ),
  rule('√a ⊘ b as √(a ⊘ (b ⊗ b))', 'div', 0, 'sqrt', (f, [a], b) => f.sqrt(f.div(a, f.mul(b, b)))),
  {
    id: 'root_of_quotient',
    words: '√(a ⊘ b) as √a ⊘ √b',
    outer: 'sqrt',
    of: (f, [x], parts) => {
      const found = parts(x!, 'div');
      return found === undefined ? undefined : f.div(f.sqrt(found[0]!), f.sqrt(found[1]!));
    },
  },
  {
    id: 'root_of_product',
    words: '√(a ⊗ b) as √a ⊗ √b',
    outer: 'sqrt',
    of: (f, [x], parts) => {
      const found = parts(x!, 'mul');
      return found === undefined ? undefined : f.mul(f.sqrt(found[0]!), f.sqrt(found[1]!));
    },
  },
];

/** (a ⊖ b)² as a² ⊖ 2ab ⊕ b². */
const squares: readonly Rule[] = [
  {
    id: 'square_expanded',
    words: '(a ⊖ b)² as (a² ⊖ 2 ⊗ a ⊗ b) ⊕ b²',
    outer: 'mul',
    of: (f, [x, y], parts) => {
      const found = Object.is(x, y) ? parts(x!, 'sub') : undefined;
      if (found === undefined) return undefined;
      const [a, b] = [found[0]!, found[1]!];
      return f.add(f.sub(f.mul(a, a), f.mul(f.mul(2, a), b)), f.mul(b, b));
    },
  },
];

const rules: readonly Rule[] = [
  ...distributed,
  ...products,
  ...sums,
  ...factored,
  ...roots,
  ...squares,
];

type Look = (operation: Base, operands: readonly number[], parts: Parts) => number | undefined;

/** Float operations that keep how each number was made, those of several operations in one taken apart. */
function tracking(f: Float32Ops, made: Map<number, Made>, look: Look): Float32Ops {
  const parts: Parts = (x, operation) => {
    const found = made.get(x);
    return found?.operation === operation ? found.operands : undefined;
  };
  const base =
    (operation: Base) =>
    (...operands: number[]): number => {
      const right = f[operation] as (...rest: number[]) => number;
      const result = look(operation, operands, parts) ?? right(...operands);
      made.set(result, { operation, operands });
      return result;
    };
  const [add, sub, mul, div] = [base('add'), base('sub'), base('mul'), base('div')];
  return {
    ...f,
    add,
    sub,
    mul,
    div,
    sqrt: base('sqrt'),
    mulAdd: (a, b, c) => add(c, mul(a, b)),
    mulSub: (a, b, c) => sub(c, mul(a, b)),
    mulMinus: (a, b, c) => sub(mul(a, b), c),
    mulAddMul: (a, b, c, d) => add(mul(a, b), mul(c, d)),
    mulSubMul: (a, b, c, d) => sub(mul(a, b), mul(c, d)),
  };
}

type Step = keyof Primitives;
type Call = (n: Numerics, ...rest: unknown[]) => unknown;

/**
 * A `Numerics` that says in which steps a rule would give another number: in the step whose numerics compute it, and in
 * the one that calls it.
 */
function watched(plain: Numerics, found: (step: Step, rule: Rule) => void): Numerics {
  const made = new Map<number, Made>();
  const owners = new WeakMap<Float32Ops, Step>();
  const lookIn =
    (scopes: readonly Step[]): Look =>
    (operation, operands, parts) => {
      for (const one of rules) {
        if (one.outer !== operation) continue;
        const other = one.of(plain.f, operands, parts);
        if (other === undefined) continue;
        const right = (plain.f[operation] as (...rest: number[]) => number)(...operands);
        if (!Object.is(other, right)) for (const step of scopes) found(step, one);
      }
      return undefined;
    };
  const fn = Object.fromEntries(
    Object.entries(primitives).map(([name, inner]) => {
      const step = name as Step;
      const outer: Call = (n, ...rest) => {
        const caller = owners.get(n.f);
        const f = tracking(plain.f, made, lookIn(caller === undefined ? [step] : [step, caller]));
        owners.set(f, step);
        return (inner as Call)({ ...n, f }, ...rest);
      };
      return [name, outer];
    }),
  ) as unknown as Primitives;
  return { ...plain, fn };
}

function changeOf(step: Step, { id: ruleId, words, outer, of }: Rule): StepChange {
  const id = `${snakeCase(step)}.${ruleId}`;
  const bug = `the step “${wordsOf(step)}” computes ${words}: equal, but rounded otherwise`;
  const fix = 'compute in the order of the clause';
  const hypothesis = slip(id, bug, fix, 0, [step]);
  const fn = inside(step, (n) => ({
    ...n,
    f: tracking(n.f, new Map(), (operation, operands, parts) =>
      operation === outer ? of(n.f, operands, parts) : undefined,
    ),
  }));
  return {
    hypothesis,
    keyOf: () => undefined,
    mutantOf: () => ({ id, clause: '', bug, fix, fn }),
  };
}

/** Every step of a case with every formula that gives another number in it; `run` runs the case on given numerics. */
export function algebraChangesOf(plain: Numerics, run: (n: Numerics) => void): StepChange[] {
  const seen = new Map<string, StepChange>();
  run(
    watched(plain, (step, one) => {
      const key = `${step} ${one.id}`;
      if (!seen.has(key)) seen.set(key, changeOf(step, one));
    }),
  );
  return [...seen.values()];
}
