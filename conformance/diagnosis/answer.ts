/**
 * What a hypothesis about a backend predicts for a case, and how that is held against what the backend did.
 */

import { payloadBytesOf } from '../../schema/format/tensor.ts';
import type { RunReply, WireCase, WireTensor } from '../../schema/format/types.ts';
import { compareTensor, sameFloatBits } from '../core/compare.ts';
import { patternAt } from '../core/elements.ts';
import { overflowKinds } from '../core/judge.ts';
import type { TestCase } from '../core/load.ts';

/** A mistake, or a whole contract, that a backend may implement instead of what the vectors ask for. */
export interface Hypothesis {
  readonly id: string;
  readonly kind: 'mutant' | 'contract' | 'variant';
  readonly clause: string;
  /** one sentence: what the code does instead */
  readonly bug: string;
  /** one sentence: what to do */
  readonly fix: string;
  /** names of what it replaces; two hypotheses that share one cannot be combined */
  readonly replaces: readonly string[];
  /** how far-fetched it is beside others that explain the same; 0 for mistakes that are known */
  readonly farFetched: number;
}

/** The answer to a case under hypotheses; `failed` where they lead nowhere defined. */
export interface Answer {
  readonly status: 'ok' | 'refused' | 'failed';
  readonly outputs: Readonly<Record<string, WireTensor>>;
  readonly rng: number;
  readonly counts: Readonly<Record<(typeof overflowKinds)[number], number>>;
}

/** Answers cases as a backend with given mistakes would. */
export interface Replayer {
  /** every hypothesis that can change the answer to the case */
  candidates(test: TestCase): readonly Hypothesis[];
  /** reads the edits of the reference's source, which takes some seconds once; before `variants` */
  prepareVariants(): Promise<void>;
  /** every single edit of the reference's source that the case reaches */
  variants(test: TestCase): readonly Hypothesis[];
  /** whether the hypothesis can change the answer to the case */
  reaches(test: TestCase, hypothesis: Hypothesis): boolean;
  answer(test: TestCase, hypotheses: readonly Hypothesis[]): Answer;
}

function sameTensor(a: WireTensor, b: WireTensor | undefined): boolean {
  return b !== undefined && compareTensor('', a, b).length === 0;
}

function sameOutputs(
  a: Readonly<Record<string, WireTensor>>,
  outputs: Readonly<Record<string, WireTensor>>,
  inputs: Readonly<Record<string, WireTensor>>,
): boolean {
  return Object.entries(a).every(([name, t]) => sameTensor(t, outputs[name] ?? inputs[name]));
}

/** Whether the answer is, bit for bit, what the backend gave to a case that it got wrong. */
export function explains(answer: Answer, test: WireCase, reply: RunReply): boolean {
  const { expected } = test;
  if (answer.status === 'failed' || answer.status !== reply.status) return false;
  if (reply.status === 'refused') return expected.status !== 'refused';
  // where the original refuses, what follows a missing guard is not defined by any clause
  if (expected.status === 'refused') return true;
  if (expected.status === 'overflow') {
    const { observed } = reply;
    return overflowKinds.every(
      (kind) =>
        expected.overflow[kind].when !== 'always' ||
        answer.counts[kind] > 0 === (observed?.[kind] ?? 0) > 0,
    );
  }
  return (
    (reply.rng === undefined || answer.rng === reply.rng) &&
    sameOutputs(answer.outputs, reply.outputs ?? {}, test.inputs)
  );
}

/** Whether there are outputs and the answer has the very same, also where nothing defines them. */
export function reproduces(answer: Answer, test: WireCase, reply: RunReply): boolean {
  return (
    answer.status === 'ok' &&
    reply.status === 'ok' &&
    sameOutputs(answer.outputs, reply.outputs ?? {}, test.inputs)
  );
}

/** Whether a backend with this answer would not have passed the case. */
export function contradicts(answer: Answer, test: WireCase, observes: boolean): boolean {
  const { expected } = test;
  // undefined behaviour may happen to give the right answer
  if (answer.status === 'failed') return false;
  if (expected.status === 'refused') return answer.status !== 'refused';
  if (answer.status === 'refused') return true;
  if (expected.status === 'overflow') {
    return (
      observes &&
      overflowKinds.some(
        (kind) => expected.overflow[kind].when === 'always' && answer.counts[kind] === 0,
      )
    );
  }
  return expected.rng !== answer.rng || !sameOutputs(expected.outputs ?? {}, answer.outputs, {});
}

interface Tally {
  wrong: number;
  reproduced: number;
  invented: number;
}

function tallyTensor(tally: Tally, expected: WireTensor, got: WireTensor, answer: WireTensor) {
  const tensors = [expected, got, answer];
  if (tensors.some((t) => t.dtype !== expected.dtype || t.bits !== expected.bits)) return;
  if (tensors.some((t) => t.data.length !== payloadBytesOf(expected))) return;
  const count = expected.shape.reduce((n, extent) => n * extent, 1);
  const same =
    expected.dtype === 'FLOAT32' ? sameFloatBits : (a: number, b: number): boolean => a === b;
  const note = (want: number, have: number, predicted: number): void => {
    const isWrong = !same(want, have);
    if (isWrong) tally.wrong++;
    if (isWrong && same(have, predicted)) tally.reproduced++;
    if (!isWrong && !same(have, predicted)) tally.invented++;
  };
  for (let k = 0; k < count; k++) {
    note(patternAt(expected, k), patternAt(got, k), patternAt(answer, k));
  }
  if (expected.scale_bits !== undefined) {
    note(expected.scale_bits, got.scale_bits ?? 0, answer.scale_bits ?? 0);
  }
}

/**
 * How much of what is wrong in the reply the answer reproduces: 1 is everything and nothing besides, 0 is
 * nothing. The measure by which parts of a combination are found.
 */
export function shareOf(answer: Answer, test: WireCase, reply: RunReply): number {
  const { expected } = test;
  if (answer.status !== 'ok' || reply.status !== 'ok' || expected.status !== 'ok') {
    return explains(answer, test, reply) ? 1 : 0;
  }
  const tally: Tally = { wrong: 0, reproduced: 0, invented: 0 };
  for (const [name, tensor] of Object.entries(expected.outputs ?? {})) {
    const got = reply.outputs?.[name] ?? test.inputs[name];
    const predicted = answer.outputs[name];
    if (got !== undefined && predicted !== undefined) tallyTensor(tally, tensor, got, predicted);
  }
  if (expected.rng !== reply.rng) {
    tally.wrong++;
    if (answer.rng === reply.rng) tally.reproduced++;
  }
  const of = tally.wrong + tally.invented;
  return of === 0 ? 0 : tally.reproduced / of;
}
