import { describe, expect, test } from 'vitest';
import { float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, symInt32Tensor } from '../tensor.ts';

const layer = { kind: 'quantization' } as const;

describe('the Quantization layer', () => {
  test('requants SYM_INT32 to SYM_INT32, never a copy (V3)', () => {
    const n = newNumerics('sym-2026-07-21');
    const y = newTensor('SYM_INT32', [2], 12);
    n.fn.layerForward(n, layer, symInt32Tensor([2054, 1027], 0.1, 12), y);
    expect([...y.data]).toEqual([2047, 1023]);
    expect(float32ToBits(y.scale)).toBe(0x3dcd8017);
  });

  test('uses the divide form in June (V3)', () => {
    const n = newNumerics('sym-2026-06-11');
    const y = newTensor('SYM_INT32', [2], 12);
    n.fn.layerForward(n, layer, symInt32Tensor([2054, 1027], 0.1, 12), y);
    expect([...y.data]).toEqual([2047, 1024]);
  });

  test('quantizes the loss on the way back with the mode of dx', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 2224793406 });
    const dx = newTensor('SYM_INT32', [2], 12, 'SR_HALF_AWAY');
    const x = newTensor('FLOAT32', [2]);
    n.fn.layerBackward(n, layer, x, float32Tensor([1, -0.25]), dx);
    expect([...dx.data]).toEqual([2047, -512]);
    expect(n.rng.state).toBe(65019631);
  });

  test('unpacking overwrites the declared width (V21)', () => {
    const n = newNumerics('sym-2026-07-21');
    const x = newTensor('SYM', [2], 6);
    const y = newTensor('SYM_INT32', [2], 12);
    n.fn.layerForward(n, layer, x, y);
    expect(y.bits).toBe(6);
  });

  test.each(['FLOAT32', 'INT32', 'BOOL'] as const)('refuses %s to itself', (dtype) => {
    const n = newNumerics('sym-2026-07-21');
    const forward = (): void => {
      n.fn.layerForward(n, layer, newTensor(dtype, [2]), newTensor(dtype, [2]));
    };
    expect(forward).toThrow('A22:');
  });
});
