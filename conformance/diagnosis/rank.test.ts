/** Goal: the explanation that is chosen reproduces most failures, contradicts no passing case, and is shortest. */

import { describe, expect, it } from 'vitest';
import type { TestCase } from '../core/load.ts';
import type { Hypothesis } from './answer.ts';
import { type Effect, failure, fakeReplayer, hypothesis, tensor, testCase } from './fixtures.ts';
import { combine } from './pairs.ts';
import { type Answered, cover, finalistsOf, screen, sharpen, type Trial, weigh } from './rank.ts';

const plusOne = hypothesis('plus_one');
const negate = hypothesis('negate');
const doubled = hypothesis('doubled');
const plusOneIfBig = hypothesis('plus_one_if_big');

const effects: readonly (readonly [Hypothesis, Effect])[] = [
  [plusOne, (v) => v.map((x) => x + 1)],
  [negate, (v) => v.map((x) => -x)],
  [doubled, (v) => v.map((x) => 2 * x)],
  [plusOneIfBig, (v) => v.map((x) => (x > 10 ? x + 1 : x))],
];

function trial(failures: readonly Answered[], passed: readonly number[] = []): Trial {
  return {
    failures,
    passed: passed.map((x, i) => testCase(`c/op/random/${100 + i}`, [x])),
    observes: false,
    replayer: fakeReplayer(effects),
    budget: { left: 10_000 },
    edits: { left: 10_000 },
    weighing: { left: 10_000 },
  };
}

function chosenBy(t: Trial): string[] {
  const candidates = finalistsOf(screen(t)).map((h) => weigh(t, [h]));
  return cover(candidates, t.failures).map(({ hypotheses }) => hypotheses[0]!.id);
}

const caseOf = (i: number, x: number) => testCase(`c/op/random/${i}`, [x]);

describe('one mistake', () => {
  it('is the one that reproduces the outputs', () => {
    expect(chosenBy(trial([failure(caseOf(0, 3), [-3]), failure(caseOf(1, 7), [-7])]))).toEqual([
      'negate',
    ]);
  });

  it('is not one that a passing case refutes', () => {
    const failures = [failure(caseOf(0, 30), [31]), failure(caseOf(1, 40), [41])];
    expect(chosenBy(trial(failures, [3, 4, 5]))).toEqual(['plus_one_if_big']);
  });

  it('explains more before it explains without contradiction', () => {
    const failures = [30, 40, 3, 4, 5, 6].map((x, i) => failure(caseOf(i, x), [x + 1]));
    expect(chosenBy(trial(failures, [7]))[0]).toBe('plus_one');
  });

  it('is none where nothing reproduces the outputs', () => {
    expect(chosenBy(trial([failure(caseOf(0, 3), [77])]))).toEqual([]);
  });
});

describe('a mistake in one arm of an op', () => {
  const everywhere = hypothesis('everywhere');
  const edit = hypothesis('in_one_arm', { kind: 'variant', farFetched: 3 });
  const isInteger = (t: TestCase): boolean => t.vector.inputs.x?.dtype === 'INT32';
  const replayer = fakeReplayer([
    [everywhere, (v) => v.map((x) => x + 1)],
    [edit, (v, t) => (isInteger(t) ? v.map((x) => x + 1) : v)],
  ]);
  const floats = { inputs: { x: tensor([5], { dtype: 'FLOAT32' }) } };
  const failures = [failure(caseOf(0, 3), [4]), failure(caseOf(1, 7), [8])];

  function chosen(passed: readonly TestCase[]): string | undefined {
    const t = { ...trial(failures), passed, replayer };
    const candidates = sharpen(t, [weigh(t, [everywhere]), weigh(t, [edit])]);
    return cover(candidates, failures)[0]?.hypotheses[0]?.id;
  }

  it('is not told as a mistake of all of them', () => {
    expect(chosen([testCase('c/op/random/9', [5], floats)])).toBe('in_one_arm');
  });

  it('is told by what is known where no other arm speaks against it', () => {
    expect(chosen([])).toBe('everywhere');
  });

  it('is told by a passing case that a sample of all ops leaves out', () => {
    const elsewhere = Array.from({ length: 300 }, (_, i) => testCase(`c/op${i}/random/0`, []));
    const own = Array.from({ length: 200 }, (_, i) => testCase(`c/op/random/${10 + i}`, []));
    own[50] = testCase('c/op/random/60', [5], floats);
    const t = { ...trial(failures), passed: [...elsewhere, ...own], replayer };
    expect(weigh(t, [everywhere]).outside).toBe(0);
    expect(chosen(t.passed)).toBe('in_one_arm');
  });
});

describe('several mistakes', () => {
  it('one per op', () => {
    const failures = [
      failure(testCase('c/first/random/0', [3]), [4]),
      failure(testCase('c/first/random/1', [4]), [5]),
      failure(testCase('c/second/random/0', [3]), [-3]),
    ];
    expect(chosenBy(trial(failures))).toEqual(['plus_one', 'negate']);
  });

  it('two that meet in every case', () => {
    const t = trial(
      [3, 5, 9].map((x, i) => failure(testCase(`c/op/random/${i}`, [x, 0]), [-x - 1, -1])),
    );
    // part of each wrong output is what one of them alone gives
    const partly = [failure(testCase('c/op/random/9', [0, 4]), [-1, -5])];
    const both = { ...t, failures: [...t.failures, ...partly] };
    const [pair] = combine(both, both.failures, [plusOne, negate]);
    expect(pair?.hypotheses.map(({ id }) => id)).toEqual(['plus_one', 'negate']);
    expect(pair?.explained.size).toBe(4);
  });

  it('are not tried where both replace the same', () => {
    const a = hypothesis('a', { replaces: ['round'] });
    const b = hypothesis('b', { replaces: ['round'] });
    const t = trial([failure(caseOf(0, 3), [-4])]);
    expect(combine(t, t.failures, [a, b])).toEqual([]);
  });
});

describe('the budget', () => {
  it('ends the search, not the program', () => {
    const t = { ...trial([failure(caseOf(0, 3), [-3])]), budget: { left: 1 } };
    expect(chosenBy(t)).toEqual([]);
    expect(t.budget.left).toBeGreaterThanOrEqual(0);
  });
});
