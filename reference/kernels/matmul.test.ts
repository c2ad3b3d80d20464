import { describe, expect, it } from 'vitest';
import type { ContractId } from '../contracts.ts';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal, UndefinedBehaviour } from '../refusal.ts';
import {
  float32Tensor,
  ints,
  newTensor,
  type Rounding,
  symInt32Tensor,
  type Tensor,
} from '../tensor.ts';

const current: ContractId = 'sym-2026-07-21';
const f = float32FromBits;

function sym(
  mantissas: readonly number[],
  scale: number,
  shape: readonly number[],
  bits = 12,
  mode: Rounding = 'HALF_AWAY',
): Tensor {
  return symInt32Tensor(mantissas, scale, bits, mode, shape);
}

function int32(values: readonly number[], shape: readonly number[]): Tensor {
  const t = newTensor('INT32', shape);
  t.data = Int32Array.from(values);
  return t;
}

function transposed(t: Tensor): Tensor {
  return { ...t, order: [1, 0] };
}

function symProduct(a: Tensor, b: Tensor, bias?: Tensor, contract = current, rngState = 1) {
  const n = newNumerics(contract, { rngState });
  const y = newTensor('SYM_INT32', [a.shape[0]!, 2], 12);
  if (bias === undefined) n.fn.matmulSym(n, a, b, y);
  else n.fn.matmulSymBias(n, a, b, bias, y);
  return { raw: [...ints(y)], scale: y.scale, rng: n.rng.state };
}

describe('integer products (S83, S84)', () => {
  it('follow logical extents (V18)', () => {
    const n = newNumerics(current);
    const w = transposed(int32([1, 2, 3, 4, 5, 6], [2, 3]));
    expect([...n.fn.matmulInt(n, int32([10, 20, 30], [1, 3]), w)]).toEqual([140, 320]);
  });

  it('take rank 1 as a row on the left and a column on the right', () => {
    const n = newNumerics(current);
    expect([...n.fn.matmulInt(n, int32([1, 2, 3], [3]), int32([4, 5, 6], [3]))]).toEqual([32]);
  });

  it('start every column at its seed', () => {
    const n = newNumerics(current);
    const [a, b] = [int32([1, 0, 0, 1], [2, 2]), int32([1, 2, 3, 4], [2, 2])];
    const sums = n.fn.matmulInt(n, a, b, Int32Array.from([100, 200]));
    expect([...sums]).toEqual([101, 202, 103, 204]);
  });

  it.each([
    [511, 2143289344, 'never', 0],
    [512, -2147483648, 'always', 1],
  ])('%d products of −2048² (V23)', (count, sum, when, overflows) => {
    const n = newNumerics(current);
    const q = int32(
      Array.from({ length: count }, () => -2048),
      [count],
    );
    expect([...n.fn.matmulInt(n, q, q)]).toEqual([sum]);
    expect(n.overflow.accumulate).toEqual({ when, count: overflows });
  });

  it.each([
    ['passes through', [30000, 30000, 30000, -30000, -30000], 2],
    ['another order would overflow', [30000, -30000, 30000, -30000, 30000], 0],
  ])('%s: order dependent', (_name, b, count) => {
    const n = newNumerics(current);
    const a = int32([30000, 30000, 30000, 30000, 30000], [5]);
    expect([...n.fn.matmulInt(n, a, int32(b, [5]))]).toEqual([900000000]);
    expect(n.overflow.accumulate).toEqual({ when: 'order_dependent', count });
  });

  it.each([
    ['rank 3', int32([1, 2], [1, 1, 2]), int32([1, 2], [2])],
    ['inner extents', int32([1, 2], [2]), int32([1, 2, 3], [3])],
    [
      'inner extents of a view',
      int32([1, 2, 3, 4, 5, 6], [2, 3]),
      transposed(int32([1, 2, 3, 4, 5, 6], [3, 2])),
    ],
  ])('refuse %s', (_name, a, b) => {
    const n = newNumerics(current);
    expect(() => n.fn.matmulInt(n, a, b)).toThrow(Refusal);
  });
});

