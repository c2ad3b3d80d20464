/** Window geometry against the tables of S88, S89 and S95. */

import { describe, expect, it } from 'vitest';
import { newNumerics } from '../primitives.ts';
import { Refusal, UndefinedBehaviour } from '../refusal.ts';
import type { Window1d } from './window.ts';

const n = newNumerics('sym-2026-07-21');

function window(
  kernel: number,
  stride: number,
  padding: Window1d['padding'],
  dilation = 1,
  paddingAmount = 0,
): Window1d {
  return { kernel, stride, dilation, padding, paddingAmount };
}

describe('S88 windowGeometry', () => {
  // K 3, stride 2, SAME: L → [Lo, padLeft, padRight]
  it.each([
    [1, 1, 1, 1],
    [2, 1, 0, 1],
    [3, 2, 1, 1],
    [4, 2, 0, 1],
    [5, 3, 1, 1],
    [6, 3, 0, 1],
  ])('SAME K3 stride 2, L = %i', (length, outputLength, padLeft, padRight) => {
    const geometry = n.fn.windowGeometry(n, window(3, 2, 'SAME'), length);
    expect(geometry).toEqual({ outputLength, padLeft, padRight });
  });

  it('puts the odd padding sample on the right', () => {
    expect(n.fn.windowGeometry(n, window(2, 1, 'SAME'), 5)).toEqual({
      outputLength: 5,
      padLeft: 0,
      padRight: 1,
    });
  });

  it.each([
    ['VALID', 11, 3, 2, 2, 0, 4, 0],
    ['VALID', 4, 5, 1, 1, 0, 0, 0],
    ['EXPLICIT', 2, 4, 1, 2, 4, 4, 4],
    ['EXPLICIT', 1, 4, 1, 1, 1, 0, 1],
  ] as const)('%s L%i K%i S%i D%i P%i', (padding, length, k, s, d, p, outputLength, padLeft) => {
    const geometry = n.fn.windowGeometry(n, window(k, s, padding, d, p), length);
    expect([geometry.outputLength, geometry.padLeft]).toEqual([outputLength, padLeft]);
  });

  it('leaves K = 0 and SAME over nothing undefined', () => {
    expect(() => n.fn.windowGeometry(n, window(0, 1, 'VALID'), 3)).toThrow(UndefinedBehaviour);
    expect(() => n.fn.windowGeometry(n, window(3, 1, 'SAME'), 0)).toThrow(UndefinedBehaviour);
  });
});

describe('S89 windowSlice', () => {
  it('reports a window without valid taps as (0, K, 0) on either side', () => {
    const none = { firstInput: 0, firstTap: 2, count: 0 };
    expect(n.fn.windowSlice(n, window(2, 3, 'SAME', 2), 1, 1, 0)).toEqual(none);
    expect(n.fn.windowSlice(n, window(2, 1, 'EXPLICIT', 1, 9), 3, 9, 0)).toEqual(none);
    expect(n.fn.windowSlice(n, window(2, 1, 'EXPLICIT', 1, 9), 3, 9, 15)).toEqual(none);
  });

  it('cuts a window at both ends', () => {
    // taps −1 1 3 5 of an input of 5
    expect(n.fn.windowSlice(n, window(4, 1, 'EXPLICIT', 2, 1), 5, 1, 0)).toEqual({
      firstInput: 1,
      firstTap: 1,
      count: 2,
    });
  });
});

describe('S90 transposedLength', () => {
  it.each([
    [2, 2, 2, 1, 1, 5],
    [2, 3, 2, 1, 1, 6],
    [7, 4, 1, 1, 0, 10],
    [3, 2, 3, 2, 0, 9],
  ])('Lin %i K%i S%i D%i p%i → %i', (length, k, s, d, p, expected) => {
    expect(n.fn.transposedLength(n, window(k, s, 'VALID', d), length, p)).toBe(expected);
  });
});

describe('S95 adaptiveWindow', () => {
  it.each([
    [
      5,
      3,
      [
        [0, 2],
        [1, 3],
        [3, 2],
      ],
    ],
    [
      3,
      4,
      [
        [0, 1],
        [0, 2],
        [1, 2],
        [2, 1],
      ],
    ],
  ])('L %i into %i', (length, outputs, expected) => {
    const windows = expected.map((_, o) => n.fn.adaptiveWindow(n, o, length, outputs));
    expect(windows.map(({ start, count }) => [start, count])).toEqual(expected);
  });

  it('refuses empty lengths and a window beyond the last', () => {
    for (const [o, length, outputs] of [
      [0, 0, 1],
      [0, 1, 0],
      [3, 5, 3],
    ] as const) {
      expect(() => n.fn.adaptiveWindow(n, o, length, outputs)).toThrow(Refusal);
    }
  });
});
