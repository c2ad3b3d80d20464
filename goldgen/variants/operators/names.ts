/** Slips of names and numbers: another variable, another field, another index, another constant. */

import ts from 'typescript';
import type { Edit } from '../variant.ts';
import { type Context, definitionOf, loopOf, nameOfType, textOf, typeOf } from './context.ts';

interface Atom {
  readonly text: string;
  readonly type: string;
  /** where it can be read */
  readonly scope: ts.Node;
  readonly position: number;
}

/** Types of which one value can stand for another by mistake; choices between words are among them. */
const exchangeable =
  /^(number|boolean|Rounding|Tensor|Int32Array|Float32Array|Parameter|Arithmetic|OutputMode)$|^"/;

/** How many elements there are in what. */
const lengths: Readonly<Record<string, string>> = {
  Tensor: '.data.length',
  Int32Array: '.length',
  Float32Array: '.length',
};

/** Fields of objects that a slip can take instead of each other. */
const fieldTypes = /^(number|boolean|Rounding|Tensor|Parameter|Arithmetic|OutputMode)$|^"/;

const fieldsMax = 14;

/** Fields of tensors that are taken from another tensor, never instead of another field. */
const tensorFields: ReadonlySet<string> = new Set([
  'scale',
  'bits',
  'rounding',
  'zeroPoint',
  'dtype',
]);

function scopeOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (
    !(ts.isBlock(at) || ts.isFunctionLike(at) || ts.isForStatement(at) || ts.isForOfStatement(at))
  ) {
    at = at.parent;
  }
  return at;
}

/** Where a name can be read from: after what it is first set to. */
function declarationEnd(name: ts.Identifier): number {
  let at: ts.Node = name;
  while (ts.isBindingElement(at.parent) || ts.isBindingName(at.parent)) at = at.parent;
  return at.parent.end;
}

/** Names and fields of names that one function can read. */
const atoms = new WeakMap<ts.FunctionDeclaration, readonly Atom[]>();

function fieldsOf(context: Context, name: ts.Identifier): string[] {
  const { checker } = context;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(name));
  if (checker.isArrayLikeType(type)) return [];
  const properties = checker.getPropertiesOfType(type);
  if (typeOf(context, name) === 'Tensor') return [...tensorFields];
  if (typeOf(context, name) === 'Numerics' || properties.length > fieldsMax) return [];
  return properties.map((property) => property.name);
}

function collect(context: Context): readonly Atom[] {
  const found: Atom[] = [];
  const { checker, owner } = context;
  const add = (name: ts.Identifier): void => {
    const scope = ts.isParameter(name.parent) ? name.parent.parent : scopeOf(name);
    const position = ts.isParameter(name.parent) ? name.parent.parent.pos : declarationEnd(name);
    const own = typeOf(context, name);
    if (exchangeable.test(own)) found.push({ text: name.text, type: own, scope, position });
    const length = lengths[own];
    if (length !== undefined) {
      found.push({ text: `${name.text}${length}`, type: 'number', scope, position });
    }
    for (const field of fieldsOf(context, name)) {
      const symbol = checker.getTypeAtLocation(name).getProperty(field);
      if (symbol === undefined) continue;
      const words = nameOfType(checker, checker.getTypeOfSymbol(symbol));
      if (!fieldTypes.test(words)) continue;
      found.push({ text: `${name.text}.${field}`, type: words, scope, position });
    }
  };
  const visit = (node: ts.Node): void => {
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    ) {
      add(node.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}

/** Names and fields that can be read where the node stands. */
export function visibleAtoms(context: Context, node: ts.Node): Atom[] {
  const known = atoms.get(context.owner) ?? collect(context);
  atoms.set(context.owner, known);
  const around = new Set<ts.Node>();
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) around.add(at);
  return known.filter(({ scope, position }) => around.has(scope) && position <= node.getStart());
}

/** The last part of `a.b.c`. */
function fieldName(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}

/** Another name or field of the same type; of tensors, the same field of another tensor only. */
export function nameEdits(context: Context, node: ts.Expression): Edit[] {
  const type = typeOf(context, node);
  if (!exchangeable.test(type)) return [];
  const own = textOf(node);
  const field = ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
  const edits: Edit[] = visibleAtoms(context, node)
    .filter((atom) => atom.type === type && atom.text !== own)
    .filter(({ text }) => {
      const other = text.includes('.') ? fieldName(text) : undefined;
      if (other === undefined || !tensorFields.has(other)) return true;
      return field === undefined || !tensorFields.has(field) || field === other;
    })
    .map(({ text }) => ({ kind: 'name', text }));
  if (type === 'Rounding') {
    for (const mode of ['HALF_AWAY', 'SR_HALF_AWAY']) {
      edits.push({
        kind: 'rounding',
        text: `'${mode}'`,
        bug: `rounds ${mode}, whatever \`${own}\` says`,
        fix: `round by \`${own}\``,
      });
    }
  }
  if (type === 'OutputMode') {
    for (const mode of ['OUT_WRITE', 'OUT_ACC_DYNAMIC_RESCALE', 'OUT_ACC_FIXED_SCALE']) {
      const bug = `the mode is ${mode}, whatever \`${own}\` says`;
      edits.push({ kind: 'rounding', text: `'${mode}'`, bug, fix: `use \`${own}\`` });
    }
  }
  if (type === 'number') edits.push(...numberEdits(node, own), ...loopEndEdits(context, node));
  if (type === 'boolean') edits.push({ kind: 'condition', text: `!${own}` });
  return edits;
}

/** Whether the number ends a loop or is compared with. */
function isLimit(node: ts.Expression): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && /^[<>]=?$/.test(parent.operatorToken.getText());
}

