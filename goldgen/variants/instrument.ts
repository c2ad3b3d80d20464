/**
 * Writes all edits of a module into one text, each behind a switch of its place: which of them are made is
 * chosen while it runs. A function whose edits are not chosen runs as it stands.
 */

import ts from 'typescript';
import type { Context } from './operators/context.ts';
import { short } from './operators/control.ts';
import { blockEdits, expressionEdits, statementEdits } from './operators/index.ts';
import { plain } from './plain.ts';
import type { Edit, Site } from './variant.ts';

export interface Instrumented {
  /** JavaScript of the module in the CommonJS form, with the switch as `$` */
  readonly code: string;
  readonly sites: readonly Site[];
}

interface Writer {
  readonly context: Context;
  readonly file: string;
  readonly clause: string;
  /** adds a site and gives its number */
  add(node: ts.Node, edits: readonly Edit[]): number;
}

function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
    (ts.isPostfixUnaryExpression(parent) && parent.operand === node) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.PlusPlusToken)
  );
}

/** The counter of a loop in the condition of the loop: another name there would never end it. */
function isCounter(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    ts.isForStatement(parent.parent) &&
    parent.parent.condition === parent
  );
}

/** Names that are no values, and places where an expression cannot stand in parentheses. */
function isFixed(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    if (parent.expression === node) return true;
    const callee = parent.expression.getText();
    // what a refusal says is not compared
    if (/^(demand|precondition)$/.test(callee)) return node !== parent.arguments![0];
    return ts.isIdentifier(node) && /^_?n$/.test(node.text);
  }
  if (ts.isPropertyAccessExpression(parent)) return true;
  if (ts.isNonNullExpression(parent)) return isFixed(parent) || isAssigned(parent);
  if (ts.isPropertyAssignment(parent)) return parent.name === (node as ts.Node);
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer !== node;
  if (ts.isBindingElement(parent)) return true;
  if (ts.isElementAccessExpression(parent)) return parent.expression === node && isAssigned(parent);
  if (isCounter(node)) return true;
  return isAssigned(node) || ts.isTemplateSpan(parent);
}

/** The text of a node with its children written anew. */
function around(w: Writer, node: ts.Node): string {
  const { source } = w.context;
  let at = node.getStart(source);
  let written = '';
  ts.forEachChild(node, (child) => {
    const start = child.getStart(source);
    if (start < at) return;
    written += source.text.slice(at, start) + write(w, child);
    at = child.end;
  });
  return written + source.text.slice(at, node.end);
}

const isChosen = (site: number): string => `$.on[${site}] >= 0`;

function writeExpression(w: Writer, node: ts.Expression): string {
  const inner = around(w, node);
  const edits = isFixed(node) ? [] : expressionEdits(w.context, node);
  if (edits.length === 0) return inner;
  const site = w.add(node, edits);
  const chain = edits
    .slice(0, -1)
    .map(({ text }, i) => `$.on[${site}] === ${i} ? (${text}) : `)
    .join('');
  const last = edits.at(-1)!.text;
  return `(${isChosen(site)} ? (${chain}(${last})) : ($.see(${site}), (${inner})))`;
}

function writeStatement(
  w: Writer,
  node: ts.Statement,
  edits: readonly Edit[],
  inner: string,
): string {
  if (edits.length === 0) return inner;
  const site = w.add(node, edits);
  const chain = edits.map(({ text }, i) => `if ($.on[${site}] === ${i}) { ${text} }`);
  return `if (${isChosen(site)}) { ${chain.join(' else ')} } else { $.see(${site}); ${inner} }`;
}

function isValue(node: ts.Node): node is ts.Expression {
  if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) return true;
  return ts.isExpression(node) && !ts.isFunctionLike(node) && !ts.isParenthesizedExpression(node);
}

/** Loops count their rounds: an edit may keep one from ending. */
function counted(node: ts.Node, written: string): string {
  const isBody =
    (ts.isIterationStatement(node.parent, false) && node.parent.statement === node) ||
    (ts.isArrowFunction(node.parent) && node.parent.body === node && ts.isBlock(node));
  return isBody ? `{ $.tick(); ${written} }` : written;
}

function write(w: Writer, node: ts.Node): string {
  return counted(node, written(w, node));
}

