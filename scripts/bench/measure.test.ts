/** The arithmetic of the bench, with a clock that only moves when a contender moves it. */

import { describe, expect, it } from 'vitest';
import { measure, median } from './measure.ts';
import { rateText, secondsText, tableLines } from './table.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[10, 1, 2, 3], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('measure', () => {
  it('warms up, interleaves, and compares repetition by repetition', async () => {
    let clock = 0;
    let load = 1;
    const calls: string[] = [];
    const contender = (name: string, ms: number) => ({
      name,
      run: () => {
        calls.push(name);
        clock += ms * load;
        // the machine gets slower after each repetition
        if (calls.length % 2 === 0) load *= 10;
      },
    });
    const result = await measure(
      {
        title: 't',
        unit: 'calls',
        work: 6,
        contenders: [contender('slow', 300), contender('quick', 100)],
      },
      3,
      { now: () => clock, processor: () => clock / 4 },
    );
    expect(calls.join(' ')).toBe('slow quick slow quick quick slow slow quick');
    const [slow, quick] = result.rows;
    expect(slow).toMatchObject({ seconds: 30, ratio: 1, rate: 0.2, processor_seconds: 7.5 });
    expect(quick).toMatchObject({ seconds: 10, seconds_min: 1, seconds_max: 100 });
    expect(quick!.ratio).toBeCloseTo(1 / 3, 12);
  });

  it('calls what takes long once, cold', async () => {
    let calls = 0;
    const contender = { name: 'a', run: () => void calls++ };
    const series = { title: '', unit: '', work: 1, isLong: true, contenders: [contender] } as const;
    const { rows } = await measure(series, 5, { now: () => 1000 * calls, processor: () => 0 });
    expect(calls).toBe(1);
    expect(rows[0]).toMatchObject({ seconds: 1, ratio: 1 });
  });

  it('lets the error of a contender through', async () => {
    const fail = () => Promise.reject(new Error('no'));
    const series = {
      title: '',
      unit: '',
      work: 1,
      contenders: [{ name: 'a', run: fail }],
    } as const;
    const stopped = { now: () => 0, processor: () => 0 };
    await expect(measure(series, 1, stopped)).rejects.toThrow('no');
  });
});

describe('text', () => {
  it.each([
    [0.0383, '0.0383'],
    [12.345, '12.3'],
    [999.4, '999'],
    [1234.5, '1,235'],
    [987_654, '987,654'],
    [2_345_678, '2.35 M'],
    [4.2e9, '4.20 G'],
  ])('rate %d is %s', (rate, text) => {
    expect(rateText(rate)).toBe(text);
  });

  it.each([
    [0.00012345, '0.123 ms'],
    [0.25, '250 ms'],
    [1.344, '1.34 s'],
    [61.23, '61.2 s'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(secondsText(seconds)).toBe(text);
  });

  it('prints figures, which no clock gave', () => {
    const figures = [
      { name: 'base', value: 8 },
      { name: 'other', value: 1.578, target: 'at most 2.00' },
    ];
    expect(tableLines({ title: 'sums', unit: 'instructions', figures })).toEqual([
      'sums',
      '         instructions  to the first  asked',
      '  base   8.00          1.00 ×',
      '  other  1.58          0.20 ×        at most 2.00',
    ]);
  });

  it('prints a table', () => {
    const span = { seconds: 2, seconds_min: 1, seconds_max: 3, processor_seconds: 0.5 };
    const row = { ...span, rate: 500, ratio: 1 };
    const rows = [
      { name: 'base', ...row },
      { name: 'other', ...row, ratio: 0.5, target: 'at most 0.10 ×' },
    ];
    expect(tableLines({ title: 'things', unit: 'calls', work: 1000, rows })).toEqual([
      'things, 1,000 calls each',
      '         median  quickest to slowest  processor  calls/s  time    asked',
      '  base   2.00 s  1.00 s to 3.00 s     500 ms     500      1.00 ×',
      '  other  2.00 s  1.00 s to 3.00 s     500 ms     500      0.50 ×  at most 0.10 ×',
    ]);
  });
});