/** The end of a loop that leaves out more than one. */
function loopEndEdits(context: Context, node: ts.Expression): Edit[] {
  const loop = loopOf(node);
  if (loop === undefined || loop.condition !== node.parent) return [];
  return visibleAtoms(context, node)
    .filter(({ type }) => type === 'number')
    .map(({ text }) => ({ kind: 'bound', text: `(${textOf(node)} - ${text})` }));
}

function numberEdits(node: ts.Expression, own: string): Edit[] {
  const near = isLimit(node) ? 'bound' : 'offset';
  return [
    { kind: 'constant', text: '0' },
    { kind: 'constant', text: '1' },
    { kind: near, text: `(${own} - 1)` },
    { kind: near, text: `(${own} + 1)` },
    { kind: 'operand', text: `-${own}` },
    { kind: 'operand', text: `(1 - ${own})` },
  ];
}

/** A name instead of a number that is kept, passed on or starts a loop. */
function namesForLiteral(context: Context, node: ts.NumericLiteral): Edit[] {
  const { parent } = node;
  const isKept =
    ts.isPropertyAssignment(parent) ||
    ts.isCallExpression(parent) ||
    loopOf(node) !== undefined ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken);
  if (!isKept) return [];
  return visibleAtoms(context, node)
    .filter(({ type }) => type === 'number')
    .map(({ text }) => ({ kind: 'name', text }));
}

/** Another number: a neighbour, or a width that is common elsewhere. */
export function numberLiteralEdits(context: Context, node: ts.NumericLiteral): Edit[] {
  return [...numbersForLiteral(node), ...namesForLiteral(context, node)];
}

function numbersForLiteral(node: ts.NumericLiteral): Edit[] {
  const value = Number(node.text);
  const others = Number.isInteger(value) ? [value + 1, value - 1, 2 * value] : [0, 2 * value, 1];
  const widths = [8, 12, 16, 24, 32].includes(value) ? [8, 12, 16, 24, 32] : [];
  return [...new Set([...others, ...widths])]
    .filter((other) => other !== value)
    .map((other) => ({ kind: 'constant', text: other < 0 ? `(${other})` : `${other}` }));
}

/** Another member of the union that the text is of. */
export function textLiteralEdits({ checker }: Context, node: ts.StringLiteral): Edit[] {
  const type = checker.getContextualType(node) ?? comparedType(checker, node);
  if (type === undefined || !type.isUnion()) return [];
  return type.types.flatMap((member): Edit[] => {
    if (!member.isStringLiteral() || member.value === node.text) return [];
    return [{ kind: 'constant', text: `'${member.value}'` }];
  });
}

/** In `x === 'text'`, the type of x. */
function comparedType(checker: ts.TypeChecker, node: ts.StringLiteral): ts.Type | undefined {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return undefined;
  return checker.getNonNullableType(checker.getTypeAtLocation(parent.left));
}

/** `list[i]` at a neighbouring place. */
export function indexEdits(context: Context, node: ts.ElementAccessExpression): Edit[] {
  if (typeOf(context, node.argumentExpression) !== 'number') return [];
  const [list, i] = [textOf(node.expression), textOf(node.argumentExpression)];
  const at = (index: string): Edit => ({ kind: 'index', text: `${list}[${index}]` });
  const isFirst = ts.isVariableDeclaration(outermost(node).parent);
  const starts: Edit[] = isFirst
    ? [
        { kind: 'constant', text: '0' },
        { kind: 'constant', text: '1' },
      ]
    : [];
  if (ts.isNumericLiteral(node.argumentExpression)) return starts;
  return [
    ...starts,
    at('0'),
    at(`(${i}) + 1`),
    at(`(${i}) - 1`),
    ...remainders(context, node).map(at),
  ];
}

/** A counter in the period of some extent: the place in a row, or in a channel. */
function remainders(context: Context, node: ts.Expression): string[] {
  const numbers = visibleAtoms(context, node).filter(({ type }) => type === 'number');
  const counters = numbers.filter(({ text }) => /^[a-z]i?$|^(at|index|position)$/.test(text));
  const extents = numbers.filter(({ text }) => /[.]|^[a-z]{2,}/.test(text));
  return counters.flatMap((counter) =>
    extents
      .filter((extent) => extent.text !== counter.text)
      .map((extent) => `${counter.text} % ${extent.text}`),
  );
}

function outermost(node: ts.Node): ts.Node {
  return ts.isNonNullExpression(node.parent) ? outermost(node.parent) : node;
}

/** A name whose definition is used with a part left out, at this place only. */
export function definitionEdits(context: Context, node: ts.Expression): Edit[] {
  const definition = definitionOf(context, node);
  if (definition === undefined || !ts.isBinaryExpression(definition)) return [];
  const { left, right, operatorToken } = definition;
  const parts = [left, right].flatMap((part): string[] => {
    if (!ts.isBinaryExpression(part)) return [];
    const [a, b] = [textOf(part.left), textOf(part.right)];
    const [other, sign] = [part === left ? textOf(right) : textOf(left), operatorToken.getText()];
    return [a, b].map((kept) =>
      part === left ? `(${kept} ${sign} ${other})` : `(${other} ${sign} ${kept})`,
    );
  });
  return [textOf(left), textOf(right), ...parts].map((text) => ({
    kind: 'operand',
    text: `(${text})`,
  }));
}
