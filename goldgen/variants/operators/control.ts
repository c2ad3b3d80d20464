/** Slips in the flow: statements left out or exchanged, loops that run otherwise, conditions, guards. */

import ts from 'typescript';
import { argumentsOf, plain } from '../plain.ts';
import type { Edit } from '../variant.ts';
import { type Context, textOf, typeOf } from './context.ts';

/** Names that a statement declares. */
function declaredBy(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) return [];
  const names: string[] = [];
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name.text);
    else for (const e of name.elements) if (ts.isBindingElement(e)) visit(e.name);
  };
  for (const { name } of statement.declarationList.declarations) visit(name);
  return names;
}

function mentions(node: ts.Node, names: readonly string[]): boolean {
  if (ts.isIdentifier(node) && names.includes(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) === true;
}

function leavesBlock(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) || ts.isContinueStatement(statement);
}

/** Whether running the statement does anything but compute names. */
function hasEffect(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return true;
  return /\bn\.fn\.\w+\(/.test(textOf(statement));
}

/** Two neighbours of a block in the other order, if they do not depend on each other by name. */
function orderEdits({ statements }: ts.Block): Edit[] {
  const edits: Edit[] = [];
  for (let i = 0; i + 1 < statements.length; i++) {
    const [a, b] = [statements[i]!, statements[i + 1]!];
    if (leavesBlock(a) || leavesBlock(b) || !hasEffect(a) || !hasEffect(b)) continue;
    if (mentions(b, declaredBy(a))) continue;
    const texts = statements.map(textOf);
    texts[i] = textOf(b);
    texts[i + 1] = textOf(a);
    const [first, second] = [plain(a), plain(b)];
    edits.push({
      kind: 'order',
      text: `{ ${texts.join('\n')} }`,
      bug: `\`${short(second)}\` comes before \`${short(first)}\``,
      fix: `\`${short(first)}\` first`,
    });
  }
  return edits;
}

/** Tensors that a statement hands to a function, by their names. */
function tensorsOf(context: Context, statement: ts.Statement | undefined): ts.Identifier[] {
  if (statement === undefined || !ts.isExpressionStatement(statement)) return [];
  const { expression } = statement;
  if (!ts.isCallExpression(expression)) return [];
  return expression.arguments.filter(
    (node): node is ts.Identifier => ts.isIdentifier(node) && typeOf(context, node) === 'Tensor',
  );
}

/** A call that works on a tensor as it was before the call in front of it. */
function staleEdits(context: Context, { statements }: ts.Block): Edit[] {
  return statements.flatMap((statement, i): Edit[] => {
    const before = statements[i - 1];
    const written = new Set(tensorsOf(context, before).map(({ text }) => text));
    return tensorsOf(context, statement).flatMap((node): Edit[] => {
      if (before === undefined || !written.has(node.text)) return [];
      const at = node.getStart() - statement.getStart();
      const own = textOf(statement);
      const stale = `${own.slice(0, at)}stale$${own.slice(at + node.text.length)}`;
      const texts = statements.map(textOf);
      texts[i - 1] =
        `const stale$ = { ...${node.text}, data: ${node.text}.data.slice() }; ${texts[i - 1]}`;
      texts[i] = stale;
      const [call, earlier] = [short(plain(statement)), short(plain(before))];
      return [
        {
          kind: 'order',
          text: `{ ${texts.join('\n')} }`,
          bug: `\`${call}\` works on \`${node.text}\` as it was before \`${earlier}\``,
          fix: `use what \`${earlier}\` leaves in \`${node.text}\``,
        },
      ];
    });
  });
}

/** Statements before a loop that are done in every round of it. */
const movedMax = 2;

function movedEdits({ statements }: ts.Block): Edit[] {
  return statements.flatMap((loop, i): Edit[] => {
    const body = repeatedBody(loop);
    if (body === undefined) return [];
    const edits: Edit[] = [];
    for (let count = 1; count <= Math.min(movedMax, i); count++) {
      const moved = statements.slice(i - count, i);
      if (moved.some((s) => leavesBlock(s) || repeatedBody(s) !== undefined)) break;
      if (!moved.some(hasEffect)) continue;
      const whole = textOf(loop);
      const at = body.getStart() - loop.getStart() + 1;
      const inside = moved.map(textOf).join('\n');
      const texts = statements.map(textOf);
      texts.splice(i - count, count + 1, `${whole.slice(0, at)}\n${inside}\n${whole.slice(at)}`);
      const words = short(moved.map(plain).join('; '));
      edits.push({
        kind: 'order',
        text: `{ ${texts.join('\n')} }`,
        bug: `\`${words}\` is done in every round of the loop, not once before it`,
        fix: 'do it once, before the loop',
      });
    }
    return edits;
  });
}

/** Slips in the order of the statements of a block. */
export function blockEdits(context: Context, block: ts.Block): Edit[] {
  return [...orderEdits(block), ...staleEdits(context, block), ...movedEdits(block)];
}

const shortMax = 90;

/** Code that is quoted in a sentence. */
export function short(code: string): string {
  return code.length <= shortMax ? code : `${code.slice(0, shortMax - 1)}…`;
}

function guardEdits(call: ts.CallExpression): Edit[] {
  const [condition, code] = argumentsOf(call);
  const cited = code !== undefined && ts.isStringLiteral(code) ? ` (${code.text})` : '';
  const words = condition === undefined ? plain(call) : plain(condition);
  const bug = `the guard \`${short(words)}\`${cited} is missing`;
  return [{ kind: 'guard', text: ';', bug, fix: `refuse${cited} unless it holds` }];
}

/** A statement left out. */
function omissionOf(statement: ts.Statement): Edit[] {
  if (ts.isVariableStatement(statement) || ts.isBlock(statement) || leavesBlock(statement))
    return [];
  if (ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)) {
    const callee = statement.expression.expression.getText();
    if (/^(precondition)$/.test(callee)) return [];
    if (/^(demand|n\.fn\.(guard|demand|check)\w*)$/.test(callee))
      return guardEdits(statement.expression);
  }
  const words = short(plain(statement));
  return [
    {
      kind: 'omission',
      text: ';',
      bug: `\`${words}\` is left out`,
      fix: `it must be done: \`${words}\``,
    },
  ];
}

