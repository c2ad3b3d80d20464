/** Goal: counts, distances and choices of a difference are right. Method: pairs made by hand, and the committed contracts. */

import { describe, expect, it } from 'vitest';
import { float32Bytes, int32Bytes } from '../../../schema/format/tensor.ts';
import type { WireCase, WireTensor } from '../../../schema/format/types.ts';
import { distancesOf } from './distance.ts';
import { opDiff } from './op_diff.ts';
import { jsonReport, markdownReport, textReport } from './report.ts';
import { pairsOf, sideOf } from './sides.ts';

const ints = (...values: number[]): WireTensor => {
  return { dtype: 'INT32', shape: [values.length], data: int32Bytes(Int32Array.from(values)) };
};
const floats = (...values: number[]): WireTensor => {
  return {
    dtype: 'FLOAT32',
    shape: [values.length],
    data: float32Bytes(Float32Array.from(values)),
  };
};

function pairOf(before: WireTensor, after: WireTensor) {
  const caseOf = (y: WireTensor) => ({ expected: { status: 'ok', outputs: { y } } }) as unknown;
  return { before: caseOf(before) as WireCase, after: caseOf(after) as WireCase };
}

describe('distances', () => {
  it.each([
    ['none', ints(1, 2), ints(1, 2), { differing: 0, of: 2 }],
    [
      'of integers',
      ints(1, 2, 9),
      ints(3, 1, 9),
      { lsb: { largest: 2, typical: 1 }, differing: 2, of: 3 },
    ],
    [
      'of floats, across zero',
      floats(1, -0),
      floats(1 + 2 ** -23, 0),
      { ulp: { largest: 1, typical: 1 }, differing: 1, of: 2 },
    ],
    ['of a NaN there is none', floats(Number.NaN, 1), floats(2, 1), { differing: 1, of: 2 }],
    ['of other shapes there is none', ints(1), ints(1, 2), { differing: 0, of: 0 }],
  ] as const)('%s', (_name, a, b, expected) => {
    expect(distancesOf([pairOf(a, b)])).toEqual(expected);
  });

  it('of a scale are in units of the last place', () => {
    const scaled = (bits: number): WireTensor => {
      return { ...ints(1), dtype: 'SYM_INT32', bits: 12, rounding: 'HALF_AWAY', scale_bits: bits };
    };
    const { ulp } = distancesOf([pairOf(scaled(0x3f800000), scaled(0x3f800003))]);
    expect(ulp).toEqual({ largest: 3, typical: 3 });
  });
});

describe('two contracts', () => {
  const only = (op: string) => op === 'requant_dynamic';
  const [a, b] = [sideOf('sym-2026-06-23', only), sideOf('sym-2026-07-21', only)];
  const ops = pairsOf(a, b).map((pair) => opDiff(a, b, pair));
  const [diff] = ops;

  it('each difference has the choice that explains it', () => {
    const alone = diff!.attributions.map(({ choice, alone: count }) => [choice, count] as const);
    expect(alone.map(([choice]) => choice)).toEqual(['requant', 'encode']);
    const sum = alone.reduce((total, [, count]) => total + count, 0);
    expect(sum).toBe(diff!.moves.changed.length);
    expect(Object.values(diff!.sets).reduce((x, y) => x + y, 0)).toBe(diff!.moves.changed.length);
  });

  it('reports name counts, distance, choice and an example', () => {
    const found = { a: a.name, b: b.name, choices: [], ops };
    const text = textReport(found, 1).join('\n');
    const markdown = markdownReport(found, 1).join('\n');
    for (const report of [text, markdown]) {
      expect(report).toContain('choice: requant: divide → ratio explains');
      expect(report).toMatch(/distance: largest \d+ LSB, typical 1 LSB; \d+ of \d+ elements/);
      expect(report).toMatch(/y\[1\]: 1024 \(.*\) → 1023/);
    }
    const json = JSON.parse(JSON.stringify(jsonReport(found)));
    expect(json.ops[0].differing.length).toBe(diff!.moves.changed.length);
  });

  it('a contract is not held against a folder', () => {
    expect(() => pairsOf(a, sideOf('vectors', only))).toThrow('only be compared with a contract');
  });

  it('an unknown name says what would be known', () => {
    expect(() => sideOf('no-such-thing', only)).toThrow('no contract, no folder of vectors');
  });

  it('a folder differs in nothing from itself', () => {
    const side = sideOf('vectors', only);
    const same = pairsOf(side, side).map((pair) => opDiff(side, side, pair));
    expect(same.map(({ moves }) => moves.changed.length)).toEqual([0, 0, 0]);
    const found = { a: 'a', b: 'b', choices: [], ops: same };
    expect(markdownReport(found, 1).at(-1)).toBe('No case is new, gone, or answered otherwise.');
  });
});
