/** Edits of how often something is done: repeated, not begun anew, left out for the last of an index, stuck in a block. */

import { countingOf } from './control.ts';
import type { Change } from './edit.ts';
import { formula } from './formula.ts';
import { change, type Place, said, told } from './place.ts';
import { type Ast, childrenOf, isIdentifier, nodesOf, seamOf } from './syntax.ts';

/** How many numbers are tried as a count. */
const countsMax = 10;

const membersOf = ({ scope }: Place): string[] =>
  [...scope.members].flatMap(([object, list]) => list.map((property) => `${object}.${property}`));

function isDone({ node, around }: Place): boolean {
  const inner = node.type === 'ExpressionStatement' ? (node.expression as Ast) : node;
  const isBody = around[0]?.type === 'ArrowFunctionExpression' && around[0].body === node;
  if (node.type !== 'ExpressionStatement' && !isBody) return false;
  if (inner.type === 'AssignmentExpression') return true;
  if (inner.type !== 'CallExpression' || isIdentifier(inner.callee as Ast, '$turn')) return false;
  const name = seamOf(inner.callee as Ast)?.name ?? '';
  return !/^(guard|demand|check)/.test(name) && !isIdentifier(inner.callee as Ast, 'demand');
}

/** What adds to a sum, done more often than once. */
export function repeated(place: Place): Change[] {
  if (!isDone(place)) return [];
  const { node, source } = place;
  const members = membersOf(place).slice(0, countsMax);
  const parts = members.filter((name) => name.endsWith('.groups'));
  const counts = [
    '2',
    ...members,
    ...parts.flatMap((part) => members.filter((m) => m !== part).map((m) => `${m} / ${part}`)),
  ];
  const what = said(node, 70);
  const once = what === undefined ? 'it' : `\`${what}\``;
  return counts.map((count) =>
    told(
      `{ for (let $r = 0; $r < (${count}); $r++) { $turn(); ${source(node)}; } }`,
      `does ${once} ${count === '2' ? 'twice' : `once for each of \`${count}\``}`,
      `do ${once} once`,
      what === undefined ? 4 : 3,
    ),
  );
}

/** Repetitions that are not done. */
export function unrepeated({ node, source }: Place): Change[] {
  if (!/^(Do)?WhileStatement$/.test(node.type)) return [];
  const test = said(node.test as Ast, 70);
  const where = test === undefined ? 'its condition holds' : `\`${test}\``;
  const once = node.type === 'WhileStatement' ? ';' : source(node.body as Ast);
  return [
    told(once, `does not repeat while ${where}`, `repeat while ${where}`, 0),
    told(
      `if (${source(node.test as Ast)}) ${source(node.body as Ast)}`,
      `repeats only once where ${where}`,
      `repeat while ${where}`,
      1,
    ),
  ];
}

const isFunction = (node: Ast): boolean => /Function/.test(node.type);

/** Functions of which the last calls of an unrolled loop are left out. */
export function tailCalls({ node, around, source }: Place): Change[] {
  const [outer] = around;
  if (node.type !== 'BlockStatement' || outer === undefined || !isFunction(outer)) return [];
  if (around.some((one, i) => i > 0 && isFunction(one))) return [];
  const all = nodesOf(node);
  if (all.some((one) => one.type === 'ReturnStatement' && one.argument !== null)) return [];
  const params = (outer.params as Ast[]).filter((one) => isIdentifier(one));
  const names = params.map((one) => one.name as string).filter((name) => !/^_?n$/.test(name));
  const members = all
    .filter((one) => one.type === 'MemberExpression' && one.computed !== true)
    .filter(
      ({ object }) => isIdentifier(object as Ast) && names.includes((object as Ast).name as string),
    )
    .map((one) => source(one));
  const short = (name: string): boolean => (name.split('.').at(-1) ?? '').length <= 3;
  const numbers = [...new Set([...names, ...members])];
  const [indices, bounds] = [numbers.filter(short), numbers.filter((name) => !short(name))];
  const body = source(node).slice(1);
  return indices.flatMap((index) =>
    bounds.flatMap((bound) =>
      [2, 4, 8].map((unroll) =>
        told(
          `{ if (${index} >= ${bound} - ${bound} % ${unroll}) return;${body}`,
          `does nothing for the last \`${index}\`, beyond the largest multiple of ${unroll} in \`${bound}\`: an unrolled loop without its tail`,
          'do the remaining ones after the unrolled loop',
          2,
        ),
      ),
    ),
  );
}

/** An index that stays at the first of a block of an unrolled loop. */
export function stuckIndices(place: Place): Change[] {
  const { node, around, source } = place;
  if (!isIdentifier(node) || !/Binary|Member|Call/.test(around[0]?.type ?? '')) return [];
  const loop = around.find((one) => countingOf(one)?.name === node.name);
  const counting = loop === undefined ? undefined : countingOf(loop);
  if (counting === undefined || around[0] === (loop as unknown as { test: Ast }).test) return [];
  const [name, first, last] = [counting.name, source(counting.from), source(counting.to)];
  const what = around.map((outer) => formula(outer)).find((text) => text.length > 3) ?? name;
  const where = what.length > 70 || what.includes('…') ? name : what;
  return [2, 4, 8].map((unroll) => {
    const count = `((${last}) - (${first}))`;
    const isWhole = `${name} - (${first}) < ${count} - ${count} % ${unroll}`;
    return told(
      `(${isWhole} ? ${name} - (${name} - (${first})) % ${unroll} : ${name})`,
      `does not advance \`${name}\` within a block of ${unroll} (in \`${where}\`): an unrolled loop reads the first of each block`,
      `advance \`${name}\` in every turn`,
      3,
    );
  });
}

/** Two numbers of one expression that stand for each other. */
export function exchangedNames(place: Place): Change[] {
  const { node, around, source, scope } = place;
  if (node.type !== 'BinaryExpression' || around[0]?.type === 'BinaryExpression') return [];
  const isName = (one: Ast): boolean =>
    (isIdentifier(one) && scope.numbers.includes(one.name as string)) ||
    (one.type === 'MemberExpression' && one.computed !== true && isIdentifier(one.object as Ast));
  const names = nodesOf(node).filter(isName);
  const distinct = [...new Set(names.map(source))];
  if (distinct.length > 7) return [];
  return distinct.flatMap((a, i) =>
    distinct.slice(i + 1).flatMap((b) => {
      const swapped = [...names].reverse().reduce((text, one) => {
        const own = source(one);
        if (own !== a && own !== b) return text;
        const at = one.start - node.start;
        return text.slice(0, at) + (own === a ? b : a) + text.slice(at + own.length);
      }, source(node));
      return change(place, swapped, `exchanges \`${a}\` and \`${b}\``, 1);
    }),
  );
}

/** Elements of a list at a neighbouring place. */
export function neighbours(place: Place): Change[] {
  const { node, around, source } = place;
  if (node.type !== 'MemberExpression' || node.computed !== true) return [];
  if (around[0]?.type === 'AssignmentExpression' && around[0].left === node) return [];
  const [list, at] = [source(node.object as Ast), source(node.property as Ast)];
  const what = said(node, 60) ?? 'an element';
  const made = (index: string, words: string): Change =>
    told(`${list}[${index}]`, `reads ${words} instead of \`${what}\``, `read \`${what}\``, 2);
  return [
    made(`(${at}) + 1`, 'the element after it'),
    made(`Math.max(0, (${at}) - 1)`, 'the element before it'),
    made('0', 'the first element'),
    made(`${list}.length - 1`, 'the last element'),
    made(`${list}.length - 1 - (${at})`, 'the element at the mirrored place'),
  ];
}

/** Further factors of a count or a divisor: numbers of the call. */
export function furtherFactors(place: Place): Change[] {
  const { node, around } = place;
  const [parent] = around;
  const isValue = /^(Identifier|MemberExpression)$/.test(node.type) && node.computed !== true;
  if (!isValue || parent?.type !== 'CallExpression' || parent.callee === node) return [];
  if (seamOf(parent.callee as Ast)?.name !== 'fromInt') return [];
  const text = place.source(node);
  const others = [...place.scope.numbers, ...membersOf(place)].filter((other) => other !== text);
  return others.flatMap((other) => [
    ...change(place, `${text} * ${other}`, 'has a factor too many', 2),
    ...change(place, `${text} / ${other}`, 'has a divisor too many', 2),
    ...change(place, `${text} + ${other}`, 'has a term too many', 3),
    ...change(place, `${text} - ${other}`, 'has a term too many', 3),
  ]);
}

/** Sums that are not begun anew for each turn of what is around them. */
export function keptSums({ node, around, source }: Place): Change[] {
  const [declared] = node.type === 'VariableDeclaration' ? childrenOf(node) : [];
  if (node.kind !== 'let' || declared?.init === null || declared === undefined) return [];
  const [id, init] = [declared.id as Ast, declared.init as Ast];
  const turn = around.find((one) => /^For|While|ArrowFunction/.test(one.type));
  const outer = around.findLast((one) => one.type === 'BlockStatement');
  if (turn === undefined || outer === undefined || init.type !== 'Literal') return [];
  if (around[0]?.type === 'ForStatement') return [];
  const name = id.name as string;
  const hoisted = {
    start: outer.start + 1,
    end: outer.start + 1,
    text: `let ${name} = ${source(init)};`,
  };
  const words = {
    bug: `does not begin \`${name}\` anew: it is kept from one turn to the next`,
    fix: `begin \`${name}\` at ${source(init)} each time`,
  };
  return [{ text: ';', prior: 1, words: () => words, also: [hoisted] }];
}
