/**
 * Goal: an answer that is taken for right without being read would have been found right. Method: right answers in
 * every order of their fields, and right answers with one change, beside what the judge says of them.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, encode } from '../../schema/format/codec.ts';
import { sampleFolder } from '../../schema/format/sample_folder.ts';
import type { HelloReply, RunReply } from '../../schema/format/types.ts';
import { validateReply } from '../../schema/format/validate.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { judge } from './judge.ts';
import { loadCorpus, type TestCase } from './load.ts';
import { nothingObserved, questionOf } from './question.ts';
import { requestOf } from './request.ts';

const dir = mkdtempSync(join(tmpdir(), 'question-'));
afterAll(() => rmSync(dir, { recursive: true }));

let cases: readonly TestCase[] = [];
beforeAll(() => {
  for (const [path, content] of sampleFolder(2, [sampleFile()])) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  cases = loadCorpus(dir, () => true).cases;
});

const helloWith = (capabilities: readonly string[]): HelloReply => ({
  verb: 'hello',
  protocol: 1,
  name: 'fake',
  version: '1',
  toolchain: 'none',
  capabilities,
  ops: ['sample'],
  contracts: ['sym-2026-07-21'],
  max_frame: 65536,
});

const seq = 300;

function rightReply(test: TestCase, observes: boolean): RunReply {
  const { outputs, rng } = test.vector.expected;
  const reply = { verb: 'run', seq, status: 'ok', outputs: outputs!, rng: rng! } as const;
  return { ...reply, canary: 'intact', ...(observes ? { observed: nothingObserved } : {}) };
}

/** What the judge says of the bytes, all of which are read. */
function isPass(test: TestCase, payload: Uint8Array, hello: HelloReply): boolean {
  try {
    const reply = validateReply(decode(payload)) as RunReply;
    if (reply.verb !== 'run' || reply.seq !== seq) return false;
    const request = requestOf(test, seq);
    return judge(test.vector, request, reply, hello.capabilities).verdict === 'pass';
  } catch {
    return false;
  }
}

describe.each([[[]], [['overflow']]])('a backend with the capabilities %j', (capabilities) => {
  const hello = helloWith(capabilities);
  const observes = capabilities.length > 0;

  it('is asked the same bytes as if the case had been decoded', () => {
    const asked = questionOf(cases[0]!, seq, hello);
    const sent = new Uint8Array(Buffer.concat(asked.question.payload!));
    expect(sent).toEqual(encode(requestOf(cases[0]!, seq)));
    expect(asked.flags).toEqual(cases[0]!.vector.flags);
  });

  it('is right whatever the order of the fields', () => {
    const { isAnsweredBy } = questionOf(cases[0]!, seq, hello).question;
    const fields = Object.entries(rightReply(cases[0]!, observes));
    const orders = fc.shuffledSubarray(fields, { minLength: fields.length });
    fc.assert(
      fc.property(orders, (order) => isAnsweredBy!(encode(Object.fromEntries(order))) === true),
    );
  });

  it('is never taken for right where it would be found wrong', () => {
    const { isAnsweredBy } = questionOf(cases[0]!, seq, hello).question;
    const payload = encode(rightReply(cases[0]!, observes));
    const changes = fc.tuple(
      fc.nat(payload.length - 1),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: -3, max: 3 }),
    );
    fc.assert(
      fc.property(changes, ([at, byte, longer]) => {
        const changed = new Uint8Array(payload.length + longer);
        changed.set(payload.subarray(0, changed.length));
        if (at < changed.length) changed[at] = byte;
        return isAnsweredBy!(changed) !== true || isPass(cases[0]!, changed, hello);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['another sequence number', { seq: seq + 1 }],
    ['a refusal', { status: 'refused' }],
    ['another state of the generator', { rng: 5 }],
    ['a guard that was overwritten', { canary: 'y' }],
    ['no outputs', { outputs: {} }],
    ['a message', { message: 'all is well' }],
    ['an overflow', { observed: { ...nothingObserved, accumulate: 1 } }],
  ])('is read where it has %s', (_what, change) => {
    const { isAnsweredBy } = questionOf(cases[0]!, seq, hello).question;
    const reply = { ...rightReply(cases[0]!, observes), ...change };
    expect(isAnsweredBy!(encode(reply))).toBe(false);
  });

  it('is read where it says of overflow what it should not, or nothing', () => {
    const { isAnsweredBy } = questionOf(cases[0]!, seq, hello).question;
    expect(isAnsweredBy!(encode(rightReply(cases[0]!, !observes)))).toBe(false);
  });

  it('is read where a field stands there twice', () => {
    const { isAnsweredBy } = questionOf(cases[0]!, seq, hello).question;
    const payload = encode(rightReply(cases[0]!, observes));
    const twice = Buffer.concat([payload, encode({ rng: 270369 }).subarray(1)]);
    twice[0]!++;
    expect(isAnsweredBy!(twice)).toBe(false);
  });
});

it('decodes what is not ordinary: refusals, overflow, and what may not fit', () => {
  const isPlain = (test: TestCase, hello: HelloReply): boolean =>
    questionOf(test, seq, hello).question.payload === undefined;
  expect(cases.map((test) => isPlain(test, helloWith([])))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(isPlain(cases[0]!, { ...helloWith([]), max_frame: 1024 })).toBe(true);
});
