/** Slips in plain arithmetic: another operator, an operand left out, another type. */

import ts from 'typescript';
import { plain } from '../plain.ts';
import type { Edit } from '../variant.ts';
import { type Context, edit, isSimple, textOf, typeOf } from './context.ts';
import { visibleAtoms } from './names.ts';

const binary: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/', '+'],
  '/': ['*'],
  '%': [],
  '&': ['|'],
  '|': ['&'],
  '^': ['|'],
  '<<': ['>>>'],
  '>>': ['>>>', '<<'],
  '>>>': ['>>', '<<'],
  '<': ['<=', '>', '>='],
  '<=': ['<', '>=', '>'],
  '>': ['>=', '<', '<='],
  '>=': ['>', '<=', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
};

const comparisons = new Set(['<', '<=', '>', '>=', '===', '!==']);

/** `a + b`, comparisons, logic. */
export function binaryEdits(context: Context, node: ts.BinaryExpression): Edit[] {
  const operator = node.operatorToken.getText();
  const [a, b] = [textOf(node.left), textOf(node.right)];
  if (operator === '??') return [edit('operand', b), edit('operand', `(${a})!`)];
  const others = binary[operator];
  if (others === undefined) return [];
  const edits = others.map((other) => edit('operator', `(${a}) ${other} (${b})`));
  if (comparisons.has(operator)) {
    if (typeOf(context, node.left) !== 'number') return edits;
    edits.push(edit('bound', `(${a}) ${operator} (${b}) - 1`));
    edits.push(edit('bound', `(${a}) ${operator} (${b}) + 1`));
    return edits;
  }
  edits.push(edit('operand', a), edit('operand', b));
  if (operator === '-' || operator === '/')
    edits.push(edit('operator', `(${b}) ${operator} (${a})`));
  if (operator === '%') {
    edits.push(edit('operator', `Math.floor((${a}) / (${b}))`));
    const divisors = visibleAtoms(context, node).filter(({ type }) => type === 'number');
    for (const { text } of divisors) edits.push(edit('operator', `Math.floor((${a}) / (${text}))`));
  }
  if (operator === '/') edits.push(edit('precision', `Math.floor((${a}) / (${b}))`));
  return edits;
}

/** `-x`, `!x`. */
export function prefixEdits(node: ts.PrefixUnaryExpression): Edit[] {
  if (node.operator === ts.SyntaxKind.PlusPlusToken) return [];
  return [edit('operand', textOf(node.operand))];
}

const functions: Readonly<Record<string, readonly string[]>> = {
  floor: ['ceil', 'trunc'],
  ceil: ['floor', 'trunc'],
  trunc: ['floor', 'ceil'],
  max: ['min'],
  min: ['max'],
};

/** The same computation with every step rounded to float32. */
function inFloat32(node: ts.Expression): string {
  if (ts.isParenthesizedExpression(node)) return inFloat32(node.expression);
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    return `Math.fround(${inFloat32(node.left)} ${operator} ${inFloat32(node.right)})`;
  }
  if (ts.isPrefixUnaryExpression(node)) return `(-${inFloat32(node.operand)})`;
  return `Math.fround(${textOf(node)})`;
}

function unwrapped(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrapped(node.expression) : node;
}

/** `⌊a·b / c⌋` divided before it is multiplied, `⌊(a − 1) / c⌋` with the one taken off afterwards. */
function quotientEdits(node: ts.Expression): Edit[] {
  const quotient = unwrapped(node);
  if (!ts.isBinaryExpression(quotient)) return [];
  if (quotient.operatorToken.kind !== ts.SyntaxKind.SlashToken) return [];
  const [dividend, c] = [unwrapped(quotient.left), textOf(quotient.right)];
  if (!ts.isBinaryExpression(dividend)) return [];
  const [a, b] = [textOf(dividend.left), textOf(dividend.right)];
  if (dividend.operatorToken.kind === ts.SyntaxKind.AsteriskToken) {
    return [
      edit('grouping', `(${a}) * Math.floor((${b}) / (${c}))`),
      edit('grouping', `Math.floor((${a}) / (${c})) * (${b})`),
    ];
  }
  const text = textOf(dividend);
  const less = text.replace(/ - 1\b/, '');
  return less === text ? [] : [edit('grouping', `Math.floor((${less}) / (${c})) - 1`)];
}

/** `Math.floor(x)` and its like. */
export function mathEdits(context: Context, node: ts.CallExpression, key: string): Edit[] {
  const args = node.arguments.map(textOf);
  const others = (functions[key] ?? []).map((other) =>
    edit('operator', `Math.${other}(${args.join(', ')})`),
  );
  const bare = args.map((arg) => edit('operand', arg));
  if (key === 'abs') bare.push(edit('operand', `-(${args[0]})`));
  const [only] = node.arguments;
  if (key === 'floor' && only !== undefined && ts.isBinaryExpression(only)) {
    const left = textOf(only.left);
    const divisors = visibleAtoms(context, node).filter(({ type }) => type === 'number');
    for (const divisor of [textOf(only.right), ...divisors.map(({ text }) => text)]) {
      bare.push(edit('operator', `(${left}) % (${divisor})`));
    }
  }
  if (key === 'floor' && only !== undefined) bare.push(...quotientEdits(only));
  if (key === 'fround' && only !== undefined) {
    const bug = `\`${plain(only)}\` is computed in float32`;
    bare.push(edit('precision', inFloat32(only), bug, 'compute in double and round once'));
  }
  if (key === 'ceil') bare.push(edit('operand', `Math.floor(${args[0]}) + 1`));
  return [...others, ...bare];
}

/** A computed number that is kept in a type that is too narrow. */
export function widthEdits(context: Context, node: ts.Expression): Edit[] {
  if (isSimple(node) || typeOf(context, node) !== 'number') return [];
  const text = textOf(node);
  if (/^n\.f\b|^Math\.fround/.test(text)) {
    const truncated = `\`${plain(node)}\` is truncated to an integer`;
    return [edit('precision', `Math.trunc(${text})`, truncated, 'keep its fraction')];
  }
  const narrow = (bits: number): Edit =>
    edit(
      'width',
      `((${text}) << ${32 - bits}) >> ${32 - bits}`,
      `\`${plain(node)}\` is kept in ${bits} bits`,
      'keep it in 32 bits',
    );
  return [
    narrow(16),
    narrow(8),
    edit(
      'width',
      `Math.fround(${text})`,
      `\`${plain(node)}\` goes through float32`,
      'keep it in int32',
    ),
  ];
}
