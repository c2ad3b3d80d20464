/** Goal: a mistake that no catalogue holds is found as an edit of the reference, and only where it fits best. */

import { describe, expect, it } from 'vitest';
import type { Evidence } from '../core/evidence.ts';
import type { Hypothesis } from './answer.ts';
import { diagnose } from './diagnose.ts';
import { type Effect, failure, fakeReplayer, hypothesis, testCase } from './fixtures.ts';

function edit(id: string, bug: string, farFetched = 1): Hypothesis {
  return hypothesis(id, { kind: 'variant', bug, replaces: [], farFetched });
}

const plusTwo = edit('kernel.ts:3', 'sumOf: adds 2');
const plusTwoToo = edit('kernel.ts:9', 'meanOf: adds 2', 9);
const tripled = edit('kernel.ts:5', 'sumOf: triples');
const tripledElsewhere = edit('other.ts:5', 'countOf: triples');
const known = hypothesis('plus_two_known');

const add2: Effect = (values) => values.map((x) => x + 2);
const triple: Effect = (values, { op }) => (op === 'op' ? values.map((x) => 3 * x) : values);
const tripleOther: Effect = (values, { op }) => (op === 'op' ? values : values.map((x) => 3 * x));

async function linesFor(
  effects: readonly (readonly [Hypothesis, Effect])[],
  got: readonly (readonly [id: string, x: number, y: number])[],
  passed: readonly number[] = [],
): Promise<readonly string[]> {
  const evidence: Evidence = {
    backend: 'x',
    capabilities: [],
    failures: got.map(([id, x, y]) => failure(testCase(id, [x]), [y])),
    passed: passed.map((x, i) => testCase(`c/op/random/${100 + i}`, [x])),
  };
  return (await diagnose(evidence, fakeReplayer(effects)))!.lines;
}

const twice = [
  ['c/op/random/0', 5, 7],
  ['c/op/random/1', 9, 11],
] as const;

describe('an edit', () => {
  it('is named with its function, place and fix where no known mistake fits', async () => {
    expect((await linesFor([[plusTwo, add2]], twice))[0]).toBe(
      'diagnosis: x: sumOf: adds 2 (kernel.ts:3, S0): explains 2 of 2 failures; fix: no kernel.ts:3',
    );
  });

  it('comes after a known mistake that explains as much', async () => {
    const effects = [[plusTwo, add2] as const, [known, add2] as const];
    expect((await linesFor(effects, twice))[0]).toContain('plus_two_known');
  });

  it('comes before a known mistake that explains less', async () => {
    const once: Effect = (values) => (values[0] === 5 ? [7] : values);
    const effects = [[plusTwo, add2] as const, [known, once] as const];
    expect((await linesFor(effects, twice))[0]).toContain('sumOf: adds 2');
  });

  it('comes before a more far-fetched one, which is still told', async () => {
    const lines = await linesFor(
      [
        [plusTwoToo, add2],
        [plusTwo, add2],
      ] as const,
      twice,
    );
    expect(lines[0]).toContain('sumOf: adds 2');
    expect(lines.join('\n')).toContain('the cases do not tell this from: meanOf: adds 2');
  });

  it('is not believed against passing cases', async () => {
    const lines = await linesFor([[plusTwo, add2]], [['c/op/random/0', 5, 7]], [1, 2, 3, 4]);
    expect(lines[0]).not.toContain('sumOf');
  });

  it('in two functions is one finding', async () => {
    const effects = [[tripled, triple] as const, [tripledElsewhere, tripleOther] as const];
    const lines = await linesFor(effects, [
      ['c/op/random/0', 5, 15],
      ['c/op/random/1', 7, 21],
      ['c/else/random/0', 5, 15],
    ]);
    expect(lines[0]).toContain('sumOf, countOf: triples (kernel.ts:5, other.ts:5, S0)');
    expect(lines[0]).toContain('explains 3 of 3 failures');
  });
});
