/** Edits of arithmetic: another operation, an operand left out, another rounding of an index, another literal. */

import type { Change } from './edit.ts';
import { change, type Place, said } from './place.ts';
import { type Ast, argumentsOf, isIdentifier, seamOf } from './syntax.ts';

const saying = (node: Ast): string => {
  const text = said(node, 60);
  return text === undefined ? '' : ` \`${text}\``;
};

/** One call of a float operation, as text: operands, the numerics, and what an edit of it is. */
interface Operation {
  readonly f: string;
  readonly whole: string;
  readonly sources: readonly [string, string, string];
  readonly nodes: readonly [Ast, Ast, Ast];
  readonly to: (text: string, words: string) => Change[];
}

/** What can be mistaken in each float operation of the seam. */
const operations: Readonly<Record<string, (of: Operation) => Change[]>> = {
  add: ({ f, to, sources: [a, b], nodes: [x, y] }) => [
    ...to(`${f}.sub(${a}, ${b})`, 'subtracts what is to be added'),
    ...to(a, `leaves out the term${saying(y)}`),
    ...to(b, `leaves out the term${saying(x)}`),
    ...to(`${f}.mul(${a}, ${b})`, 'multiplies instead of adding'),
  ],
  sub: ({ f, to, sources: [a, b], nodes: [, y] }) => [
    ...to(`${f}.add(${a}, ${b})`, 'adds what is to be subtracted'),
    ...to(`${f}.sub(${b}, ${a})`, 'subtracts the other way round: the sign is wrong'),
    ...to(a, `does not subtract${saying(y)}`),
    ...to(b, `takes the subtrahend${saying(y)} alone`),
  ],
  mul: ({ f, to, sources: [a, b], nodes: [x, y], whole }) => [
    ...to(a, `leaves out the factor${saying(y)}`),
    ...to(b, `leaves out the factor${saying(x)}`),
    ...to(`${f}.div(${a}, ${b})`, `divides by${saying(y)} instead of multiplying`),
    ...to(`${f}.div(${b}, ${a})`, `divides by${saying(x)} instead of multiplying`),
    ...to(`${f}.add(${a}, ${b})`, 'adds instead of multiplying'),
    ...to(`${f}.mul(${whole}, ${b})`, `applies the factor${saying(y)} twice`),
    ...to(
      `${f}.add(${a}, ${f}.sub(${b}, 1))`,
      `shifts by${saying(y)} − 1 instead of multiplying by${saying(y)}`,
    ),
    ...to(`${f}.mul(${whole}, ${a})`, `applies the factor${saying(x)} twice`),
  ],
  div: ({ f, to, sources: [a, b], nodes: [x, y], whole }) => [
    ...to(a, `does not divide by${saying(y)}`),
    ...to(`${f}.mul(${a}, ${b})`, `multiplies by${saying(y)} instead of dividing`),
    ...to(`${f}.div(${b}, ${a})`, 'divides the other way round (the reciprocal)'),
    ...to(`${f}.div(${whole}, ${b})`, `divides by${saying(y)} twice`),
    ...to(`${f}.mul(${a}, ${f}.div(1, ${b}))`, 'multiplies by a rounded reciprocal'),
    ...to(`${f}.div(1, ${b})`, `leaves out the dividend${saying(x)}`),
    ...to(`Math.trunc(${f}.div(${a}, ${b}))`, 'divides as integers: the fraction is cut off'),
  ],
  mulAdd: ({ f, to, sources: [a, b, c], nodes: [x, y, z] }) => [
    ...to(
      `${f}.mul(${a}, ${b})`,
      `leaves out the sum so far${saying(z)}: only the last term counts`,
    ),
    ...to(c, 'leaves out the product'),
    ...to(`${f}.add(${a}, ${c})`, `leaves out the factor${saying(y)}`),
    ...to(`${f}.add(${b}, ${c})`, `leaves out the factor${saying(x)}`),
    ...to(`${f}.mulSub(${a}, ${b}, ${c})`, 'subtracts the product'),
    ...to(`${f}.sub(${f}.mul(${a}, ${b}), ${c})`, `subtracts${saying(z)} instead of adding it`),
    ...to(`${f}.add(Math.abs(${f}.mul(${a}, ${b})), ${c})`, 'adds magnitudes'),
    ...to(`${f}.add(${f}.div(${a}, ${b}), ${c})`, `divides by${saying(y)} instead of multiplying`),
    ...to(
      `${f}.add(${f}.add(${a}, ${f}.sub(${b}, 1)), ${c})`,
      `shifts by${saying(y)} − 1 instead of multiplying by${saying(y)}`,
    ),
    ...to(`${f}.mul(${a}, ${f}.add(${b}, ${c}))`, 'has the parentheses in another place'),
    ...to(`${f}.mul(${b}, ${f}.add(${a}, ${c}))`, 'has the parentheses in another place'),
    ...to(
      `${f}.add(${f}.mul(${f}.mul(${a}, ${b}), ${b}), ${c})`,
      `applies the factor${saying(y)} twice`,
    ),
  ],
  mulSub: ({ f, to, sources: [a, b, c], nodes: [x, y] }) => [
    ...to(`${f}.mulAdd(${a}, ${b}, ${c})`, 'adds the product that is to be subtracted'),
    ...to(c, 'leaves out the product that is to be subtracted'),
    ...to(`${f}.sub(${f}.mul(${a}, ${b}), ${c})`, 'subtracts the other way round'),
    ...to(`${f}.sub(${c}, ${a})`, `leaves out the factor${saying(y)}`),
    ...to(`${f}.sub(${c}, ${b})`, `leaves out the factor${saying(x)}`),
  ],
};

