/** Findings that need no replay: crashes, damage around the outputs, overflow flags. */

import type { Difference, Finding } from '../core/events.ts';
import type { Evidence, Failure } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { overflowRefusal } from '../core/overflow_policy.ts';
import { distinction } from './features.ts';
import { evenly } from './sample.ts';

const kindWords: Readonly<Record<string, string>> = {
  accumulate: 'an int32 accumulator add',
  multiply: 'an int32 multiplication',
  cast: 'a float to int32 cast',
};

export function opsOf(failures: readonly { readonly test: TestCase }[]): string[] {
  return [...new Set(failures.map(({ test }) => test.op))].sort();
}

function groups(failures: readonly Failure[], keyOf: (f: Failure) => string): Failure[][] {
  const found = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = keyOf(failure);
    found.set(key, [...(found.get(key) ?? []), failure]);
  }
  return [...found.values()];
}

/** The line of a crash message that says most. */
function tellingLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const said = lines.find((line) => /runtime error|ERROR: \w+Sanitizer|panic|assert/i.test(line));
  return said ?? lines.find((line) => line !== '') ?? 'no answer';
}

function whereOnly(evidence: Evidence, failures: readonly Failure[]): string {
  const ops = opsOf(failures);
  const passing = evidence.passed.filter(({ op }) => ops.includes(op));
  const special = distinction(
    failures.slice(0, 100).map(({ test }) => test),
    evenly(passing, 300),
  );
  return special === undefined ? '' : `, only where ${special}`;
}

/** Crashes, hangs, garbage and error replies, by what they said. */
export function crashFindings(evidence: Evidence): Finding[] {
  const silent = evidence.failures.filter(
    ({ reply, message }) =>
      (reply === undefined || reply.status === 'error') && !message.startsWith('not tried'),
  );
  const skipped = evidence.failures.filter(({ message }) => message.startsWith('not tried')).length;
  const byText = groups(silent, ({ message, test }) => `${test.op} ${tellingLine(message)}`);
  return byText.map((failures, i) => {
    const [op] = opsOf(failures);
    const said = tellingLine(failures[0]!.message);
    return {
      kind: 'crash',
      ids: [],
      text: `${op} gives no answer: ${said}${whereOnly(evidence, failures)}`,
      explains: failures.length,
      ops: opsOf(failures),
      notes: i === 0 && skipped > 0 ? [`${skipped} more cases were not tried after it`] : [],
    };
  });
}

function damageText(d: Difference, op: string): string {
  if (d.kind === 'canary') return `${op} writes outside of ${d.name}`;
  return d.name === undefined
    ? `${op} does not say whether outputs were written before refusing`
    : `${op} writes ${d.name} before refusing`;
}

/** Guard bytes overwritten, outputs written before a refusal. */
export function damageFindings(evidence: Evidence): Finding[] {
  const found = new Map<string, Failure[]>();
  for (const failure of evidence.failures) {
    const damage = failure.differences.find(({ kind }) => kind === 'canary' || kind === 'poison');
    if (damage === undefined) continue;
    const text = damageText(damage, failure.test.op);
    found.set(text, [...(found.get(text) ?? []), failure]);
  }
  return [...found].map(([text, failures]) => ({
    kind: 'damage',
    ids: [],
    text: `${text}${whereOnly(evidence, failures)}`,
    fix: text.includes('before refusing')
      ? 'check every guard before the first write'
      : 'write only the elements of the output',
    explains: failures.length,
    ops: opsOf(failures),
    notes: [],
  }));
}

/** `an int32 accumulator add overflows at gv_matmul.c:41`, or that an overflow is missing. */
export function overflowText(d: Difference): string {
  const kind = kindWords[d.name ?? ''] ?? 'an int32 computation';
  if (d.got === 'none') return 'overflow counts are promised but not given';
  if (d.expected !== 'never') return `${kind} that must overflow does not`;
  return d.where === undefined ? `${kind} overflows` : `${kind} overflows at ${d.where}`;
}

/** Whether the backend gave an answer where it promised to refuse what overflows. */
export function isBrokenPromise({ test, reply }: Failure): boolean {
  return test.vector.expected.refusal === overflowRefusal && reply?.status === 'ok';
}

function promiseFindings(evidence: Evidence): Finding[] {
  const failures = evidence.failures.filter(isBrokenPromise);
  if (failures.length === 0) return [];
  return [
    {
      kind: 'overflow',
      ids: [],
      text: 'answers although int32 overflows, which --overflow refuse promises to refuse',
      fix: 'check sums, products and casts, or run with --overflow flag',
      explains: failures.length,
      ops: opsOf(failures),
      notes: [],
    },
  ];
}

/** Failures of which only the overflow flags differ, and promised refusals that did not come. */
export function overflowFindings(evidence: Evidence): Finding[] {
  const found = new Map<string, Failure[]>();
  for (const failure of evidence.failures) {
    const { differences } = failure;
    if (differences.length === 0 || differences.some(({ kind }) => kind !== 'overflow')) continue;
    const text = overflowText(differences[0]!);
    found.set(text, [...(found.get(text) ?? []), failure]);
  }
  const flags = [...found].map(([text, failures]): Finding => {
    const isMissing = text.endsWith('does not');
    return {
      kind: 'overflow',
      ids: [],
      text: isMissing ? text : `${text}, although the values agree`,
      fix: isMissing
        ? 'sum and multiply in int32, without saturating and without leaving terms out'
        : 'compute in the order and the types of the clause, without signed overflow on the way',
      explains: failures.length,
      ops: opsOf(failures),
      notes: [],
    };
  });
  return [...promiseFindings(evidence), ...flags];
}
