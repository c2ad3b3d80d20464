import { describe, expect, it } from 'vitest';
import { float32ToBits } from './num/float32.ts';
import { newNumerics } from './primitives.ts';

/** States after each of `count` steps from a seed. */
function states(seed: number, count: number): number[] {
  const n = newNumerics('sym-2026-07-21');
  n.rng.state = n.fn.seedState(n, seed);
  return Array.from({ length: count }, () => n.fn.rngStep(n));
}

describe('generator (S10, S11)', () => {
  it.each([
    [1, [270369, 67634689, 2647435461, 307599695, 2398689233, 745495504]],
    [42, [11355432, 2836018348, 476557059, 3648046016, 3759983556]],
    [0, [253983, 4228382207, 1958451267]],
    [0xffffffff, [253983, 4228382207, 1958451267]],
  ])('seed %d', (seed, expected) => {
    expect(states(seed, expected.length)).toEqual(expected);
  });

  it('starts at 1', () => {
    expect(newNumerics('sym-2026-07-21').rng.state).toBe(1);
  });
});

describe('uniform floats (S12)', () => {
  it('lie on the 24-bit grid', () => {
    const n = newNumerics('sym-2026-07-21');
    const drawn = Array.from({ length: 6 }, () => float32ToBits(n.fn.uniform(n)));
    expect(drawn).toEqual([0x38840000, 0x3c8100c0, 0x3f1dcca8, 0x3d92acc8, 0x3f0ef917, 0x3e31bd6c]);
  });

  it.each([
    [2224793406, 1 - 2 ** -24],
    [3673643993, 0],
    [2281717760, 0.5],
  ])('state %d draws %d', (rngState, expected) => {
    const n = newNumerics('sym-2026-07-21', { rngState });
    expect(n.fn.uniform(n)).toBe(expected);
  });
});

describe('shuffle (S13)', () => {
  it.each([
    [12345, [1, 5, 0, 3, 7, 6, 4, 2], 4285686168],
    [0, [5, 2, 6, 1, 4, 3, 0, 7], 1705115568],
  ])('8 indices from seed %d', (seed, expected, after) => {
    const n = newNumerics('sym-2026-07-21');
    n.rng.state = n.fn.seedState(n, seed);
    const indices = Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
    n.fn.shuffle(n, indices);
    expect([...indices]).toEqual(expected);
    expect(n.rng.state).toBe(after);
  });

  it('draws nothing for fewer than two elements', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 9 });
    n.fn.shuffle(n, Int32Array.from([5]));
    n.fn.shuffle(n, new Int32Array(0));
    expect(n.rng.state).toBe(9);
  });

  it('rejects draws at and beyond the limit', () => {
    // the first step gives 4294967290, the limit of bound 10; the second gives the answer
    const n = newNumerics('sym-2026-07-21', { rngState: 1913638251 });
    const second = newNumerics('sym-2026-07-21', { rngState: 4294967290 });
    expect(n.fn.bounded(n, 10)).toBe(second.fn.rngStep(second) % 10);
  });
});

describe('Bernoulli mask (S14)', () => {
  it('draws once per element and compares strictly', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 42 });
    expect([...n.fn.bernoulli(n, 8, Math.fround(0.7))]).toEqual([1, 1, 1, 0, 0, 1, 0, 1]);
    const half = newNumerics('sym-2026-07-21', { rngState: 2281717760 });
    expect([...half.fn.bernoulli(half, 1, 0.5)]).toEqual([0]);
  });

  it.each([0, 1])('draws for p = %d too', (p) => {
    const n = newNumerics('sym-2026-07-21', { rngState: 42 });
    expect([...n.fn.bernoulli(n, 2, p)]).toEqual([p, p]);
    expect(n.rng.state).toBe(2836018348);
  });
});
