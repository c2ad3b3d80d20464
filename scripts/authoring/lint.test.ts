/** Goal: what lint finds, and what it leaves alone. Method: files of one op with cases made for the purpose. */

import { describe, expect, it } from 'vitest';
import { buildFile } from '../../goldgen/build.ts';
import type { CaseInput, OpDef } from '../../goldgen/op.ts';
import { caseOf, sampleOp } from '../../goldgen/sample_op.ts';
import { cachedKills, idleCases, lintOp } from './lint.ts';

const contract = 'sym-2026-07-21';
const row = Array.from({ length: 16 }, (_, i) => 100 * i);
const changed = (count: number): number[] => row.map((x, i) => (i < count ? x + 1 : x));

function texts(op: OpDef, cases: readonly CaseInput[], kills?: readonly number[][]): string[] {
  const own: OpDef = {
    ...op,
    *cases() {
      yield* cases;
    },
  };
  return lintOp(own, [buildFile(own, contract)], [kills]).map(({ text }) => text);
}

describe('a near-duplicate', () => {
  const first = caseOf(row, 1);
  it.each([
    ['one element of 16', caseOf(changed(1), 1), 'differs in 1 of 16 elements'],
    ['two elements', caseOf(changed(2), 1), undefined],
    ['another parameter', caseOf(row, 2), undefined],
    ['a state that nothing reads', caseOf(row, 1, { rng: 2 }), 'differs in the generator state'],
    ['another flag', caseOf(changed(1), 1, { flags: ['sum', 'edge'] }), undefined],
  ])('%s', (_name, second, found) => {
    const edge = { bug: 'the last element is left out', effect: 'one weight stays', clause: 'S0' };
    const sum = { bug: 'nothing is added at all', effect: 'no weight ever moves', clause: 'S0' };
    const got = texts({ ...sampleOp, notes: { sum, edge } }, [first, second]);
    expect(got).toEqual(
      found === undefined
        ? []
        : [expect.stringContaining(`sample/directed/1 repeats sample/directed/0: ${found}`)],
    );
  });
});

describe('kills', () => {
  const cases = [caseOf([1], 1), caseOf([2], 2)];
  const file = buildFile({ ...sampleOp, cases: () => cases }, contract);

  it('are missed where no mutant dies, under any contract', () => {
    expect(idleCases([file], [[[0]]])).toEqual(['sample/directed/1']);
    expect(idleCases([file, file], [[[0]], [[1]]])).toEqual([]);
    expect(idleCases([file], [undefined])).toEqual([]);
    expect(cachedKills('.', file, 'another base')).toBe(undefined);
  });

  it('make a flag worthless where none of its cases has one, and a note without words too', () => {
    const sum = { bug: 'nothing is added at all', effect: 'no weight ever moves', clause: 'S0' };
    expect(texts({ ...sampleOp, notes: { sum } }, cases, [])).toEqual([
      'sample/directed/0 kills no mutant',
      'sample/directed/1 kills no mutant',
      'sample, flag sum: its cases kill nothing',
    ]);
    expect(texts({ ...sampleOp, notes: { sum: { ...sum, bug: '' } } }, cases, [[0, 1]])).toEqual([
      'sample, flag sum: bug is missing',
    ]);
  });
});