interface Counted {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly body: string;
}

/** The parts of `for (let i = a; i < b; i++)`. */
function countedLoop(statement: ts.Statement): Counted | undefined {
  if (!ts.isForStatement(statement)) return undefined;
  const { initializer, condition, statement: body } = statement;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return undefined;
  const [declaration] = initializer.declarations;
  if (declaration?.initializer === undefined || initializer.declarations.length > 1)
    return undefined;
  if (condition === undefined || !ts.isBinaryExpression(condition)) return undefined;
  if (condition.operatorToken.kind !== ts.SyntaxKind.LessThanToken) return undefined;
  const [name, start] = [textOf(declaration.name), textOf(declaration.initializer)];
  return { name, start, end: textOf(condition.right), body: textOf(body) };
}

const up = ({ name, start, end }: Counted): string =>
  `for (let ${name} = ${start}; ${name} < ${end}; ${name}++)`;

function loopEdits(statement: ts.Statement): Edit[] {
  const loop = countedLoop(statement);
  if (loop === undefined) return [];
  const { name, start, end, body } = loop;
  const edits: Edit[] = [
    {
      kind: 'order',
      text: `for (let ${name} = (${end}) - 1; ${name} >= ${start}; ${name}--) ${body}`,
      bug: `the loop over \`${name}\` runs from the last to the first`,
      fix: 'run upwards',
    },
  ];
  const inside = (statement as ts.ForStatement).statement;
  const only = ts.isBlock(inside) && inside.statements.length === 1 ? inside.statements[0] : inside;
  const inner = only === undefined ? undefined : countedLoop(only);
  if (inner !== undefined && !new RegExp(`\\b${name}\\b`).test(`${inner.start} ${inner.end}`)) {
    edits.push({
      kind: 'order',
      text: `${up(inner)} ${up(loop)} ${inner.body}`,
      bug: `the loops over \`${name}\` and \`${inner.name}\` are nested the other way round`,
      fix: `\`${name}\` is the outer loop`,
    });
  }
  return edits;
}

