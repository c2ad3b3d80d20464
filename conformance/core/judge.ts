/**
 * The verdict on one reply: status, outputs, generator state, overflow flags, guard areas and poison.
 *
 * An expected overflow has no defined outputs, so only its flags are compared; a backend that avoids the
 * overflow (sums in uint32_t, casts behind a guard) must give the canonical answer. A refusal has no
 * outputs at all, and neither flags nor generator state of what happened before the guard are compared.
 */

import { own } from '../../schema/format/own.ts';
import {
  type Canonical,
  overflowKinds,
  type RunReply,
  type RunRequest,
  type WireCase,
  type WireOverflow,
  type WireTensor,
} from '../../schema/format/types.ts';
import { compareTensor } from './compare.ts';
import { hex } from './elements.ts';
import type { Difference, SkipReason, Verdict } from './events.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: SkipReason;
  readonly message?: string;
  readonly differences?: readonly Difference[];
}

/** What an answer without overflow must be where the clause overflows, in terms of C. */
export const canonicalText =
  'no overflow was observed, so the answer must be the canonical one: sums and products as ' +
  '(int32_t)((uint32_t)a + (uint32_t)b), and INT32_MIN for a float that int32_t does not hold';

function outputDifferences(
  expected: Readonly<Record<string, WireTensor>>,
  reply: RunReply,
  request: RunRequest,
): Difference[] {
  const outputs = reply.outputs ?? {};
  const found: Difference[] = [];
  for (const [name, tensor] of Object.entries(expected)) {
    // an inout input that the reply leaves out is unchanged
    const got = own(outputs, name) ?? own(request.inputs, name);
    if (got === undefined) found.push({ kind: 'missing', name, expected: 'a tensor', got: 'none' });
    else found.push(...compareTensor(name, tensor, got));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    if (own(expected, name) !== undefined) continue;
    const given = own(request.inputs, name);
    if (given === undefined) {
      found.push({ kind: 'unexpected', name, expected: 'no such output', got: tensor.dtype });
    } else if (compareTensor(name, given, tensor).length > 0) {
      found.push({
        kind: 'unexpected',
        name,
        expected: 'an unchanged input',
        got: 'a changed one',
      });
    }
  }
  return found;
}

/** Outputs of a reply that has none, because the call was not carried out. */
function strayOutputs({ status, outputs = {} }: RunReply): Difference[] {
  return Object.entries(outputs).map(([name, { dtype }]) => ({
    kind: 'unexpected',
    name,
    expected: `no output where the status is ${status}`,
    got: dtype,
  }));
}

function rngDifferences(expected: number | undefined, got: number | undefined): Difference[] {
  if (expected === undefined || expected === got) return [];
  if (got === undefined) return [{ kind: 'rng', expected: String(expected), got: 'none' }];
  return [
    {
      kind: 'rng',
      expected: String(expected),
      got: String(got),
      expected_hex: hex(expected, 32),
      got_hex: hex(got, 32),
    },
  ];
}

function overflowDifferences(expected: WireOverflow, reply: RunReply): Difference[] {
  const { observed } = reply;
  if (observed === undefined) {
    return [{ kind: 'overflow', expected: 'observed counts', got: 'none' }];
  }
  const found: Difference[] = [];
  for (const name of overflowKinds) {
    const { when, count } = expected[name];
    const seen = observed[name];
    const isWrong = (when === 'never' && seen > 0) || (when === 'always' && seen === 0);
    if (!isWrong) continue;
    found.push({
      kind: 'overflow',
      name,
      expected: when === 'never' ? 'never' : `always (${count} in canonical order)`,
      got: String(seen),
      ...(observed.where === '' ? {} : { where: observed.where }),
    });
  }
  return found;
}

function harnessDifferences(reply: RunReply, capabilities: readonly string[]): Difference[] {
  const found: Difference[] = [];
  if (reply.canary !== 'intact') {
    found.push({ kind: 'canary', name: reply.canary, expected: 'intact', got: 'overwritten' });
  }
  const { poison } = reply;
  if (reply.status !== 'refused' || poison === 'untouched') return found;
  if (poison !== undefined) {
    found.push({ kind: 'poison', name: poison, expected: 'untouched', got: 'written' });
  } else if (capabilities.includes('poison')) {
    found.push({ kind: 'poison', expected: 'untouched', got: 'no answer' });
  }
  return found;
}

function valueDifferences(
  { outputs = {}, rng }: Partial<Canonical>,
  request: RunRequest,
  reply: RunReply,
): Difference[] {
  return [...outputDifferences(outputs, reply, request), ...rngDifferences(rng, reply.rng)];
}

/** The flags of an answer to a case that overflows; missing ones are excused by the canonical answer. */
function avoidedDifferences(
  flags: readonly Difference[],
  canonical: Canonical | undefined,
  request: RunRequest,
  reply: RunReply,
): readonly Difference[] {
  const isAvoided = flags.length > 0 && flags.every(({ got }) => got === '0');
  if (!isAvoided || canonical === undefined) return flags;
  const values = valueDifferences(canonical, request, reply);
  return values.length === 0 ? [] : [...flags, ...values];
}

function answerDifferences(
  test: WireCase,
  request: RunRequest,
  reply: RunReply,
  capabilities: readonly string[],
  canonical: Canonical | undefined,
): readonly Difference[] {
  const { expected } = test;
  const wanted = expected.status === 'refused' ? 'refused' : 'ok';
  if (reply.status !== wanted) {
    return [{ kind: 'status', expected: expected.refusal ?? wanted, got: reply.status }];
  }
  if (expected.status === 'refused') return strayOutputs(reply);
  const flags = capabilities.includes('overflow')
    ? overflowDifferences(expected.overflow, reply)
    : [];
  if (expected.status === 'overflow') {
    return avoidedDifferences(flags, canonical, request, reply);
  }
  return [...valueDifferences(expected, request, reply), ...flags];
}

function isAvoidance(test: WireCase, differences: readonly Difference[]): boolean {
  const kinds = new Set(differences.map(({ kind }) => kind));
  return test.expected.status === 'overflow' && kinds.has('overflow') && kinds.size > 1;
}

/**
 * Judges a reply; `capabilities` are those of the backend's hello, `canonical` the answer of a case that
 * overflows where the folder has one.
 */
export function judge(
  test: WireCase,
  request: RunRequest,
  reply: RunReply,
  capabilities: readonly string[],
  canonical?: Canonical,
): Judgement {
  const strays = ['unsupported', 'error'].includes(reply.status) ? strayOutputs(reply) : [];
  const damage = [...harnessDifferences(reply, capabilities), ...strays];
  const given = reply.message ?? '';
  if (damage.length === 0 && reply.status === 'unsupported') {
    return { verdict: 'skip', reason: 'unsupported-case', message: given };
  }
  if (damage.length === 0 && reply.status === 'error') return { verdict: 'error', message: given };
  const answered = answerDifferences(test, request, reply, capabilities, canonical);
  const differences = [...answered, ...damage];
  if (differences.length === 0) return { verdict: 'pass' };
  const isSafe = canonical !== undefined && isAvoidance(test, answered);
  const message = isSafe ? canonicalText : given;
  return { verdict: 'fail', differences, ...(message === '' ? {} : { message }) };
}
