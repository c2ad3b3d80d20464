import { describe, expect, test } from 'vitest';
import type { Arithmetic } from '../funnel.ts';
import { float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { floats, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import {
  float,
  sym12,
  symHalfAway,
  symStochastic,
  uniformContext,
  withFloatGrad,
  withSym16Grad,
} from './fixtures.ts';
import type { GroupNormLayer, LayerNormLayer, Parameter } from './layer.ts';

const eps = Math.fround(1e-5);

function bits(t: Tensor): number {
  return float32ToBits(t.scale);
}

function floatBits(t: Tensor): number[] {
  return Array.from(floats(t), float32ToBits);
}

function layerNorm(
  gamma: Parameter,
  beta: Parameter,
  math: Arithmetic = symHalfAway,
): LayerNormLayer {
  const context = uniformContext(math);
  return {
    kind: 'layer_norm',
    ...context,
    biasGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
    gamma,
    beta,
    eps,
  };
}

const gammaOf = (): Tensor => sym12([2047, 1024, -512, 2047], 5e-4, [4]);
const betaOf = (): Tensor => sym12([0, 100, -2047, 5], 1e-4, [4]);
const dyValues = [10, -20, 30, -40, 1000, 0, -2047, 3];

describe('LayerNorm, B6.4', () => {
  const layer = layerNorm(withSym16Grad(gammaOf()), withFloatGrad(betaOf()));
  const x = sym12([100, 200, 300, 400, -50, 0, 7, 2047], 0.01, [2, 4]);
  const n = newNumerics('sym-2026-07-21');

  test('forward', () => {
    const y = newTensor('SYM_INT32', [2, 4], 12);
    n.fn.layerForward(n, layer, x, y);
    expect([...y.data]).toEqual([-1586, -253, -369, 1586, -730, -320, -73, 2047]);
    expect(bits(y)).toBe(0x3a6304c1);
  });

  test('backward', () => {
    const dx = newTensor('SYM_INT32', [2, 4], 12);
    n.fn.layerBackward(n, layer, x, sym12(dyValues, 1e-3, [2, 4]), dx);
    expect([...layer.gamma.grad.data]).toEqual([-18024, 256, 32767, -1393]);
    expect(bits(layer.gamma.grad)).toBe(0x3812b0c2);
    // the example is given in seven digits
    const rounded = Array.from(layer.beta.grad.data, (v) => Number(v.toPrecision(7)));
    expect(rounded).toEqual([1.01, -0.02, -2.017, -0.037]);
    expect([...dx.data]).toEqual([-8, -178, 381, -194, 1961, -2047, 38, 48]);
    expect(bits(dx)).toBe(0x37ecea7d);
  });
});

describe('GroupNorm, B6.5', () => {
  const layer: GroupNormLayer = {
    ...layerNorm(withSym16Grad(gammaOf()), withSym16Grad(betaOf())),
    kind: 'group_norm',
    groups: 2,
  };
  const x = sym12([1, 2, 3, 4, -5, 6, 7, 80], 0.1, [1, 4, 2]);
  const n = newNumerics('sym-2026-07-21');

  test('forward', () => {
    const y = newTensor('SYM_INT32', [1, 4, 2], 12);
    n.fn.layerForward(n, layer, x, y);
    expect([...y.data]).toEqual([-1601, -534, 279, 812, 0, -97, -528, 2047]);
    expect(bits(y)).toBe(0x3a60e047);
  });

  test('backward', () => {
    const dx = newTensor('SYM_INT32', [1, 4, 2], 12);
    n.fn.layerBackward(n, layer, x, sym12(dyValues, 1e-3, [1, 4, 2]), dx);
    expect([...layer.gamma.grad.data]).toEqual([-160, -1441, -28653, 32767]);
    expect(bits(layer.gamma.grad)).toBe(0x37e9c66a);
    expect([...layer.beta.grad.data]).toEqual([-160, -160, 16023, -32767]);
    expect(bits(layer.beta.grad)).toBe(0x3882d1ec);
    expect([...dx.data]).toEqual([252, -871, 986, -367, 827, 1069, -2047, 151]);
    expect(bits(dx)).toBe(0x3951511b);
  });
});

describe('V33: h is clamped before a stochastic rounding', () => {
  const x = sym12([2000, -300, 17, -900], 0.01, [1, 4]);
  const gamma = sym12([1, 1, 1, 1], 1, [4]);
  const beta = sym12([0, 0, 0, 0], 1, [4]);

  test('raw mantissas', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 15886 });
    const raw = newTensor('SYM_INT32', [1, 4], 12, 'SR_HALF_AWAY');
    n.fn.layerNormForwardSym(n, x, gamma, beta, raw, eps);
    expect([...raw.data]).toEqual([2048, -575, -214, -1259]);
    expect(bits(raw)).toBe(0x3a536718);
    expect(n.rng.state).toBe(3381650677);
  });

  test('as a FLOAT32 wire', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 15886 });
    const y = newTensor('FLOAT32', [1, 4]);
    const layer = layerNorm(withFloatGrad(gamma), withFloatGrad(beta), symStochastic);
    n.fn.layerForward(n, layer, x, y);
    expect(floatBits(y)).toEqual([0x3fd36718, 0xbeed6a47, 0xbe30b82e, 0xbf81f580]);
  });
});

