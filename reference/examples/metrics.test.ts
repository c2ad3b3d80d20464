import { describe, expect, test } from 'vitest';
import {
  blindThreshold,
  chosenThreshold,
  classMetrics,
  confusion,
  deviation,
  mean,
  meanSquaredError,
  pairedDifference,
  rocAuc,
  rocCurve,
} from './metrics.ts';

describe('metrics of the examples', () => {
  test('moments', () => {
    expect(mean([2, 4, 9])).toBe(5);
    expect(deviation([2, 4, 4, 4, 5, 5, 7, 9], 0)).toBe(2);
    expect(deviation([1, 3], 1)).toBeCloseTo(Math.SQRT2, 12);
    expect(meanSquaredError([1, 2], [2, 4])).toBe(2.5);
    expect(blindThreshold([2, 4, 4, 4, 5, 5, 7, 9])).toBe(11);
  });

  test.each([
    ['perfect', [1, 2], [3, 4], 1],
    ['reversed', [3, 4], [1, 2], 0],
    ['a tie counts one half', [1, 2], [2, 3], 0.875],
  ])('ROC-AUC: %s', (_, negatives, positives, auc) => {
    expect(rocAuc(negatives, positives)).toBe(auc);
  });

  test('the area under the ROC polygon is the ROC-AUC', () => {
    const [negatives, positives] = [
      [0.1, 0.4, 0.35, 0.8],
      [0.35, 0.9, 0.7],
    ];
    const curve = rocCurve(negatives, positives);
    const area = curve.slice(1).reduce((sum, p, i) => {
      const q = curve[i]!;
      const height = (p.truePositiveRate + q.truePositiveRate) / 2;
      return sum + height * (p.falsePositiveRate - q.falsePositiveRate);
    }, 0);
    expect(area).toBeCloseTo(rocAuc(negatives, positives), 12);
  });

  test.each([
    ['apart: halfway between the classes', [1, 2], [4, 5], 3],
    ['one negative is worth less than two positives', [1, 2, 6], [4, 5], 3],
    ['one positive is worth more than half of the negatives', [1, 1, 1, 5, 6], [4], 2.5],
    ['equally good ones: the highest', [1, 3], [2, 4], 3.5],
    ['no cut is worth anything: everything is above', [3, 4], [1, 2], 0.5],
  ])('a chosen threshold, %s', (_, negatives, positives, threshold) => {
    expect(chosenThreshold(negatives, positives)).toBe(threshold);
  });

  test('nothing can be chosen without a class', () => {
    expect(chosenThreshold([1], [])).toBeNaN();
    expect(chosenThreshold([], [1])).toBeNaN();
  });

  test('confusion and macro averages; an empty class counts 0', () => {
    const table = confusion([0, 0, 1, 1], [0, 1, 1, 1], 3);
    expect(table).toEqual([
      [1, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
    ]);
    const metrics = classMetrics(table);
    expect(metrics.accuracy).toBe(0.75);
    // precision 1, 2/3, 0; recall 1/2, 1, 0; F1 2/3, 4/5, 0
    expect(metrics.precision).toBeCloseTo(5 / 9, 12);
    expect(metrics.recall).toBe(0.5);
    expect(metrics.f1).toBeCloseTo(22 / 45, 12);
  });

  test('paired difference: 3 pairs, t(2) = 4.303', () => {
    const d = pairedDifference([3, 5, 7], [1, 1, 1]);
    expect(d.mean).toBe(4);
    expect(d.high - d.mean).toBeCloseTo((4.303 * 2) / Math.sqrt(3), 9);
    expect(d.mean - d.low).toBeCloseTo(d.high - d.mean, 12);
  });
});
