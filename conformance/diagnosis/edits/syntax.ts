/** Trees of JavaScript, as the parser makes them, without a type for every kind of node. */

import { parse as parseProgram } from 'acorn';

export interface Ast {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function parse(text: string): Ast {
  return parseProgram(text, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as Ast;
}

const isNode = (value: unknown): value is Ast =>
  typeof value === 'object' && value !== null && typeof (value as Ast).type === 'string';

/** The nodes right below one, in the order of the text. */
export function childrenOf(node: Ast): Ast[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** A node and everything below it. */
export function nodesOf(node: Ast): Ast[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

export function nameOf(node: Ast): string {
  return ((node.id as Ast | null)?.name as string | undefined) ?? '';
}

export const isIdentifier = (node: Ast | undefined, name?: string): boolean =>
  node?.type === 'Identifier' && (name === undefined || node.name === name);

/** `n.f.<name>` or `n.fn.<name>`, of any name of the numerics. */
export function seamOf(
  callee: Ast,
): { readonly table: 'f' | 'fn'; readonly name: string } | undefined {
  if (callee.type !== 'MemberExpression' || callee.computed === true) return undefined;
  const inner = callee.object as Ast;
  if (inner.type !== 'MemberExpression' || inner.computed === true) return undefined;
  const table = (inner.property as Ast).name;
  if (table !== 'f' && table !== 'fn') return undefined;
  return { table, name: (callee.property as Ast).name as string };
}

/** The arguments of a call; without the numerics where a primitive is called. */
export function argumentsOf(call: Ast): Ast[] {
  const all = call.arguments as Ast[];
  return seamOf(call.callee as Ast)?.table === 'fn' ? all.slice(1) : all;
}
