/** What a diagnosis claims, as records. Nothing here is text; `text.ts` puts it into words, last. */

import type { Description } from './facts/measure.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Explained } from './search.ts';

interface Common {
  /** failing cases that it accounts for and no earlier claim does */
  readonly cases: number;
  /** failing cases of these ops */
  readonly of: number;
  readonly ops: readonly string[];
}

/** A mistake of which the replay gives the wrong answers bit for bit. */
export interface Reproduced extends Common {
  readonly kind: 'reproduced';
  readonly explained: Explained;
  /** outputs in which it shows, where others of the same cases are right */
  readonly outputs: readonly string[];
  /** ops that use the same function and are right */
  readonly cleared: readonly string[];
  /** wrong answers that it does not give after all */
  readonly refuted: number;
}

/** What was measured in wrong answers that nothing reproduces. */
export interface Measured extends Common {
  readonly kind: 'measured';
  readonly output: string;
  readonly description: Description;
  /** the mistake that gives the wrong answers up to their last digits */
  readonly near: Hypothesis | undefined;
  /** more than that the output is wrong */
  readonly isTelling: boolean;
  /** functions that all of its failing cases run */
  readonly core: ReadonlySet<string>;
  /** other failing ops that run the same functions */
  readonly users: readonly string[];
  /** the ops use a function that is blamed already, or are whole trainings while plainer ops fail */
  readonly follows: boolean;
}

/** No answer: a crash, a hang, garbage, an error reply. */
export interface Crash extends Common {
  readonly kind: 'crash';
  readonly said: string;
  /** further cases that were not tried after it */
  readonly untried: number;
}

/** Bytes were written that are not the op's. */
export interface Damage extends Common {
  readonly kind: 'damage';
  readonly what: 'input' | 'guard' | 'refused' | 'unknown';
  readonly name: string;
}

/** Only the overflow flags are wrong. */
export interface Overflow extends Common {
  readonly kind: 'overflow';
  readonly what: 'stray' | 'missing' | 'uncounted' | 'promise';
  readonly operation: string;
  readonly where: string;
}

/** The answer is right where the case is asked alone: something is kept between calls. */
export interface Stateful extends Common {
  readonly kind: 'stateful';
  /** whether the answers are right then */
  readonly isRight: boolean;
}

export type Claim = Reproduced | Measured | Crash | Damage | Overflow | Stateful;
