/**
 * An ordinary case as its encoded parts, cut out of a vector file: what is sent of it, and what a right answer holds.
 * Nothing is decoded but its flags.
 */

import { encode } from './codec.ts';
import type { Place } from './shared_index.ts';
import { endOf, hasAt, type Span, valueAt, walkArray, walkMap } from './spans.ts';
import { overflowKinds } from './types.ts';

/** A case with the status `ok` that never overflows. */
export interface EncodedCase {
  readonly flags: readonly string[];
  /** four fields of a map: `params`, `inputs`, `targets`, `rng` */
  readonly call: Uint8Array;
  /** the map of the expected outputs */
  readonly outputs: Uint8Array;
  /** the state of the generator afterwards */
  readonly rng: Uint8Array;
}

/** Where the wanted fields of the map at `start` stand: their values, or with their keys. */
function fieldsAt(
  bytes: Uint8Array,
  start: number,
  names: readonly string[],
): readonly (Span & { readonly key: number; readonly rank: number })[] {
  const found: (Span & { readonly key: number; readonly rank: number })[] = [];
  let rank = 0;
  walkMap(bytes, start, names, (name, from, key) => {
    const end = endOf(bytes, from);
    if (name >= 0) found[name] = { start: from, end, key, rank };
    rank++;
    return end;
  });
  return found;
}

const caseNames = ['flags', 'answers', 'params', 'inputs', 'targets', 'rng'];

/** The call with its keys, where its fields follow each other in their order. */
function callIn(bytes: Uint8Array, fields: ReturnType<typeof fieldsAt>): Uint8Array | undefined {
  const call = fields.slice(2);
  const first = call[0]!.rank;
  const isInOrder = call.length === 4 && call.every(({ rank }, i) => rank === first + i);
  return isInOrder ? bytes.subarray(call[0]!.key, call[3]!.end) : undefined;
}

const ok = encode('ok');
const never = encode(
  Object.fromEntries(overflowKinds.map((kind) => [kind, { when: 'never', count: 0 }])),
);

const expectedNames = ['status', 'overflow', 'outputs', 'rng'];

function expectedAt(
  bytes: Uint8Array,
  start: number,
): Pick<EncodedCase, 'outputs' | 'rng'> | undefined {
  const [status, overflow, outputs, rng] = fieldsAt(bytes, start, expectedNames);
  if (!status || !overflow || !outputs || !rng) return undefined;
  if (!hasAt(bytes, status.start, ok) || !hasAt(bytes, overflow.start, never)) return undefined;
  const at = ({ start: from, end }: Span): Uint8Array => bytes.subarray(from, end);
  return { outputs: at(outputs), rng: at(rng) };
}

/** A case that stands in no file: the maps of its call and of what is expected; undefined where it is no ordinary one. */
export function encodedOf(
  flags: readonly string[],
  call: Uint8Array,
  expected: Uint8Array,
): EncodedCase | undefined {
  const fields = callIn(call, fieldsAt(call, 0, caseNames));
  const answer = expectedAt(expected, 0);
  return fields && answer && { flags, call: fields, ...answer };
}

/** The case at a place whose call stands in `span`; undefined where it is no ordinary one. */
export function encodedAt(bytes: Uint8Array, span: Span, place: Place): EncodedCase | undefined {
  const fields = fieldsAt(bytes, span.start, caseNames);
  const call = callIn(bytes, fields);
  let answer = -1;
  let expected: ReturnType<typeof expectedAt>;
  walkArray(bytes, fields[1]!.start, (at) => {
    answer++;
    if (answer !== place.answer) return endOf(bytes, at);
    const [found] = fieldsAt(bytes, at, ['expected']);
    expected = expectedAt(bytes, found!.start);
    return endOf(bytes, at);
  });
  if (call === undefined || expected === undefined) return undefined;
  return { flags: valueAt(bytes, fields[0]!) as string[], call, ...expected };
}
