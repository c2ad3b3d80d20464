/** All slips that can be made at one place of the source. */

import ts from 'typescript';
import { seamOf } from '../plain.ts';
import type { Edit } from '../variant.ts';
import { binaryEdits, mathEdits, prefixEdits, widthEdits } from './arithmetic.ts';
import { callEdits, methodEdits } from './calls.ts';
import { type Context, typeOf } from './context.ts';
import {
  assignmentEdits,
  blockEdits,
  conditionEdits,
  iterationEdits,
  statementEdits,
} from './control.ts';
import { floatEdits } from './floats.ts';
import {
  definitionEdits,
  indexEdits,
  nameEdits,
  numberLiteralEdits,
  textLiteralEdits,
} from './names.ts';

function callSiteEdits(context: Context, node: ts.CallExpression): Edit[] {
  const callee = node.expression;
  const seam = seamOf(callee);
  if (seam?.table === 'f') return floatEdits(context, node, seam.key);
  if (ts.isPropertyAccessExpression(callee) && callee.expression.getText() === 'Math') {
    return mathEdits(context, node, callee.name.text);
  }
  if (seam === undefined && ts.isPropertyAccessExpression(callee))
    return methodEdits(context, node);
  return callEdits(context, node);
}

function ownEdits(context: Context, node: ts.Expression): Edit[] {
  if (ts.isCallExpression(node)) return callSiteEdits(context, node);
  if (ts.isBinaryExpression(node)) {
    return [...binaryEdits(context, node), ...assignmentEdits(node)];
  }
  if (ts.isPrefixUnaryExpression(node)) return prefixEdits(node);
  if (ts.isNumericLiteral(node)) return numberLiteralEdits(context, node);
  if (ts.isStringLiteral(node)) return textLiteralEdits(context, node);
  if (ts.isElementAccessExpression(node)) return indexEdits(context, node);
  if (ts.isConditionalExpression(node)) {
    const [whenTrue, whenFalse] = [node.whenTrue.getText(), node.whenFalse.getText()];
    const edits: Edit[] = [
      { kind: 'condition', text: `(${whenTrue})` },
      { kind: 'condition', text: `(${whenFalse})` },
    ];
    // a bound that is added instead of kept to
    if (typeOf(context, node) === 'number') {
      edits.push({ kind: 'operator', text: `Math.fround((${whenTrue}) + (${whenFalse}))` });
    }
    return edits;
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ kind: 'condition', text: 'false' }];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ kind: 'condition', text: 'true' }];
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
    return [...nameEdits(context, node), ...definitionEdits(context, node)];
  }
  return [];
}

/** Whether the value of the expression is kept: the place of a slip in its type. */
function isKept(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return false;
  return /^[+-]?=$/.test(parent.operatorToken.getText());
}

/** Another start of a variable that changes. */
function startEdits(context: Context, node: ts.Expression): Edit[] {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent) || !ts.isCallExpression(node)) return [];
  const isLet = (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.Let) !== 0;
  if (!isLet || typeOf(context, node) !== 'number') return [];
  return [
    { kind: 'constant', text: '0' },
    { kind: 'constant', text: '1' },
  ];
}

/** Slips at an expression. */
export function expressionEdits(context: Context, node: ts.Expression): Edit[] {
  const { parent } = node;
  const edits = ownEdits(context, node);
  if (isKept(node)) edits.push(...startEdits(context, node), ...widthEdits(context, node));
  if (
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition === node)
  ) {
    edits.push(...conditionEdits(node));
  }
  if (ts.isForOfStatement(parent)) edits.push(...iterationEdits(node));
  const own = node.getText();
  const seen = new Set<string>([own]);
  return edits.filter(({ text }) => !seen.has(text) && seen.add(text));
}

export { blockEdits, statementEdits };
