/**
 * Two float operations of one step that follow one another, in another order or with other brackets: `a · (b · c)` in place
 * of `(a · b) · c`, `√(x + ε)` in place of `√x + ε`. Made over all steps and pairs of operations.
 */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { madeOnce } from './made_once.ts';
import { insideOnly } from './own.ts';
import { wordsOf } from './step_names.ts';

const binary = ['add', 'sub', 'mul', 'div'] as const;
type Binary = (typeof binary)[number];
type Name = Binary | 'sqrt';

/** An operation that was made: by its result the next one knows it. */
interface Made {
  readonly name: Name;
  readonly a: number;
  readonly b: number;
}

type Apply = (name: Name, a: number, b: number) => number;

interface Rule {
  readonly id: string;
  readonly words: string;
  /** what is made of `x = p inner q` and then `x outer c`, or of `c outer x` where `isSecond` */
  readonly of: (apply: Apply, made: Made, outer: Name, c: number) => number;
  readonly isSecond: boolean;
  readonly fits: (inner: Name, outer: Name) => boolean;
}

const isBinary = (name: Name): boolean => name !== 'sqrt';
const isCommutative = (name: Name): boolean => name === 'add' || name === 'mul';

const signs: Readonly<Record<Binary, string>> = { add: '+', sub: '−', mul: '·', div: '/' };

/** Two operations in the place of a rule; of sums and products either operand may be what the first one gave. */
interface Pair {
  readonly inner: Name;
  readonly outer: Name;
  readonly isTurned: boolean;
}

/** `p inner q`, or the root of p. */
const innerText = (inner: Name): string => (inner === 'sqrt' ? '√p' : `p ${signs[inner]} q`);

/** The next operation on that, with c beside it. */
function outerText({ inner, outer, isTurned }: Pair, isAfter: boolean): string {
  const isSecond = isAfter !== isTurned;
  const text = inner === 'sqrt' ? innerText(inner) : `(${innerText(inner)})`;
  if (outer === 'sqrt') return `√${text}`;
  return isSecond ? `c ${signs[outer]} ${text}` : `${text} ${signs[outer]} c`;
}

const rules: readonly Rule[] = [
  {
    id: 'exchanged',
    words: 'makes the two operations in the other order',
    isSecond: false,
    fits: (inner, outer) => isBinary(outer) && inner !== outer,
    of: (apply, { name, a, b }, outer, c) => apply(name, apply(outer, a, c), b),
  },
  {
    id: 'exchanged_right',
    words: 'makes the two operations in the other order, on the second operand',
    isSecond: false,
    fits: (inner, outer) => isBinary(outer) && isBinary(inner) && isCommutative(inner),
    of: (apply, { name, a, b }, outer, c) => apply(name, a, apply(outer, b, c)),
  },
  {
    id: 'bracketed',
    words: 'has its brackets around the second operation',
    isSecond: false,
    fits: (inner, outer) => isBinary(inner) && isBinary(outer) && !isCommutative(inner),
    of: (apply, { name, a, b }, outer, c) => apply(name, a, apply(outer, b, c)),
  },
  {
    id: 'distributed',
    words: 'makes the second operation on both operands of the first one',
    isSecond: false,
    fits: (inner, outer) => /add|sub/.test(inner) && /mul|div/.test(outer),
    of: (apply, { name, a, b }, outer, c) => apply(name, apply(outer, a, c), apply(outer, b, c)),
  },
  {
    id: 'unbracketed',
    words: 'lacks brackets around the first operation',
    isSecond: true,
    fits: (inner, outer) => isBinary(inner) && isBinary(outer),
    of: (apply, { name, a, b }, outer, c) => apply(name, apply(outer, c, a), b),
  },
  {
    id: 'rooted_before',
    words: 'takes the root of the first operand only, before the operation',
    isSecond: false,
    fits: (inner, outer) => outer === 'sqrt' && isBinary(inner),
    of: (apply, { name, a, b }) => apply(name, apply('sqrt', a, 0), b),
  },
  {
    id: 'rooted_apart',
    words: 'takes the roots of both operands',
    isSecond: false,
    fits: (inner, outer) => outer === 'sqrt' && isBinary(inner),
    of: (apply, { name, a, b }) => apply(name, apply('sqrt', a, 0), apply('sqrt', b, 0)),
  },
];

