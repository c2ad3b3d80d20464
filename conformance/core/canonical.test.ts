/** Goal: a backend that avoids an overflow passes with the canonical answer and is told what is wrong otherwise. */

import { describe, expect, it } from 'vitest';
import { int32Bytes } from '../../schema/format/tensor.ts';
import type { RunReply, WireObserved, WireTensor } from '../../schema/format/types.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { canonicalText, judge } from './judge.ts';
import { casesOf } from './load.ts';
import { requestOf } from './request.ts';

const test = casesOf(sampleFile())[3]!;
const request = requestOf(test, 1);
const observes = ['overflow'];
const nothing: WireObserved = { accumulate: 0, multiply: 0, cast: 0, where: '' };

function y(values: readonly number[]): WireTensor {
  return { ...test.vector.targets.y!, data: int32Bytes(Int32Array.from(values)) };
}

const canonical = { outputs: { y: y([1, 2, -2147483648, 4]) }, rng: 1 };

function reply(change: Partial<RunReply> = {}): RunReply {
  const { outputs, rng } = canonical;
  const base = { verb: 'run', seq: 1, status: 'ok', canary: 'intact' } as const;
  return { ...base, outputs, rng, observed: nothing, ...change };
}

describe('a case that overflows, where no overflow is observed', () => {
  it('passes with the canonical answer', () => {
    expect(judge(test.vector, request, reply(), observes, canonical)).toEqual({ verdict: 'pass' });
  });

  it.each([
    ['another value', { outputs: { y: y([1, 2, 2147483647, 4]) } }, ['overflow', 'data']],
    ['another generator state', { rng: 2 }, ['overflow', 'rng']],
  ] as const)('%s fails and is told what is canonical in C', (_name, change, kinds) => {
    const judged = judge(test.vector, request, reply(change), observes, canonical);
    expect(judged.verdict).toBe('fail');
    expect(judged.differences?.map(({ kind }) => kind)).toEqual(kinds);
    expect(judged.message).toBe(canonicalText);
  });

  it('fails for its flags in a folder without canonical answers', () => {
    const judged = judge(test.vector, request, reply(), observes);
    expect(judged.differences?.map(({ kind }) => kind)).toEqual(['overflow']);
    expect(judged.message).toBeUndefined();
  });

  it('a flag where none may be is no avoidance', () => {
    const observed = { ...nothing, accumulate: 3, cast: 1 };
    const judged = judge(test.vector, request, reply({ observed }), observes, canonical);
    expect(judged.differences).toMatchObject([{ kind: 'overflow', name: 'cast', got: '1' }]);
  });
});
