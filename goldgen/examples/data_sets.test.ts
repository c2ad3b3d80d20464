import { describe, expect, test } from 'vitest';
import { ecgSamples } from '../gen/ecg.ts';
import { beatsOfRecord, rPeaks, twoMeans, widthOf } from './beats.ts';
import { syntheticMotions } from './imu.ts';

describe('beats of the ECG record', () => {
  const ecg = ecgSamples();

  test('the detector finds 468 beats, none nearer than 250 ms', () => {
    const peaks = rPeaks(ecg);
    expect(peaks).toHaveLength(468);
    for (let i = 1; i < peaks.length; i++) expect(peaks[i]! - peaks[i - 1]!).toBeGreaterThan(90);
  });

  test('two clusters of QRS widths; training takes narrow beats only', () => {
    const { train, validation, test: held } = beatsOfRecord(ecg);
    expect(train.length + validation.values.length + held.values.length).toBe(468);
    expect(Math.max(...train.map(widthOf))).toBeLessThan(11);
    const wide = held.values.filter((_, i) => held.classes[i] === 1);
    expect(wide.length).toBeGreaterThan(30);
    for (const beat of [...train, ...held.values]) {
      expect(beat).toHaveLength(140);
      for (const v of beat) expect(v > -0.5 && v < 1.5).toBe(true);
    }
  });

  test.each([
    ['two heaps', [1, 2, 1, 9, 8], [0, 0, 0, 1, 1]],
    ['one value', [4, 4], [0, 0]],
  ])('two means: %s', (_, values, classes) => {
    expect(twoMeans(values)).toEqual(classes);
  });
});

describe('synthetic motions', () => {
  test('40 and 40 windows of four classes, the same every time', () => {
    const data = syntheticMotions();
    expect([data.channels, data.length, data.classNames.length]).toEqual([6, 100, 4]);
    for (const rows of [data.train, data.test]) {
      expect(rows.values.every((row) => row.length === 600)).toBe(true);
      const counts = [0, 1, 2, 3].map((c) => rows.classes.filter((k) => k === c).length);
      expect(counts).toEqual([10, 10, 10, 10]);
    }
    expect(syntheticMotions()).toEqual(data);
  });
});
