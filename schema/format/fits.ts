/**
 * The evaluator of terms over a call, in the postfix words of `goldgen/kit/fits.ts`: what must hold before a
 * kernel may see it. The C harness has its twin, `conformance/c/harness/gv_fit.c`.
 */

import type { FitTensor } from './fit_tensor.ts';
import { haveQuotients } from './quotients.ts';
import type { WireParam } from './types.ts';

/** What the names in a term stand for. */
export interface FitScope {
  readonly contract: string;
  readonly tensor: (name: string) => FitTensor | undefined;
  readonly param: (name: string) => WireParam | undefined;
}

/** Extent of a logical axis; 0 where there is none. */
function axisExtent({ shape, order }: FitTensor, axis: number): number {
  const physical = order.indexOf(axis);
  return physical < 0 ? 0 : shape[physical]!;
}

function sameShape(a: FitTensor, b: FitTensor): boolean {
  return (
    a.shape.length === b.shape.length &&
    a.shape.every((_, k) => axisExtent(a, k) === axisExtent(b, k))
  );
}

function endsLike(a: FitTensor, b: FitTensor): boolean {
  const skipped = a.shape.length - b.shape.length;
  return skipped >= 0 && b.shape.every((extent, p) => axisExtent(a, skipped + p) === extent);
}

function extreme(t: FitTensor, further: (value: number, found: number) => boolean): number {
  if (t.dtype !== 'INT32' || t.count === 0) return 0;
  let found = t.data[0]!;
  for (const value of t.data) if (further(value, found)) found = value;
  return found;
}

/** Product of the logical extents but the trailing ones. */
function blocksOf(t: FitTensor, trailing: number): number {
  let blocks = 1;
  for (let k = 0; k < t.shape.length - trailing; k++) blocks *= axisExtent(t, k);
  return blocks;
}

type About = (t: FitTensor, second: string) => number | boolean;

const about: Readonly<Record<string, About>> = {
  has: () => true,
  count: (t) => t.count,
  axis: (t, k) => axisExtent(t, Number(k)),
  dim: (t, k) => t.shape[Number(k)] ?? 0,
  rank: (t) => t.shape.length,
  dtype: (t, dtype) => t.dtype === dtype,
  bits: (t) => t.bits,
  bytes: (t) => t.data.byteLength,
  flat: (t) => t.order.every((axis, p) => axis === p),
  least: (t) => extreme(t, (value, found) => value < found),
  greatest: (t) => extreme(t, (value, found) => value > found),
};

type Pair = (a: FitTensor, b: FitTensor) => boolean;

const pairs: Readonly<Record<string, Pair>> = {
  shape: sameShape,
  dims: (a, b) => `${a.shape}` === `${b.shape}`,
  ends: endsLike,
  scale: (a, b) => a.scale === b.scale,
  format: (a, b) => a.dtype === b.dtype,
  quotients: (a, b) => !sameShape(a, b) || haveQuotients(a, b, false),
  stored_quotients: (a, b) => a.count !== b.count || haveQuotients(a, b, true),
};

/** `name`, or `name|number` with the number of an absent parameter. */
function numberAt(scope: FitScope, text: string): number {
  const [name, otherwise = '0'] = text.split('|');
  const value = scope.param(name!);
  return typeof value === 'number' ? value : Number(otherwise);
}

/** `name`, or `name|other`, the other being read where the first is absent. */
function wordAt(scope: FitScope, text: string): WireParam | undefined {
  for (const name of text.split('|')) {
    const value = scope.param(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function operandOf(scope: FitScope, word: string): number {
  if (/^-?\d+$/.test(word)) return Number(word);
  const [what, first, second = ''] = word.split(':') as [string, string, string?];
  if (what === 'param') return numberAt(scope, first);
  if (what === 'word') return Number(wordAt(scope, first) === second);
  if (what === 'contract') return Number(first.split('|').includes(scope.contract));
  const tensor = scope.tensor(first);
  if (tensor === undefined) return 0;
  if (what === 'blocks') return blocksOf(tensor, numberAt(scope, second));
  if (Object.hasOwn(about, what)) return Number(about[what]!(tensor, second));
  const other = scope.tensor(second);
  return other === undefined ? 0 : Number(pairs[what]!(tensor, other));
}

const operators: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  and: (a, b) => a !== 0 && b !== 0,
  or: (a, b) => a !== 0 || b !== 0,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
};

function holds(scope: FitScope, words: readonly string[]): boolean {
  const stack: number[] = [];
  for (const word of words) {
    if (word === 'not') {
      stack.push(Number(stack.pop() === 0));
    } else if (Object.hasOwn(operators, word)) {
      const b = stack.pop()!;
      stack.push(Number(operators[word]!(stack.pop()!, b)));
    } else {
      stack.push(operandOf(scope, word));
    }
  }
  return stack[0] !== 0;
}

/** The first name of `name term;` entries whose term does not hold. */
export function firstMisfit(scope: FitScope, fits: string): string | undefined {
  for (const entry of fits.split(';')) {
    const [name, ...words] = entry.split(' ');
    if (words.length > 0 && !holds(scope, words)) return name;
  }
  return undefined;
}
