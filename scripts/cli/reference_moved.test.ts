/**
 * Goal: a kernel that answers as the vectors once said is told that the reference changed. Method: bases in which one
 * case has another answer, as a whole case (a revision) or as a digest alone (the release).
 */

import { describe, expect, it, vi } from 'vitest';
import type { DiagnosisEvent } from '../../conformance/core/events.ts';
import type { Failure } from '../../conformance/core/evidence.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { caseDigest } from '../../goldgen/gate/unit.ts';
import type { RunReply, WireCase } from '../../schema/format/types.ts';
import type { Base } from './gate/bases.ts';
import { vectorsDir } from './paths.ts';
import { sinceReference } from './reference_moved.ts';

const contract = 'sym-2026-07-21';
const { cases } = loadCorpus(vectorsDir, (e) => e.contract === contract && e.op === 'round');
const [test, second] = cases.filter(
  ({ vector }) => vector.expected.status === 'ok' && vector.expected.outputs!.y!.data.length > 0,
) as [(typeof cases)[0], (typeof cases)[0]];

/** The case with another first byte in its answer. */
function moved(vector: WireCase, by: number): WireCase {
  const y = vector.expected.outputs!.y!;
  const data = Uint8Array.from(y.data, (byte, i) => (i === 0 ? byte ^ by : byte));
  return { ...vector, expected: { ...vector.expected, outputs: { y: { ...y, data } } } };
}

/** What was: the first case with another answer, under version 3. */
const before = moved(test.vector, 1);
const unit = {
  contract,
  op: 'round',
  version: 3,
  digests: new Map([[before.id.slice('round/'.length), caseDigest(before)]]),
};
const base: Base = {
  name: 'release 9',
  ops: new Map([['round', undefined]]),
  unitsOf: (op) => (op === 'round' ? [unit] : []),
  caseOf: () => undefined,
};
const revision: Base = {
  ...base,
  name: 'main (01234567)',
  caseOf: (_, id) => (id === before.id ? before : undefined),
};

function failing(of: typeof test, { outputs = {}, rng = 0 }: WireCase['expected']): Failure {
  const observed = { accumulate: 0, multiply: 0, cast: 0, where: '' };
  const reply: RunReply = {
    verb: 'run',
    seq: 1,
    status: 'ok',
    outputs,
    rng,
    observed,
    canary: 'intact',
  };
  return { test: of, reply, differences: [], message: '' };
}

const other: DiagnosisEvent = {
  event: 'diagnosis',
  backend: 'js',
  failures: 1,
  findings: [],
  lines: ['diagnosis: js: something else'],
};

function diagnose(failures: readonly Failure[], bases: readonly Base[]) {
  const rest = vi.fn(async () => other);
  const evidence = { backend: 'js', capabilities: ['overflow'], failures, passed: [] };
  return { rest, event: sinceReference(evidence, bases, rest) };
}

describe.each([
  ['a revision', revision],
  ['the release', base],
])('answers of %s', (_what, past) => {
  it('are no mistake: the reference changed', async () => {
    const { event, rest } = diagnose([failing(test, before.expected)], [past]);
    expect(await event).toMatchObject({
      failures: 1,
      findings: [{ kind: 'reference', explains: 1, of: 1, ops: ['round'] }],
      lines: [
        expect.stringContaining(
          `js: round: the reference changed here since ${past.name}; the kernel still answers as version 3 did`,
        ),
      ],
    });
    expect(rest).not.toHaveBeenCalled();
  });

  it('leave the other failures to the diagnosis', async () => {
    const wrong = failing(second, moved(second.vector, 2).expected);
    const { event, rest } = diagnose([failing(test, before.expected), wrong], [past]);
    expect((await event)!.lines).toHaveLength(2);
    expect((await event)!.failures).toBe(2);
    expect(rest).toHaveBeenCalledWith(expect.objectContaining({ failures: [wrong] }));
  });

  it('are not taken from a kernel that is wrong by both', async () => {
    const { event } = diagnose([failing(test, moved(test.vector, 2).expected)], [past]);
    expect(await event).toBe(other);
  });
});

it('another call under the same identity says nothing', async () => {
  const renumbered = { ...revision, caseOf: () => ({ ...before, rng: before.rng + 1 }) };
  const { event } = diagnose([failing(test, before.expected)], [renumbered]);
  expect(await event).toBe(other);
});

describe('a base is not read', () => {
  const unread = () => {
    throw new Error('is read');
  };
  const wrong = [failing(test, moved(test.vector, 2).expected)];
  const evidence = { backend: 'js', capabilities: [], failures: wrong, passed: [] };

  it('where the file of the op is the same', async () => {
    const same = { ...base, ops: new Map([['round', 'ab']]), unitsOf: unread };
    const rest = async () => other;
    expect(await sinceReference(evidence, [same], rest, new Map([['round', 'ab']]))).toBe(other);
    await expect(sinceReference(evidence, [same], rest, new Map())).rejects.toThrow('is read');
  });

  it('case by case where the case is the same', async () => {
    const { id } = test.vector;
    const digests = new Map([[id.slice('round/'.length), caseDigest(test.vector)]]);
    const same = { ...base, unitsOf: () => [{ ...unit, digests }], caseOf: unread };
    expect(await sinceReference(evidence, [same], async () => other)).toBe(other);
  });
});