/** The body of a loop, or of a function that is called for every element. */
function repeatedBody(statement: ts.Statement): ts.Block | undefined {
  if (ts.isForStatement(statement) || ts.isForOfStatement(statement)) {
    return ts.isBlock(statement.statement) ? statement.statement : undefined;
  }
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return;
  const callback = statement.expression.arguments.at(-1);
  if (callback === undefined || !ts.isArrowFunction(callback)) return undefined;
  return ts.isBlock(callback.body) ? callback.body : undefined;
}

/** Variables of one round that are carried on into the next. */
function carriedEdits(statement: ts.Statement): Edit[] {
  const body = repeatedBody(statement);
  if (body === undefined) return [];
  const whole = textOf(statement);
  return body.statements.flatMap((declaration): Edit[] => {
    if (!ts.isVariableStatement(declaration)) return [];
    if ((declaration.declarationList.flags & ts.NodeFlags.Let) === 0) return [];
    const text = textOf(declaration);
    const at = declaration.getStart() - statement.getStart();
    const names = declaredBy(declaration).join(', ');
    return [
      {
        kind: 'omission',
        text: `${text} ${whole.slice(0, at)}${whole.slice(at + text.length)}`,
        bug: `\`${names}\` is not started anew: \`${plain(declaration)}\` is done only once, before the loop`,
        fix: 'start it anew in every round',
      },
    ];
  });
}

/** Slips at one statement. */
export function statementEdits(statement: ts.Statement): Edit[] {
  return [...omissionOf(statement), ...loopEdits(statement), ...carriedEdits(statement)];
}

/** A condition that is never asked. */
export function conditionEdits(condition: ts.Expression): Edit[] {
  const words = short(plain(condition));
  const always = (text: string): Edit => ({
    kind: 'condition',
    text,
    bug: `\`${words}\` is taken as always ${text}`,
    fix: 'ask for it',
  });
  return [
    always('true'),
    always('false'),
    { kind: 'condition', text: `!(${textOf(condition)})`, bug: `\`${words}\` is negated` },
  ];
}

/** `list` of `for (const x of list)`. */
export function iterationEdits(list: ts.Expression): Edit[] {
  const [text, words] = [textOf(list), plain(list)];
  return [
    {
      kind: 'order',
      text: `[...(${text})].reverse()`,
      bug: `\`${words}\` is taken from the last to the first`,
    },
    {
      kind: 'bound',
      text: `[...(${text})].slice(1)`,
      bug: `the first of \`${words}\` is left out`,
    },
    {
      kind: 'bound',
      text: `[...(${text})].slice(0, -1)`,
      bug: `the last of \`${words}\` is left out`,
    },
    {
      kind: 'bound',
      text: `((list) => list.slice(0, Math.ceil(list.length / 2)))([...(${text})])`,
      bug: `only the first half of \`${words}\` is taken`,
    },
  ];
}

/** `a += b` and its like. */
export function assignmentEdits(node: ts.BinaryExpression): Edit[] {
  const operator = node.operatorToken.getText();
  if (operator !== '+=' && operator !== '-=') return [];
  const [a, b] = [textOf(node.left), textOf(node.right)];
  const other = operator === '+=' ? '-=' : '+=';
  return [
    { kind: 'overwrite', text: `${a} = ${b}` },
    { kind: 'operator', text: `${a} ${other} ${b}` },
  ];
}