/** Float operations of the seam, one call of them. */
export function floatOperations(place: Place): Change[] {
  const { node, source } = place;
  const seam = node.type === 'CallExpression' ? seamOf(node.callee as Ast) : undefined;
  if (seam?.table !== 'f') return [];
  const f = source((node.callee as Ast).object as Ast);
  const list = argumentsOf(node);
  const sources = list.map(source) as [string, string, string];
  const to = (text: string, words: string): Change[] => change(place, text, words, 0);
  if (Object.hasOwn(operations, seam.name)) {
    const nodes = list as [Ast, Ast, Ast];
    return operations[seam.name]!({ f, whole: source(node), sources, nodes, to });
  }
  if (list.length !== 1) return [];
  const words = seam.name === 'sqrt' ? 'leaves out the square root' : `leaves out ${seam.name}`;
  return to(sources[0], words);
}

/** Terms of nested sums, products and quotients put together in another order. */
export function regrouped(place: Place): Change[] {
  const { node, source } = place;
  const outer = node.type === 'CallExpression' ? seamOf(node.callee as Ast) : undefined;
  if (outer?.table !== 'f' || argumentsOf(node).length !== 2) return [];
  const f = source((node.callee as Ast).object as Ast);
  return argumentsOf(node).flatMap((inner, i): Change[] => {
    const seam = inner.type === 'CallExpression' ? seamOf(inner.callee as Ast) : undefined;
    if (seam?.table !== 'f' || seam.name === outer.name) return [];
    if (argumentsOf(inner).length > 2) return [];
    const other = source(argumentsOf(node)[1 - i]!);
    const [a, b] = argumentsOf(inner).map(source);
    if (b === undefined) {
      // the order of a function of one argument and an operation
      if (a === undefined) return [];
      const moved = i === 0 ? `${a}, ${other}` : `${other}, ${a}`;
      return change(
        place,
        `${f}.${seam.name}(${f}.${outer.name}(${moved}))`,
        `takes ${seam.name} of the whole`,
        0,
      );
    }
    const order = (x: string): string => (i === 0 ? `${x}, ${other}` : `${other}, ${x}`);
    const words = 'has the parentheses in another place';
    return [
      ...change(place, `${f}.${seam.name}(${a}, ${f}.${outer.name}(${order(b)}))`, words, 0),
      ...change(place, `${f}.${seam.name}(${f}.${outer.name}(${order(a!)}), ${b})`, words, 0),
    ];
  });
}

const isIndexOperator = (node: Ast): boolean =>
  node.type === 'BinaryExpression' && ['+', '-', '*', '/', '%'].includes(node.operator as string);

