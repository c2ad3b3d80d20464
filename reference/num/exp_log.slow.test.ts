/** The whole domain of exp and log: no other hard argument exists; a million arguments agree exactly. */

import { describe, expect, it } from 'vitest';
import { exactExpBits, exactLogBits } from '../independent/exp_log.ts';
import { newNumerics } from '../primitives.ts';
import { approximationError } from './approximate.ts';
import { hardExpArguments, hardLogArguments } from './boundary_scan.ts';
import { float32FromBits, float32ToBits } from './float32.ts';
import { hardExpTable, hardLogTable } from './hard_arguments.ts';

describe('exhaustive scan', () => {
  it('finds the listed hard arguments of exp', () => {
    const found = hardExpArguments(approximationError);
    expect(found.sort((a, b) => a - b)).toEqual(hardExpTable.map(({ argument }) => argument));
  });

  it('finds the listed hard arguments of log', () => {
    const found = hardLogArguments(approximationError);
    expect(found).toEqual(hardLogTable.map(({ argument }) => argument));
  });
});

describe('random arguments', () => {
  const n = newNumerics('sym-2026-07-21');

  it('a million agree with the exact oracle', () => {
    let state = 1;
    for (let i = 0; i < 500_000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const x = ((state & 0x807fffff) | ((97 + (state % 37)) << 23)) >>> 0;
      if (float32ToBits(n.fn.exp32(n, float32FromBits(x))) !== exactExpBits(x)) {
        expect.fail(`exp of 0x${x.toString(16)}`);
      }
      if (float32ToBits(n.fn.log32(n, float32FromBits(state))) !== exactLogBits(state)) {
        expect.fail(`log of 0x${state.toString(16)}`);
      }
    }
  });
});
