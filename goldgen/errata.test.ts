import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readVectors } from '../schema/format/vector_folder.ts';
import { errata, errataText, numberFrom } from './errata.ts';

describe('withdrawn cases', () => {
  it('are passed over where cases are numbered, in their contract alone', () => {
    const fixed = 'accumulate_sym_fixed';
    expect(numberFrom('sym-2026-07-21', fixed, 'negative', 7)).toBe(7);
    expect(numberFrom('sym-2026-07-21', fixed, 'negative', 8)).toBe(11);
    expect(numberFrom('sym-2026-06-23', fixed, 'negative', 8)).toBe(8);
  });

  it('are in no vector file, name a set of one, and have a reason', () => {
    const files = new Map(
      readVectors('vectors', () => true).map((f) => [`${f.contract}/${f.op}`, f]),
    );
    for (const { contract, id, reason } of errata) {
      const [op, set, n] = id.split('/');
      const file = files.get(`${contract}/${op}`);
      expect(
        file?.cases.some((c) => c.id === id),
        id,
      ).toBe(false);
      expect(
        file?.cases.some((c) => c.id.startsWith(`${op}/`)),
        id,
      ).toBe(true);
      expect(`${set}/${Number(n)}`).toBe(`${set}/${n}`);
      expect(reason.length).toBeGreaterThan(10);
    }
  });

  it('stand in the file as the commands write it', () => {
    expect(readFileSync('vectors/errata.json', 'utf8')).toBe(errataText(errata));
  });

  it('are listed once', () => {
    const ids = errata.map(({ contract, id }) => `${contract}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
