/** Cases, replies and replayers made of numbers, for the tests of the diagnosis. */

import { int32Bytes } from '../../schema/format/tensor.ts';
import type { RunReply, WireCase, WireTensor } from '../../schema/format/types.ts';
import type { TestCase } from '../core/load.ts';
import type { Answer, Hypothesis, Replayer } from './answer.ts';
import type { Answered } from './rank.ts';

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
  const words = { clause: 'S0', bug: id, fix: `no ${id}` };
  return { id, kind: 'mutant', ...words, replaces: [id], farFetched: 0, ...more };
}

/** What a mistake does to the expected values of a case. */
export type Effect = (values: readonly number[], test: TestCase) => readonly number[];

function valuesOf(t: WireTensor): number[] {
  const view = new DataView(t.data.buffer, t.data.byteOffset, t.data.byteLength);
  return Array.from({ length: t.data.length / 4 }, (_, i) => view.getInt32(4 * i, true));
}

/** A replayer in which mistakes are functions of the expected values; several apply one after the other. */
export function fakeReplayer(effects: readonly (readonly [Hypothesis, Effect])[]): Replayer {
  const known = (...kinds: Hypothesis['kind'][]): Hypothesis[] =>
    effects.map(([hypothesis]) => hypothesis).filter(({ kind }) => kinds.includes(kind));
  return {
    candidates: () => known('mutant', 'contract'),
    prepareVariants: async () => undefined,
    variants: () => known('variant'),
    reaches: () => true,
    answer: (test, hypotheses): Answer => {
      let values: readonly number[] = valuesOf(test.vector.expected.outputs!.y!);
      for (const [made, effect] of effects) {
        if (hypotheses.includes(made)) values = effect(values, test);
      }
      const counts = { accumulate: 0, multiply: 0, cast: 0 };
      return { status: 'ok', outputs: { y: tensor(values) }, rng: 1, counts };
    },
  };
}
