import { describe, expect, test } from 'vitest';
import { newNumerics } from '../primitives.ts';
import type { Schedule } from './schedule.ts';

const n = newNumerics('sym-2026-07-21');

describe('learning-rate schedules (S120)', () => {
  test.each([
    [{ kind: 'STEP', gamma: 0.5, size: 2 }, 1, 1, 1],
    [{ kind: 'STEP', gamma: 0.5, size: 2 }, 1, 2, 0.5],
    [{ kind: 'STEP', gamma: 0.5, size: 2 }, 1, 5, 0.25],
    [{ kind: 'EXPONENTIAL', gamma: 0.5 }, 8, 3, 1],
    [{ kind: 'EXPONENTIAL', gamma: 0 }, 8, 1, 0],
    [{ kind: 'COSINE', etaMin: 0, period: 10 }, 1, 5, 0.5],
    [{ kind: 'COSINE', etaMin: 0.25, period: 10 }, 1, 10, 0.25],
    [{ kind: 'COSINE', etaMin: 0.25, period: 10 }, 1, 20, 1],
    [{ kind: 'COSINE', etaMin: 0, period: 3 }, 1, 1, 0.75],
  ] as [Schedule, number, number, number][])('%o from %d after %d ticks', (s, base, e, rate) => {
    expect(n.fn.scheduledRate(n, s, base, e)).toBe(rate);
  });

  test('absolute, never compounded: one rounding from the base rate', () => {
    const gamma = Math.fround(0.9);
    const base = Math.fround(0.1);
    const rate = n.fn.scheduledRate(n, { kind: 'EXPONENTIAL', gamma }, base, 3);
    expect(rate).toBe(Math.fround(base * gamma * gamma * gamma));
    const compounded = Math.fround(Math.fround(Math.fround(base * gamma) * gamma) * gamma);
    expect(rate).not.toBe(compounded);
  });

  test.each([
    { kind: 'STEP', gamma: 0.5, size: 0 },
    { kind: 'STEP', gamma: Number.NaN, size: 1 },
    { kind: 'EXPONENTIAL', gamma: Number.POSITIVE_INFINITY },
    { kind: 'COSINE', etaMin: 0, period: 0 },
    { kind: 'COSINE', etaMin: Number.NaN, period: 1 },
  ] as Schedule[])('%o is refused', (schedule) => {
    expect(() => n.fn.scheduledRate(n, schedule, 1, 1)).toThrow(/^A24/);
  });
});
