import { describe, expect, it } from 'vitest';
import { float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal, UndefinedBehaviour } from '../refusal.ts';
import { float32Tensor, ints, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';

const current = 'sym-2026-07-21';

function withOrder(t: Tensor, order: readonly number[]): Tensor {
  return { ...t, order };
}

function int32(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  const t = newTensor('INT32', shape);
  t.data = Int32Array.from(values);
  return t;
}

const count = Array.from({ length: 24 }, (_, i) => i);

/** V29: two 3-cycles with logical extents (2, 3, 4). */
function cycles(): { a: Tensor; b: Tensor } {
  const b = int32(
    count.map((i) => 100 * i),
    [4, 2, 3],
  );
  return { a: withOrder(int32(count, [3, 4, 2]), [1, 2, 0]), b: withOrder(b, [2, 0, 1]) };
}

describe('index algebra (S73)', () => {
  it('reads P[p] = L[order[p]]', () => {
    const n = newNumerics(current);
    const t = withOrder(int32(count, [2, 3, 4]), [2, 0, 1]);
    expect(n.fn.logicalExtents(n, t)).toEqual([3, 4, 2]);
    // logical (i0, i1, i2) is at i2·12 + i0·4 + i1
    expect([...n.fn.storageOrder(n, t)].slice(0, 5)).toEqual([0, 12, 1, 13, 2]);
  });

  it('refuses an axis the tensor does not have', () => {
    const n = newNumerics(current);
    expect(() => n.fn.physicalAxis(n, int32([1]), 1)).toThrow(Refusal);
  });
});

describe('pointwise engines (S74)', () => {
  it('write flat out of place (V29)', () => {
    const n = newNumerics(current);
    const { a, b } = cycles();
    const y = newTensor('INT32', [4, 2, 3]);
    y.order = [2, 0, 1];
    n.fn.pointwise(n, 'add', a, b, y);
    expect([...ints(y)]).toEqual([
      0, 602, 1204, 1806, 108, 710, 1312, 1914, 216, 818, 1420, 2022, 301, 903, 1505, 2107, 409,
      1011, 1613, 2215, 517, 1119, 1721, 2323,
    ]);
  });

  it('write to the slot that was read in place (V29)', () => {
    const n = newNumerics(current);
    const { a, b } = cycles();
    n.fn.pointwiseInPlace(n, 'add', a, b);
    expect([...ints(a)]).toEqual([
      0, 301, 602, 903, 1204, 1505, 1806, 2107, 108, 409, 710, 1011, 1312, 1613, 1914, 2215, 216,
      517, 818, 1119, 1420, 1721, 2022, 2323,
    ]);
  });

  it.each([
    ['ranks', int32([1, 2]), int32([1, 2], [1, 2])],
    ['extents', int32([1, 2], [1, 2]), int32([1, 2], [2, 1])],
  ])('refuse different %s', (_name, a, b) => {
    const n = newNumerics(current);
    expect(() => n.fn.pointwiseInPlace(n, 'add', a, b)).toThrow(Refusal);
  });

  it('truncate integer quotients; ÷0 and −2^31 ÷ −1 are undefined (S75)', () => {
    const n = newNumerics(current);
    expect(n.fn.divInt32(n, 7, -2)).toBe(-3);
    expect(n.fn.divInt32(n, -1, 3)).toBe(0);
    expect(() => n.fn.divInt32(n, 1, 0)).toThrow(UndefinedBehaviour);
    expect(() => n.fn.divInt32(n, -2147483648, -1)).toThrow(UndefinedBehaviour);
  });
});

describe('SYM_INT32 arithmetic (S76–S82)', () => {
  const equal = () => ({
    a: symInt32Tensor([2000, 20, 30], 0.5, 12),
    b: symInt32Tensor([2000, -14, -21], 0.5, 12),
  });

  it('adds raw out of place and encodes anew in place (V12)', () => {
    const n = newNumerics(current);
    const { a, b } = equal();
    const y = newTensor('SYM_INT32', [3], 12);
    n.fn.symAdd(n, a, b, y);
    expect([...ints(y), y.scale]).toEqual([4000, 6, 9, 0.5]);
    n.fn.symAddInPlace(n, a, b);
    expect([...ints(a), float32ToBits(a.scale)]).toEqual([2047, 3, 5, 0x3f7a1f44]);
  });

  it('adds values of unequal scales in place (V12)', () => {
    const n = newNumerics(current);
    const a = symInt32Tensor([10, 20, 30], 0.5, 12);
    n.fn.symAddInPlace(n, a, symInt32Tensor([-7, -14, -21], 0.25, 12));
    expect([...ints(a), float32ToBits(a.scale)]).toEqual([682, 1365, 2047, 0x3b9c1382]);
  });

  it.each([
    [
      0.25,
      [
        0, 71, 26, -136, -415, -810, -1321, -1950, 1030, 1062, 978, 777, 460, 26, -525, -1192, 2047,
        2041, 1917, 1678, 1321, 849, 259, -447,
      ],
      0x3d1e13c2,
    ],
    [
      0.5,
      [
        0, 9, 16, 21, 24, 25, 24, 21, 16, 9, 0, -11, -24, -39, -56, -75, -96, -119, -144, -171,
        -200, -231, -264, -299,
      ],
      0x3f000000,
    ],
  ])('subtracts views, b at %d (V30)', (scale, expected, bits) => {
    const n = newNumerics(current);
    const a = symInt32Tensor(
      count.map((i) => 10 * i),
      0.5,
      12,
      'HALF_AWAY',
      [3, 4, 2],
    );
    const b = symInt32Tensor(
      count.map((i) => i * i),
      scale,
      12,
      'HALF_AWAY',
      [4, 2, 3],
    );
    const y = newTensor('SYM_INT32', [24], 12);
    n.fn.symSub(n, withOrder(a, [1, 2, 0]), withOrder(b, [2, 0, 1]), y);
    expect([...ints(y), float32ToBits(y.scale)]).toEqual([...expected, bits]);
  });

  it('multiplies and divides mantissas and scales (S80, S81)', () => {
    const n = newNumerics(current);
    const [a, b] = [symInt32Tensor([10], 0.5, 12), symInt32Tensor([-7], 0.25, 12)];
    const y = newTensor('SYM_INT32', [1], 12);
    n.fn.symMul(n, a, b, y);
    expect([...ints(y), y.scale]).toEqual([-70, 0.125]);
    n.fn.symDiv(n, a, b, y);
    expect([...ints(y), y.scale]).toEqual([-1, 2]);
  });

  it('adds plain integers and truncated floats to mantissas (S82)', () => {
    const n = newNumerics(current);
    const a = symInt32Tensor([100, -7, 5], 0.125, 12);
    n.fn.symAddInt32(n, a, int32([1, 2, -3]));
    n.fn.symAddFloat32(n, a, float32Tensor([1.9, -1.9, 0.5]));
    expect([...ints(a), a.scale]).toEqual([102, -6, 2, 0.125]);
  });

  it('leaves unequal scales undefined where the original crashes (D1)', () => {
    const n = newNumerics(current);
    const [a, b] = [symInt32Tensor([1], 0.5, 12), symInt32Tensor([1], 0.25, 12)];
    expect(() => n.fn.symAdd(n, a, b, a)).toThrow(UndefinedBehaviour);
    expect(() => n.fn.symSubInPlace(n, a, b)).toThrow(UndefinedBehaviour);
  });

  it('refuses different counts', () => {
    const n = newNumerics(current);
    const [a, b] = [symInt32Tensor([1], 0.5, 12), symInt32Tensor([1, 2], 0.5, 12)];
    for (const fn of ['symAddInPlace', 'symSubInPlace', 'symAddInt32'] as const) {
      expect(() => n.fn[fn](n, a, b)).toThrow(Refusal);
    }
    for (const fn of ['symAdd', 'symSub', 'symMul', 'symDiv'] as const) {
      expect(() => n.fn[fn](n, a, b, a)).toThrow(Refusal);
    }
  });
});

describe('thresholds (S109)', () => {
  it('keep −0 and NaN', () => {
    const n = newNumerics(current);
    const y = newTensor('FLOAT32', [3]);
    n.fn.thresholdFloat32(n, float32Tensor([-0, Number.NaN, -1]), 0, 7, y);
    expect([...y.data]).toEqual([-0, Number.NaN, 7]);
  });

  it('compare mantissas with b ÷ s and leave the scale alone', () => {
    const n = newNumerics(current);
    const y = newTensor('SYM_INT32', [4], 12);
    n.fn.thresholdSym(n, symInt32Tensor([7, 8, 9, -8], 0.25, 12), 2, 100, y);
    expect([...ints(y), y.scale]).toEqual([100, 8, 9, 100, 1]);
    n.fn.thresholdSymZero(n, symInt32Tensor([7, -8, 0, -1], 0.25, 12), 3, y);
    expect([...ints(y), y.scale]).toEqual([7, 3, 0, 3, 1]);
  });
});

describe('sums (S110)', () => {
  it('run from the first to the last', () => {
    const n = newNumerics(current);
    expect(n.fn.sumFloat32(n, float32Tensor([1e8, 1, -1e8, 1]))).toBe(1);
    expect(n.fn.sumInt32(n, int32([2147483647, 3, -4]))).toBe(2147483646);
    expect(n.overflow.accumulate).toEqual({ when: 'order_dependent', count: 2 });
  });
});

describe('scalar forms (S74)', () => {
  it('walk flat storage, the scalar on the right, in place too', () => {
    const n = newNumerics(current);
    const x = withOrder(int32([7, -7, 9, 2], [2, 2]), [1, 0]);
    const y = int32([0, 0, 0, 0], [2, 2]);
    n.fn.pointwiseScalar(n, 'div', x, 2, y);
    expect([...ints(y)]).toEqual([3, -3, 4, 1]);
    n.fn.pointwiseScalar(n, 'sub', x, 2, x);
    expect([...ints(x)]).toEqual([5, -9, 7, 0]);
  });

  it('divide floats, with one rounding, and not by 0 in integers', () => {
    const n = newNumerics(current);
    const y = newTensor('FLOAT32', [1]);
    n.fn.pointwiseScalar(n, 'div', float32Tensor([5]), 10, y);
    expect(float32ToBits(y.data[0]!)).toBe(0x3f000000);
    expect(() => n.fn.pointwiseScalar(n, 'div', int32([1]), 0, int32([0]))).toThrow(
      UndefinedBehaviour,
    );
  });
});
