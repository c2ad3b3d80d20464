import { describe, expect, test } from 'vitest';
import { cosDouble, powInteger } from '../num/double_double.ts';
import { float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { UndefinedBehaviour } from '../refusal.ts';
import { float32Tensor, newTensor, type Tensor } from '../tensor.ts';

function floatBits(t: Tensor): number[] {
  return [...t.data].map(float32ToBits);
}

const options = {
  learningRate: Math.fround(0.001),
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
};

describe('AdamW (S119)', () => {
  test('V16', () => {
    const n = newNumerics('sym-2026-07-21');
    const parameter = { value: float32Tensor([0.5, -0.25]), grad: float32Tensor([0.1, -0.3]) };
    const state = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' } as const;
    const optimizer = n.fn.newAdamW(n, [parameter], options, 'HALF_AWAY', state);
    const { m, v } = optimizer.moments[0]!;
    const step = () => n.fn.optimizerStep(n, optimizer, [parameter]);
    step();
    expect(floatBits(parameter.value)).toEqual([0x3eff7c46, 0xbe7ef933]);
    expect(floatBits(m)).toEqual([0x3c23d70b, 0xbcf5c290]);
    expect(floatBits(v)).toEqual([0x3727c5ad, 0x38bcbe63]);
    step();
    expect(floatBits(parameter.value)).toEqual([0x3efef88c, 0xbe7df267]);
    step();
    expect(floatBits(parameter.value)).toEqual([0x3efe74d3, 0xbe7ceb9b]);
    expect(floatBits(m)).toEqual([0x3cde00d2, 0xbda6809e]);
    expect(floatBits(v)).toEqual([0x37fb681e, 0x398d6a90]);
  });

  test.each([
    [{ beta1: 1 }],
    [{ beta1: -0.1 }],
    [{ beta2: Number.NaN }],
    [{ beta2: 1 }],
    [{ epsilon: 0 }],
    [{ epsilon: Number.NaN }],
  ])('%o is refused', (change) => {
    const n = newNumerics('sym-2026-07-21');
    expect(() => n.fn.checkAdamW(n, { ...options, ...change })).toThrow(/^A23/);
  });

  test('quantized moments take their draws in the order m, v, p', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 7 });
    const parameter = { value: newTensor('ASYM', [3], 8), grad: float32Tensor([0.1, 0.2, 0.3]) };
    const state = { dtype: 'SYM_INT32', bits: 12, rounding: 'HALF_AWAY' } as const;
    const optimizer = n.fn.newAdamW(n, [parameter], options, 'SR_HALF_AWAY', state);
    n.fn.optimizerStep(n, optimizer, [parameter]);
    const draws = newNumerics('sym-2026-07-21', { rngState: 7 });
    for (let i = 0; i < 3 + 3 + 4; i++) draws.fn.rngStep(draws);
    expect(n.rng.state).toBe(draws.rng.state);
  });
});

describe('powers and cosines in double', () => {
  test.each([
    [0.9, 1, 0.9],
    [0.5, 10, 0.0009765625],
    [0, 0, 1],
    [0, 5, 0],
    [-2, 3, -8],
    [-2, 4, 16],
    [0.999, 2000, 0.13519992539749945],
    [2, 1023, 8.98846567431158e307],
    [2, 1024, Number.POSITIVE_INFINITY],
    [0.5, 5000, 0],
    [3, 5, 243],
  ])('%d^%d', (x, k, expected) => {
    expect(powInteger(x, k)).toBe(expected);
  });

  test.each([-1, 0.5, Number.NaN, Infinity])('has no power %d', (k) => {
    expect(() => powInteger(2, k)).toThrow(UndefinedBehaviour);
  });

  test.each([
    [0, 1],
    [Math.PI, -1],
    [Math.PI / 2, 6.123233995736766e-17],
    [1, 0.5403023058681398],
    [2, -0.4161468365471424],
    [3, -0.9899924966004454],
    [4, -0.6536436208636119],
    [6, 0.960170286650366],
    [100, 0.8623188722876839],
  ])('cos(%d)', (x, expected) => {
    expect(cosDouble(x)).toBe(expected);
  });
});
