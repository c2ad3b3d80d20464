/** Slips in float32 arithmetic: another operation, an operand left out, other grouping, other precision. */

import ts from 'typescript';
import { plain, seamOf } from '../plain.ts';
import type { Edit } from '../variant.ts';
import { type Context, definitionOf, edit, textOf } from './context.ts';

const swapped: Readonly<Record<string, string>> = {
  add: 'sub',
  sub: 'add',
  mul: 'div',
  div: 'mul',
};
const signs: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*', div: '/' };

/** The arguments of `n.f.key(…)`, where the node is such a call or stands for one. */
function argumentsUnder(
  context: Context,
  node: ts.Expression,
  key: string,
): readonly string[] | undefined {
  const bare = ts.isNonNullExpression(node) ? node.expression : node;
  const inner = definitionOf(context, bare) ?? bare;
  if (!ts.isCallExpression(inner)) return undefined;
  const seam = seamOf(inner.expression);
  return seam?.table === 'f' && seam.key === key ? inner.arguments.map(textOf) : undefined;
}

/** The two operands of `n.f.key(a, b)`. */
function operandsOf(
  context: Context,
  node: ts.Expression,
  key: string,
): readonly [string, string] | undefined {
  const [a, b] = argumentsUnder(context, node, key) ?? [];
  return a === undefined || b === undefined ? undefined : [a, b];
}

const f = (key: string, ...args: string[]): string => `n.f.${key}(${args.join(', ')})`;

/** Other orders of two multiplications and divisions, or of two sums. */
function regrouped(
  context: Context,
  key: string,
  left: ts.Expression,
  right: ts.Expression,
): string[] {
  const [a, b] = [textOf(left), textOf(right)];
  const found: string[] = [];
  const times = operandsOf(context, left, 'mul');
  if (key === 'div' && times !== undefined) {
    found.push(
      f('mul', times[0], f('div', times[1], b)),
      f('mul', f('div', times[0], b), times[1]),
    );
  }
  if (key === 'mul' && times !== undefined) {
    found.push(
      f('mul', times[0], f('mul', times[1], b)),
      f('mul', f('mul', times[0], b), times[1]),
    );
  }
  const over = operandsOf(context, right, 'div');
  if (key === 'mul' && over !== undefined) {
    found.push(f('div', f('mul', a, over[0]), over[1]), f('mul', f('div', a, over[1]), over[0]));
  }
  const ratio = operandsOf(context, left, 'div');
  if (key === 'mul' && ratio !== undefined) {
    found.push(
      f('div', f('mul', ratio[0], b), ratio[1]),
      f('mul', ratio[0], f('div', b, ratio[1])),
    );
  }
  if (key === 'div' && ratio !== undefined) found.push(f('div', ratio[0], f('mul', ratio[1], b)));
  const product = operandsOf(context, right, 'mul');
  if (key === 'mul' && product !== undefined) {
    found.push(f('mul', f('mul', a, product[0]), product[1]));
  }
  if (key === 'div' && product !== undefined) {
    found.push(f('div', f('div', a, product[0]), product[1]));
  }
  return [
    ...found,
    ...distributed(context, key, left, right),
    ...regroupedSums(context, key, left, right),
    ...widened(context, key, left, right),
  ];
}

/** A factor or divisor of a sum that is applied to its terms. */
function distributed(
  context: Context,
  key: string,
  left: ts.Expression,
  right: ts.Expression,
): string[] {
  if (key !== 'mul' && key !== 'div') return [];
  const over = (inner: string): string[] => {
    const [first, second] = [operandsOf(context, left, inner), operandsOf(context, right, inner)];
    const [a, b] = [textOf(left), textOf(right)];
    const found: string[] = [];
    if (first !== undefined) {
      const [x, y] = first;
      found.push(f(inner, f(key, x, b), f(key, y, b)));
      // of one term only: a pair of parentheses is missing
      found.push(f(inner, x, f(key, y, b)), f(inner, f(key, x, b), y));
    }
    if (second !== undefined && key === 'mul') {
      const [x, y] = second;
      found.push(f(inner, f(key, a, x), f(key, a, y)));
      found.push(f(inner, f(key, a, x), y), f(inner, x, f(key, a, y)));
    }
    return found;
  };
  return [...over('add'), ...over('sub')];
}

