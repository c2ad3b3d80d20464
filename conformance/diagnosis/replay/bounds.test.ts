/** Goal: no mistake computes for ever; what would is no answer. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus, type TestCase } from '../../core/load.ts';
import { boundedNumerics } from './bounds.ts';
import { newReplayer } from './replayer.ts';

describe('bounded numerics', () => {
  it('count operations, terms of sums and uses of the generator, and stop after the last', () => {
    const n = boundedNumerics('sym-2026-07-21', 1, 3);
    expect(n.f.add(1, 2)).toBe(3);
    const sum = n.fn.newAccumulators(n, 1);
    sum.add(0, 5);
    expect(n.rng.state).toBe(1);
    expect(() => n.f.mul(1, 2)).toThrow(RangeError);
    expect(() => sum.add(0, 1)).toThrow(RangeError);
    expect(() => n.rng.state).toThrow(RangeError);
    expect([...sum.finish()]).toEqual([5]);
  });

  it('count the bits of packed codes', () => {
    const n = boundedNumerics('sym-2026-07-21', 1, 8);
    const bytes = Uint8Array.of(0x21, 0x43);
    expect([...n.fn.unpackBits(n, bytes, 4, 1)]).toEqual([1]);
    n.fn.writeField(n, bytes, 8, 4, 7);
    expect([...bytes]).toEqual([0x21, 0x47]);
    expect(() => n.fn.readField(n, bytes, 0, 1)).toThrow(RangeError);
    expect(() => n.fn.writeField(n, bytes, 0, 1, 0)).toThrow(RangeError);
    expect([...bytes]).toEqual([0x21, 0x47]);
  });

  it('give no answer where a window is infinite', () => {
    const isOwn = ({ op }: { readonly op: string }) => op === 'adaptive_avg_pool1d_forward';
    const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), isOwn);
    const replayer = newReplayer();
    const id = 'adaptiveEnd.2_from_call_0';
    // one is enough, and they are dear
    const hasNoAnswer = (test: TestCase): boolean => {
      const tried = replayer.wirings(test).flatMap((wired) => wired.tried);
      const found = tried.map(({ whole }) => whole()).find((whole) => whole.id === id);
      return found !== undefined && replayer.answer(test, found).status === 'failed';
    };
    expect(cases.some(hasNoAnswer)).toBe(true);
  });
});
