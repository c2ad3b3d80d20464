/** What a reporter is: a function of the event stream, so that any report can be made again from events. */

import type { Colours } from '../core/colour.ts';
import type { RunEvent } from '../core/events.ts';

export interface Reporter {
  /** The text to write for this event; often empty. */
  event(event: RunEvent): string;
  /** What remains to be written at the end of the stream, complete or not. */
  end(): string | Promise<string>;
}

export interface ReporterOptions {
  readonly colours: Colours;
  /** columns of the output */
  readonly width: number;
  /** failing cases shown in full per backend and op */
  readonly failuresShown: number;
  /** the whole text of a clause by id, where the specification is at hand */
  readonly clauseText?: (id: string) => string | undefined;
}

export type ReporterFactory = (options: ReporterOptions) => Reporter;
