/** Slips at calls: an argument left out or exchanged, another function of the same form, no call at all. */

import ts from 'typescript';
import { mutants } from '../../../reference/mutants/index.ts';
import { argumentsOf, plain, seamOf } from '../plain.ts';
import type { Edit } from '../variant.ts';
import { type Context, nameOfType, textOf, typeOf } from './context.ts';
import { visibleAtoms } from './names.ts';

/** Primitives by the text of their signature. */
const siblings = new WeakMap<ts.TypeChecker, Map<string, string[]>>();

function siblingsOf({ checker }: Context, table: ts.Expression, signature: string): string[] {
  let known = siblings.get(checker);
  if (known === undefined) {
    known = new Map();
    for (const property of checker.getPropertiesOfType(checker.getTypeAtLocation(table))) {
      const type = checker.getTypeOfSymbol(property);
      const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
      known.set(shapeOf(text), [...(known.get(shapeOf(text)) ?? []), property.name]);
    }
    siblings.set(checker, known);
  }
  return known.get(shapeOf(signature)) ?? [];
}

/** A signature without the names of its parameters. */
function shapeOf(signature: string): string {
  return signature.replace(/\w+\??: /g, ': ');
}

function wordsOf(name: string): string[] {
  return name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}

/** `qMin` and `qMax`, `roundHalfAway` and `roundStochastic`, but not any two functions of one form. */
function shareWord(a: string, b: string): boolean {
  const words = new Set(wordsOf(a));
  return wordsOf(b).some((word) => words.has(word));
}

function withArguments(node: ts.CallExpression, args: readonly string[]): string {
  return `${textOf(node.expression)}(${args.join(', ')})`;
}

function calleeEdits(context: Context, node: ts.CallExpression, key: string): Edit[] {
  const callee = node.expression as ts.PropertyAccessExpression;
  const { checker } = context;
  const text = checker.typeToString(
    checker.getTypeAtLocation(callee),
    undefined,
    ts.TypeFormatFlags.NoTruncation,
  );
  const args = node.arguments.map(textOf).join(', ');
  return siblingsOf(context, callee.expression, text)
    .filter((name) => name !== key && shareWord(name, key))
    .map((name) => ({
      kind: /round/i.test(name) && /round/i.test(key) ? 'rounding' : 'callee',
      text: `${textOf(callee.expression)}.${name}(${args})`,
    }));
}

/** Slips at the arguments of any call. */
function argumentEdits(context: Context, node: ts.CallExpression): Edit[] {
  const texts = node.arguments.map(textOf);
  const edits: Edit[] = [];
  const own = argumentsOf(node);
  const offset = node.arguments.length - own.length;
  for (let i = offset; i + 1 < texts.length; i++) {
    const [a, b] = [node.arguments[i]!, node.arguments[i + 1]!];
    if (typeOf(context, a) !== typeOf(context, b) || texts[i] === texts[i + 1]) continue;
    const exchanged = [...texts];
    exchanged[i] = texts[i + 1]!;
    exchanged[i + 1] = texts[i]!;
    const bug = `\`${plain(a)}\` and \`${plain(b)}\` are exchanged in \`${plain(node)}\``;
    edits.push({ kind: 'argument', text: withArguments(node, exchanged), bug });
  }
  const signature = context.checker.getResolvedSignature(node);
  const last = signature?.parameters[node.arguments.length - 1];
  const declaration = last?.valueDeclaration;
  if (declaration !== undefined && ts.isParameter(declaration) && declaration.questionToken) {
    const bug = `\`${plain(node.arguments.at(-1)!)}\` is not passed in \`${plain(node)}\``;
    edits.push({ kind: 'argument', text: withArguments(node, texts.slice(0, -1)), bug });
  }
  return [...edits, ...addedModes(context, node, signature), ...mixedRecords(context, node)];
}

