/** Edits of what is done when: conditions, arms, bounds of loops, statements left out. */

import type { Change } from './edit.ts';
import { change, type Place, said, told } from './place.ts';
import { type Ast, childrenOf, isIdentifier, seamOf } from './syntax.ts';

const saidMax = 80;

const opposite: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>', '>='],
  '<=': ['<', '>=', '>'],
  '>': ['>=', '<', '<='],
  '>=': ['>', '<=', '<'],
  '===': ['!=='],
  '!==': ['==='],
};

export function comparisons(place: Place): Change[] {
  const { node, source, around } = place;
  const others = node.type === 'BinaryExpression' ? opposite[node.operator as string] : undefined;
  if (others === undefined) return [];
  // bounds of loops are edited as such
  if (around[0]?.type === 'ForStatement') return [];
  const [a, b] = [source(node.left as Ast), source(node.right as Ast)];
  const made = others.flatMap((operator) =>
    change(place, `${a} ${operator} ${b}`, 'tests the wrong relation', 0),
  );
  if (!['<', '<=', '>', '>='].includes(node.operator as string)) return made;
  return [
    ...made,
    ...change(place, `Math.abs(${a}) ${node.operator} ${b}`, 'compares the magnitude', 0),
    ...opposite[node.operator as string]!.flatMap((operator) =>
      change(
        place,
        `!(${a} ${operator} ${b})`,
        'tests the opposite: NaN and ties go the other way',
        0,
      ),
    ),
  ];
}

export function conditions(place: Place): Change[] {
  const { node, source } = place;
  switch (node.type) {
    case 'ConditionalExpression': {
      const [yes, no] = [node.consequent as Ast, node.alternate as Ast];
      return [
        ...change(place, `(${source(yes)})`, 'takes the first arm of the condition in any case', 0),
        ...change(place, `(${source(no)})`, 'takes the other arm of the condition in any case', 0),
        ...change(
          place,
          `(${source(node.test as Ast)}) ? (${source(no)}) : (${source(yes)})`,
          'exchanges the arms of the condition',
          0,
        ),
      ];
    }
    case 'LogicalExpression':
      return [
        ...change(place, source(node.left as Ast), 'tests only a part of the condition', 0),
        ...change(place, source(node.right as Ast), 'tests only a part of the condition', 0),
        ...change(
          place,
          `(${source(node.left as Ast)}) ${node.operator === '&&' ? '||' : '&&'} (${source(node.right as Ast)})`,
          'joins the conditions the other way',
          0,
        ),
      ];
    case 'UnaryExpression':
      if (node.operator === '-')
        return change(place, source(node.argument as Ast), 'has the wrong sign', 0);
      return node.operator === '!'
        ? change(place, source(node.argument as Ast), 'tests the opposite', 0)
        : [];
    default:
      return [];
  }
}

/** `if` statements of which the condition is left out, or what they do. */
export function branches({ node, source }: Place): Change[] {
  if (node.type !== 'IfStatement') return [];
  const [test, yes] = [node.test as Ast, node.consequent as Ast];
  const no = node.alternate as Ast | null;
  const [condition, done] = [
    said(test, saidMax),
    said(yes.type === 'BlockStatement' ? (childrenOf(yes)[0] ?? yes) : yes, saidMax),
  ];
  const where = condition === undefined ? 'a case apart' : `the case \`${condition}\` apart`;
  const what = done === undefined ? '' : ` (\`${done}\`)`;
  return [
    told(no === null ? '{}' : source(no), `does not treat ${where}${what}`, `treat ${where}`, 0),
    told(
      source(yes),
      `does in every case what is only right where \`${condition ?? 'a condition'}\` holds${what}`,
      condition === undefined ? 'test the condition' : `test \`${condition}\``,
      0,
    ),
  ];
}

/** Statements left out, sums assigned instead of added to. */
export function statements(place: Place): Change[] {
  const { node, source } = place;
  if (node.type === 'AssignmentExpression' && node.operator === '+=') {
    const to = `${source(node.left as Ast)} = ${source(node.right as Ast)}`;
    return change(place, to, 'assigns instead of adding', 0);
  }
  if (node.type !== 'ExpressionStatement') return [];
  const inner = node.expression as Ast;
  if (isIdentifier((inner.callee as Ast | undefined) ?? inner, '$turn')) return [];
  const seam = inner.type === 'CallExpression' ? seamOf(inner.callee as Ast) : undefined;
  const called = seam === undefined ? '' : seam.name;
  const isCheck =
    /^(guard|demand|check)/.test(called) || isIdentifier(inner.callee as Ast, 'demand');
  const text = said(inner, saidMax);
  const words = isCheck ? 'lacks a check' : 'leaves out a step';
  return [
    told(
      ';',
      text === undefined ? words : `${words}: \`${text}\``,
      text === undefined ? 'do what the clause says' : `do \`${text}\``,
      1,
    ),
  ];
}

