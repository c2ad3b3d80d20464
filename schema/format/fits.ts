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

/** A term, or a part of one, over a call. */
type Value = (scope: FitScope) => number;

/** `name`, or `name|number` with the number of an absent parameter. */
function numberOf(text: string): Value {
  const [name, otherwise = '0'] = text.split('|');
  const absent = Number(otherwise);
  return ({ param }) => {
    const value = param(name!);
    return typeof value === 'number' ? value : absent;
  };
}

/** Whether `name`, or with `name|other` the other where the first is absent, is the word. */
function isWord(text: string, word: string): Value {
  const names = text.split('|');
  return ({ param }) => {
    for (const name of names) {
      const value = param(name);
      if (value !== undefined) return Number(value === word);
    }
    return 0;
  };
}

/** What is asked of the tensor `name`; 0 where there is none. */
function ofTensor(name: string, ask: (t: FitTensor, scope: FitScope) => number | boolean): Value {
  return (scope) => {
    const tensor = scope.tensor(name);
    return tensor === undefined ? 0 : Number(ask(tensor, scope));
  };
}

function operandOf(word: string): Value {
  if (/^-?\d+$/.test(word)) {
    const value = Number(word);
    return () => value;
  }
  const [what, first, second = ''] = word.split(':') as [string, string, string?];
  if (what === 'param') return numberOf(first);
  if (what === 'word') return isWord(first, second);
  if (what === 'contract') {
    const contracts = first.split('|');
    return ({ contract }) => Number(contracts.includes(contract));
  }
  if (what === 'blocks') {
    const trailing = numberOf(second);
    return ofTensor(first, (t, scope) => blocksOf(t, trailing(scope)));
  }
  if (Object.hasOwn(about, what)) {
    const ask = about[what]!;
    return ofTensor(first, (t) => ask(t, second));
  }
  const pair = pairs[what]!;
  return ofTensor(first, (t, scope) => {
    const other = scope.tensor(second);
    return other !== undefined && pair(t, other);
  });
}

const operators: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '=': (a, b) => (s) => Number(a(s) === b(s)),
  '<': (a, b) => (s) => Number(a(s) < b(s)),
  and: (a, b) => (s) => Number(a(s) !== 0 && b(s) !== 0),
  or: (a, b) => (s) => Number(a(s) !== 0 || b(s) !== 0),
  '+': (a, b) => (s) => a(s) + b(s),
  '-': (a, b) => (s) => a(s) - b(s),
  '*': (a, b) => (s) => a(s) * b(s),
  '/': (a, b) => (s) => {
    const divisor = b(s);
    return divisor === 0 ? 0 : Math.trunc(a(s) / divisor);
  },
};

/** The term of postfix words. */
function termOf(words: readonly string[]): Value {
  const stack: Value[] = [];
  for (const word of words) {
    if (word === 'not') {
      const a = stack.pop()!;
      stack.push((s) => Number(a(s) === 0));
    } else if (Object.hasOwn(operators, word)) {
      const b = stack.pop()!;
      stack.push(operators[word]!(stack.pop()!, b));
    } else {
      stack.push(operandOf(word));
    }
  }
  return stack[0]!;
}

interface Entry {
  readonly name: string;
  readonly term: Value;
}

/** By their text; there are as many as declarations. */
const parsed = new Map<string, readonly Entry[]>();

function entriesOf(fits: string): readonly Entry[] {
  const known = parsed.get(fits);
  if (known !== undefined) return known;
  const made = fits.split(';').flatMap((entry) => {
    const [name, ...words] = entry.split(' ');
    return words.length === 0 ? [] : [{ name: name!, term: termOf(words) }];
  });
  parsed.set(fits, made);
  return made;
}

/** The first name of `name term;` entries whose term does not hold. */
export function firstMisfit(scope: FitScope, fits: string): string | undefined {
  return entriesOf(fits).find(({ term }) => term(scope) === 0)?.name;
}
