/** A deliberately broken kernel, in C or in JavaScript: an edit of the sources, and what a right diagnosis of it names. */

import { patch } from '../../backends/patched.ts';
import type { DiagnosisEvent, Finding } from '../../core/events.ts';
import { readJs } from './js_tree.ts';

interface SourceEdit {
  /** below `conformance/c/kernels/`, or with its folder below `conformance/c/`; of the js backend `js/…` */
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

/** Whether the broken kernel is one of the js backend. */
export function isJs({ edits }: Entry): boolean {
  return edits.every(({ file }) => file.startsWith('js/'));
}

/** Path of an edited file below `conformance/c/`, or of one of the js backend below `conformance/backends/`. */
export function pathOf({ file }: SourceEdit): string {
  return file.includes('/') ? file : `kernels/${file}`;
}

/** The edited sources. Throws where an edit does not apply, so that none can silently stop to. */
export function overlayOf(entry: Entry): Record<string, string> {
  const textOf = isJs(entry) ? readJs : undefined;
  let overlay: Record<string, string> = {};
  for (const edit of entry.edits) {
    overlay = { ...overlay, ...patch(pathOf(edit), edit.from, edit.to, overlay, textOf) };
  }
  return overlay;
}

/**
 * `named`: function and mistake. `half`: the mistake as a cause, but elsewhere. `fact`: something true that is not the
 * name. `wrong`: a cause that it is not. `missed`: no case failed.
 */
export type Verdict = 'named' | 'half' | 'fact' | 'wrong' | 'missed';

export interface Grade {
  readonly id: string;
  readonly verdict: Verdict;
  readonly namesFunction: boolean;
  readonly namesMistake: boolean;
  /** the first line */
  readonly line: string;
}

function verdictOf(
  { namesFunction, namesMistake }: Pick<Grade, 'namesFunction' | 'namesMistake'>,
  { confidence }: Finding,
): Verdict {
  if (namesFunction && namesMistake) return 'named';
  if (confidence !== 'reproduced') return 'fact';
  return namesMistake ? 'half' : 'wrong';
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
    verdict: verdictOf({ namesFunction, namesMistake }, first),
    namesFunction,
    namesMistake,
    line: event.lines[0] ?? '',
  };
}
