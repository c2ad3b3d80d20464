/** Goal: a mistake is named where it gives every wrong answer and changes nothing that is right, and only there. */

import { describe, expect, it } from 'vitest';
import type { TestCase } from '../core/load.ts';
import { diagnose } from './diagnose.ts';
import { type Effect, failure, fakeReplayer, hypothesis, testCase } from './fixtures.ts';
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

  it('that is known comes before a slip, and a slip where nothing is known', async () => {
    const withSlip = new Map([...effects, [slip, add]] as const);
    expect((await lines(raised, [], withSlip))[0]).toContain('plus_one');
    expect((await lines(raised, [], new Map([[slip, add]])))[0]).toContain('op: slip');
  });

  it('is no slip where one wrong answer is all there is', async () => {
    const [line] = await lines(raised.slice(0, 1), [], new Map([[slip, add]]));
    expect(line).toContain('fact');
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