describe('float products (S85)', () => {
  it('start at the bias', () => {
    const n = newNumerics(current);
    const [a, b] = [float32Tensor([1, 1, 1], [1, 3]), float32Tensor([1, 1, 1], [3, 1])];
    const start = float32Tensor([16777216]);
    expect(n.fn.matmulFloat(n, a, b, start)[0]).toBe(16777216);
    expect(n.fn.matmulFloat(n, a, b)[0]).toBe(3);
  });

  it('refuse a bias of another length', () => {
    const n = newNumerics(current);
    const [a, b] = [float32Tensor([1, 2], [1, 2]), float32Tensor([1, 2], [2, 1])];
    expect(() => n.fn.matmulFloat(n, a, b, float32Tensor([1, 2]))).toThrow(Refusal);
  });
});

describe('SYM_INT32 products (S86, S87)', () => {
  const [x, w] = [sym([3, -2], 0.5, [1, 2]), sym([4, 1, 7, -5], 0.25, [2, 2])];

  it('rescale the bias into the accumulator (V7)', () => {
    const bias = sym([10, -3], Math.fround(0.1), [2]);
    expect(symProduct(x, w, bias)).toEqual({ raw: [6, 11], scale: 0.125, rng: 1 });
    expect(symProduct(x, w)).toEqual({ raw: [-2, 13], scale: 0.125, rng: 1 });
  });

  it('multiply before they divide (V9)', () => {
    const [left, right] = [sym([0], f(0x3ca3d70a), [1, 1]), sym([0, 0], 1, [1, 2])];
    const bias = sym([3, 3], f(0x3d4ccccc), [2]);
    expect(symProduct(left, right, bias).raw).toEqual([7, 7]);
  });

  it('draw once per column in the mode of the bias record', () => {
    const rows = sym([1, 0, 0, 1, 1, 1], 0.5, [3, 2]);
    const bias = sym([10, -3], Math.fround(0.1), [2], 12, 'SR_HALF_AWAY');
    expect(symProduct(rows, w, bias).rng).toBe(67634689);
    // 2026-06-11: half away, no draw
    expect(symProduct(rows, w, bias, 'sym-2026-06-11')).toMatchObject({ rng: 1 });
  });

  it.each([
    ['a label of 13', sym([3, -2], 0.5, [1, 2], 13), w, undefined],
    ['a FLOAT32 operand', float32Tensor([3, -2], [1, 2]), w, undefined],
    ['a FLOAT32 bias', x, w, float32Tensor([1, 2])],
    ['a bias of another length', x, w, sym([1], 0.5, [1])],
    ['a seed beyond the bound', x, w, sym([2000000000, 0], 1, [2])],
  ])('refuse %s', (_name, a, b, bias) => {
    expect(() => symProduct(a, b, bias)).toThrow(Refusal);
  });

  it('exempt the bias label and check labels, not values', () => {
    expect(symProduct(x, w, sym([30000, 0], 0.125, [2], 16)).raw).toEqual([29998, 13]);
    expect(symProduct(sym([40000, 0], 0.5, [1, 2]), w).raw).toEqual([160000, 40000]);
  });

  it('check no label on 2026-06-11, where another dtype is undefined', () => {
    const wide = sym([3, -2], 0.5, [1, 2], 16);
    expect(symProduct(wide, w, undefined, 'sym-2026-06-11').raw).toEqual([-2, 13]);
    expect(() => symProduct(wide, w, undefined, 'sym-2026-06-23')).toThrow(Refusal);
    const float = float32Tensor([3, -2], [1, 2]);
    expect(() => symProduct(float, w, undefined, 'sym-2026-06-11')).toThrow(UndefinedBehaviour);
  });
});

describe('Linear forward (L1)', () => {
  it('restores its output now and left it raw before (V22)', () => {
    const x = sym([1102, -2047], Math.fround(0.001), [1, 2]);
    const weight = sym([1024, -512, 256, 2047], Math.fround(0.0005), [2, 2]);
    const bias = sym([1024, -2047], Math.fround(1e-4), [2]);
    const outputs = (['sym-2026-06-11', 'sym-2026-06-23', current] as const).map((contract) => {
      const n = newNumerics(contract);
      const y = newTensor('SYM_INT32', [1, 2], 12);
      const arithmetic = { type: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY' } as const;
      n.fn.linearForward(n, x, weight, bias, y, arithmetic);
      return [...ints(y), float32ToBits(y.scale)];
    });
    const raw = [2381312, -4317497, 0x350637be];
    expect(outputs).toEqual([raw, raw, [1129, -2047, 0x3a8a3a37]]);
  });
});
