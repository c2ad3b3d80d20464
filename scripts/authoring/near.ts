/** Cases that are nearly the same: same op, parameters, records and flags, inputs that differ in few elements. */

import { patternsOf } from '../../conformance/core/elements.ts';
import { callKey } from '../../goldgen/build.ts';
import { encode } from '../../schema/format/codec.ts';
import type { VectorFile, WireCase } from '../../schema/format/types.ts';

export interface NearPair {
  readonly first: string;
  readonly second: string;
  /** elements of the inputs that differ, of all */
  readonly differing: number;
  readonly of: number;
}

/** A tensor with fewer elements is a table of edges, where each element counts. */
const fewestElements = 8;
/** Of so many elements one may differ in a pair that is reported. */
const share = 16;

/** Two cases with the same key differ in the elements of their inputs and in the generator state alone. */
function frameOf({ params, inputs, targets, flags }: WireCase): string {
  const records = Object.entries(inputs).map(([name, { data: _, ...record }]) => [name, record]);
  const frame = { params, inputs: Object.fromEntries(records), targets, flags: [...flags].sort() };
  return Buffer.from(encode(frame)).toString('latin1');
}

const elementsOf = (c: WireCase): number[] => Object.values(c.inputs).flatMap(patternsOf);

/** The answer to a case whose generator state is not drawn from; undefined where it is. */
function answerWithoutState({ expected, rng }: WireCase): Uint8Array | undefined {
  const { rng: after = rng, ...answer } = expected;
  return after === rng ? encode(answer) : undefined;
}

function sameAnswer(a: WireCase, b: WireCase): boolean {
  const [before, after] = [answerWithoutState(a), answerWithoutState(b)];
  return before !== undefined && after !== undefined && Buffer.compare(before, after) === 0;
}

/** Whether the second case adds little to the first: few other elements, or another state that nothing reads. */
function nearPair(a: WireCase, b: WireCase): NearPair | undefined {
  const [before, after] = [elementsOf(a), elementsOf(b)];
  const of = before.length;
  const differing = before.filter((pattern, i) => pattern !== after[i]).length;
  const isNear =
    differing === 0 ? sameAnswer(a, b) : of >= fewestElements && differing * share <= of;
  return isNear ? { first: a.id, second: b.id, differing, of } : undefined;
}

/** For each case the first earlier one that it nearly repeats, under the contracts of one op. */
export function nearPairs(files: readonly VectorFile[]): NearPair[] {
  const seen = new Set<string>();
  const frames = new Map<string, WireCase[]>();
  const pairs: NearPair[] = [];
  for (const c of files.flatMap((file) => file.cases)) {
    const key = callKey(c);
    if (seen.has(key)) continue;
    seen.add(key);
    const frame = frameOf(c);
    const others = frames.get(frame) ?? [];
    const found = others.map((other) => nearPair(other, c)).find((pair) => pair !== undefined);
    if (found !== undefined) pairs.push(found);
    frames.set(frame, [...others, c]);
  }
  return pairs;
}
