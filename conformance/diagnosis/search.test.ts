/** Goal: a mistake is named where it gives every wrong answer and changes nothing that is right, and only there. */

import { describe, expect, it } from 'vitest';
import type { AnswerAlone } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { diagnose } from './diagnose.ts';
import {
  type Effect,
  failure,
  fakeReplayer,
  hypothesis,
  reply,
  tensor,
  testCase,
} from './fixtures.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Answered } from './units.ts';

const plusOne = hypothesis('plus_one');
const negate = hypothesis('negate');
const slip = hypothesis('slip', { kind: 'slip' });
const add: Effect = (values) => values.map((x) => x + 1);
const effects = new Map<Hypothesis, Effect>([
  [plusOne, add],
  [negate, (values) => values.map((x) => -x)],
]);

const caseOf = (i: number, x: number, op = 'op'): TestCase => testCase(`c/${op}/random/${i}`, [x]);

async function lines(
  failures: readonly Answered[],
  passed: readonly TestCase[] = [],
  of: ReadonlyMap<Hypothesis, Effect> = effects,
): Promise<readonly string[]> {
  const evidence = { backend: 'x', capabilities: [], failures, passed };
  return (await diagnose(evidence, fakeReplayer(of)))!.lines;
}

const raised = [failure(caseOf(0, 3), [4]), failure(caseOf(1, 7), [8])];

describe('a mistake', () => {
  it('in how an answer is laid out is not refuted by what other ops do', async () => {
    const ofResult = (id: string, prior: number) =>
      hypothesis(id, { kind: 'slip', functions: [], prior });
    const plain = ofResult('plain', 2);
    const strange = ofResult('strange', 3);
    // the plain one alone would change what another op answers
    const evenOnly: Effect = (values) => values.map((x) => (x % 2 === 1 ? x + 1 : x));
    const known = new Map([
      [strange, evenOnly],
      [plain, add],
    ]);
    const [line] = await lines(raised, [caseOf(2, 4, 'other')], known);
    expect(line).toContain('op: plain');
    expect(line).not.toContain('not in other');
  });

  it('is named with op, count and fix', async () => {
    const [line] = await lines(raised);
    expect(line).toBe(
      'diagnosis: x: op: plus_one (plus_one, S0): reproduces 2 of 2 wrong answers; fix: no plus_one',
    );
  });

  it('is not named where it would change what is right', async () => {
    const [line] = await lines(raised, [caseOf(9, 5)]);
    expect(line).toMatch(/fact: op: y is one too large/);
  });

  it('is not named where it gives only a part of the wrong answers', async () => {
    const [line] = await lines([...raised, failure(caseOf(2, 5), [99])]);
    expect(line).toMatch(/fact: op: y is wrong/);
  });

  it('is told where it gives nearly all of many wrong answers, not where it misses a few more', async () => {
    const numbers = Array.from({ length: 40 }, (_, i) => i);
    const wrongBut = (...odd: readonly number[]) =>
      numbers.map((i) => failure(caseOf(i, 2 * i), [odd.includes(i) ? 99 : 2 * i + 1]));
    expect((await lines(wrongBut(1)))[0]).toContain('op: plus_one');
    const found = await lines(wrongBut(1, 2));
    expect(found[0]).toMatch(/fact: op/);
    expect(found.join()).not.toContain('plus_one');
  });

  it('comes after the facts where few answers speak for it and many ops against it', async () => {
    const clean = ['a', 'b', 'c', 'd', 'e'].map((op, i) => caseOf(20 + i, 5, op));
    const [line] = await lines(raised, clean);
    expect(line).toMatch(/fact: op: y is one too large/);
    expect((await lines(raised, clean.slice(1)))[0]).toContain('op: plus_one');
  });

  it('in one op and another one in another are two', async () => {
    const both = await lines([...raised, failure(caseOf(0, 3, 'other'), [-3])]);
    expect(both[0]).toContain('op: plus_one');
    expect(both[1]).toContain('other: negate');
  });

  it('in one op comes last where most that uses it is wrong otherwise', async () => {
    const others = [1, 2, 3].map((i) => failure(caseOf(i, 10 * i, 'other'), [77 + i]));
    const found = await lines([...raised, ...others]);
    expect(found[0]).toContain('fact: other');
    expect(found.at(-1)).toContain('op: plus_one');
  });

  it('comes before the bare rest of the same op, if it gives a good part of it', async () => {
    const rest = (count: number) =>
      Array.from({ length: count }, (_, i) => {
        const test = caseOf(20 + i, 10 * i, 'op');
        return failure({ ...test, contract: 'd' }, [77 + i * i]);
      });
    expect((await lines([...raised, ...rest(3)]))[0]).toContain('op: plus_one');
    expect((await lines([...raised, ...rest(30)]))[0]).toContain('fact: op');
  });

  it('that is known comes before a slip, and a slip where nothing is known', async () => {
    const withSlip = new Map([...effects, [slip, add]] as const);
    expect((await lines(raised, [], withSlip))[0]).toContain('plus_one');
    expect((await lines(raised, [], new Map([[slip, add]])))[0]).toContain('op: slip');
  });

  it('is no slip where it holds under one contract and not under another', async () => {
    const others = [1, 2].map((i) => {
      const test = caseOf(30 + i, 10 * i);
      return failure({ ...test, id: `d${test.id.slice(1)}`, contract: 'd' }, [70 + i * i]);
    });
    const found = await lines([...raised, ...others], [], new Map([[slip, add]]));
    expect(found.join()).not.toContain('slip');
    expect((await lines(raised, [], new Map([[slip, add]])))[0]).toContain('op: slip');
  });

  it('of two that fit what is tried is the one that gives every wrong answer', async () => {
    const numbers = Array.from({ length: 90 }, (_, i) => 2 * i);
    const wrong = numbers.map((x, i) => failure(caseOf(i, x), [x + 1]));
    const nearly = hypothesis('nearly', { prior: -1 });
    const misses: Effect = ([x]) => [x === 18 || x === 120 ? 99 : x! + 1];
    const both = new Map([
      [nearly, misses],
      [plusOne, add],
    ]);
    expect((await lines(wrong, [], both))[0]).toContain('op: plus_one');
  });

  it('is no slip where one wrong answer is all there is', async () => {
    const [line] = await lines(raised.slice(0, 1), [], new Map([[slip, add]]));
    expect(line).toContain('fact');
  });
});

