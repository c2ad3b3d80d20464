/** Cases, replies and replayers made of numbers, for the tests of the diagnosis. */

import { int32Bytes, int32OfBytes } from '../../schema/format/tensor.ts';
import type { RunReply, WireCase, WireTensor } from '../../schema/format/types.ts';
import type { TestCase } from '../core/load.ts';
import type { Answer, Hypothesis, Replayer } from './hypothesis.ts';
import type { Answered } from './units.ts';

const never = { when: 'never', count: 0 } as const;

export function tensor(values: readonly number[], more: Partial<WireTensor> = {}): WireTensor {
  return {
    dtype: 'INT32',
    shape: [values.length],
    data: int32Bytes(Int32Array.from(values)),
    ...more,
  };
}

/** A case with one input `x` and one output `y`. */
export function testCase(
  id: string,
  expected: readonly number[],
  more: Partial<WireCase> = {},
): TestCase {
  const [contract = '', op = ''] = id.split('/');
  const overflow = { accumulate: never, multiply: never, cast: never };
  const vector: WireCase = {
    id: id.slice(contract.length + 1),
    flags: [],
    params: {},
    inputs: { x: tensor(expected) },
    targets: {},
    rng: 1,
    expected: { status: 'ok', outputs: { y: tensor(expected) }, rng: 1, overflow },
    ...more,
  };
  return { id, contract, op, clause: 'S0', notes: {}, vector };
}

export function reply(values: readonly number[], more: Partial<RunReply> = {}): RunReply {
  const outputs = { y: tensor(values) };
  return { verb: 'run', seq: 1, status: 'ok', outputs, rng: 1, canary: 'intact', ...more };
}

export function failure(test: TestCase, got: readonly number[]): Answered {
  const difference = { kind: 'data', name: 'y', expected: '', got: '' } as const;
  return { test, reply: reply(got), differences: [difference], message: '' };
}

export function hypothesis(id: string, more: Partial<Hypothesis> = {}): Hypothesis {
  return { id, kind: 'mistake', clause: 'S0', bug: id, fix: `no ${id}`, functions: [id], ...more };
}

/** What a mistake does to the expected values of a case. */
export type Effect = (values: readonly number[], test: TestCase) => readonly number[];

/** A replayer in which mistakes are functions of the expected values. */
export function fakeReplayer(effects: ReadonlyMap<Hypothesis, Effect>): Replayer {
  const ofKind = (isSlip: boolean): Hypothesis[] =>
    [...effects.keys()].filter(({ kind }) => (kind === 'slip') === isSlip);
  return {
    candidates: () => ofKind(false),
    wirings: () => [],
    slips: () => ofKind(true),
    further: () => [],
    only: (made) => made,
    reaches: (_test, made) => effects.has(made),
    functionsOf: () => new Set(),
    knownOf: () => 0,
    answer: (test, made): Answer => {
      const right = [...int32OfBytes(test.vector.expected.outputs!.y!.data)];
      const counts = { accumulate: 0, multiply: 0, cast: 0 };
      const y = tensor(effects.get(made)!(right, test));
      return { status: 'ok', outputs: { y }, rng: 1, counts };
    },
  };
}
