/**
 * What the examples report. Everything here is double arithmetic on finished results: no metric decides a
 * bit of a training. Sums run in index order, so that the numbers are the same on every machine.
 */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** Standard deviation with the given number of lost degrees of freedom (0: of a population, 1: of a sample). */
export function deviation(values: readonly number[], lost: 0 | 1): number {
  const m = mean(values);
  const squares = values.reduce((sum, v) => sum + (v - m) * (v - m), 0);
  return values.length > lost ? Math.sqrt(squares / (values.length - lost)) : 0;
}

/** Mean squared difference of two equally long arrays. */
export function meanSquaredError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) * (a[i]! - b[i]!);
  return sum / a.length;
}

/**
 * ROC-AUC as the Mann–Whitney statistic: the share of pairs in which the positive scores higher, ties as
 * one half. NaN if one class is empty.
 */
export function rocAuc(negatives: readonly number[], positives: readonly number[]): number {
  let wins = 0;
  for (const p of positives) {
    for (const q of negatives) wins += p > q ? 1 : p === q ? 0.5 : 0;
  }
  return wins / (positives.length * negatives.length);
}

export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** The ROC polygon from (0, 0) to (1, 1): one point per distinct score, descending. */
export function rocCurve(negatives: readonly number[], positives: readonly number[]): RocPoint[] {
  const scores = [...new Set([...negatives, ...positives])].sort((a, b) => b - a);
  const share = (values: readonly number[], threshold: number): number =>
    values.filter((v) => v >= threshold).length / values.length;
  return [
    { falsePositiveRate: 0, truePositiveRate: 0 },
    ...scores.map((score) => ({
      falsePositiveRate: share(negatives, score),
      truePositiveRate: share(positives, score),
    })),
  ];
}

/** The threshold of who has seen no anomalous beat: mean + 3σ (population) of the scores of normal training beats. */
export function blindThreshold(normalScores: readonly number[]): number {
  return mean(normalScores) + 3 * deviation(normalScores, 0);
}

/**
 * Of the cuts between neighbouring scores the one with the largest share of positives above less share of negatives
 * above (Youden's J); of equally good ones the highest. Scores from 0. NaN if one class is empty.
 */
export function chosenThreshold(
  negatives: readonly number[],
  positives: readonly number[],
): number {
  const scores = [...new Set([...negatives, ...positives])].sort((a, b) => b - a);
  const points = rocCurve(negatives, positives).slice(1);
  let [best, threshold] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (const [i, { truePositiveRate, falsePositiveRate }] of points.entries()) {
    const j = truePositiveRate - falsePositiveRate;
    if (!(j > best)) continue;
    best = j;
    // below the lowest score there is nothing to be halfway to
    threshold = i + 1 < scores.length ? (scores[i]! + scores[i + 1]!) / 2 : scores[i]! / 2;
  }
  return threshold;
}

/** `table[target][predicted]`: how often. */
export function confusion(
  targets: readonly number[],
  predictions: readonly number[],
  classes: number,
): number[][] {
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  targets.forEach((target, i) => {
    table[target]![predictions[i]!]! += 1;
  });
  return table;
}

export interface ClassMetrics {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** L34: accuracy and macro averages over all classes; an empty class counts 0. */
export function classMetrics(table: readonly (readonly number[])[]): ClassMetrics {
  const total = table.flat().reduce((sum, v) => sum + v, 0);
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const perClass = table.map((row, c) => {
    const hits = row[c]!;
    const precision = ratio(
      hits,
      table.reduce((sum, r) => sum + r[c]!, 0),
    );
    const recall = ratio(
      hits,
      row.reduce((sum, v) => sum + v, 0),
    );
    return { hits, precision, recall, f1: ratio(2 * precision * recall, precision + recall) };
  });
  const average = (pick: (c: (typeof perClass)[number]) => number): number =>
    mean(perClass.map(pick));
  return {
    accuracy: ratio(
      perClass.reduce((sum, c) => sum + c.hits, 0),
      total,
    ),
    precision: average((c) => c.precision),
    recall: average((c) => c.recall),
    f1: average((c) => c.f1),
  };
}

/** 97.5 % quantiles of Student's t with 1…30 degrees of freedom; the normal quantile beyond. */
const studentQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

export interface MeanInterval {
  readonly mean: number;
  /** bounds of the 95 % confidence interval (Student) */
  readonly low: number;
  readonly high: number;
}

/** Mean of a sample with its 95 % confidence interval; needs at least two values. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const freedom = values.length - 1;
  const t = studentQuantiles[freedom - 1] ?? 1.96;
  const m = mean(values);
  const half = (t * deviation(values, 1)) / Math.sqrt(values.length);
  return { mean: m, low: m - half, high: m + half };
}

/** Mean of `a − b` over pairs with its 95 % confidence interval; needs at least two pairs. */
export function pairedDifference(a: readonly number[], b: readonly number[]): MeanInterval {
  return meanInterval(a.map((v, i) => v - b[i]!));
}
