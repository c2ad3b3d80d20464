/** Goal: arrays that go through vectors get the bits of those that cannot, at every length, and nothing else is written. */

import { describe, expect, it } from 'vitest';
import { JsCall, type JsContext, type JsTensor } from '../api.ts';
import { jsContracts } from '../gen/contracts.ts';
import { addIntoFloat32 } from '../kernels/accumulation.ts';
import { activationKernels } from '../kernels/activations.ts';
import { addProducts, copyGrid } from '../kernels/packed_products.ts';
import { requantInto } from '../kernels/requant.ts';
import { addressOf, floatsToFill, intsToFill, withWorkspace } from '../workspace.ts';
import { vectorKernels } from './index.ts';

const contract = [...jsContracts.values()].at(-1)!;
const ctx: JsContext = { rng: 1, contract };

/** int32 values of all sizes. */
function integers(count: number, seed: number): Int32Array {
  let state = seed;
  return new Int32Array(count).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >> ((state >>> 8) & 31);
  });
}

function lent(values: Int32Array): Int32Array {
  const array = intsToFill(values.length);
  array.set(values);
  return array;
}

const copied = (values: Int32Array): Int32Array => values.slice();

type Place = typeof copied;

/** Floats that lie where the place puts integers. */
function lentFloats(place: Place, count: number): Float32Array {
  const floats = place === lent ? floatsToFill(count) : new Float32Array(count);
  return floats.fill(0.1);
}

function tensorOf(data: JsTensor['data']): JsTensor {
  const shape = [data.length];
  const record = { zeroPoint: 0, bits: 12, rounding: 'HALF_AWAY' } as const;
  return {
    dtype: 'SYM_INT32',
    shape,
    order: [0],
    count: data.length,
    data,
    scale: 0.375,
    ...record,
  };
}

const smallCounts = [1, 2, 3, 4, 5, 8, 11];

describe.skipIf(vectorKernels === undefined)('in vectors', () => {
  it('lie the arrays that are lent, and no others', () => {
    withWorkspace(() => expect(addressOf(intsToFill(5))).toBeTypeOf('number'));
    expect(addressOf(new Int32Array(5))).toBeUndefined();
  });

  it.each(smallCounts)('are products of %i columns', (columns) => {
    for (const rows of smallCounts) {
      for (const terms of [0, ...smallCounts]) {
        // a row of the left operand is left out, and something stands between the columns and the sums
        const left = integers((rows + 1) * terms, rows);
        const right = integers(columns * (terms + 2), columns);
        const before = integers((columns + 2) * rows + 3, terms);
        for (const [rowStep, columnStep] of [
          [columns + 2, 1],
          [1, rows],
        ] as const) {
          const product = (place: Place): number[] => {
            const values = place(before);
            const a = { values: place(left), first: terms, count: rows, step: terms };
            const b = { values: place(right), first: 1, count: columns, step: terms + 2 };
            addProducts(a, b, terms, { values, first: 2, rowStep, columnStep });
            return [...values];
          };
          const expected = product(copied);
          expect(withWorkspace(() => product(lent))).toEqual(expected);
        }
      }
    }
  });

  // panels hold 1024 terms, and 32 rows or columns of so many
  it.each([
    [4, 16, 4],
    [5, 17, 6],
    [3, 16, 5],
    [33, 1030, 35],
    [9, 40, 3641],
  ])(
    'are products of arrays that lie elsewhere: %i rows of %i terms, %i columns',
    (rows, terms, columns) => {
      const [left, right] = [integers(rows * terms + 3, rows), integers((columns + 1) * terms, 5)];
      const before = integers((rows + 1) * (columns + 1), terms);
      const expected = before.slice();
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          let sum = 0;
          for (let k = 0; k < terms; k++) {
            sum += Math.imul(left[3 + row * terms + k]!, right[column * terms + k]!);
          }
          expected[1 + column * (rows + 1) + row]! += sum;
        }
      }
      const values = before.slice();
      const a = { values: left, first: 3, count: rows, step: terms };
      const b = { values: right, first: 0, count: columns, step: terms };
      addProducts(a, b, terms, { values, first: 1, rowStep: 1, columnStep: rows + 1 });
      expect(values).toEqual(expected);
    },
  );

  it.each(smallCounts)('are copies of rows of %i values', (count) => {
    const values = integers(99, count);
    const copy = (place: Place): number[] => {
      const from = { values: place(values), first: 2, rowStep: 1, columnStep: 7 };
      const to = { values: place(values), first: 3, rowStep: 13, columnStep: 1 };
      copyGrid(from, to, 5, count);
      return [...to.values];
    };
    const expected = copy(copied);
    expect(withWorkspace(() => copy(lent))).toEqual(expected);
  });

  it.each(smallCounts)(
    'are activations of %i mantissas, and sums with what they stand for',
    (count) => {
      const params = { dx_arithmetic: 'ARITH_SYM_INT32' };
      const answers = (place: Place): number[] => {
        const [x, dy] = [tensorOf(place(integers(count, 1))), tensorOf(place(integers(count, 2)))];
        const [y, dx] = [
          tensorOf(place(new Int32Array(count))),
          tensorOf(place(new Int32Array(count))),
        ];
        const sums = { ...tensorOf(lentFloats(place, count)), dtype: 'FLOAT32' as const };
        activationKernels.relu_forward!(ctx, new JsCall(params, { x, y }));
        activationKernels.relu_backward!(ctx, new JsCall(params, { x, dy, dx }));
        addIntoFloat32(ctx, sums, dy);
        return [y, dx, sums].flatMap(({ data }) => [...data]);
      };
      const expected = answers(copied);
      expect(withWorkspace(() => answers(lent))).toEqual(expected);
    },
  );

  it.each([...smallCounts, 64, 99])('are %i mantissas that are requantized', (count) => {
    // twice the largest code of 7 bits: every other quotient is a tie
    const ties = new Int32Array(count).map((_, i) => (i === 0 ? 126 : i - (count >> 1)));
    const bounds = new Int32Array(count).fill(-(2 ** 31));
    for (const q of [integers(count, count), ties, bounds, new Int32Array(count)]) {
      for (const scale of [1, 2 ** -20, 0.3, 3e38, 1e-45, 0, -0.25, Number.NaN]) {
        for (const bits of [1, 2, 7, 12, 24, 31, 32]) {
          const requant = (place: Place): number[] => {
            const values = place(q);
            const codes = place(new Int32Array(count));
            const fresh = requantInto(ctx, values, Math.fround(scale), codes, bits, 'HALF_AWAY');
            const again = requantInto(ctx, values, Math.fround(scale), values, bits, 'HALF_AWAY');
            return [fresh, again, ...codes, ...values];
          };
          const expected = requant(copied);
          expect(withWorkspace(() => requant(lent))).toEqual(expected);
        }
      }
    }
  });
});
