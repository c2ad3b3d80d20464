/** Recordings whose C library rounds an exp or a log the other way are recognised, others are not. */

import { describe, expect, it } from 'vitest';
import { contracts } from '../../../reference/contracts.ts';
import { judgeCase } from '../replay.ts';
import type { RecordedCase } from '../types.ts';
import { doubtfulValue } from './libm.ts';
import { lossAdapters } from './losses.ts';

describe('doubtfulValue', () => {
  it('is the other side of a boundary that is near enough', () => {
    expect(doubtfulValue(1, 1 + 2 ** -24, 1 / 64)).toBe(1 + 2 ** -23);
    expect(doubtfulValue(-1, -1 - 2 ** -24, 1 / 64)).toBe(-1 - 2 ** -23);
    expect(doubtfulValue(1, 1 - 2 ** -25, 1 / 64)).toBe(1 - 2 ** -24);
  });

  it('does not exist far from a boundary, for exact values and for 0 and infinity', () => {
    expect(doubtfulValue(1, 1 + 2 ** -26, 1 / 64)).toBeUndefined();
    expect(doubtfulValue(1, 1, 0.5)).toBeUndefined();
    expect(doubtfulValue(0, 2 ** -151, 0.5)).toBeUndefined();
    expect(doubtfulValue(Number.POSITIVE_INFINITY, 2 ** 128, 0.5)).toBeUndefined();
  });
});

/** −ln of float32 0x3f001a9e lies 8·10^−6 units from the boundary between 0x3f313ce1 and 0x3f313ce2. */
function crossEntropy(loss: string): RecordedCase {
  return {
    id: 'losses/1',
    params: { reduction: 'SUM' },
    rngSeed: null,
    inputs: {
      output: { dtype: 'FLOAT32', shape: [1], data: ['0x3f001a9e'] },
      label: { dtype: 'FLOAT32', shape: [1], data: ['0x3f800000'] },
      result_target: { dtype: 'FLOAT32', shape: [1] },
    },
    outputs: { loss, dy: { dtype: 'FLOAT32', shape: [1], data: ['0xbeffcac4'] } },
    rngStateAfter: null,
    aborted: null,
  };
}

describe('the class of recordings with another last bit', () => {
  const adapter = lossAdapters['losses/crossEntropyForward/crossEntropySoftmaxBackward']!;
  const judge = (loss: string) =>
    judgeCase(crossEntropy(loss), adapter, contracts['sym-2026-07-21']);
  it.each([
    ['0x3f313ce2', 'passed'],
    ['0x3f313ce1', 'variant'],
    ['0x3f313ce3', 'failed'],
  ])('loss %s is %s', (loss, kind) => {
    expect(judge(loss).kind).toBe(kind);
  });
});
