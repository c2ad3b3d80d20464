/** Edits of a value where it is kept or handed on: cut to fewer bits, scaled, with another sign, moved by one. */

import type { Change } from './edit.ts';
import { formula } from './formula.ts';
import { change, type Place } from './place.ts';
import { type Ast, isIdentifier, seamOf } from './syntax.ts';

const values = /^(Identifier|(Member|Call|Binary|Conditional|Unary)Expression)$/;

/** Whether the value of the node is stored, returned or given to a step. */
function isHandedOn({ node, around }: Place): boolean {
  const [parent] = around;
  if (parent === undefined || !values.test(node.type)) return false;
  if (node.type === 'BinaryExpression' && /[<>=]/.test(node.operator as string)) return false;
  switch (parent.type) {
    case 'ReturnStatement':
      return true;
    case 'ArrowFunctionExpression':
      return parent.body === node;
    case 'VariableDeclarator':
      return parent.init === node && isIdentifier(parent.id as Ast);
    case 'AssignmentExpression':
      return parent.right === node;
    case 'ConditionalExpression':
      return parent.test !== node;
    case 'CallExpression':
      return parent.callee !== node && !isIdentifier(node, 'n') && !isIdentifier(node, '_n');
    default:
      return false;
  }
}

type Cut = readonly [words: (x: string) => string, of: (x: string) => string];

const cuts: readonly Cut[] = [
  [(x) => `keeps ${x} in 8 bits (int8)`, (x) => `(((${x}) << 24) >> 24)`],
  [(x) => `keeps ${x} in 16 bits (int16)`, (x) => `(((${x}) << 16) >> 16)`],
  [(x) => `keeps ${x} in 8 unsigned bits (uint8)`, (x) => `((${x}) & 255)`],
  [(x) => `keeps ${x} in 16 unsigned bits (uint16)`, (x) => `((${x}) & 65535)`],
  [
    (x) => `takes ${x} as unsigned in 32 bits (uint32): negative values wrap`,
    (x) => `((${x}) >>> 0)`,
  ],
  [(x) => `takes ${x} as a signed number of 32 bits (int32)`, (x) => `((${x}) | 0)`],
  [(x) => `saturates ${x} at 127 (int8)`, (x) => `Math.min(127, Math.max(-128, ${x}))`],
  [(x) => `saturates ${x} at 255 (uint8)`, (x) => `Math.min(255, Math.max(0, ${x}))`],
  [(x) => `saturates ${x} at 32767 (int16)`, (x) => `Math.min(32767, Math.max(-32768, ${x}))`],
  [(x) => `truncates ${x} to an integer`, (x) => `Math.trunc(${x})`],
  [(x) => `rounds ${x} down`, (x) => `Math.floor(${x})`],
  [(x) => `takes the magnitude of ${x}: the sign is lost`, (x) => `Math.abs(${x})`],
  [(x) => `takes 0 where ${x} is negative`, (x) => `Math.max(0, ${x})`],
  [(x) => `takes ${x} with the wrong sign`, (x) => `(-(${x}))`],
  [(x) => `takes ${x} + 1 instead of ${x}: it is one too large`, (x) => `((${x}) + 1)`],
  [(x) => `takes ${x} − 1 instead of ${x}: it is one too small`, (x) => `((${x}) - 1)`],
  [(x) => `doubles ${x}`, (x) => `(2 * (${x}))`],
  [(x) => `halves ${x}`, (x) => `((${x}) / 2)`],
  [(x) => `takes the reciprocal of ${x}`, (x) => `Math.fround(1 / (${x}))`],
  [(x) => `squares ${x}`, (x) => `Math.fround((${x}) * (${x}))`],
  [(x) => `takes the square root of ${x}`, (x) => `Math.fround(Math.sqrt(${x}))`],
  [(x) => `ignores ${x}: it is taken as 0`, () => '0'],
  [(x) => `ignores ${x}: it is taken as 1`, () => '1'],
];

export function keptOtherwise(place: Place): Change[] {
  if (!isHandedOn(place)) return [];
  const text = place.source(place.node);
  // lists are no numbers
  if (formula(place.node).includes('…')) return [];
  return cuts.map(([words, of]) => {
    const tell = () => {
      const named = `\`${formula(place.node)}\``;
      return { bug: words(named), fix: `take ${named} as it is` };
    };
    return { text: of(text), prior: 3, words: tell };
  });
}

/** Operands of a further operation: numbers in scope and what the expression itself is made of. */
const furtherMax = 10;

const furtherWords: Readonly<Record<string, string>> = {
  mul: 'has a factor too many',
  div: 'has a divisor too many',
  add: 'has a term too many',
  sub: 'subtracts a term too many',
};

function isFloat({ node }: Place): boolean {
  return node.type === 'CallExpression' && seamOf(node.callee as Ast)?.table === 'f';
}

/** A float result of which one operation too many is made. */
export function furtherOperations(place: Place): Change[] {
  const { node, scope, source, around } = place;
  if (!scope.hasNumerics || !isHandedOn(place)) return [];
  const isResult = /Return|Arrow/.test(around[0]?.type ?? '');
  if (!isFloat(place) && !isResult) return [];
  const text = source(node);
  const members = [...scope.members].flatMap(([object, list]) => list.map((p) => `${object}.${p}`));
  const others = [...scope.numbers, ...members].slice(0, furtherMax);
  return others.flatMap((other) =>
    Object.entries(furtherWords).flatMap(([operation, words]) =>
      change(place, `n.f.${operation}(${text}, ${other})`, words, 4),
    ),
  );
}
