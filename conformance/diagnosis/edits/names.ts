/** Edits that take one number, tensor or property for another one in scope. */

import type { Change } from './edit.ts';
import { change, isKind, type Place } from './place.ts';
import { type Ast, isIdentifier, seamOf } from './syntax.ts';

/** Names that stand for more than these are no likely slips. */
const alternativesMax = 24;

/** Whether the identifier is read as a value here. */
function isRead({ node, around }: Place): boolean {
  const [parent] = around;
  if (parent === undefined) return false;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed === true;
    case 'Property':
      return (
        parent.value === node && around[1]?.type !== 'ObjectPattern' && parent.shorthand !== true
      );
    case 'VariableDeclarator':
      return parent.init === node;
    case 'AssignmentExpression':
      return parent.right === node;
    case 'CallExpression':
      return parent.callee !== node;
    default:
      return !/Pattern|Function|Declaration|Update|RestElement|ForOf|ForIn/.test(parent.type);
  }
}

const membersOf = ({ scope }: Place): string[] =>
  [...scope.members].flatMap(([object, list]) => list.map((property) => `${object}.${property}`));

export function identifiers(place: Place): Change[] {
  const { node, scope, around } = place;
  if (!isIdentifier(node) || !isRead(place)) return [];
  const name = node.name as string;
  const isNumber = scope.numbers.includes(name);
  const isObject = scope.objects.includes(name);
  if (!isNumber && !isObject) return [];
  const [parent] = around;
  // an object of another shape has no such property
  const property =
    parent?.type === 'MemberExpression' && parent.object === node && parent.computed !== true
      ? ((parent.property as Ast).name as string)
      : undefined;
  const others = isNumber
    ? [...scope.numbers, ...membersOf(place)]
    : scope.objects.filter(
        (other) =>
          property === undefined || isKind(property) || (scope.members.get(other)?.length ?? 1) > 0,
      );
  return others
    .filter((other) => other !== name)
    .slice(0, alternativesMax)
    .flatMap((other) => change(place, other, '', 2));
}

/** A property of a record for another one; a call is none. */
export function members(place: Place): Change[] {
  const { node, scope, around, source } = place;
  if (node.type !== 'MemberExpression' || node.computed === true) return [];
  const [parent] = around;
  if (parent?.type === 'CallExpression' && parent.callee === node) return [];
  if (parent?.type === 'MemberExpression' && parent.object === node) return [];
  if (parent?.type === 'AssignmentExpression' && parent.left === node) return [];
  const object = node.object as Ast;
  const property = (node.property as Ast).name as string;
  if (!isIdentifier(object) || isKind(property)) return [];
  const own = scope.members.get(object.name as string);
  if (own === undefined) return [];
  const others = [...membersOf(place), ...scope.numbers];
  return others
    .filter((other) => other !== source(node))
    .slice(0, alternativesMax)
    .flatMap((other) => change(place, other, '', 2));
}

/** Arguments of a call exchanged, and a step that is left out: its argument goes on as it is. */
export function callArguments(place: Place): Change[] {
  const { node, source, around } = place;
  if (node.type !== 'CallExpression') return [];
  const callee = node.callee as Ast;
  const seam = seamOf(callee);
  if (seam?.table !== 'fn') return [];
  const list = (node.arguments as Ast[]).slice(1);
  const first = source((node.arguments as Ast[])[0] ?? node);
  const isValue = around[0]?.type !== 'ExpressionStatement';
  const exchanged = list.slice(0, -1).flatMap((_, i) => {
    const order = list.map(source);
    [order[i], order[i + 1]] = [order[i + 1]!, order[i]!];
    return change(
      place,
      `${source(callee)}(${[first, ...order].join(', ')})`,
      'exchanges two operands',
      2,
    );
  });
  if (!isValue) return exchanged;
  const skipped = list
    .filter(({ type }) => !/Function|ObjectExpression|ArrayExpression/.test(type))
    .flatMap((one) =>
      change(place, `(${source(one)})`, `leaves out the step “${wordsOf(seam.name)}”`, 1),
    );
  return [...exchanged, ...skipped];
}

export function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`).trim();
}
