import { describe, expect, test } from 'vitest';
import { float32FromBits, float32ToBits, strictFloat32 } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, type Rounding, symInt32Tensor, type Tensor } from '../tensor.ts';

const numerics = (rngState = 1) => newNumerics('sym-2026-07-21', { rngState });

function hex(t: Tensor): string {
  return Array.from(t.data, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function sym(
  codes: readonly number[],
  scale: number,
  bits: number,
  mode: Rounding = 'HALF_AWAY',
): Tensor {
  const n = numerics();
  const t = newTensor('SYM', [codes.length], bits, mode);
  t.data = n.fn.packBits(n, codes, bits);
  t.scale = scale;
  return t;
}

describe('FLOAT32 target (S56)', () => {
  test('adds the decoded increment', () => {
    const n = numerics();
    const t = float32Tensor([1, 2]);
    n.fn.accumulateFloat32(n, t, symInt32Tensor([3, -1], 0.5, 12));
    expect([...t.data]).toEqual([2.5, 1.5]);
    expect(() => n.fn.accumulateFloat32(n, t, float32Tensor([1]))).toThrow('A11:');
  });
});

describe('SYM_INT32 target, dynamic (S57, S58)', () => {
  test('the numbers of V12', () => {
    const n = numerics();
    const t = symInt32Tensor([10, 20, 30], 0.5, 12);
    n.fn.accumulateSymDynamic(n, t, symInt32Tensor([-7, -14, -21], 0.25, 12));
    expect([...t.data, float32ToBits(t.scale)]).toEqual([682, 1365, 2047, 0x3b9c1382]);
  });

  test('an increment that is the target doubles it', () => {
    const n = numerics();
    const t = symInt32Tensor([2047, -1000], 1, 12);
    n.fn.accumulateSymDynamic(n, t, t);
    expect([...t.data, t.scale]).toEqual([2047, -1000, 2]);
  });

  test('a FLOAT32 increment is quantised at 12 bits first: 2n draws', () => {
    const n = numerics(42);
    const t = symInt32Tensor([100, -7], 0.125, 16, 'SR_HALF_AWAY');
    n.fn.accumulateSymFloatIncrement(n, t, float32Tensor([0.75, 1.375]));
    // S10: the fourth state from 42
    expect(n.rng.state).toBe(3648046016);
  });
});

describe('SYM_INT32 target, fixed scale (S59)', () => {
  test('V28: increments on ties', () => {
    const n = numerics();
    const t = symInt32Tensor([-3, 100, 32000, -7], 0.2, 16);
    n.fn.accumulateSymFixed(n, t, symInt32Tensor([1, -3, 2047, 0], 0.1, 12));
    expect([...t.data, t.scale]).toEqual([-2, 98, 33024, -7, Math.fround(0.2)]);
  });

  test('the examples of the clause and of V12', () => {
    const n = numerics();
    const t = symInt32Tensor([100, -7], 0.125, 16);
    n.fn.accumulateSymFixed(n, t, symInt32Tensor([6, 11], 0.125, 12));
    expect([...t.data]).toEqual([106, 4]);
    const u = symInt32Tensor([-3], 1, 16);
    n.fn.accumulateSymFixed(n, u, symInt32Tensor([1], 0.5, 12));
    expect([...u.data]).toEqual([-2]);
  });

  test('refuses FLOAT32 increments and seeds beyond the guard', () => {
    const n = numerics();
    const t = symInt32Tensor([0], 1, 16);
    expect(() => n.fn.accumulateSymFixed(n, t, float32Tensor([1]))).toThrow('A14:');
    expect(() => n.fn.accumulateSymFixed(n, t, symInt32Tensor([1073774657], 1, 12))).toThrow(
      'A12:',
    );
  });

  test('notes an overflowing sum', () => {
    const n = numerics();
    const t = symInt32Tensor([2147483647], 1, 16);
    n.fn.accumulateSymFixed(n, t, symInt32Tensor([1], 1, 12));
    expect(n.overflow.accumulate).toEqual({ when: 'always', count: 1 });
  });
});

describe('SYM target, fixed grid (S60)', () => {
  test('derives a grid on zero codes, then keeps it', () => {
    const n = numerics();
    const t = sym([0, 0, 0], 55, 8);
    n.fn.accumulatePackedFixed(n, t, float32Tensor([0.4, -0.2, 0.1]));
    expect([hex(t), float32ToBits(t.scale)]).toEqual(['7f c0 20', 0x3b4e69a0]);
    n.fn.accumulatePackedFixed(n, t, float32Tensor([-0.1, 0.05, 0.3]));
    expect([hex(t), float32ToBits(t.scale)]).toEqual(['5f d0 7f', 0x3b4e69a0]);
    expect(() => n.fn.accumulatePackedFixed(n, t, float32Tensor([0, 0, 0.4]))).toThrow('A7:');
  });

  test.each([
    [-94, 0x3c656042, 0x3ef74bc7, 'c5'],
    [-3, 0x3f800000, 0x3f000000, 'fd'],
  ])('V12: code %i', (code, scale, increment, bytes) => {
    const n = numerics();
    const t = sym([code], float32FromBits(scale), 8);
    n.fn.accumulatePackedFixed(n, t, float32Tensor([float32FromBits(increment)]));
    expect(hex(t)).toBe(bytes);
  });
});

describe('SYM target, dynamic (S61)', () => {
  test('the example of the clause', () => {
    const n = numerics();
    const t = sym([127, -64, 32], float32FromBits(0x3b4e69a0), 8);
    n.fn.accumulatePackedRescale(n, t, float32Tensor([-0.1, 0.05, 0.3]));
    expect([hex(t), float32ToBits(t.scale)]).toEqual(['5f d0 7f', 0x3b4ed1a5]);
  });

  test('V19: two roundings, where a fused build has one', () => {
    const accumulated = (fused: boolean): string => {
      const f = fused ? { mulAdd: strictFloat32.fma } : {};
      const n = newNumerics('sym-2026-07-21', { f });
      const t = sym([-30, 0], float32FromBits(0x3df7ceda), 8);
      n.fn.accumulatePackedRescale(n, t, float32Tensor([float32FromBits(0xbf7eb853), 9.25]));
      return `${hex(t)} ${float32ToBits(t.scale).toString(16)}`;
    };
    expect(accumulated(false)).toBe('c1 7f 3d952a55');
    expect(accumulated(true)).toBe('c0 7f 3d952a55');
  });

  test('refuses its own payload and another count', () => {
    const n = numerics();
    const t = sym([1, 2], 1, 8);
    expect(() => n.fn.accumulatePackedRescale(n, t, t)).toThrow('A11:');
    expect(() => n.fn.accumulatePackedRescale(n, t, float32Tensor([1]))).toThrow('A11:');
  });
});

describe('ASYM target (S62)', () => {
  test('the example of the clause', () => {
    const n = numerics();
    const t = newTensor('ASYM', [3], 4);
    const increment = float32Tensor([1, -2, 0.5]);
    n.fn.accumulateAsym(n, t, increment);
    expect([hex(t), t.scale, t.zeroPoint]).toEqual(['0f 0d', Math.fround(0.2), -10]);
    n.fn.accumulateAsym(n, t, increment);
    expect([hex(t), t.scale, t.zeroPoint]).toEqual(['0f 0d', Math.fround(0.4), -10]);
  });

  test('an empty target derives its grid with one draw', () => {
    const n = numerics();
    const t = newTensor('ASYM', [0], 4, 'SR_HALF_AWAY');
    t.scale = 3;
    t.zeroPoint = 9;
    n.fn.accumulateAsym(n, t, float32Tensor([]));
    expect([t.scale, t.zeroPoint, n.rng.state]).toEqual([1, 0, 270369]);
  });
});
