/** A mistake that a backend may make, what it predicts for a case, and how that is held against what was seen. */

import { own } from '../../schema/format/own.ts';
import type { RunReply, WireCase, WireTensor } from '../../schema/format/types.ts';
import { overflowKinds } from '../../schema/format/types.ts';
import { compareTensor, sameFloatBits } from '../core/compare.ts';
import type { TestCase } from '../core/load.ts';

export interface Hypothesis {
  readonly id: string;
  /** a known mistake, a whole contract, a call taken for another one, or a slip in one function */
  readonly kind: 'mistake' | 'contract' | 'call' | 'slip';
  readonly clause: string;
  /** one sentence: what the code does instead */
  readonly bug: string;
  /** one sentence: what to do */
  readonly fix: string;
  /** functions of the reference that it replaces; the fewer, the more it says */
  readonly functions: readonly string[];
  /** how far it is from what people write by mistake, where many are made */
  readonly prior?: number;
  /** whether it holds in a part of the cases only, which a condition sets apart */
  readonly isNarrowed?: boolean;
}

/** A slip in the functions, or, without any, in how an answer or an operand is laid out. */
export function slip(
  id: string,
  bug: string,
  fix: string,
  prior: number,
  functions: readonly string[] = [],
): Hypothesis {
  return { id, kind: 'slip', clause: '', bug, fix, functions, prior };
}

/** The answer to a case under a hypothesis; `failed` where it leads nowhere defined. */
export interface Answer {
  readonly status: 'ok' | 'refused' | 'failed';
  readonly outputs: Readonly<Record<string, WireTensor>>;
  readonly rng: number;
  readonly counts: Readonly<Record<(typeof overflowKinds)[number], number>>;
}

/** A mistake in what a step hands on, and the same made by one caller only, which holds where it does; made when asked for. */
interface Handed {
  whole(): Hypothesis;
  inCaller?(): Hypothesis;
}

/** Mistakes in one thing that a step hands on; where a few of them show nowhere, none of them does. */
export interface Wired {
  readonly probes: readonly Handed[];
  readonly tried: readonly Handed[];
}

/** Answers cases as a backend with a given mistake would. */
export interface Replayer {
  /** every hypothesis that can change the answer to the case; slips are many, and given for themselves */
  candidates(test: TestCase): readonly Hypothesis[];
  slips(test: TestCase): readonly Hypothesis[];
  /** mistakes in what the steps hand on to one another; more still */
  wirings(test: TestCase): readonly Wired[];
  /** those that are made from the numbers and operands of the case; tried where nothing else is found */
  further(test: TestCase): readonly Hypothesis[];
  /**
   * The hypothesis in the cases that fit, and the right answer in others; the words say where. Of several the one of the
   * lowest rank is the plainest.
   */
  only(
    hypothesis: Hypothesis,
    words: string,
    fits: (test: TestCase) => boolean,
    rank: number,
  ): Hypothesis;
  reaches(test: TestCase, hypothesis: Hypothesis): boolean;
  answer(test: TestCase, hypothesis: Hypothesis): Answer;
  /** how many answers to the case are known already */
  knownOf(test: TestCase): number;
  /** functions of the reference that the case runs: the fewer, the plainer what it shows */
  functionsOf(test: TestCase): ReadonlySet<string>;
}

/**
 * One thing that is compared: an output by its name, the status, the generator state, or the overflow counts.
 */
export type Aspect = string;

export const statusAspect = '(status)';
export const rngAspect = '(generator)';
export const overflowAspect = '(overflow)';

/** Whether floats differ by more than what NaN hold, which is not defined. */
function areOtherFloats(a: Uint8Array, b: Uint8Array): boolean {
  const [x, y] = [a, b].map((data) => new DataView(data.buffer, data.byteOffset, data.length));
  for (let at = 0; at + 4 <= a.length; at += 4) {
    if (!sameFloatBits(x!.getUint32(at, true), y!.getUint32(at, true))) return true;
  }
  return false;
}

