/**
 * A vector file of format 2 as an index of its cases: which cases there are, and where they stand. A case is decoded
 * and held against its schema when it is opened.
 */

import { profileError } from './profile.ts';
import { checkPlaces, misplaced } from './shared_file.ts';
import {
  countsAt,
  endOf,
  isTextAt,
  peekAt,
  type Span,
  valueAt,
  walkArray,
  walkMap,
} from './spans.ts';
import type { SharedCase, SharedFile } from './types.ts';
import { validateSharedFile } from './validate.ts';

/** A case of one contract: its place in the file, and among the answers to its call. */
export interface Place {
  readonly case: number;
  readonly answer: number;
  readonly number: number;
}

export interface SharedIndex {
  readonly head: Omit<SharedFile, 'cases'>;
  readonly cases: readonly (Span & Pick<SharedCase, 'set'>)[];
  /** the cases of each contract, by its place in the list of contracts, in file order */
  readonly places: readonly (readonly Place[])[];
}

const answerNames = ['contracts', 'numbers'];

/** Adds the places of a case with its answers at `start`; the end of the answers. */
function addPlaces(bytes: Uint8Array, start: number, at: number, places: Place[][]): number {
  let answer = 0;
  return walkArray(bytes, start, (answerStart) => {
    let contracts: readonly number[] = [];
    let numbers: readonly number[] = [];
    const end = walkMap(bytes, answerStart, answerNames, (name, from) => {
      if (name === 0) contracts = countsAt(bytes, from);
      if (name === 1) numbers = countsAt(bytes, from);
      return endOf(bytes, from);
    });
    for (let i = 0; i < contracts.length; i++) {
      const list = places[contracts[i]!];
      if (list === undefined || list.at(-1)?.case === at) {
        throw misplaced(contracts[i]!, `cases/${at}/answers/${answer}`);
      }
      list.push({ case: at, answer, number: numbers[i]! });
    }
    answer++;
    return end;
  });
}

const caseNames = ['set', 'answers'];

/** Indexes the bytes of a file. Errors: vector-profile, vector-schema. */
export function indexShared(bytes: Uint8Array): SharedIndex {
  const fields: Record<string, unknown> = {};
  const cases: { start: number; end: number; set: string }[] = [];
  let places: Place[][] = [];
  // of the case before, which is mostly that of the next one
  let set = '';

  function addCase(start: number): number {
    const end = walkMap(bytes, start, caseNames, (name, from) => {
      if (name === 1) return addPlaces(bytes, from, cases.length, places);
      const to = endOf(bytes, from);
      const isSame = to - from === set.length + 1 && isTextAt(bytes, from + 1, set);
      if (name === 0 && !isSame) set = String(valueAt(bytes, { start: from, end: to }));
      return to;
    });
    cases.push({ start, end, set });
    return end;
  }

  const end = walkMap(bytes, 0, ['cases'], (name, from, key) => {
    if (name === 0) {
      const { contracts = [] } = fields;
      places = Array.from(contracts as ArrayLike<unknown>, () => []);
      return walkArray(bytes, from, addCase);
    }
    const to = endOf(bytes, from);
    const field = valueAt(bytes, { start: key, end: from }) as string;
    fields[field] = valueAt(bytes, { start: from, end: to });
    return to;
  });
  if (end !== bytes.length) throw profileError('', `${bytes.length - end} bytes behind the end`);
  const { cases: _, ...head } = validateSharedFile({
    ...fields,
    cases: cases.slice(0, 1).map((first) => peekAt(bytes, first)),
  });
  return { head, cases, places };
}

function checked({ head }: SharedIndex, cases: readonly unknown[]): readonly SharedCase[] {
  // the notes were checked when the file was indexed
  const notes = Object.fromEntries(Object.entries(head.notes).slice(0, 1));
  const file = validateSharedFile({ ...head, notes, cases });
  checkPlaces(file);
  return file.cases;
}

/** A case, decoded and checked as those of a whole file are. Errors: vector-profile, vector-schema, vector-invariant. */
export function openCase(bytes: Uint8Array, index: SharedIndex, span: Span): SharedCase {
  return checked(index, [valueAt(bytes, span)])[0]!;
}

/** A case that was checked before, decoded. Errors: vector-profile. */
export function decodeCase(bytes: Uint8Array, span: Span): SharedCase {
  return valueAt(bytes, span) as SharedCase;
}

/** Errors: those that opening one of the cases would have. */
export function checkCases(bytes: Uint8Array, index: SharedIndex, wanted: readonly Span[]): void {
  const few = 64;
  for (let i = 0; i < wanted.length; i += few) {
    checked(
      index,
      wanted.slice(i, i + few).map((span) => peekAt(bytes, span)),
    );
  }
}
