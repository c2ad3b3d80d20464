/** Claims that need no replay: crashes, damage around the outputs, overflow flags. */

import type { Difference } from '../core/events.ts';
import type { Evidence, Failure } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { overflowRefusal } from '../core/overflow_policy.ts';
import type { Crash, Damage, Overflow } from './claim.ts';

export function opsOf(tests: Iterable<TestCase>): string[] {
  return [...new Set([...tests].map(({ op }) => op))].sort();
}

const testOf = ({ test }: Failure): TestCase => test;

function grouped(
  failures: readonly Failure[],
  keyOf: (f: Failure) => string | undefined,
): [string, Failure[]][] {
  const found = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = keyOf(failure);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), failure]);
  }
  return [...found];
}

/** What every claim says about the cases it is made from. */
function common({ failures }: Evidence, own: readonly Failure[]) {
  const ops = opsOf(own.map(testOf));
  const of = failures.filter(({ test }) => ops.includes(test.op)).length;
  return { cases: own.length, of, ops };
}

/** The line of a crash message that says most. */
function tellingLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const said = lines.find((line) => /runtime error|ERROR: \w+Sanitizer|panic|assert/i.test(line));
  return said ?? lines.find((line) => line !== '') ?? 'no answer';
}

const untried = /^not tried/;

/** Crashes, hangs, garbage and error replies, by op and by what they said. */
export function crashes(evidence: Evidence): Crash[] {
  const silent = evidence.failures.filter(
    ({ reply, message }) =>
      (reply === undefined || reply.status === 'error') && !untried.test(message),
  );
  const left = evidence.failures.filter(({ message }) => untried.test(message)).length;
  return grouped(silent, ({ message, test }) => `${test.op} ${tellingLine(message)}`).map(
    ([, own], i) => ({
      kind: 'crash',
      ...common(evidence, own),
      said: tellingLine(own[0]!.message),
      untried: i === 0 ? left : 0,
    }),
  );
}

function damageOf({ test, differences }: Failure): Pick<Damage, 'what' | 'name'> | undefined {
  const written = differences.find(
    ({ kind, name = '' }) => kind === 'unexpected' && test.vector.inputs[name] !== undefined,
  );
  if (written !== undefined) return { what: 'input', name: written.name ?? '' };
  const found = differences.find(({ kind }) => kind === 'canary' || kind === 'poison');
  if (found === undefined) return undefined;
  const { kind, name = '' } = found;
  if (kind === 'poison') return { what: name === '' ? 'unknown' : 'refused', name };
  const [, input] = /^input:(.*)$/.exec(name) ?? [];
  return input === undefined ? { what: 'guard', name } : { what: 'input', name: input };
}

/** Guard bytes or inputs overwritten, outputs written before a refusal. */
export function damages(evidence: Evidence): Damage[] {
  const keyOf = (failure: Failure): string | undefined => {
    const damage = damageOf(failure);
    return damage === undefined ? undefined : `${failure.test.op} ${damage.what} ${damage.name}`;
  };
  return grouped(evidence.failures, keyOf).map(([, own]) => ({
    kind: 'damage',
    ...common(evidence, own),
    ...damageOf(own[0]!)!,
  }));
}

function overflowOf({ name = '', expected, got, where = '' }: Difference) {
  if (got === 'none') return { what: 'uncounted', operation: '', where: '' } as const;
  if (expected !== 'never') return { what: 'missing', operation: name, where: '' } as const;
  return { what: 'stray', operation: name, where } as const;
}

/** Whether the backend gave an answer where it promised to refuse what overflows. */
export function isBrokenPromise({ test, reply }: Failure): boolean {
  return test.vector.expected.refusal === overflowRefusal && reply?.status === 'ok';
}

/** Failures of which only the overflow flags differ, and promised refusals that did not come. */
export function overflows(evidence: Evidence): Overflow[] {
  const found: Overflow[] = [];
  const broken = evidence.failures.filter(isBrokenPromise);
  if (broken.length > 0) {
    const counts = common(evidence, broken);
    found.push({ kind: 'overflow', ...counts, what: 'promise', operation: '', where: '' });
  }
  const keyOf = ({ differences }: Failure): string | undefined =>
    differences.length > 0 && differences.every(({ kind }) => kind === 'overflow')
      ? JSON.stringify(overflowOf(differences[0]!))
      : undefined;
  for (const [, own] of grouped(evidence.failures, keyOf)) {
    const [first] = own[0]!.differences;
    found.push({ kind: 'overflow', ...common(evidence, own), ...overflowOf(first!) });
  }
  return found;
}