/** A tensor that is passed with a field of another tensor's record. */
function mixedRecords(context: Context, node: ts.CallExpression): Edit[] {
  const texts = node.arguments.map(textOf);
  return node.arguments.flatMap((argument, i): Edit[] => {
    if (!ts.isIdentifier(argument) || typeOf(context, argument) !== 'Tensor') return [];
    const others = visibleAtoms(context, node).filter(
      ({ type, text }) => type === 'Tensor' && text !== texts[i],
    );
    return others.flatMap(({ text }) =>
      ['scale', 'bits', 'rounding'].map((field): Edit => {
        return {
          kind: 'record',
          text: `$.mixed(${texts[i]}, '${field}', ${text}, () => ${textOf(node)})`,
          bug: `\`${texts[i]}\` has the ${field} of \`${text}\` in \`${plain(node)}\``,
          fix: `use the ${field} of \`${texts[i]}\``,
        };
      }),
    );
  });
}

/** A rounding mode that is passed although the record has one. */
function addedModes(
  context: Context,
  node: ts.CallExpression,
  signature: ts.Signature | undefined,
): Edit[] {
  const next = signature?.parameters[node.arguments.length];
  if (next === undefined || signature?.parameters.length !== node.arguments.length + 1) return [];
  if (nameOfType(context.checker, context.checker.getTypeOfSymbol(next)) !== 'Rounding') return [];
  const own = node.arguments.map(textOf);
  const constant = ['HALF_AWAY', 'SR_HALF_AWAY'].map(
    (mode): Edit => ({
      kind: 'rounding',
      text: withArguments(node, [...own, `'${mode}'`]),
      bug: `\`${plain(node)}\` rounds ${mode}, whatever the record says`,
      fix: 'round by the mode of the record',
    }),
  );
  const named = visibleAtoms(context, node)
    .filter(({ type }) => type === 'Rounding')
    .map(
      ({ text }): Edit => ({
        kind: 'rounding',
        text: withArguments(node, [...own, text]),
        bug: `\`${plain(node)}\` rounds by \`${text}\``,
        fix: 'round by the mode of the record that is written',
      }),
    );
  return [...constant, ...named];
}

const roundings: readonly (readonly [form: string, words: string])[] = [
  ['Math.trunc(x)', 'truncates toward zero'],
  ['Math.floor(x)', 'rounds down'],
  ['Math.ceil(x)', 'rounds up'],
  ['Math.floor(x + 0.5)', 'rounds halves up'],
  ['Math.ceil(x - 0.5)', 'rounds halves down'],
  [
    'x % 1 === 0.5 || x % 1 === -0.5 ? 2 * Math.floor(x / 2 + 0.5) : Math.floor(x + 0.5)',
    'rounds halves to even',
  ],
  [
    'x % 1 === -0.5 ? 2 * Math.floor(x / 2 + 0.5) : Math.floor(x + 0.5)',
    'rounds negative halves to even',
  ],
];

/** Mistakes of the catalogue that are made at this place only. */
function scopedEdits(node: ts.CallExpression, key: string): Edit[] {
  const args = node.arguments.map(textOf).join(', ');
  return mutants
    .filter(({ fn, f, contract }) => {
      const isOne = fn !== undefined && f === undefined && contract === undefined;
      return isOne && Object.keys(fn).length === 1 && key in fn;
    })
    .map(({ id, bug, fix }) => ({
      kind: 'scoped',
      text: `$.mutant('${id}').${key}(${args})`,
      bug: `in \`${plain(node)}\`, ${bug} (${id})`,
      fix,
    }));
}

/** A whole computation in double precision, rounded where it is stored. */
function doubleEdit(node: ts.CallExpression): Edit[] {
  const [first, ...rest] = node.arguments.map(textOf);
  if (first !== 'n') return [];
  return [
    {
      kind: 'precision',
      text: `${textOf(node.expression)}(${['$.inDouble(n)', ...rest].join(', ')})`,
      bug: `\`${plain(node)}\` is computed in double precision and rounded where it is stored`,
      fix: 'round every operation to float32',
    },
  ];
}

