/** Differences and failing cases as text, shared by every report for people. */

import type { CaseEnd, Difference } from '../core/events.ts';

function value(text: string, hex: string | undefined, real: string | undefined): string {
  const notes = [hex, real === undefined ? undefined : `real ${real}`].filter(
    (n) => n !== undefined,
  );
  return notes.length === 0 ? text : `${text} (${notes.join(', ')})`;
}

function placeOf(d: Difference): string {
  const name = d.name ?? '';
  switch (d.kind) {
    case 'data':
      return `${name}.data[${d.index}] at [${(d.at ?? []).join(', ')}]`;
    case 'rng':
      return 'generator state';
    case 'status':
      return 'status';
    case 'canary':
      return `guard bytes around ${name}`;
    case 'poison':
      return name === '' ? 'outputs of a refusal' : `${name} before refusing`;
    case 'overflow':
      return name === '' ? 'overflow' : `overflow: ${name}`;
    case 'missing':
    case 'unexpected':
      return `output ${name}`;
    default:
      return `${name}.${d.kind}`;
  }
}

/** `y.data[3] at [0, 3]: expected 5 (0x00000005, real 0.625), got 4 (…), LSB -1; 2 of 8 differ` */
export function differenceText(d: Difference): string {
  const expected = value(d.expected, d.expected_hex, d.expected_real);
  const got = value(d.got, d.got_hex, d.got_real);
  const lsb = d.lsb === undefined ? '' : `, distance ${d.lsb} LSB`;
  const share = d.differing === undefined ? '' : `; ${d.differing} of ${d.of} differ`;
  const where = d.where === undefined ? '' : ` at ${d.where}`;
  return `${placeOf(d)}: expected ${expected}, got ${got}${where}${lsb}${share}`;
}

/** The lines below the heading of a failing case: what differs, why the case exists, the rule, how to replay it. */
export function caseLines(event: CaseEnd): string[] {
  const lines = (event.differences ?? []).map(differenceText);
  const [first = '', ...more] = (event.message ?? '').split('\n');
  // what a backend printed is told from what this report says
  if (first !== '') lines.push(first, ...more.map((line) => `| ${line}`));
  for (const text of event.catches ?? []) lines.push(`made to catch: ${text}`);
  if (event.rule !== undefined) lines.push(`rule ${event.rule}`);
  if (event.explain !== undefined) lines.push(`explain: ${event.explain}`);
  if (event.replay !== undefined) lines.push(`replay: ${event.replay}`);
  return lines;
}
