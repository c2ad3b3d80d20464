/**
 * What `goldvec bench` measures: a kind makes series, and a series holds contenders that do the same work. The
 * first contender is the baseline; every figure stands beside it. What needs no clock, such as a count of
 * instructions, is a figure as it is.
 */

/** One way to do the work of a series. */
export interface Contender {
  readonly name: string;
  /** does the work once; is called several times */
  run(): Promise<void> | void;
  /** what is asked of it, printed beside what it did: `at most 2.00 ×`, `at least 40,000 /s` */
  readonly target?: string;
}

/** A point of a curve: how large what is done is, and how often a repetition does it. */
export interface Place {
  /** what grows, such as `cases of a run` */
  readonly curve: string;
  readonly size: number;
  readonly times: number;
}

/** Contenders whose repetitions are interleaved, so that what else the machine does hits all of them. */
export interface Series {
  readonly title: string;
  /** what `work` counts, in the plural: `cases`, `multiplications` */
  readonly unit: string;
  /** units that one call of `run` does */
  readonly work: number;
  /** its place on a curve of cost against size, for series that differ in size alone */
  readonly place?: Place;
  readonly contenders: readonly [baseline: Contender, ...others: Contender[]];
  /** takes so long that each contender is called once, cold, whatever number of repetitions is asked for */
  readonly isLong?: boolean;
  /** gives back what the contenders hold, such as started backends; called once */
  end?(): Promise<void>;
}

/** Something that was counted: instructions, bytes. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly target?: string;
}

/** Figures that belong together, the baseline first. */
export interface Figures {
  readonly title: string;
  readonly unit: string;
  readonly figures: readonly Figure[];
}

export interface BenchOptions {
  /** a form for continuous integration: less work per repetition */
  readonly isShort: boolean;
  /** ids, kinds or globs of backends; empty where the kind chooses */
  readonly backends: readonly string[];
  /** folder of vectors */
  readonly vectors: string;
  /** longest wait for one reply of a backend, in milliseconds */
  readonly timeoutMs: number;
}

export interface Kind {
  readonly summary: string;
  /** whether it works on the sources, which the package does not hold */
  readonly needsSources?: boolean;
  /** Makes the series one after the other, so that a series is measured before the next one is prepared. */
  series(options: BenchOptions): AsyncIterable<Series | Figures>;
}
