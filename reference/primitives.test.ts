import { describe, expect, it } from 'vitest';
import { newNumerics, primitives } from './primitives.ts';
import { seedGuardBound } from './rounding.ts';
import * as table from './table.ts';

describe('the table of primitives', () => {
  it('holds the functions of its modules, and no constants', () => {
    expect(table.seedGuardBound).toBe(seedGuardBound);
    expect('seedGuardBound' in primitives).toBe(false);
    expect(Object.values(primitives).filter((entry) => typeof entry !== 'function')).toEqual([]);
    expect(primitives.guardSeed).toBe(table.guardSeed);
    // @ts-expect-error: the type has no constants either
    expect(primitives.seedGuardBound).toBeUndefined();
  });

  it('is shared until an entry is replaced', () => {
    expect(newNumerics('sym-2026-07-21').fn).toBe(primitives);
    const n = newNumerics('sym-2026-07-21', { fn: { uniform: () => 0 } });
    expect(n.fn.roundStochastic(n, 1.5)).toBe(1);
    expect(n.fn.roundHalfAway).toBe(primitives.roundHalfAway);
  });
});
