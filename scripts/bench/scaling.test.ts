/** Curves of cost against size, from numbers that are given. */

import { describe, expect, it } from 'vitest';
import type { SeriesResult } from './measure.ts';
import { curveLines, curvesOf, curvesPage } from './scaling.ts';

function result(curve: string, size: number, seconds: number, times = 1): SeriesResult {
  const row = {
    name: 'js',
    seconds,
    processor_seconds: seconds,
    seconds_min: seconds,
    seconds_max: seconds,
    rate: 1,
    ratio: 1,
  };
  return { title: curve, unit: 'u', work: size, place: { curve, size, times }, rows: [row] };
}

const linear = [1000, 10, 100].map((size) => result('cases', size, (2 * size) / 1000));
const square = [10, 100].map((size) => result('pairs', size, (size * size * 5) / 1e6, 5));
const { place: _, ...elsewhere } = result('none', 1, 1);

describe('curves', () => {
  const curves = curvesOf([...linear, elsewhere, ...square]);

  it('are of series that have a place, from small to large, per piece of work', () => {
    expect(curves.map(({ name, points }) => [name, points])).toEqual([
      [
        'cases',
        [
          [10, 0.02],
          [100, 0.2],
          [1000, 2],
        ],
      ],
      [
        'pairs',
        [
          [10, 1e-4],
          [100, 0.01],
        ],
      ],
    ]);
  });

  it('tell linear growth from quadratic', () => {
    expect(curves.map(({ exponent }) => exponent!.toFixed(6))).toEqual(['1.000000', '2.000000']);
    expect(curvesOf([linear[0]!])[0]).not.toHaveProperty('exponent');
    expect(curveLines(curves)[1]).toMatch(
      /^cases +10: 20 ms +1000: 2\.00 s +1\.00 +at most 1\.10$/,
    );
  });

  it('are drawn on a page', async () => {
    const page = await curvesPage('a machine', curves);
    expect(page).toContain('a machine');
    expect(page.match(/mark-line /g)).toHaveLength(2);
  });
});
