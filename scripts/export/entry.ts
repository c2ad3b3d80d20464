/** What is exported: calls with their answers, out of the committed vectors or of somebody's own fixtures. */

import type { TestCase } from '../../conformance/core/load.ts';
import type { OpDef } from '../../goldgen/op.ts';
import type { Canonical, WireCall, WireExpected } from '../../schema/format/types.ts';

export interface Entry {
  /** a word in C and in Python, unique within an export */
  readonly name: string;
  /** what it is, for people: the identity of a case, or the name of a fixture and its contract */
  readonly title: string;
  readonly op: string;
  readonly contract: string;
  readonly clause: string;
  /** what it catches, where somebody wrote that down */
  readonly notes: readonly string[];
  readonly call: WireCall;
  /** parameters that are bit patterns of a float32 */
  readonly floatParams: readonly string[];
  readonly expected: WireExpected;
  /** of a call that overflows: what a library that avoids it answers */
  readonly canonical?: Canonical;
}

/** The parameters of an op that are float32. */
export function floatParamsOf({ params }: Pick<OpDef, 'params'>): string[] {
  return Object.keys(params).filter((name) => params[name]!.kind === 'f32');
}

/** Turns a text into a word of C: letters, digits and underscores, not beginning with a digit. */
export function wordOf(text: string): string {
  const word = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[0-9]/.test(word) ? `_${word}` : word;
}

/**
 * The entry of a committed case. Its name is `<op>_<set>_<n>`, with the day of the contract behind it where an
 * export holds several contracts. `floatParams` are those of its op.
 */
export function entryOf(
  test: TestCase,
  withContract: boolean,
  floatParams: readonly string[] = [],
): Entry {
  const { id, contract, op, clause, vector } = test;
  const { params, inputs, targets, rng } = vector;
  const name = withContract ? `${vector.id}/${contract.replace(/^sym-/, '')}` : vector.id;
  const notes = vector.flags.map((flag) => `${flag}: ${test.notes[flag]?.bug ?? ''}`);
  const call = { params, inputs, targets, rng };
  return {
    name: wordOf(name),
    title: id,
    op,
    contract,
    clause,
    notes,
    call,
    floatParams,
    expected: vector.expected,
    ...(test.canonical === undefined ? {} : { canonical: test.canonical }),
  };
}

/** Entries by op, both in the order in which they came. */
export function byOp(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.op, [...(groups.get(entry.op) ?? []), entry]);
  return groups;
}

/** One file of an export; the path is relative to its folder. */
export interface ExportFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** what a person wants to know of it */
  readonly summary?: string;
}