/** A sum that is formed before its first or second term is multiplied or divided. */
function widened(
  context: Context,
  key: string,
  left: ts.Expression,
  right: ts.Expression,
): string[] {
  if (key !== 'add' && key !== 'sub') return [];
  return ['mul', 'div'].flatMap((inner) => {
    const [first, second] = [operandsOf(context, left, inner), operandsOf(context, right, inner)];
    const found: string[] = [];
    if (first !== undefined) found.push(f(inner, f(key, first[0], textOf(right)), first[1]));
    if (second !== undefined) found.push(f(inner, f(key, textOf(left), second[0]), second[1]));
    return found;
  });
}

function regroupedSums(
  context: Context,
  key: string,
  left: ts.Expression,
  right: ts.Expression,
): string[] {
  const [a, b] = [textOf(left), textOf(right)];
  const found: string[] = [];
  const sum = operandsOf(context, left, 'add');
  const difference = operandsOf(context, left, 'sub');
  const after = operandsOf(context, right, 'add') ?? operandsOf(context, right, 'sub');
  if (key === 'add' && sum !== undefined)
    found.push(f('add', sum[0], f('add', sum[1], b)), f('add', f('add', sum[0], b), sum[1]));
  if (key === 'sub' && sum !== undefined)
    found.push(f('add', sum[0], f('sub', sum[1], b)), f('add', f('sub', sum[0], b), sum[1]));
  if (key === 'sub' && difference !== undefined)
    found.push(
      f('sub', difference[0], f('add', difference[1], b)),
      f('sub', f('sub', difference[0], b), difference[1]),
    );
  if (key === 'add' && difference !== undefined)
    found.push(
      f('sub', f('add', difference[0], b), difference[1]),
      f('add', difference[0], f('sub', b, difference[1])),
    );
  if (key === 'add' && after !== undefined) found.push(f('add', f('add', a, after[0]), after[1]));
  return found;
}

/** Operands of a compound operation that change places. */
function exchanged(node: ts.CallExpression, key: string): Edit[] {
  const args = node.arguments.map(textOf);
  const edits: Edit[] = [];
  for (let i = 0; i < args.length; i++) {
    for (let j = i + 1; j < args.length; j++) {
      const isFactors = (i === 0 && j === 1) || (i === 2 && j === 3);
      if (isFactors || args[i] === args[j]) continue;
      const other = [...args];
      [other[i], other[j]] = [args[j]!, args[i]!];
      edits.push(edit('argument', f(key, ...other)));
    }
  }
  return edits;
}

/** Other ways to compute a product and a sum. */
function fusedEdits(node: ts.CallExpression, key: string): Edit[] {
  const [a = '', b = '', c = '', d = ''] = node.arguments.map(textOf);
  const product = f('mul', a, b);
  const fused = (text: string): Edit =>
    edit(
      'precision',
      text,
      `a product is fused into a sum in \`${plain(node)}\``,
      'round the product, then the sum; -ffp-contract=off',
    );
  if (key === 'mulAdd') {
    return [
      fused(f('fma', a, b, c)),
      edit('operator', f('mulSub', a, b, c)),
      edit('operand', product),
      edit('operand', c),
      edit('operand', f('add', a, c)),
      edit('operand', f('add', b, c)),
      edit('operator', f('add', f('div', a, b), c)),
      edit('precision', `Math.fround((${c}) + (${a}) * (${b}))`),
    ];
  }
  if (key === 'mulSub') {
    return [
      fused(f('fma', `-(${a})`, b, c)),
      edit('operator', f('mulAdd', a, b, c)),
      edit('operand', `-${product}`),
      edit('operand', c),
      edit('operator', f('mulMinus', a, b, c)),
    ];
  }
  if (key === 'mulMinus') {
    return [
      fused(f('fma', a, b, `-(${c})`)),
      edit('operator', f('mulAdd', a, b, c)),
      edit('operand', product),
      edit('operator', f('mulSub', a, b, c)),
    ];
  }
  if (key === 'mulAddMul' || key === 'mulSubMul') {
    const other = key === 'mulAddMul' ? 'mulSubMul' : 'mulAddMul';
    const sign = key === 'mulAddMul' ? '' : '-';
    return [
      fused(f('fma', a, b, `${sign}${f('mul', c, d)}`)),
      fused(f('fma', `${sign}(${c})`, d, product)),
      edit('operator', f(other, a, b, c, d)),
      edit('operand', product),
      edit('operand', f('mul', c, d)),
      edit('operand', f('mulAdd', a, b, d)),
      edit('operand', f('mulAdd', c, d, a)),
    ];
  }
  if (key === 'fma')
    return [
      edit(
        'precision',
        f('mulAdd', a, b, c),
        'the fused multiply-add rounds the product too',
        'round once: fma',
      ),
      edit('operand', c),
      edit('operand', product),
    ];
  return [];
}