describe('an answer that is right when it is asked alone', () => {
  const wrong = [failure(caseOf(0, 3), [99]), failure(caseOf(1, 7), [50])];
  const evidence = { backend: 'x', capabilities: [], failures: wrong, passed: [] };
  const first = async (answer: AnswerAlone): Promise<string | undefined> => {
    const answerAlone = async (): Promise<AnswerAlone> => answer;
    return (await diagnose({ ...evidence, answerAlone }, fakeReplayer(effects)))?.lines[0];
  };

  it('depends on the calls before', async () => {
    expect(await first('right')).toContain('answers are right when the case is asked alone');
    expect(await first('other')).toContain('something is kept between calls');
    expect(await first('same')).toContain('fact: op: y is wrong');
  });
});

describe('a mistake', () => {
  it('that is a slip is not named where it changes what is right beside it', async () => {
    const failures = [1, 2].map((i) => {
      const { vector } = testCase('c/op/random/0', [i]);
      const outputs = { y: tensor([i]), z: tensor([5]) };
      const expected = { ...vector.expected, outputs };
      const test = testCase(`c/op/random/${i}`, [i], { expected });
      const wrong = { y: tensor([i + 1]), z: tensor([5]) };
      return { ...failure(test, [i + 1]), reply: reply([], { outputs: wrong }) };
    });
    const replayer = fakeReplayer(new Map([[slip, add]]));
    const evidence = { backend: 'x', capabilities: [], failures, passed: [] };
    const named = async (z: number): Promise<string | undefined> => {
      const answer: typeof replayer.answer = (test, made) => {
        const given = replayer.answer(test, made);
        return { ...given, outputs: { ...given.outputs, z: tensor([z]) } };
      };
      return (await diagnose(evidence, { ...replayer, answer }))?.findings[0]?.ids[0];
    };
    expect(await named(5)).toBe('slip');
    expect(await named(6)).toBeUndefined();
  });

  it('that leads nowhere defined in a few cases is named by the others', async () => {
    const replayer = fakeReplayer(new Map([[plusOne, add]]));
    const failures = [1, 2, 3].map((i) => failure(caseOf(i, 10 * i), [10 * i + (i === 3 ? 9 : 1)]));
    const answer: typeof replayer.answer = (test, made) => ({
      ...replayer.answer(test, made),
      status: test.id.endsWith('/3') ? 'failed' : 'ok',
    });
    const evidence = { backend: 'x', capabilities: [], failures, passed: [] };
    const event = await diagnose(evidence, { ...replayer, answer });
    expect(event?.findings[0]).toMatchObject({ ids: ['plus_one'], explains: 2, of: 3 });
  });

  it('that ops without a failure refute comes after one that they do not', async () => {
    const narrow = hypothesis('narrow', { functions: ['narrow', 'plus_one'] });
    const replayer = fakeReplayer(
      new Map([
        [plusOne, add],
        [narrow, add],
      ]),
    );
    const evidence = {
      backend: 'x',
      capabilities: [],
      failures: raised,
      passed: [caseOf(5, 1, 'clean')],
    };
    const reaches: typeof replayer.reaches = (test, made) =>
      test.op !== 'clean' || made === plusOne;
    const event = await diagnose(evidence, { ...replayer, reaches });
    expect(event?.findings[0]?.ids).toEqual(['narrow']);
  });
});

describe('a search', () => {
  it('can be stopped', async () => {
    const evidence = { backend: 'x', capabilities: [], failures: raised, passed: [] };
    const stop = async (): Promise<void> => {
      throw new Error('stopped');
    };
    await expect(diagnose(evidence, fakeReplayer(effects), stop)).rejects.toThrow('stopped');
  });
});
