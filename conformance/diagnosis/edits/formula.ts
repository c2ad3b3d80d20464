/** An expression of the reference as a reader of a C kernel writes it: operators for the float operations, snake case. */

import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import { type Ast, argumentsOf, isIdentifier, seamOf } from './syntax.ts';

interface Written {
  readonly text: string;
  /** of the outermost operator; an atom binds most */
  readonly binds: number;
}

const atom = (text: string): Written => ({ text, binds: 9 });

const levels: Readonly<Record<string, number>> = {
  '||': 1,
  '??': 1,
  '&&': 2,
  '===': 3,
  '!==': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '−': 5,
  '·': 6,
  '/': 6,
  '%': 6,
};

const signs: Readonly<Record<string, string>> = {
  '*': '·',
  '-': '−',
  '===': '=',
  '!==': '≠',
  '<=': '≤',
  '>=': '≥',
  '&&': 'and',
  '||': 'or',
  '??': 'or else',
};

const floatSigns: Readonly<Record<string, string>> = { add: '+', sub: '−', mul: '·', div: '/' };

function infix(operator: string, a: Written, b: Written): Written {
  const shown = signs[operator] ?? operator;
  const binds = levels[operator] ?? levels[shown] ?? 3;
  const left = a.binds < binds ? `(${a.text})` : a.text;
  const isOrdered = ['−', '/', '%'].includes(shown);
  const right = b.binds < binds || (isOrdered && b.binds === binds) ? `(${b.text})` : b.text;
  return { text: shown === '·' ? `${left}·${right}` : `${left} ${shown} ${right}`, binds };
}

const called = (name: string, list: readonly Ast[]): Written =>
  atom(`${snakeCase(name)}(${list.map((one) => write(one).text).join(', ')})`);

function writeCall(node: Ast): Written {
  const callee = node.callee as Ast;
  const list = argumentsOf(node);
  const seam = seamOf(callee);
  const [a, b, c] = list;
  if (seam?.table === 'f') {
    const sign = floatSigns[seam.name];
    if (sign !== undefined && b !== undefined) return infix(sign, write(a!), write(b));
    if (seam.name === 'mulAdd') return infix('+', infix('·', write(a!), write(b!)), write(c!));
    if (seam.name === 'mulSub') return infix('−', write(c!), infix('·', write(a!), write(b!)));
    if (seam.name === 'fromInt') return write(a!);
    return called(seam.name, list);
  }
  if (seam !== undefined) return called(seam.name, list);
  if (callee.type === 'MemberExpression') {
    const { object, property } = callee as unknown as { object: Ast; property: Ast };
    const name = property.name as string;
    if (isIdentifier(object, 'Math')) {
      if (name === 'floor') return atom(`⌊${write(a!).text}⌋`);
      if (name === 'ceil') return atom(`⌈${write(a!).text}⌉`);
      if (name === 'abs') return atom(`|${write(a!).text}|`);
      return called(name, list);
    }
    return called(name, [object, ...list]);
  }
  // views of the elements of a tensor
  if (callee.type === 'Identifier' && /^(ints|floats)$/.test(callee.name as string)) {
    return write(a!);
  }
  return callee.type === 'Identifier' ? called(callee.name as string, list) : atom('…');
}

function write(node: Ast): Written {
  const { type } = node;
  switch (type) {
    case 'Identifier':
      return atom(snakeCase(node.name as string).replace(/^_/, ''));
    case 'Literal':
      return atom(typeof node.value === 'string' ? node.value : String(node.raw));
    case 'MemberExpression': {
      const [object, property] = [node.object as Ast, node.property as Ast];
      if (node.computed === true) return atom(`${write(object).text}[${write(property).text}]`);
      const name = property.name as string;
      return atom(`${write(object).text}.${snakeCase(name)}`);
    }
    case 'UnaryExpression': {
      const inner = write(node.argument as Ast);
      const sign =
        node.operator === '-' ? '−' : node.operator === '!' ? 'not ' : `${node.operator} `;
      return { text: `${sign}${inner.binds < 7 ? `(${inner.text})` : inner.text}`, binds: 7 };
    }
    case 'BinaryExpression':
    case 'LogicalExpression':
      return infix(node.operator as string, write(node.left as Ast), write(node.right as Ast));
    case 'ConditionalExpression': {
      const [test, yes, no] = [node.test, node.consequent, node.alternate].map((n) =>
        write(n as Ast),
      );
      return { text: `${test!.text} ? ${yes!.text} : ${no!.text}`, binds: 0 };
    }
    case 'AssignmentExpression':
      return {
        text: `${write(node.left as Ast).text} ${node.operator} ${write(node.right as Ast).text}`,
        binds: 0,
      };
    case 'CallExpression':
      return writeCall(node);
    case 'ExpressionStatement':
      return write(node.expression as Ast);
    case 'ReturnStatement':
      return node.argument === null ? atom('return') : write(node.argument as Ast);
    default:
      return atom('…');
  }
}

export function formula(node: Ast): string {
  return write(node).text;
}