/** Operations that are remembered: what follows one another is near. */
const remembered = 6;

/** The float operations with a rule in them, where one is made on what another one gave. */
function ruled(f: Float32Ops, rule: Rule, { inner, outer, isTurned }: Pair): Float32Ops {
  const made: { readonly result: number; readonly by: Made }[] = [];
  const plain: Apply = (name, a, b) => (name === 'sqrt' ? f.sqrt(a) : f[name](a, b));
  const find = (x: number): Made | undefined =>
    made.find(({ result, by }) => by.name === inner && Object.is(result, x))?.by;
  const apply: Apply = (name, a, b) => {
    const [x, c] = rule.isSecond ? [b, a] : [a, b];
    const by = name === outer ? find(isTurned ? c : x) : undefined;
    const beside = isTurned ? x : c;
    const result = by === undefined ? plain(name, a, b) : rule.of(plain, by, outer, beside);
    made.unshift({ result, by: { name, a, b } });
    if (made.length > remembered) made.pop();
    return result;
  };
  const mul = (a: number, b: number): number => apply('mul', a, b);
  return {
    ...f,
    add: (a, b) => apply('add', a, b),
    sub: (a, b) => apply('sub', a, b),
    mul,
    div: (a, b) => apply('div', a, b),
    sqrt: (a) => apply('sqrt', a, 0),
    mulAdd: (a, b, c) => apply('add', c, mul(a, b)),
    mulSub: (a, b, c) => apply('sub', c, mul(a, b)),
    mulMinus: (a, b, c) => apply('sub', mul(a, b), c),
    mulAddMul: (a, b, c, d) => apply('add', mul(a, b), mul(c, d)),
    mulSubMul: (a, b, c, d) => apply('sub', mul(a, b), mul(c, d)),
  };
}

/** Which of the five operations a step makes by itself. */
function operationsOf(source: string): Set<Name> {
  const found = new Set<Name>();
  for (const [, name = ''] of source.matchAll(/\.f\.(\w+)\(/g)) {
    if (name === 'sqrt' || binary.some((one) => one === name)) found.add(name as Name);
    if (name.startsWith('mul')) found.add('mul');
    if (name.startsWith('mulAdd')) found.add('add');
    if (/^mul(Sub|Minus)/.test(name)) found.add('sub');
  }
  return found;
}

const bracketOf = (step: keyof Primitives, rule: Rule, pair: Pair): Mutant => ({
  id: `${snakeCase(step)}.${pair.outer}_of_${pair.inner}_${rule.id}${pair.isTurned ? '_turned' : ''}`,
  clause: 'S0',
  bug: `the step “${wordsOf(step)}” ${rule.words}, where it must compute ${outerText(pair, rule.isSecond)}`,
  fix: 'compute in the order of the clause',
  prior: 0.5,
  fn: insideOnly(step, (n: Numerics) => ({ ...n, f: ruled(n.f, rule, pair) })),
});

function bracketsIn(step: keyof Primitives): Mutant[] {
  const made = [...operationsOf(`${primitives[step]}`)];
  return made.flatMap((inner) =>
    made.flatMap((outer) =>
      rules
        .filter(({ fits }) => fits(inner, outer))
        .flatMap((rule) =>
          [false, true]
            .filter((isTurned) => !isTurned || isCommutative(outer))
            .map((isTurned) => bracketOf(step, rule, { inner, outer, isTurned })),
        ),
    ),
  );
}

export const bracketSlips = madeOnce((): readonly Mutant[] =>
  (Object.keys(primitives) as (keyof Primitives)[]).flatMap(bracketsIn),
);
