/** What the two examples are trained on and measured with: plain arrays and where they come from. */

/** Equally long rows with one class each. */
export interface Rows {
  readonly values: readonly Float32Array[];
  readonly classes: readonly number[];
}

export interface EcgData {
  /** one sentence for reports */
  readonly source: string;
  /** normal beats only, 140 values each */
  readonly train: readonly Float32Array[];
  /** class 0 = normal, 1 = anomalous */
  readonly validation: Rows;
  readonly test: Rows;
}

export interface HarData {
  readonly source: string;
  readonly channels: number;
  readonly length: number;
  readonly classNames: readonly string[];
  /** rows are channel after channel */
  readonly train: Rows;
  readonly test: Rows;
}

/** Mean and population deviation of all values, in index order. */
function momentsOf(rows: readonly Float32Array[]): { mean: number; deviation: number } {
  let [count, sum] = [0, 0];
  for (const row of rows) {
    for (const v of row) sum += v;
    count += row.length;
  }
  const mean = sum / count;
  let squares = 0;
  for (const row of rows) for (const v of row) squares += (v - mean) * (v - mean);
  return { mean, deviation: Math.sqrt(squares / count) };
}

/**
 * Every value less the mean of the training values, divided by their deviation: two constants of the whole
 * set, one rounding to float32 per value.
 */
export function standardised(data: EcgData): EcgData {
  const { mean, deviation } = momentsOf(data.train);
  const scaled = (rows: readonly Float32Array[]): Float32Array[] =>
    rows.map((row) => row.map((v) => (v - mean) / deviation));
  const part = (rows: Rows): Rows => ({ values: scaled(rows.values), classes: rows.classes });
  return {
    source: data.source,
    train: scaled(data.train),
    validation: part(data.validation),
    test: part(data.test),
  };
}