function written(w: Writer, node: ts.Node): string {
  if (ts.isTypeNode(node)) return node.getText();
  if (ts.isShorthandPropertyAssignment(node)) {
    return `${node.name.text}: ${writeExpression(w, node.name)}`;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const isSeam = /^_?n\.(?!contract\.)/.test(node.getText());
    return isSeam ? node.getText() : writeExpression(w, node);
  }
  if (ts.isIdentifier(node) && isName(node)) return node.text;
  if (isValue(node)) return writeExpression(w, node);
  if (ts.isBlock(node)) {
    const inner = around(w, node);
    const edits = blockEdits(w.context, node);
    return edits.length === 0 ? inner : `{ ${writeStatement(w, node, edits, inner)} }`;
  }
  if (ts.isStatement(node)) {
    const inner = around(w, node);
    const edits = ts.isBlock(node.parent) ? statementEdits(node) : [];
    return writeStatement(w, node, edits, inner);
  }
  return around(w, node);
}

/** Whether an identifier names something instead of reading it. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.name === node;
  return (
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isMethodDeclaration(parent)
  );
}

const cited = /\b(?:[SLH]\d+|\d+\.\d+|B\d+)\b/;

/** The clause that a function, or else its module, cites. */
function clauseOf(owner: ts.FunctionDeclaration, source: ts.SourceFile): string {
  const text = source.text.slice(owner.pos, owner.getStart(source));
  return cited.exec(text)?.[0] ?? cited.exec(source.text)?.[0] ?? '';
}

function statementAround(node: ts.Node): string {
  let at = node;
  while (!ts.isStatement(at) || ts.isBlock(at)) {
    if (ts.isFunctionDeclaration(at.parent)) break;
    at = at.parent;
  }
  if (ts.isForStatement(at) || ts.isIfStatement(at) || ts.isForOfStatement(at)) {
    const body = ts.isIfStatement(at) ? at.thenStatement : at.statement;
    return plain(at)
      .slice(0, plain(at).indexOf(plain(body).slice(0, 12)))
      .trim();
  }
  return plain(at);
}

/** What takes the value of the expression as a whole. */
function subjectOf(node: ts.Node): string {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return `\`${plain(parent.name)}\``;
  if (ts.isReturnStatement(parent)) return 'the result';
  if (ts.isPropertyAssignment(parent)) return `\`${plain(parent.name)}\``;
  if (ts.isBinaryExpression(parent) && parent.right === node) {
    if (parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) return `\`${plain(parent.left)}\``;
  }
  if (ts.isNonNullExpression(parent)) return subjectOf(parent);
  return '';
}

/** Numbers that are given so far, in all modules. */
export interface Numbers {
  sites: number;
  functions: number;
}

function writeFunction(context: Context, file: string, numbers: Numbers, sites: Site[]): string {
  const { owner, source } = context;
  const name = owner.name!.text;
  const clause = clauseOf(owner, source);
  const of = numbers.functions++;
  const add = (node: ts.Node, edits: readonly Edit[]): number => {
    const index = numbers.sites++;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    const [original, statement] = [plain(node), short(statementAround(node))];
    const subject = subjectOf(node);
    sites.push({ index, of, file, line, owner: name, clause, original, statement, subject, edits });
    return index;
  };
  const body = write({ context, file, clause, add }, owner.body!);
  const head = source.text.slice(owner.getStart(source), owner.body!.getStart(source));
  const parameters = owner.parameters.map((p) => p.getText(source)).join(', ');
  const clean = `{ if ($.recording || $.within[${of}] > 0) return ${name}$.apply(undefined, arguments);\n${ticking(owner.body!).slice(1)}`;
  return `${head}${clean}\nfunction ${name}$(${parameters}) ${body}`;
}

/** The text of a function that counts the rounds of its loops. */
function ticking(node: ts.Node): string {
  const source = node.getSourceFile();
  let at = node.getStart(source);
  let text = '';
  ts.forEachChild(node, (child) => {
    const start = child.getStart(source);
    if (start < at) return;
    text += source.text.slice(at, start) + counted(child, ticking(child));
    at = child.end;
  });
  return text + source.text.slice(at, node.end);
}

/** One module with all its edits; their places and functions get the next numbers. */
export function instrument(
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  file: string,
  numbers: Numbers,
): Instrumented {
  const sites: Site[] = [];
  const parts = source.statements.map((statement) => {
    if (!ts.isFunctionDeclaration(statement) || statement.body === undefined) {
      return statement.getText(source);
    }
    return writeFunction({ checker, source, owner: statement }, file, numbers, sites);
  });
  return { code: transpile(parts.join('\n')), sites };
}

/** JavaScript of a module without edits, in the same form. */
export function uninstrumented(source: ts.SourceFile): string {
  return transpile(ticking(source));
}

/** CommonJS of a module text. */
function transpile(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