test.each([
  { seed: 1, dx: [-506, 2047, 260, -1802], state: 307599695 },
  { seed: 10605, dx: [-506, 2048, 260, -1801], state: 1230210248 },
])('V34: dx of LayerNorm under SR from seed $seed', ({ seed, dx: codes, state }) => {
  const n = newNumerics('sym-2026-07-21', { rngState: seed });
  const gamma = withFloatGrad(sym12([2047, -1000, 500, 1200], 0.001, [4]));
  const layer = layerNorm(gamma, withFloatGrad(sym12([0, 0, 0, 0], 1, [4])));
  const x = sym12([2000, -300, 17, -900], 0.01, [1, 4]);
  const dx = newTensor('SYM_INT32', [1, 4], 12, 'SR_HALF_AWAY');
  n.fn.layerBackward(n, layer, x, sym12([700, -1500, 2047, 40], 0.002, [1, 4]), dx);
  expect([...dx.data]).toEqual(codes);
  expect(bits(dx)).toBe(0x387b08e2);
  expect(n.rng.state).toBe(state);
});

describe('constant input', () => {
  test('is recognised on integers, B6.11', () => {
    const size = 8197;
    const n = newNumerics('sym-2026-07-21');
    const gamma = sym12(new Array(size).fill(2047), Math.fround(1 / 2047), [size]);
    const beta = sym12(
      Array.from({ length: size }, (_, i) => i % 5),
      0.01,
      [size],
    );
    const layer = layerNorm(withFloatGrad(gamma), withFloatGrad(beta));
    const y = newTensor('SYM_INT32', [1, size], 12);
    n.fn.layerForward(n, layer, sym12(new Array(size).fill(2047), 0.5, [1, size]), y);
    expect([...y.data].slice(0, 5)).toEqual([0, 499, 1023, 1523, 2047]);
    expect(bits(y)).toBe(0x37a42908);
  });

  test('draws nothing for h and one number per β seed', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = layerNorm(
      withFloatGrad(sym12([1, 1], 1, [2])),
      withFloatGrad(sym12([0, 0], 1, [2])),
      symStochastic,
    );
    const y = newTensor('FLOAT32', [1, 2]);
    n.fn.layerForward(n, layer, sym12([7, 7], 0.5, [1, 2]), y);
    const counted = newNumerics('sym-2026-07-21');
    counted.fn.rngStep(counted);
    counted.fn.rngStep(counted);
    expect(n.rng.state).toBe(counted.rng.state);
  });
});

describe('refusals', () => {
  const ok = sym12([1, 2, 3, 4], 0.5, [2, 2]);
  const wide = symInt32Tensor([1, 2, 3, 4], 0.5, 13, 'HALF_AWAY', [2, 2]);
  const layer = (gradBits = 16): LayerNormLayer =>
    layerNorm(
      { value: sym12([1, 2], 1, [2]), grad: newTensor('SYM_INT32', [2], gradBits) },
      withFloatGrad(sym12([0, 0], 1, [2])),
    );

  test.each([
    { name: 'x label 13', x: wide, dy: ok, code: 'B2', layer: layer() },
    { name: 'dy label 13', x: ok, dy: wide, code: 'B2', layer: layer() },
    { name: 'dy FLOAT32', x: ok, dy: newTensor('FLOAT32', [2, 2]), code: 'B2', layer: layer() },
    { name: 'gradient of 17 bits', x: ok, dy: ok, code: 'A14', layer: layer(17) },
    {
      name: 'γ mode OUT_WRITE',
      x: ok,
      dy: ok,
      code: 'A15',
      layer: { ...layer(), weightGradAccMode: 'OUT_WRITE' as const },
    },
    {
      name: 'FIXED into SYM_INT32',
      x: ok,
      dy: ok,
      code: 'A14',
      layer: { ...layer(), weightGradAccMode: 'OUT_ACC_FIXED_SCALE' as const },
    },
    {
      name: 'FLOAT32 arm over SYM_INT32',
      x: ok,
      dy: ok,
      code: 'B2',
      layer: { ...layer(), propLossMath: float },
    },
  ])('$name: $code', ({ x, dy, code, layer: record }) => {
    const n = newNumerics('sym-2026-07-21');
    const dx = newTensor('SYM_INT32', [2, 2], 12);
    expect(() => n.fn.layerBackward(n, record, x, dy, dx)).toThrow(`${code}:`);
  });

  test('June refuses FLOAT32 gradients under SYM arithmetic', () => {
    const n = newNumerics('sym-2026-06-11');
    const dx = newTensor('SYM_INT32', [2, 2], 16);
    expect(() => n.fn.layerBackward(n, layer(), ok, ok, dx)).toThrow('B2:');
  });

  test('the β seed of an almost constant input leaves the accumulator', () => {
    const n = newNumerics('sym-2026-07-21');
    const record = layerNorm(
      withFloatGrad(sym12([1, 1], 1e-6, [2])),
      withFloatGrad(sym12([2047, 0], 1e3, [2])),
    );
    const y = newTensor('SYM_INT32', [1, 2], 12);
    expect(() => n.fn.layerForward(n, record, sym12([5, 6], 1e-6, [1, 2]), y)).toThrow('A12:');
  });

  test.each([
    { name: 'rank 2', shape: [2, 2], order: [0, 1], groups: 1 },
    { name: 'permuted order', shape: [1, 2, 2], order: [0, 2, 1], groups: 1 },
    { name: 'channels of γ', shape: [1, 4, 1], order: [0, 1, 2], groups: 1 },
    { name: '3 groups of 2 channels', shape: [1, 2, 2], order: [0, 1, 2], groups: 3 },
  ])('GroupNorm: $name', ({ shape, order, groups }) => {
    const n = newNumerics('sym-2026-07-21');
    const record: GroupNormLayer = { ...layer(), kind: 'group_norm', groups };
    const x = { ...sym12([1, 2, 3, 4], 0.5, shape), order };
    const y = newTensor('SYM_INT32', shape, 12);
    expect(() => n.fn.layerForward(n, record, x, y)).toThrow('B2:');
  });
});
