/** A public bug report about somebody's kernels, made again in ours: an edit of the C sources and its right name. */

import { patch } from '../../../backends/patched.ts';

interface SourceEdit {
  /** below `conformance/c/kernels/` */
  readonly file: string;
  /** stands exactly once in the file */
  readonly from: string;
  readonly to: string;
}

export interface BugReport {
  readonly id: string;
  /** where it was reported */
  readonly address: string;
  /** what was wrong, in a sentence */
  readonly essence: string;
  readonly edits: readonly SourceEdit[];
  /** ops in which it shows; whole trainings are left out */
  readonly ops: readonly string[];
  /** the first line of a right diagnosis names the function, */
  readonly function: RegExp;
  /** and the mistake */
  readonly mistake: RegExp;
}

/** The edited sources. Throws where an edit does not apply, so that none can silently stop to. */
export function overlayOf({ edits }: BugReport): Record<string, string> {
  let overlay: Record<string, string> = {};
  for (const { file, from, to } of edits) {
    overlay = { ...overlay, ...patch(`kernels/${file}`, from, to, overlay) };
  }
  return overlay;
}

export interface Grade {
  readonly id: string;
  readonly isCaught: boolean;
  readonly namesFunction: boolean;
  readonly namesMistake: boolean;
  readonly line: string;
}

/** What the first line of a diagnosis is worth; undefined where no case failed. */
export function gradeOf(report: BugReport, line: string | undefined): Grade {
  const text = line ?? '';
  return {
    id: report.id,
    isCaught: line !== undefined,
    namesFunction: report.function.test(text),
    namesMistake: report.mistake.test(text),
    line: text,
  };
}
