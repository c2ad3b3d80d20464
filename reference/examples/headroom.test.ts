import { describe, expect, test } from 'vitest';
import { newNumerics, primitives } from '../primitives.ts';
import { buildTrainable, sampleTensor } from './build.ts';
import { ecgModel, ecgTraining } from './ecg/model.ts';
import {
  bitsOf,
  type Headroom,
  headroomProbe,
  worstProductBits,
  worstSumBits,
} from './headroom.ts';
import { variantNamed } from './variants.ts';

function measured(variant: string): Headroom[] {
  const open = newNumerics('sym-2026-07-21');
  const { model } = buildTrainable(open, ecgModel, variantNamed(variant), ecgTraining);
  const probe = headroomProbe(
    model.layers.map(({ layer }) => layer),
    primitives,
  );
  const n = newNumerics('sym-2026-07-21', { fn: probe.fn });
  const x = sampleTensor(
    Float32Array.from({ length: 140 }, (_, i) => ((i * 37) % 50) / 25 - 1),
    [1, 140],
  );
  n.fn.computeGradients(n, model, { x, label: x }, 'MEAN');
  return probe.report(model);
}

describe('bits', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2047, 11],
    [2 ** 30, 31],
    [2 ** 31 - 1, 31],
  ])('of %i: %i', (magnitude, bits) => {
    expect(bitsOf(magnitude)).toBe(bits);
  });

  // S123: 512 products of 12-bit mantissas fit, 513 do not
  test('worst cases of S123', () => {
    expect(worstProductBits(512, 2047, 2047)).toBe(31);
    expect(worstProductBits(513, 2047, 2047)).toBe(32);
    expect(worstProductBits(133144, 127, 127)).toBe(31);
    expect(worstSumBits(140, 2047)).toBe(19);
  });
});

describe('terms per accumulator of the autoencoder', () => {
  const rows = measured('sym');
  const terms = (operation: string): Record<number, number> =>
    Object.fromEntries(
      rows
        .filter((r) => r.operation === operation && /^conv/.test(r.kind))
        .map((r) => [r.layer, r.terms]),
    );

  test('forwards 7, 40, 16, 8, 4', () => {
    expect(terms('forward')).toEqual({ 0: 7, 3: 40, 6: 16, 8: 8, 10: 4 });
  });

  test('weight gradients at most 70, dx at most 80', () => {
    expect(Math.max(...Object.values(terms('weight')))).toBe(70);
    expect(Math.max(...Object.values(terms('dx')))).toBe(80);
  });

  test('no accumulator is beyond its worst case', () => {
    for (const row of rows.filter((r) => /^conv/.test(r.kind) && r.operation !== 'bias')) {
      // one more term for the seed, which the guard bounds separately
      expect(row.bits).toBeLessThanOrEqual(worstProductBits(row.terms + 1, 2047, 2047));
    }
  });
});

test('a float model has no int32 accumulators', () => {
  expect(measured('float')).toEqual([]);
});
