/**
 * What must hold between the tensors and parameters of a call before a kernel may see it, as terms that
 * every harness evaluates before a kernel runs. A term is a list of words in postfix order; this file and
 * the evaluators (`conformance/c/harness/gv_fit.c`, `schema/format/fits.ts`) are all that know
 * them. Terms are int64; a truth is 0 or 1. A tensor or parameter that is absent counts as 0.
 */

import type { ChoiceName } from '../../reference/choices.ts';
import { contracts } from '../../reference/contracts.ts';
import type { Dtype } from '../../reference/tensor.ts';

/** A number or a truth about a call. */
export type Term = string;

/** Terms that must hold, under the name of the tensor or parameter that does not fit if one does not. */
export type Fits = Readonly<Record<string, readonly Term[]>>;

/** Of an op whose guards look at everything: parts that do not go together are refused. */
export const refusesMisfits: Fits = {};

/** Number of elements. */
export const count = (tensor: string): Term => `count:${tensor}`;
/** Number of axes. */
export const rank = (tensor: string): Term => `rank:${tensor}`;
/** Extent of physical axis k, in the order of storage; 0 where there is none. */
export const dim = (tensor: string, k: number): Term => `dim:${tensor}:${k}`;
/** Extent of logical axis k; 0 where there is none. */
export const axis = (tensor: string, k: number): Term => `axis:${tensor}:${k}`;
/** Label of SYM_INT32, width of SYM and ASYM. */
export const bits = (tensor: string): Term => `bits:${tensor}`;
/** Smallest and largest element of an INT32 tensor; 0 where it has none. */
export const least = (tensor: string): Term => `least:${tensor}`;
export const greatest = (tensor: string): Term => `greatest:${tensor}`;
/** Whether the call has the tensor. */
export const has = (tensor: string): Term => `has:${tensor}`;
/** Whether the tensor is there and has one of the dtypes. */
export const isOf = (tensor: string, ...dtypes: readonly Dtype[]): Term =>
  or(...dtypes.map((dtype) => `dtype:${tensor}:${dtype}`));
/** Whether an axis order is the identity. */
export const isFlat = (tensor: string): Term => `flat:${tensor}`;
/** Whether two tensors have the same scale. */
export const sameScale = (a: string, b: string): Term => `scale:${a}:${b}`;
/** Whether two tensors have the same logical extents. */
export const sameShape = (a: string, b: string): Term => `shape:${a}:${b}`;
/** Whether the last logical extents of `a` are those of `b` in the order of its storage. */
export const endsLike = (a: string, b: string): Term => `ends:${a}:${b}`;
/** Whether two tensors have the same extents in the order of storage. */
export const sameDims = (a: string, b: string): Term => `dims:${a}:${b}`;
/** Whether two tensors have the same format. */
export const sameDtype = (a: string, b: string): Term => `format:${a}:${b}`;
/** An integer parameter. */
export const param = (name: string): Term => `param:${name}`;
/** Whether a word parameter has one of the values. */
export const isWord = (name: string, ...values: readonly string[]): Term =>
  or(...values.map((value) => `word:${name}:${value}`));
/** Whether the contract has the value in a choice (`reference/choices.ts`). */
export const choice = (name: ChoiceName, value: string | number | boolean): Term =>
  `choice:${name}:${value}`;

/** The term as harnesses evaluate it, which know contracts by their ids: a choice is those that make it. */
export function withContracts(term: Term): Term {
  return term.replace(/\bchoice:(\w+):(\S+)/g, (_, name: ChoiceName, value: string) => {
    const made = Object.values(contracts).filter((contract) => `${contract[name]}` === value);
    return `contract:${made.map(({ id }) => id).join('|')}`;
  });
}

type Operand = Term | number;

const fold = (operator: string, terms: readonly Operand[]): Term =>
  terms.map((term, i) => (i === 0 ? `${term}` : `${term} ${operator}`)).join(' ');

export const plus = (...terms: readonly Operand[]): Term => fold('+', terms);
export const times = (...terms: readonly Operand[]): Term => fold('*', terms);
export const minus = (a: Operand, b: Operand): Term => `${a} ${b} -`;
/** Rounded towards 0; 0 where the divisor is. */
export const over = (a: Operand, b: Operand): Term => `${a} ${b} /`;
export const and = (...terms: readonly Term[]): Term => fold('and', terms);
export const or = (...terms: readonly Term[]): Term => fold('or', terms);
export const not = (a: Term): Term => `${a} not`;
export const equal = (a: Operand, b: Operand): Term => `${a} ${b} =`;
export const below = (a: Operand, b: Operand): Term => `${a} ${b} <`;
export const atMost = (a: Operand, b: Operand): Term => `${b} ${a} < not`;
export const atLeast = (a: Operand, b: Operand): Term => `${a} ${b} < not`;
/** `then` must hold where `condition` does. */
export const implies = (condition: Term, then: Term): Term => or(not(condition), then);
/** A tensor that may be absent: what must hold where it is there. */
export const ifGiven = (tensor: string, then: Term): Term => implies(has(tensor), then);
/** Logical extents, in order; the rank is theirs. */
export const extents = (tensor: string, ...sizes: readonly Operand[]): Term =>
  and(equal(rank(tensor), sizes.length), ...sizes.map((size, k) => equal(axis(tensor, k), size)));
export const sameCount = (a: string, b: string): Term => equal(count(a), count(b));

/** `a` is a multiple of `b`, which is not 0. */
export const divides = (b: Operand, a: Operand): Term =>
  and(below(0, b), equal(times(over(a, b), b), a));

/** Tensors with as many elements as the first. */
export const alike = (first: string, ...others: readonly string[]): Fits =>
  Object.fromEntries(others.map((other) => [other, [sameCount(other, first)]]));

/** Payload bytes. */
export const bytes = (tensor: string): Term => `bytes:${tensor}`;
/** Number of results of a reduction of the trailing `k` logical axes, a parameter. */
export const blocks = (tensor: string, k: string): Term => `blocks:${tensor}:${k}`;
/** Whether C divides every integer of `a` by the one of `b` at the same logical index, or place in storage. */
export const haveQuotients = (a: string, b: string): Term => `quotients:${a}:${b}`;
export const haveStoredQuotients = (a: string, b: string): Term => `stored_quotients:${a}:${b}`;