/** Whether two tensors are the same, bit for bit. */
export function isSame(a: WireTensor | undefined, b: WireTensor | undefined): boolean {
  // what was answered may be of another size than its record says
  if (a === undefined || b === undefined || a.data.length !== b.data.length) return false;
  // payloads of integers need no look at each element
  const isEqual = Buffer.compare(a.data, b.data) === 0;
  // nobody reads here in what they differ
  if (!isEqual && (a.dtype !== 'FLOAT32' || areOtherFloats(a.data, b.data))) return false;
  const isSameRecord =
    a.scale_bits === b.scale_bits && a.zero_point === b.zero_point && a.bits === b.bits;
  if (isEqual && isSameRecord && a.dtype === b.dtype && `${a.shape}` === `${b.shape}`) {
    if (a.rounding === b.rounding && `${a.order}` === `${b.order}`) return true;
  }
  return compareTensor('', a, b).length === 0;
}

/** The tensor as the backend left it. */
export function leftBy(reply: RunReply, test: WireCase, name: string): WireTensor | undefined {
  return own(reply.outputs ?? {}, name) ?? own(test.inputs, name);
}

/** What is wrong in a reply; empty where nothing is that a hypothesis could explain. */
export function wrongAspects({ expected, inputs, ...rest }: WireCase, reply: RunReply): Aspect[] {
  if (reply.status === 'error' || reply.status === 'unsupported') return [];
  if (expected.status === 'refused' || reply.status === 'refused') {
    return expected.status === reply.status ? [] : [statusAspect];
  }
  if (expected.status === 'overflow') return [overflowAspect];
  const wrong = Object.entries(expected.outputs ?? {})
    .filter(([name, tensor]) => !isSame(tensor, leftBy(reply, { expected, inputs, ...rest }, name)))
    .map(([name]) => name);
  return reply.rng === undefined || reply.rng === expected.rng ? wrong : [...wrong, rngAspect];
}

function sameOverflow(answer: Answer, test: WireCase, reply: RunReply): boolean {
  return overflowKinds.every(
    (kind) =>
      test.expected.overflow[kind].when !== 'always' ||
      answer.counts[kind] > 0 === (reply.observed?.[kind] ?? 0) > 0,
  );
}

/** Whether the answer is, bit for bit, what the backend gave where it was wrong. */
export function reproduces(
  answer: Answer,
  test: WireCase,
  reply: RunReply,
  aspect: Aspect,
): boolean {
  if (answer.status === 'failed') return false;
  if (aspect === statusAspect) return answer.status === reply.status;
  if (answer.status !== 'ok') return false;
  if (aspect === overflowAspect) return sameOverflow(answer, test, reply);
  if (aspect === rngAspect) return answer.rng === reply.rng;
  return isSame(leftBy(reply, test, aspect), answer.outputs[aspect]);
}

/** Whether all outputs are the backend's, also where nothing defines them: after a guard that is missing. */
export function hasSameOutputs(answer: Answer, test: WireCase, reply: RunReply): boolean {
  return (
    answer.status === 'ok' &&
    Object.entries(answer.outputs).every(([name, t]) => isSame(leftBy(reply, test, name), t))
  );
}

/** Whether a backend with this answer would not have got right what was right: all aspects, or a given one. */
export function contradicts(answer: Answer, { expected }: WireCase, aspect?: Aspect): boolean {
  // undefined behaviour may happen to give the right answer
  if (answer.status === 'failed' || expected.status === 'overflow') return false;
  if (expected.status === 'refused') return answer.status !== 'refused';
  if (answer.status === 'refused') return true;
  if (aspect === statusAspect) return false;
  if (aspect === rngAspect) return answer.rng !== expected.rng;
  const outputs = Object.entries(expected.outputs ?? {});
  if (aspect !== undefined) return !isSame(expected.outputs?.[aspect], answer.outputs[aspect]);
  return (
    answer.rng !== expected.rng || outputs.some(([name, t]) => !isSame(t, answer.outputs[name]))
  );
}
