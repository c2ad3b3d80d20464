/** Goal: selections take exactly what they say, shards are a partition that new cases hardly move. */

import { describe, expect, it } from 'vitest';
import { sampleFile } from '../backends/fakes/sample.ts';
import { casesOf, type TestCase } from './load.ts';
import { caseMatcher, everything, mayTakeFrom, parseShard, selectCases } from './select.ts';

const [sample] = casesOf(sampleFile()) as [TestCase];

function testCase(id: string, flags: readonly string[] = []): TestCase {
  const [contract = '', op = ''] = id.split('/');
  return { ...sample, id, contract, op, vector: { ...sample.vector, flags } };
}

const ids = [
  'sym-2026-06-11/round/boundary/1',
  'sym-2026-07-21/round/boundary/1',
  'sym-2026-07-21/round/boundary/12',
  'sym-2026-07-21/round/random/13',
  'sym-2026-07-21/requant_dynamic/directed/1',
  'sym-2026-07-21/requant_fixed/directed/1',
];
const cases = ids.map((id, i) => testCase(id, i === 3 ? ['Tie'] : []));

const globs: readonly (readonly [string, readonly number[]])[] = [
  ['round', [0, 1, 2, 3]],
  ['rou', []],
  ['requant*', [4, 5]],
  ['sym-2026-07-21', [1, 2, 3, 4, 5]],
  ['sym-2026-07-21/', [1, 2, 3, 4, 5]],
  ['sym-2026-07-21/round/boundary/1', [1]],
  ['round/boundary/1', [0, 1]],
  ['round/*/1?', [2, 3]],
  ['*/requant_*/directed', [4, 5]],
  ['**/1', [0, 1, 4, 5]],
  ['sym-2026-06-??', [0]],
  ['rou.d', []],
];

describe('globs', () => {
  it.each(globs)('%s', (glob, expected) => {
    const matches = caseMatcher(glob);
    expect(ids.flatMap((id, i) => (matches(id) ? [i] : []))).toEqual(expected);
  });

  it.each(globs)('%s: a file that holds a match is opened', (glob, expected) => {
    const mayTake = mayTakeFrom({ ...everything, filter: [glob] });
    for (const i of expected) {
      const { contract, op } = cases[i]!;
      expect(mayTake({ contract, op } as Parameters<typeof mayTake>[0])).toBe(true);
    }
  });

  it('an exact identity opens one file only', () => {
    const mayTake = mayTakeFrom({ ...everything, filter: [ids[1]!] });
    const opened = cases.filter((c) => mayTake(c as never)).map(({ id }) => id);
    expect(opened).toEqual(ids.slice(1, 4));
  });
});

describe('selectCases', () => {
  it.each([
    ['several filters are alternatives', { filter: ['requant_fixed', 'round/random'] }, [3, 5]],
    ['exclude wins', { filter: ['round'], exclude: ['**/boundary/*'] }, [3]],
    ['flag', { flags: ['Tie', 'Other'] }, [3]],
    ['contract', { contracts: ['sym-2026-06-11'] }, [0]],
    ['op', { ops: ['requant_fixed'] }, [5]],
    ['conditions add up', { ops: ['round'], contracts: ['sym-2026-06-11'], flags: ['Tie'] }, []],
  ] as const)('%s', (_name, part, expected) => {
    const taken = selectCases(cases, { ...everything, ...part });
    expect(taken.map(({ id }) => ids.indexOf(id))).toEqual(expected);
  });
});

describe('shards', () => {
  const many = Array.from({ length: 101 }, (_, i) => testCase(`c/op/random/${i}`));
  const shard = (list: readonly TestCase[], index: number, count: number) =>
    selectCases(list, { ...everything, shard: { index, count } });

  it.each([1, 2, 3, 7, 101])('%i parts hold every case once, in the given order', (count) => {
    const parts = Array.from({ length: count }, (_, i) => shard(many, i + 1, count));
    expect(
      parts
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(many.map(({ id }) => id).sort());
    for (const part of parts) {
      expect(Math.abs(part.length - many.length / count)).toBeLessThan(1);
      const order = part.map((test) => many.indexOf(test));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  it('do not depend on the order of the cases', () => {
    const names = (list: readonly TestCase[]) => list.map(({ id }) => id).sort();
    expect(names(shard([...many].reverse(), 2, 3))).toEqual(names(shard(many, 2, 3)));
  });

  it.each(['0/3', '4/3', '1', 'a/b', '1/0'])('rejects %s', (text) => {
    expect(() => parseShard(text)).toThrow('shard expected i/n');
  });
});