interface Counting {
  readonly name: string;
  readonly from: Ast;
  readonly to: Ast;
  readonly isInclusive: boolean;
}

/** `for (let i = from; i < to; i++)`. */
export function countingOf(node: Ast): Counting | undefined {
  if (node.type !== 'ForStatement') return undefined;
  const { init, test, update } = node as unknown as Record<string, Ast | null>;
  const [declared] = init?.type === 'VariableDeclaration' ? childrenOf(init) : [];
  if (declared === undefined || test?.type !== 'BinaryExpression') return undefined;
  if (!/^<=?$/.test(test.operator as string) || update?.type !== 'UpdateExpression')
    return undefined;
  const id = declared.id as Ast;
  if (!isIdentifier(test.left as Ast, id.name as string)) return undefined;
  const isInclusive = test.operator === '<=';
  return {
    name: id.name as string,
    from: declared.init as Ast,
    to: test.right as Ast,
    isInclusive,
  };
}

/** Loops that start late, end early or run on; unrolled ones without their tail; the other way round. */
export function loops({ node, source }: Place): Change[] {
  const counting = countingOf(node);
  if (counting === undefined) return [];
  const { name, from, to, isInclusive } = counting;
  const [first, last] = [source(from), isInclusive ? `(${source(to)}) + 1` : source(to)];
  const body = source(node.body as Ast);
  const end = said(to, saidMax) ?? 'its end';
  const made = (
    start: string,
    stop: string,
    bug: string,
    fix: string,
    step = `${name}++`,
  ): Change =>
    told(`for (let ${name} = ${start}; ${name} < ${stop}; ${step}) ${body}`, bug, fix, 1);
  const all = `go from \`${said(from, saidMax) ?? 'the start'}\` up to below \`${end}\``;
  const tails = [2, 4, 8, 16].map((unroll) =>
    made(
      first,
      `(${first}) + ((${last}) - (${first})) - ((${last}) - (${first})) % ${unroll}`,
      `leaves out the last n mod ${unroll} turns of its loop up to \`${end}\`: an unrolled loop without its tail`,
      'do the remaining turns after the unrolled loop',
    ),
  );
  return [
    made(`(${first}) + 1`, last, `leaves out the first turn of its loop up to \`${end}\``, all),
    made(
      first,
      `(${last}) - 1`,
      `leaves out the last turn of its loop up to \`${end}\`: it ends one early`,
      all,
    ),
    made(first, `(${last}) + 1`, `does one turn too many in its loop up to \`${end}\``, all),
    made(
      first,
      `Math.min(${last}, (${first}) + 1)`,
      `does only the first turn of its loop up to \`${end}\``,
      all,
    ),
    made(first, last, `takes every second turn of its loop up to \`${end}\``, all, `${name} += 2`),
    made(
      first,
      `Math.floor((${last}) / 2)`,
      `does only the first half of its loop up to \`${end}\``,
      all,
    ),
    told(
      `for (let ${name} = (${last}) - 1; ${name} >= (${first}); ${name}--) ${body}`,
      `runs its loop up to \`${end}\` backwards: sums are in another order`,
      all,
      1,
    ),
    ...tails,
  ];
}

/** Lists that are walked in part. */
export function walks({ node, source }: Place): Change[] {
  if (node.type !== 'ForOfStatement') return [];
  const list = node.right as Ast;
  const [each, body] = [source(node.left as Ast), source(node.body as Ast)];
  const made = (slice: string, words: string): Change =>
    told(
      `for (${each} of Array.from(${source(list)})${slice}) ${body}`,
      `${words} of \`${said(list, saidMax) ?? 'a list'}\``,
      'take every element',
      1,
    );
  return [
    made('.slice(1)', 'leaves out the first element'),
    made('.slice(0, -1)', 'leaves out the last element'),
    made('.slice(0, 1)', 'takes only the first element'),
    made('.reverse()', 'goes backwards through the elements'),
    ...[4, 8, 16].map((unroll) =>
      made(
        `.filter((_x, i, all) => i < all.length - (all.length % ${unroll}))`,
        `leaves out the last n mod ${unroll} elements (an unrolled loop without its tail)`,
      ),
    ),
  ];
}