/** Another rounding at this place only. */
function roundingEdits(node: ts.CallExpression, key: string): Edit[] {
  if (!/^round(HalfAway|Stochastic)?$/.test(key)) return [];
  const value = textOf(node.arguments[1]!);
  return roundings.map(([form, words]) => ({
    kind: 'rounding',
    text: `((x) => n.fn.castInt32(n, ${form}))(${value})`,
    bug: `${words} instead of \`${plain(node)}\``,
  }));
}

/** Slips at a call of a primitive or a helper of the same module. */
export function callEdits(context: Context, node: ts.CallExpression): Edit[] {
  const seam = seamOf(node.expression);
  const edits = argumentEdits(context, node);
  if (seam?.table === 'fn') {
    edits.push(...calleeEdits(context, node, seam.key), ...roundingEdits(node, seam.key));
    edits.push(...scopedEdits(node, seam.key), ...doubleEdit(node));
  }
  const type = typeOf(context, node);
  for (const argument of argumentsOf(node)) {
    if (typeOf(context, argument) !== type || type === 'void') continue;
    const bug = `\`${plain(node)}\` is left out: \`${plain(argument)}\` is used as it is`;
    edits.push({
      kind: 'omission',
      text: textOf(argument),
      bug,
      fix: `compute \`${plain(node)}\``,
    });
  }
  if (type === 'boolean') {
    edits.push({ kind: 'condition', text: 'true' }, { kind: 'condition', text: 'false' });
  }
  return edits;
}

const methods: Readonly<Record<string, string>> = { every: 'some', some: 'every' };

/** Elements of a list that are left out, at its start or end, or alone taken. */
function forEachEdits(context: Context, node: ts.CallExpression, list: ts.Expression): Edit[] {
  const [callback] = node.arguments;
  if (callback === undefined || node.arguments.length > 1) return [];
  const [text, words] = [textOf(list), plain(list)];
  const numbers = visibleAtoms(context, node).filter(({ type }) => type === 'number');
  const run = (condition: string): string =>
    `${text}.forEach((...a) => { if (${condition}) (${textOf(callback)})(...a); })`;
  return ['1', ...numbers.map((atom) => atom.text)].flatMap((count): Edit[] => [
    {
      kind: 'bound',
      text: run(`a[1] >= ${count}`),
      bug: `the first \`${count}\` of \`${words}\` are left out`,
    },
    {
      kind: 'bound',
      text: run(`a[1] < a[2].length - ${count}`),
      bug: `the last \`${count}\` of \`${words}\` are left out`,
    },
    {
      kind: 'bound',
      text: run(`a[1] < ${count}`),
      bug: `only the first \`${count}\` of \`${words}\` are taken`,
    },
  ]);
}

/** Elements of a list of numbers that a computation leaves as they are. */
function mapEdits(context: Context, node: ts.CallExpression, list: ts.Expression): Edit[] {
  const [callback] = node.arguments;
  if (callback === undefined || !/^(Int32|Float32)Array$/.test(typeOf(context, list))) return [];
  const [text, words] = [textOf(list), plain(list)];
  const skipped = (which: string, condition: string): Edit => ({
    kind: 'bound',
    text: `${text}.map((...a) => (${condition} ? a[0] : (${textOf(callback)})(...a)))`,
    bug: `the ${which} of \`${words}\` is left as it is in \`${plain(node)}\``,
    fix: 'compute it too',
  });
  return [skipped('last', 'a[1] === a[2].length - 1'), skipped('first', 'a[1] === 0')];
}

/** `list.every(…)` and its like. */
export function methodEdits(context: Context, node: ts.CallExpression): Edit[] {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  if (callee.name.text === 'forEach') return forEachEdits(context, node, callee.expression);
  if (callee.name.text === 'map') return mapEdits(context, node, callee.expression);
  const other = methods[callee.name.text];
  if (other === undefined) return [];
  const args = node.arguments.map(textOf).join(', ');
  return [{ kind: 'operator', text: `${textOf(callee.expression)}.${other}(${args})` }];
}
