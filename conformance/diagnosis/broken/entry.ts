/** A deliberately broken C kernel: an edit of the sources, and what a right diagnosis of it names. */

import { patch } from '../../backends/patched.ts';
import type { DiagnosisEvent, Finding } from '../../core/events.ts';

interface SourceEdit {
  /** below `conformance/c/kernels/`, or with its folder below `conformance/c/` */
  readonly file: string;
  /** stands exactly once in the file */
  readonly from: string;
  readonly to: string;
}

export interface Entry {
  readonly id: string;
  /** what was wrong, in a sentence */
  readonly essence: string;
  readonly edits: readonly SourceEdit[];
  /** the ops or functions of the first finding of a right diagnosis, */
  readonly function: RegExp;
  /** and its id or sentence */
  readonly mistake: RegExp;
}

/** A public bug report about somebody's kernels, made again in ours. */
export interface BugReport extends Entry {
  /** where it was reported */
  readonly address: string;
}

/** Path of an edited file below `conformance/c/`. */
export function pathOf({ file }: SourceEdit): string {
  return file.includes('/') ? file : `kernels/${file}`;
}

/** The edited sources. Throws where an edit does not apply, so that none can silently stop to. */
export function overlayOf({ edits }: Entry): Record<string, string> {
  let overlay: Record<string, string> = {};
  for (const edit of edits) {
    overlay = { ...overlay, ...patch(pathOf(edit), edit.from, edit.to, overlay) };
  }
  return overlay;
}

/**
 * `named`: function and mistake. `fact`: something true that is not the name. `wrong`: a cause that it is not.
 * `missed`: no case failed.
 */
export type Verdict = 'named' | 'fact' | 'wrong' | 'missed';

export interface Grade {
  readonly id: string;
  readonly verdict: Verdict;
  readonly namesFunction: boolean;
  readonly namesMistake: boolean;
  /** the first line */
  readonly line: string;
}

function verdictOf(isNamed: boolean, { confidence }: Finding): Verdict {
  if (isNamed) return 'named';
  return confidence === 'reproduced' ? 'wrong' : 'fact';
}

/** What the first finding of a diagnosis is worth; undefined where no case failed. */
export function gradeOf(entry: Entry, event: DiagnosisEvent | undefined): Grade {
  const { id } = entry;
  const [first] = event?.findings ?? [];
  if (event === undefined || first === undefined) {
    return { id, verdict: 'missed', namesFunction: false, namesMistake: false, line: '' };
  }
  const namesFunction = entry.function.test([...first.ops, ...first.functions].join(' '));
  // neither the ops in front nor where a fact holds is the mistake
  const [said = ''] = first.text.replace(/^(fact: )?[^:]*: /, '').split('; only where');
  const namesMistake = entry.mistake.test([...first.ids, said].join(' '));
  return {
    id,
    verdict: verdictOf(namesFunction && namesMistake, first),
    namesFunction,
    namesMistake,
    line: event.lines[0] ?? '',
  };
}
