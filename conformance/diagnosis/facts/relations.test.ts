/** Goal: how wrong values differ from the right ones is found across formats, and not where rounding hides it. */

import { describe, expect, it } from 'vitest';
import { bitsOfFloat32, float32Bytes } from '../../../schema/format/tensor.ts';
import type { WireTensor } from '../../../schema/format/types.ts';
import { factText } from '../fact_text.ts';
import { tensor, testCase } from '../fixtures.ts';
import { compared, relationFacts, valueFactor } from './relations.ts';

function floats(values: readonly number[], shape = [values.length]): WireTensor {
  return { dtype: 'FLOAT32', shape, data: float32Bytes(Float32Array.from(values)) };
}

function codes(values: readonly number[], scale: number): WireTensor {
  return tensor(values, { dtype: 'SYM_INT32', scale_bits: bitsOfFloat32(scale), bits: 12 });
}

function said(
  want: WireTensor,
  have: WireTensor,
  inputs: Record<string, WireTensor> = {},
): string[] {
  const test = testCase('c/op/1', [1], { inputs });
  return relationFacts(compared(want, have), 'y', test.vector).map((f) => factText(f, 'y'));
}

const want = floats([1, -2, 3, 5]);
const o = floats([4, 0.5, -3, 7]);

describe('relations', () => {
  it.each([
    ['y is what it must be, times o, element by element', [4, -1, -9, 35]],
    ['y is what it must be, divided by o, element by element', [0.25, -4, -1, 5 / 7]],
    ['y is what it must be, plus o, element by element', [5, -1.5, 0, 12]],
    ['y is what it must be, minus o, element by element', [-3, -2.5, 6, -2]],
    ['y is the negated o', [-4, -0.5, 3, -7]],
    ['y is 1 divided by what it must be', [1, -0.5, 1 / 3, 0.2]],
    ['y is the square of what it must be', [1, 4, 9, 25]],
    ['y is off by -1', [0, -3, 2, 4]],
  ])('%s', (text, have) => {
    expect(said(want, floats(have), { o })).toEqual([text]);
  });

  it('say nothing of values that none of it gives', () => {
    expect(said(want, floats([4, -1, -9, 36]), { o })).toEqual([]);
  });

  it('take a difference in the last digits for no factor', () => {
    expect(
      valueFactor(compared(want, floats([1.00001, -2.00002, 3.00003, 5.00005]))),
    ).toBeUndefined();
  });

  it('find a position that is counted from the start of the tensor', () => {
    const x = tensor([0, 0, 0, 0, 0, 0], { shape: [2, 3] });
    const at = (values: readonly number[]) => tensor(values, { shape: [2, 2] });
    expect(said(at([0, 2, 1, 2]), at([0, 2, 4, 5]), { x })).toContain(
      'y counts from the start of x instead of from its row',
    );
  });

  it('compare values, whether a mantissa or a scale is doubled', () => {
    const right = codes([100, -200, 300], 0.5);
    expect(valueFactor(compared(right, codes([200, -400, 600], 0.5)))).toBe(2);
    expect(valueFactor(compared(right, codes([100, -200, 300], 1)))).toBe(2);
    expect(said(right, codes([201, -400, 600], 0.5))).toEqual(['y is 2 times what it must be']);
    expect(valueFactor(compared(right, codes([201, -400, 600], 0.5)))).toBeUndefined();
  });
});
