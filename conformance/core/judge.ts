/**
 * The verdict on one reply: status, outputs, generator state, overflow flags, guard areas and poison.
 *
 * An expected overflow has no defined outputs, so only its flags are compared; an expected refusal has no
 * outputs at all, and neither flags nor generator state of what happened before the guard are compared.
 */

import {
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

function outputDifferences(
  expected: Readonly<Record<string, WireTensor>>,
  reply: RunReply,
  request: RunRequest,
): Difference[] {
  const outputs = reply.outputs ?? {};
  const found: Difference[] = [];
  for (const [name, tensor] of Object.entries(expected)) {
    // an inout input that the reply leaves out is unchanged
    const got = outputs[name] ?? request.inputs[name];
    if (got === undefined) found.push({ kind: 'missing', name, expected: 'a tensor', got: 'none' });
    else found.push(...compareTensor(name, tensor, got));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    if (expected[name] !== undefined) continue;
    const given = request.inputs[name];
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

function answerDifferences(
  test: WireCase,
  request: RunRequest,
  reply: RunReply,
  capabilities: readonly string[],
): Difference[] {
  const { expected } = test;
  const wanted = expected.status === 'refused' ? 'refused' : 'ok';
  if (reply.status !== wanted) {
    return [{ kind: 'status', expected: expected.refusal ?? wanted, got: reply.status }];
  }
  if (expected.status === 'refused') return [];
  const flags = capabilities.includes('overflow')
    ? overflowDifferences(expected.overflow, reply)
    : [];
  if (expected.status === 'overflow') return flags;
  return [
    ...outputDifferences(expected.outputs ?? {}, reply, request),
    ...rngDifferences(expected.rng, reply.rng),
    ...flags,
  ];
}

/** Judges a reply; `capabilities` are those of the backend's hello. */
export function judge(
  test: WireCase,
  request: RunRequest,
  reply: RunReply,
  capabilities: readonly string[],
): Judgement {
  const message = reply.message ?? '';
  const damage = harnessDifferences(reply, capabilities);
  if (damage.length === 0 && reply.status === 'unsupported') {
    return { verdict: 'skip', reason: 'unsupported-case', message };
  }
  if (damage.length === 0 && reply.status === 'error') return { verdict: 'error', message };
  const differences = [...answerDifferences(test, request, reply, capabilities), ...damage];
  if (differences.length === 0) return { verdict: 'pass' };
  return { verdict: 'fail', differences, ...(message === '' ? {} : { message }) };
}
