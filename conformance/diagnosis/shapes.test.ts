/** Goal: wrong outputs without a known cause are put into the words a person would choose. */

import { describe, expect, it } from 'vitest';
import type { RunReply, WireTensor } from '../../schema/format/types.ts';
import { describe as describeFailures } from './describe.ts';
import { distinction } from './features.ts';
import { failure, reply, tensor, testCase } from './fixtures.ts';
import { claimsOf } from './shapes.ts';

const cases: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['outputs are zeros: y', [1, 2, 3], [0, 0, 0]],
  ['the sign is flipped: y', [1, 2, 3], [-1, -2, -3]],
  ['only the last element is wrong: y', [1, 2, 3], [1, 2, 9]],
  ['only the first element is wrong: y', [1, 2, 3], [7, 2, 3]],
  ['values are one too large: y', [-1, 2, -3], [0, 2, -2]],
  ['values are one too small: y', [1, 2, -3], [0, 2, -4]],
  ['values are one too far from zero: y', [1, -2, 3], [2, -3, 3]],
  ['values are one too close to zero: y', [4, -2, 3], [3, -1, 3]],
  ['values are doubled: y', [4, -2, 3], [8, -4, 3]],
  ['?only the last element is wrong: y', [7], [9]],
  ['elements are never written: y', [1, 2, 3], [1, -1515870811, -1515870811]],
  ['elements are permuted: y', [1, 2, 3, 4], [4, 3, 2, 1]],
  ['elements are shifted by one position: y', [1, 2, 3, 4], [9, 1, 2, 3]],
  ['the values of y are wrong', [1, 2, 3], [-7, 9, 40]],
];

describe('claims', () => {
  it.each(cases)('%s', (words, want, got) => {
    expect(claimsOf(testCase('c/op/random/0', want).vector, reply(got))[0]).toBe(words);
  });

  const cell = (values: readonly number[], more: Partial<WireTensor>) => ({
    y: tensor(values, more),
  });
  const expecting = (outputs: Record<string, WireTensor>, rng = 1) => {
    const { vector } = testCase('c/op/random/0', [0]);
    return { ...vector, expected: { ...vector.expected, outputs, rng } };
  };
  const answering = (outputs: Record<string, WireTensor>, rng = 1): RunReply =>
    reply([], { outputs, rng });

  it('transposed matrices, wrong channels', () => {
    const square = { shape: [2, 2] };
    const [transposed] = claimsOf(
      expecting(cell([1, 2, 3, 4], square)),
      answering(cell([1, 3, 2, 4], square)),
    );
    expect(transposed).toBe('the output is transposed: y');
    const cube = { shape: [2, 2, 2] };
    const [channel] = claimsOf(
      expecting(cell([1, 2, 3, 4, 5, 6, 7, 8], cube)),
      answering(cell([1, 2, 9, 9, 5, 6, 8, 7], cube)),
    );
    expect(channel).toBe('only the last channel (axis 1) is wrong: y');
  });

  it('scales', () => {
    const half = { scale_bits: 0x3f000000 };
    const quarter = { scale_bits: 0x3e800000 };
    const found = claimsOf(expecting(cell([1], half)), answering(cell([1], quarter)));
    expect(found.slice(0, 2)).toEqual([
      'the scale of y is 0.5 times what it must be',
      'the scale of y is wrong, the mantissas are right',
    ]);
  });

  it('poison', () => {
    const unwritten = { y: tensor([0], { data: new Uint8Array(4).fill(0xa5) }) };
    expect(claimsOf(expecting(cell([1], {})), answering(unwritten))[0]).toBe('y is never written');
  });

  it('draws: state 1 is followed by 270369 and 67634689', () => {
    const right = cell([1], {});
    const said = (wanted: number, got: number) => {
      return claimsOf(expecting(right, wanted), answering(right, got)).slice(0, 1);
    };
    expect(said(270369, 1)).toEqual(['no number is drawn']);
    expect(said(270369, 67634689)).toEqual(['1 draws too many']);
    expect(said(67634689, 270369)).toEqual(['1 draws too few']);
    expect(said(270369, 5)).toEqual(['the generator itself steps wrongly']);
  });
});

describe('what is special about failing cases', () => {
  const wide = (i: number, bits: number) =>
    testCase(`c/op/random/${i}`, [1], { inputs: { x: tensor([1], { bits }) } });

  it('a property that no passing case has', () => {
    expect(distinction([wide(0, 16), wide(1, 16)], [wide(2, 12)])).toBe('x has width 16');
    expect(distinction([wide(0, 16), wide(1, 12)], [wide(2, 12)])).toBeUndefined();
    expect(distinction([wide(0, 16)], [])).toBeUndefined();
  });

  it('is part of the description', () => {
    const failures = [0, 1].map((i) => failure(wide(i, 16), [5]));
    const { text, isTelling } = describeFailures(failures, [wide(2, 12)]);
    expect(text).toBe('the values of y are wrong; only where x has width 16');
    expect(isTelling).toBe(true);
  });
});
