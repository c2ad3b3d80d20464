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