/** Other orders of three factors of which one product is added. */
function regroupedProducts(context: Context, node: ts.CallExpression, key: string): Edit[] {
  const [a, b, c, d] = node.arguments;
  if (a === undefined || b === undefined || c === undefined || key === 'fma') return [];
  const sum = key === 'mulAdd' || key === 'mulAddMul';
  const combine = (product: string, rest: string, isFirst: boolean): string =>
    sum ? f('add', product, rest) : isFirst ? f('sub', product, rest) : f('sub', rest, product);
  const isFirst = key !== 'mulSub';
  const rest = d === undefined ? textOf(c) : f('mul', textOf(c), textOf(d));
  const edits = regrouped(context, 'mul', a, b).map((text) => combine(text, rest, isFirst));
  if (d !== undefined) {
    const first = f('mul', textOf(a), textOf(b));
    edits.push(...regrouped(context, 'mul', c, d).map((text) => combine(text, first, false)));
  }
  return edits.map((text) => edit('grouping', text));
}

/** The radicand of `n.f.sqrt(x)`. */
function rootOf(context: Context, node: ts.Expression): string | undefined {
  return argumentsUnder(context, node, 'sqrt')?.[0];
}

/** An operand inside of the root instead of outside, or the other way round. */
function rootEdits(context: Context, node: ts.CallExpression, key: string): Edit[] {
  const grouping = (text: string): Edit => edit('grouping', text);
  if (key === 'sqrt') {
    const [radicand] = node.arguments as unknown as [ts.Expression];
    return Object.keys(signs).flatMap((inner) => {
      const operands = operandsOf(context, radicand, inner);
      return operands === undefined
        ? []
        : [grouping(f(inner, f('sqrt', operands[0]), operands[1]))];
    });
  }
  const [left, right] = node.arguments as unknown as [ts.Expression, ts.Expression];
  const [a, b] = [rootOf(context, left), rootOf(context, right)];
  if (a !== undefined) return [grouping(f('sqrt', f(key, a, textOf(right))))];
  return b === undefined ? [] : [grouping(f('sqrt', f(key, textOf(left), b)))];
}

/** Slips at one float operation. */
export function floatEdits(context: Context, node: ts.CallExpression, key: string): Edit[] {
  const [a = '', b = ''] = node.arguments.map(textOf);
  if (key === 'sqrt') return [edit('operand', a), ...rootEdits(context, node, key)];
  if (key === 'fromInt')
    return [
      edit(
        'precision',
        a,
        `\`${plain(node.arguments[0]!)}\` is not rounded to float32 where it is above 2^24`,
      ),
    ];
  const sign = signs[key];
  if (sign === undefined) {
    return [
      ...fusedEdits(node, key),
      ...exchanged(node, key),
      ...regroupedProducts(context, node, key),
    ];
  }
  const edits = [
    edit('operator', f(swapped[key]!, a, b)),
    edit('operand', a),
    edit('operand', key === 'sub' ? `-(${b})` : b),
    edit(
      'precision',
      `(${a}) ${sign} (${b})`,
      `\`${plain(node)}\` is kept in double precision`,
      'round it to float32',
    ),
  ];
  if (key === 'sub') edits.push(edit('operator', f('sub', b, a)));
  if (key === 'div') {
    edits.push(edit('operator', f('div', b, a)));
    edits.push(
      edit(
        'precision',
        f('mul', a, f('div', '1', b)),
        `\`${plain(node)}\` multiplies by the reciprocal instead of dividing`,
        'divide',
      ),
    );
  }
  const [left, right] = node.arguments as unknown as [ts.Expression, ts.Expression];
  const grouped = regrouped(context, key, left, right).map((text) => edit('grouping', text));
  return [...edits, ...grouped, ...rootEdits(context, node, key)];
}
