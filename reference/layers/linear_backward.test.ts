import { describe, expect, test } from 'vitest';
import type { ContractId } from '../contracts.ts';
import { float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import {
  float,
  sym12,
  symHalfAway,
  uniformContext,
  withFloatGrad,
  withSym16Grad,
} from './fixtures.ts';
import type { LinearLayer } from './layer.ts';

function bits(t: Tensor): number {
  return float32ToBits(t.scale);
}

describe('Linear, B6.1', () => {
  const weight = withSym16Grad(sym12([10, 20, -30, -5, 0, 7], 0.02, [2, 3]));
  const bias = withSym16Grad(sym12([40, -8], 0.05, [2]));
  const layer: LinearLayer = { kind: 'linear', ...uniformContext(symHalfAway), weight, bias };
  const x = sym12([100, -50, 25, 3, 2047, -7], 0.01, [2, 3]);
  const n = newNumerics('sym-2026-07-21');

  test('forward', () => {
    const y = newTensor('SYM_INT32', [2, 2], 12);
    n.fn.layerForward(n, layer, x, y);
    expect([...y.data]).toEqual([370, -93, 2047, -83]);
    expect(bits(y)).toBe(0x3ba3db23);
  });

  test('backward', () => {
    const dx = newTensor('SYM_INT32', [2, 3], 12);
    n.fn.layerBackward(n, layer, x, sym12([300, -200, 150, 77], 0.02, [2, 2]), dx);
    expect([...weight.grad.data]).toEqual([3416, 32767, 724, -2218, 18806, -621]);
    expect(bits(weight.grad)).toBe(0x3ae9a5aa);
    expect([...bias.grad.data]).toEqual([9, -2]);
    expect(bias.grad.scale).toBe(1);
    expect([...dx.data]).toEqual([787, 1181, -2047, 219, 590, -780]);
    expect(bits(dx)).toBe(0x3b052f5e);
  });
});

interface WireContractRow {
  readonly contract: ContractId;
  readonly y: readonly number[];
  readonly yScale: number;
  readonly dx: readonly number[];
  readonly dxScale: number;
}

const raw = {
  y: [2381312, -4317497],
  yScale: 0x350637be,
  dx: [2010880, -1729715],
  dxScale: 0x358637be,
};
const wireContracts: readonly WireContractRow[] = [
  { contract: 'sym-2026-06-11', ...raw },
  { contract: 'sym-2026-06-23', ...raw },
  {
    contract: 'sym-2026-07-21',
    y: [1129, -2047],
    yScale: 0x3a8a3a37,
    dx: [2047, -1761],
    dxScale: 0x3a80c25b,
  },
];

describe.each(wireContracts)('the two wire contracts, H2: $contract', (row) => {
  const weight = withSym16Grad(sym12([1024, -512, 256, 2047], 0.0005, [2, 2]));
  const bias = withSym16Grad(sym12([1024, -2047], 1e-4, [2]));
  const layer: LinearLayer = { kind: 'linear', ...uniformContext(symHalfAway), weight, bias };
  const x = sym12([1102, -2047], 0.001, [1, 2]);
  const n = newNumerics(row.contract);

  test('forward, and the Quantization layer behind it', () => {
    const y = newTensor('SYM_INT32', [1, 2], 12);
    n.fn.layerForward(n, layer, x, y);
    expect([...y.data]).toEqual(row.y);
    expect(bits(y)).toBe(row.yScale);
    const restored = newTensor('SYM_INT32', [1, 2], 12);
    n.fn.layerForward(n, { kind: 'quantization' }, y, restored);
    expect([...restored.data]).toEqual([1129, -2047]);
    expect(bits(restored)).toBe(0x3a8a3a37);
  });

  test.each([
    { pass: 1, scale: 0x3986173e, db: [4, -1] },
    { pass: 2, scale: 0x3a06173e, db: [8, -2] },
  ])('backward pass $pass', ({ scale, db }) => {
    const dx = newTensor('SYM_INT32', [1, 2], 12);
    n.fn.layerBackward(n, layer, x, sym12([2047, -333], 0.002, [1, 2]), dx);
    expect([...dx.data]).toEqual(row.dx);
    expect(bits(dx)).toBe(row.dxScale);
    expect([...weight.grad.data]).toEqual([17640, -32767, -2870, 5330]);
    expect(bits(weight.grad)).toBe(scale);
    expect([...bias.grad.data]).toEqual(db);
    expect(bias.grad.scale).toBe(1);
  });
});

describe('refusals', () => {
  const narrow = sym12([1, 2, 3, 4], 1, [2, 2]);
  const wide = symInt32Tensor([1, 2, 3, 4], 1, 13, 'HALF_AWAY', [2, 2]);
  const layerOf = (weight: Tensor, changes: Partial<LinearLayer> = {}): LinearLayer => ({
    kind: 'linear',
    ...uniformContext(symHalfAway),
    weight: withSym16Grad(weight),
    bias: undefined,
    ...changes,
  });

  test.each([
    { name: 'dy label 13', layer: layerOf(narrow), x: narrow, dy: wide, code: 'A16' },
    { name: 'x label 13', layer: layerOf(narrow), x: wide, dy: narrow, code: 'A16' },
    { name: 'W label 13', layer: layerOf(wide), x: narrow, dy: narrow, code: 'A16' },
    {
      name: 'weight mode OUT_WRITE',
      layer: layerOf(narrow, { weightGradAccMode: 'OUT_WRITE' }),
      x: narrow,
      dy: narrow,
      code: 'A15',
    },
    {
      name: 'bias mode OUT_WRITE',
      layer: layerOf(narrow, {
        bias: withSym16Grad(sym12([1, 2], 1, [2])),
        biasGradAccMode: 'OUT_WRITE',
      }),
      x: narrow,
      dy: narrow,
      code: 'A15',
    },
  ])('$name is refused with $code', ({ layer, x, dy, code }) => {
    const n = newNumerics('sym-2026-07-21');
    const dx = newTensor('SYM_INT32', [2, 2], 12);
    expect(() => n.fn.layerBackward(n, layer, x, dy, dx)).toThrow(`${code}:`);
  });

  test('2026-06-11 checks no label', () => {
    const n = newNumerics('sym-2026-06-11');
    const dx = newTensor('SYM_INT32', [2, 2], 16);
    const bias = withSym16Grad(sym12([0, 0], 1, [2]));
    n.fn.layerBackward(n, layerOf(wide, { bias }), wide, wide, dx);
    expect([...dx.data]).toEqual([7, 10, 15, 22]);
  });
});

test('the FLOAT32 arm adds sequential sums', () => {
  const weight = withFloatGrad(float32Tensor([1, 2, 3, 4], [2, 2]));
  const bias = withFloatGrad(float32Tensor([0, 0]));
  const layer: LinearLayer = { kind: 'linear', ...uniformContext(float), weight, bias };
  const n = newNumerics('sym-2026-07-21');
  const dx = newTensor('FLOAT32', [2, 2]);
  const x = float32Tensor([1, 2, 3, 4], [2, 2]);
  n.fn.layerBackward(n, layer, x, float32Tensor([1, -1, 0.5, 2], [2, 2]), dx);
  expect([...weight.grad.data]).toEqual([2.5, 4, 5, 6]);
  expect([...bias.grad.data]).toEqual([1.5, 1]);
  expect([...dx.data]).toEqual([-2, -2, 6.5, 9]);
});

test('June converts a FLOAT32 gradient, accumulates on its fresh scale and converts back', () => {
  const n = newNumerics('sym-2026-06-11');
  const weight = withFloatGrad(sym12([1, 2], 1, [1, 2]));
  const bias = { value: sym12([3], 1, [1]), grad: float32Tensor([32767]) };
  const layer: LinearLayer = { kind: 'linear', ...uniformContext(symHalfAway), weight, bias };
  const dx = newTensor('SYM_INT32', [1, 2], 16);
  n.fn.layerBackward(n, layer, sym12([5, 6], 1, [1, 2]), sym12([7], 0.25, [1, 1]), dx);
  // 7 · 0.25 = 1.75 rounds to 2 at the fresh scale 1
  expect([...bias.grad.data]).toEqual([32769]);
});
