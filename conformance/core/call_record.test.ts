/**
 * Goal: an event holds the whole call of a failing case, and never more than its share.
 * Method: tensors written here by hand; what must stand in the event is written beside them.
 */

import { describe, expect, it } from 'vitest';
import { float32Bytes, float64Bytes, int32Bytes } from '../../schema/format/tensor.ts';
import type { RunReply, WireTensor } from '../../schema/format/types.ts';
import { newCallRecorder, shareMax, windowMax } from './call_record.ts';
import type { TestCase } from './load.ts';

function ints(values: readonly number[], shape: readonly number[] = [values.length]): WireTensor {
  return { dtype: 'INT32', shape, data: int32Bytes(Int32Array.from(values)) };
}

function floats(...values: number[]): WireTensor {
  return {
    dtype: 'FLOAT32',
    shape: [values.length],
    data: float32Bytes(Float32Array.from(values)),
  };
}

interface Shape {
  readonly x: WireTensor;
  readonly y?: WireTensor;
  readonly op?: string;
}

function caseOf({ x, y, op = 'round' }: Shape): TestCase {
  const params = { axis: 1, mode: 'SUM', eps: float64Bytes(0.5) };
  const outputs = y === undefined ? {} : { outputs: { y } };
  const vector = { params, inputs: { x }, targets: {}, rng: 7, expected: { ...outputs } };
  return { op, vector } as unknown as TestCase;
}

function replyOf(y: WireTensor): RunReply {
  return { status: 'ok', outputs: { y } } as unknown as RunReply;
}

const x = ints([1, 2]);

describe('the call of a failing case', () => {
  it('has parameters, inputs, what was expected, what came, and the distances', () => {
    const y: WireTensor = {
      ...ints([5, -6]),
      dtype: 'SYM_INT32',
      bits: 12,
      scale_bits: 0x3f000000,
    };
    const got = { ...y, data: int32Bytes(Int32Array.from([5, -8])) };
    const record = { dtype: 'SYM_INT32', shape: [2], bits: 12, scale: '0.5' };
    expect(newCallRecorder().record(caseOf({ x, y }), replyOf(got))).toEqual({
      params: ['axis = 1', 'mode = SUM', 'eps = 0.5'],
      rng: 7,
      tensors: [
        { name: 'x', role: 'input', dtype: 'INT32', shape: [2], values: '1 2' },
        { name: 'y', role: 'expected', ...record, values: '5 -6' },
        { name: 'y', role: 'got', ...record, values: '5 -8', distances: '0 -2' },
      ],
    });
  });

  it('measures floats in units of the last place; a NaN has no distance but to a NaN', () => {
    const y = floats(1, Number.NaN, 2, Number.NaN);
    const got = floats(1 + 2 ** -23, Number.NaN, Number.NaN, 1);
    const call = newCallRecorder().record(caseOf({ x, y }), replyOf(got))!;
    expect(call.tensors[2]).toMatchObject({ distances: '1 0 ? ?', values: '1.0000001 NaN NaN 1' });
  });

  it('has what was expected where nothing came', () => {
    const call = newCallRecorder().record(caseOf({ x, y: ints([5]) }), undefined)!;
    expect(call.tensors.map(({ role }) => role)).toEqual(['input', 'expected']);
  });

  it('has no distances where the forms differ, and no values where the payload is too short', () => {
    const y = ints([5, 6]);
    const call = newCallRecorder().record(caseOf({ x, y }), replyOf(ints([5, 6], [2, 2])))!;
    expect(call.tensors[2]).toEqual({
      name: 'y',
      role: 'got',
      dtype: 'INT32',
      shape: [2, 2],
      values: '',
    });
  });

  it('takes a large tensor around its first difference', () => {
    const wanted = Array.from({ length: 3 * windowMax }, (_, k) => k);
    const call = newCallRecorder().record(
      caseOf({ x, y: ints(wanted) }),
      replyOf(ints(wanted.map((v) => (v === 2000 ? 0 : v)))),
    )!;
    const [, expected, got] = call.tensors;
    expect([expected!.from, got!.from]).toEqual([1936, 1936]);
    expect(got!.values.split(' ')).toHaveLength(windowMax);
    expect(got!.distances!.split(' ')[64]).toBe('-2000');
  });

  it('gives every op a share, and the first failing case of an op always', () => {
    const recorder = newCallRecorder();
    const large = ints(new Array<number>(windowMax).fill(0));
    const test = caseOf({ x: large, y: large });
    const kept = Array.from({ length: 8 }, () => recorder.record(test, replyOf(large)));
    expect(kept.filter((call) => call !== undefined)).toHaveLength(
      Math.floor(shareMax / (3 * windowMax)),
    );
    expect(recorder.record(caseOf({ x, op: 'relu' }), undefined)).toBeDefined();
  });
});
