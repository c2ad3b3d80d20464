/** What differs between two sets of cases, matched by their inputs. */

import { compareTensor } from '../../conformance/core/compare.ts';
import type { Difference } from '../../conformance/core/events.ts';
import { callKey } from '../../goldgen/build.ts';
import { overflowKinds, type WireCase, type WireExpected } from '../../schema/format/types.ts';

export interface Pair {
  readonly before: WireCase;
  readonly after: WireCase;
}

export interface Moves {
  /** same inputs, same expectation */
  readonly equal: readonly Pair[];
  /** same inputs, another expectation */
  readonly changed: readonly Pair[];
  readonly added: readonly WireCase[];
  readonly removed: readonly WireCase[];
}

function valueText(text: string, hex: string | undefined, real: string | undefined): string {
  const notes = [hex, real === undefined ? undefined : `= ${real}`].filter((n) => n !== undefined);
  return notes.length === 0 ? text : `${text} (${notes.join(' ')})`;
}

/** `y[3]: 5 (0x00000005 = 0.625) → 4 (…); 2 of 8 differ` */
function moveText(d: Difference): string {
  const place = d.kind === 'data' ? `${d.name}[${d.index}]` : `${d.name} ${d.kind}`;
  const before = valueText(d.expected, d.expected_hex, d.expected_real);
  const after = valueText(d.got, d.got_hex, d.got_real);
  const share = d.differing === undefined ? '' : `; ${d.differing} of ${d.of} differ`;
  return `${place}: ${before} → ${after}${share}`;
}

/** Every difference between two expectations, the most telling first. */
export function expectedDifferences(before: WireExpected, after: WireExpected): string[] {
  if (before.status !== after.status) {
    const show = (e: WireExpected): string => `${e.status}${e.refusal ? ` (${e.refusal})` : ''}`;
    return [`status ${show(before)} → ${show(after)}`];
  }
  const texts: string[] = [];
  if (before.refusal !== after.refusal) texts.push(`refusal ${before.refusal} → ${after.refusal}`);
  for (const [name, tensor] of Object.entries(before.outputs ?? {})) {
    const other = after.outputs?.[name];
    if (other === undefined) texts.push(`output ${name} is gone`);
    else texts.push(...compareTensor(name, tensor, other).map(moveText));
  }
  if (before.rng !== after.rng) texts.push(`generator state ${before.rng} → ${after.rng}`);
  for (const kind of overflowKinds) {
    const [a, b] = [before.overflow[kind], after.overflow[kind]];
    if (a.when !== b.when || a.count !== b.count) {
      texts.push(`${kind} overflow ${a.when} ${a.count} → ${b.when} ${b.count}`);
    }
  }
  return texts;
}

/** Matches the cases of two files by their inputs. */
export function compareCases(before: readonly WireCase[], after: readonly WireCase[]): Moves {
  const old = new Map(before.map((c) => [callKey(c), c]));
  const equal: Pair[] = [];
  const changed: Pair[] = [];
  const added: WireCase[] = [];
  for (const c of after) {
    const key = callKey(c);
    const twin = old.get(key);
    old.delete(key);
    if (twin === undefined) added.push(c);
    else {
      const isEqual = expectedDifferences(twin.expected, c.expected).length === 0;
      (isEqual ? equal : changed).push({ before: twin, after: c });
    }
  }
  return { equal, changed, added, removed: [...old.values()] };
}

/** `12 new, 3 removed, 5 with other expected bits`; undefined where nothing moved. */
export function movesText(moves: Moves): string | undefined {
  const parts: string[] = [];
  if (moves.added.length > 0) parts.push(`${moves.added.length} new`);
  if (moves.removed.length > 0) parts.push(`${moves.removed.length} removed`);
  if (moves.changed.length > 0) parts.push(`${moves.changed.length} with other expected bits`);
  return parts.length === 0 ? undefined : parts.join(', ');
}
