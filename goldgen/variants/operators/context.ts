/** What the operators know about the place they edit. */

import ts from 'typescript';
import type { Edit, Kind } from '../variant.ts';

export interface Context {
  readonly checker: ts.TypeChecker;
  readonly source: ts.SourceFile;
  /** the function around the place */
  readonly owner: ts.FunctionDeclaration;
}

export function textOf(node: ts.Node): string {
  return node.getText();
}

/** Unions of texts by their members: the checker forgets the name of such a type. */
const unions: Readonly<Record<string, string>> = {
  'HALF_AWAY SR_HALF_AWAY': 'Rounding',
  'OUT_ACC_DYNAMIC_RESCALE OUT_ACC_FIXED_SCALE OUT_WRITE': 'OutputMode',
};

/** `number`, `boolean`, `Rounding`, `"MEAN SUM"`, …: a type without literals, null and undefined. */
export function nameOfType(checker: ts.TypeChecker, given: ts.Type): string {
  const type = checker.getNonNullableType(given);
  if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (type.flags & ts.TypeFlags.NumberLike) return 'number';
  if (type.isUnion()) {
    const members = type.types.map((member) => (member.isStringLiteral() ? member.value : '?'));
    const words = members.sort().join(' ');
    const known = unions[words];
    if (known !== undefined) return known;
    if (!members.includes('?')) return `"${words}"`;
  }
  return checker
    .typeToString(checker.getBaseTypeOfLiteralType(type))
    .replace(/<ArrayBuffer(Like)?>$/, '');
}

/** The name of the type of an expression. */
export function typeOf({ checker }: Context, node: ts.Node): string {
  return nameOfType(checker, checker.getTypeAtLocation(node));
}

/** Whether the expression is only a name, a literal, or one of them with a sign. */
export function isSimple(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** What a name stands for, where it is a constant with an initial value. */
export function definitionOf({ checker }: Context, node: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConst ? declaration.initializer : undefined;
}

/** The enclosing statement of a counted loop of which the node is the start or the end. */
export function loopOf(node: ts.Expression): ts.ForStatement | undefined {
  const { parent } = node;
  const outer = parent.parent;
  if (ts.isVariableDeclaration(parent) && ts.isForStatement(outer.parent)) return outer.parent;
  if (ts.isBinaryExpression(parent) && parent.right === node && ts.isForStatement(outer)) {
    return outer.condition === parent ? outer : undefined;
  }
  return undefined;
}

/** An edit with or without words of its own. */
export function edit(kind: Kind, text: string, bug?: string, fix?: string): Edit {
  return {
    kind,
    text,
    ...(bug === undefined ? {} : { bug }),
    ...(fix === undefined ? {} : { fix }),
  };
}
