/** The parts of a kill map are its whole. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildFile } from '../../../goldgen/build.ts';
import { matrixWithCache } from '../../../goldgen/mutation/cache.ts';
import { hashedMutants } from '../../../goldgen/mutation/sources.ts';
import round from '../../../goldgen/ops/rounding/round.ts';
import { root } from '../paths.ts';
import { joinedParts, mutantsOfShard, partText } from './parts.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-parts-'));
const contract = 'sym-2026-07-21';
const file = buildFile(round, contract);
const catalogue = hashedMutants(root);

afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** What a shard of three writes, and where. */
function part(index: number, base = 'b'): string {
  const mine = mutantsOfShard('round', catalogue, { index, count: 3 });
  const { cache } = matrixWithCache(round, file, base, mine, undefined);
  const path = join(dir, `part${index}${base}.json`);
  writeFileSync(path, partText(`${index}/3`, [{ op: 'round', contract, cache }]));
  return path;
}

describe('parts', () => {
  it('have every mutant once, whatever else there is', () => {
    const ids = [1, 2, 3].flatMap((index) =>
      mutantsOfShard('round', catalogue, { index, count: 3 }).map(({ mutant }) => mutant.id),
    );
    expect(ids.sort()).toEqual(catalogue.map(({ mutant }) => mutant.id).sort());
    const first = mutantsOfShard('round', catalogue, { index: 1, count: 3 });
    expect(mutantsOfShard('matmul_int32', catalogue, { index: 1, count: 3 })).not.toEqual(first);
  });

  it('joined are what one machine finds, so that nothing is run again', () => {
    const paths = [part(3), part(1), part(2)];
    const joined = joinedParts(paths, () => undefined).get(`${contract}/round`)!.cache;
    const whole = matrixWithCache(round, file, 'b', catalogue, undefined);
    expect([...whole.matrix.values()].flat().length).toBeGreaterThan(20);
    const taken = matrixWithCache(round, file, 'b', catalogue, joined);
    expect(taken.cache).toEqual(whole.cache);
    expect(joined.mutants).toEqual(whole.cache.mutants);
  });

  it('of another state of the sources do not mix', () => {
    const joined = joinedParts([part(1, 'old'), part(2)], () => undefined);
    const { base, mutants } = joined.get(`${contract}/round`)!.cache;
    expect(base).toBe('b');
    expect(Object.keys(mutants)).toHaveLength(
      mutantsOfShard('round', catalogue, { index: 2, count: 3 }).length,
    );
  });

  it('that are none are refused with the file', () => {
    const path = join(dir, 'other.json');
    writeFileSync(path, '{"format":2}');
    expect(() => joinedParts([path], () => undefined)).toThrow('not a part of a kill map');
    expect(() => joinedParts([join(dir, 'gone')], () => undefined)).toThrow('cannot be read');
  });
});
