/** Goal: no mistake computes for ever; what would is no answer. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newNumerics } from '../../../reference/primitives.ts';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus, type TestCase } from '../../core/load.ts';
import { bounded } from './bounds.ts';
import { newReplayer } from './replayer.ts';

describe('bounded numerics', () => {
  it('count operations, terms of sums and uses of the generator, and stop after the last', () => {
    const n = bounded(newNumerics('sym-2026-07-21', { rngState: 1 }), 3);
    expect(n.f.add(1, 2)).toBe(3);
    const sum = n.fn.newAccumulators(n, 1);
    sum.add(0, 5);
    expect(n.rng.state).toBe(1);
    expect(() => n.f.mul(1, 2)).toThrow(RangeError);
    expect(() => sum.add(0, 1)).toThrow(RangeError);
    expect(() => n.rng.state).toThrow(RangeError);
    expect([...sum.finish()]).toEqual([5]);
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
