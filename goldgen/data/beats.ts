/**
 * Heart beats out of a raw ECG: a simple detector, and two clusters by the width of the QRS complex. No
 * annotation is read; reference/examples/README.md says what a score against such labels means.
 */

import { type EcgData, type Rows, standardised } from './data_set.ts';

/** Samples before and after the R peak at 360 Hz; 280 samples become 140 by averaging pairs. */
const before = 100;
const after = 180;

/** Sum of squared slopes over 36 samples (100 ms), centred: large at QRS complexes. */
export function slopeEnergy(ecg: ArrayLike<number>): Float64Array {
  const energy = new Float64Array(ecg.length);
  const square = (i: number): number => {
    const slope = (ecg[i + 2] ?? 0) - (ecg[i - 2] ?? 0);
    return i < 2 || i + 2 >= ecg.length ? 0 : slope * slope;
  };
  let sum = 0;
  for (let i = 0; i < ecg.length + 18; i++) {
    if (i < ecg.length) sum += square(i);
    if (i >= 36) sum -= square(i - 36);
    if (i >= 18) energy[i - 18] = sum;
  }
  return energy;
}

/** The largest of a slice's values, first one wins. */
function peakOf(values: ArrayLike<number>, from: number, to: number): number {
  let best = from;
  for (let i = from; i < to; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/**
 * R peaks: local maxima of the slope energy (none larger within 90 samples, 250 ms) above a quarter of the
 * median of such maxima over windows of two seconds, moved to the highest sample within 27 (75 ms).
 */
export function rPeaks(ecg: ArrayLike<number>): number[] {
  const energy = slopeEnergy(ecg);
  const tops: number[] = [];
  for (let i = 0; i + 720 <= energy.length; i += 720)
    tops.push(energy[peakOf(energy, i, i + 720)]!);
  const threshold = tops.sort((a, b) => a - b)[tops.length >> 1]! / 4;
  const peaks: number[] = [];
  for (let i = before + 27; i < energy.length - after - 27; i++) {
    if (energy[i]! < threshold || peakOf(energy, i - 90, i + 91) !== i) continue;
    peaks.push(peakOf(ecg, i - 27, i + 28));
  }
  return peaks;
}

function median(values: ArrayLike<number>): number {
  return Array.from(values).sort((a, b) => a - b)[values.length >> 1]!;
}

/**
 * 140 values around an R peak: sums of two raw samples, less their median (baseline wander), 4096 steps to
 * one unit, 0.5 for the baseline; exact in float32.
 */
export function beatAt(ecg: ArrayLike<number>, peak: number): Float32Array {
  const start = peak - before;
  const pairs = Array.from({ length: (before + after) / 2 }, (_, i) => {
    return ecg[start + 2 * i]! + ecg[start + 2 * i + 1]!;
  });
  const base = median(pairs);
  return Float32Array.from(pairs, (v) => 0.5 + (v - base) / 4096);
}

/** How many of the 45 values around the peak (250 ms) lie above half its height. */
export function widthOf(beat: Float32Array): number {
  const top = beat[peakOf(beat, 45, 56)]!;
  return beat.subarray(30, 75).filter((v) => v > (top + 0.5) / 2).length;
}

/** Two-means clusters of numbers, started at the smallest and the largest: 0 = nearer to the lower centre. */
export function twoMeans(values: readonly number[]): number[] {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  for (let round = 0; round < 100; round++) {
    const upper = values.filter((v) => v - low > high - v);
    const lower = values.filter((v) => v - low <= high - v);
    if (upper.length === 0) break;
    const next = [lower, upper].map((part) => part.reduce((a, v) => a + v, 0) / part.length);
    if (next[0] === low && next[1] === high) break;
    [low, high] = next as [number, number];
  }
  return values.map((v) => (v - low > high - v ? 1 : 0));
}

function rowsOf(beats: readonly Float32Array[], classes: readonly number[]): Rows {
  return { values: beats, classes };
}

/**
 * The project's own ECG set: of the normal beats in time order, six tenths train, two tenths validation, two
 * tenths test; of the others one half validation, one half test.
 */
export function beatsOfRecord(ecg: ArrayLike<number>): EcgData {
  const beats = rPeaks(ecg).map((peak) => beatAt(ecg, peak));
  const classes = twoMeans(beats.map(widthOf));
  const normal = beats.filter((_, i) => classes[i] === 0);
  const other = beats.filter((_, i) => classes[i] === 1);
  const [a, b] = [Math.floor(normal.length * 0.6), Math.floor(normal.length * 0.8)];
  const half = other.length >> 1;
  const mixed = (good: readonly Float32Array[], bad: readonly Float32Array[]): Rows =>
    rowsOf([...good, ...bad], [...good.map(() => 0), ...bad.map(() => 1)]);
  return standardised({
    source: 'MIT-BIH record 208, lead MLII, 5 minutes; beats and labels by the project’s detector',
    train: normal.slice(0, a),
    validation: mixed(normal.slice(a, b), other.slice(0, half)),
    test: mixed(normal.slice(b), other.slice(half)),
  });
}