/** Arithmetic of indices and of integers outside of the seam. */
export function indexOperations(place: Place): Change[] {
  const { node, source } = place;
  if (!isIndexOperator(node)) return [];
  const [left, right] = [node.left as Ast, node.right as Ast];
  const [a, b] = [`(${source(left)})`, `(${source(right)})`];
  const to = (text: string, words: string): Change[] => change(place, text, words, 0);
  const others: Readonly<Record<string, Change[]>> = {
    '+': [...to(`${a} - ${b}`, 'subtracts what is to be added')],
    '-': [
      ...to(`${a} + ${b}`, 'adds what is to be subtracted'),
      ...to(`${b} - ${a}`, 'subtracts the other way round'),
    ],
    '*': [
      ...to(`${a} + ${b}`, 'adds instead of multiplying'),
      ...to(`Math.floor(${a} / ${b})`, 'divides instead of multiplying'),
    ],
    '/': [
      ...to(`${a} * ${b}`, 'multiplies instead of dividing'),
      ...to(`${a} % ${b}`, 'takes the remainder instead of the quotient'),
    ],
    '%': [...to(`Math.floor(${a} / ${b})`, 'takes the quotient instead of the remainder')],
  };
  return [
    ...to(a, `leaves out${saying(right)}`),
    ...to(b, `leaves out${saying(left)}`),
    ...others[node.operator as string]!,
  ];
}

/** Functions of numbers: another rounding, the other bound, none. */
export function mathCalls(place: Place): Change[] {
  const { node, source } = place;
  if (node.type !== 'CallExpression') return [];
  const callee = node.callee as Ast;
  if (callee.type !== 'MemberExpression' || !isIdentifier(callee.object as Ast, 'Math')) return [];
  const list = node.arguments as Ast[];
  const [a, b] = list.map(source);
  const to = (text: string, words: string): Change[] => change(place, text, words, 0);
  switch ((callee.property as Ast).name) {
    case 'floor':
    case 'trunc':
      return [
        ...to(`Math.ceil(${a})`, 'rounds up instead of down'),
        ...to(`Math.round(${a})`, 'rounds to the nearest instead of down'),
        ...to(`Math.floor(${a}) + 1`, 'is one too large'),
      ];
    case 'ceil':
      return [
        ...to(`Math.floor(${a})`, 'rounds down instead of up'),
        ...to(`Math.max(1, Math.floor(${a}))`, 'rounds down instead of up, to 1 at least'),
        ...to(`Math.round(${a})`, 'rounds to the nearest instead of up'),
        ...to(`Math.floor(${a}) + 1`, 'is one too large where it divides evenly'),
      ];
    case 'min':
    case 'max': {
      const [own, other] =
        (callee.property as Ast).name === 'min' ? ['min', 'max'] : ['max', 'min'];
      if (b === undefined) return [];
      return [
        ...to(
          `Math.${other}(${list.map(source).join(', ')})`,
          `takes the ${other}imum instead of the ${own}imum`,
        ),
        ...to(a!, `does not limit${saying(list[0]!)}`),
        ...to(b, `takes${saying(list[1]!)} always`),
      ];
    }
    case 'abs':
      return [...to(a!, 'does not take the magnitude')];
    default:
      return a === undefined ? [] : [...to(a, `leaves out ${(callee.property as Ast).name}`)];
  }
}

const infinity = /^(Number\.(NEGATIVE|POSITIVE)_)?INFINITY$/i;

/** What a running maximum or minimum is started with by mistake. */
const starts = ['0', '1.17549435e-38', '-1.17549435e-38', '-3.4028234663852886e38', '-1', '-128'];

/** Numbers that stand in the text. */
export function literals(place: Place): Change[] {
  const { node } = place;
  const isStart =
    node.type === 'UnaryExpression' && infinity.test(place.source(node.argument as Ast));
  if (isStart) return starts.flatMap((text) => change(place, `(${text})`, '', 1));
  if (node.type !== 'Literal' || typeof node.value !== 'number') return [];
  const { value } = node;
  const others = Number.isInteger(value)
    ? [value + 1, value - 1, 0, 1, 2 * value, value / 2]
    : [0, 1, 2 * value, value / 2, value * 10, value / 10];
  return [...new Set(others)]
    .filter((other) => !Object.is(other, value))
    .flatMap((other) => change(place, other < 0 ? `(${other})` : String(other), '', 1));
}
