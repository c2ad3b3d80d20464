import { describe, expect, test } from 'vitest';
import { ecgSamples } from '../kit/ecg.ts';
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
    const wide = held.classes.filter((c) => c === 1).length;
    expect([train.length, wide]).toEqual([235, 38]);
    for (const beat of [...train, ...validation.values, ...held.values]) {
      expect(beat).toHaveLength(140);
    }
  });

  test('the training values have mean 0 and deviation 1', () => {
    const values = beatsOfRecord(ecg).train.flatMap((beat) => [...beat]);
    const mean = values.reduce((a, v) => a + v, 0) / values.length;
    const square = values.reduce((a, v) => a + v * v, 0) / values.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(square).toBeCloseTo(1, 5);
  });

  test('the width of a beat: values above half of its height', () => {
    const beat = new Float32Array(140).fill(0.5);
    beat.set([0.6, 0.8, 0.9, 0.8, 0.7], 48);
    expect(widthOf(beat)).toBe(3);
  });

  test.each([
    ['two heaps', [1, 2, 1, 9, 8], [0, 0, 0, 1, 1]],
    ['one value', [4, 4], [0, 0]],
  ])('two means: %s', (_, values, classes) => {
    expect(twoMeans(values)).toEqual(classes);
  });
});

describe('synthetic motions', () => {
  test('80 and 80 windows of four classes, the same every time', () => {
    const data = syntheticMotions();
    expect([data.channels, data.length, data.classNames.length]).toEqual([6, 100, 4]);
    for (const rows of [data.train, data.test]) {
      expect(rows.values.every((row) => row.length === 600)).toBe(true);
      const counts = [0, 1, 2, 3].map((c) => rows.classes.filter((k) => k === c).length);
      expect(counts).toEqual([20, 20, 20, 20]);
    }
    expect(syntheticMotions()).toEqual(data);
  });
});
