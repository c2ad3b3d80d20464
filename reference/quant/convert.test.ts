import { describe, expect, test } from 'vitest';
import type { ContractId } from '../contracts.ts';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import {
  type Dtype,
  dtypes,
  float32Tensor,
  newTensor,
  type Rounding,
  symInt32Tensor,
  type Tensor,
} from '../tensor.ts';

const current = 'sym-2026-07-21';

function numerics(rngState = 1, contract: ContractId = current) {
  return newNumerics(contract, { rngState });
}

function hex(t: Tensor): string {
  return Array.from(t.data, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function bits(t: Tensor): number[] {
  return Array.from(t.data, float32ToBits);
}

function int32(values: readonly number[]): Tensor {
  const t = newTensor('INT32', [values.length]);
  t.data = Int32Array.from(values);
  return t;
}

function converted(x: Tensor, dtype: Dtype, width = 0, mode: Rounding = 'HALF_AWAY'): Tensor {
  const y = newTensor(dtype, x.shape, width, mode);
  const n = numerics();
  n.fn.convert(n, x, y);
  return y;
}

const sample = (): Tensor => float32Tensor([1, -0.5, 0.25, 0]);

describe('FLOAT32 → SYM (S37, V5)', () => {
  test.each([
    [2, '0d', 0x3f800000],
    [3, '73 00', 0x3eaaaaab],
    [4, 'd7 02', 0x3e124925],
    [6, '1f 8c 00', 0x3d042108],
    [12, 'ff 07 c0 00 02 00', 0x3a001002],
  ])('%i bits', (width, bytes, scale) => {
    const y = converted(sample(), 'SYM', width);
    expect(hex(y)).toBe(bytes);
    expect(float32ToBits(y.scale)).toBe(scale);
  });

  test('stochastic, seed 3', () => {
    const n = numerics(3);
    const y = newTensor('SYM', [5], 5, 'SR_HALF_AWAY');
    n.fn.convert(n, float32Tensor([0.9, -0.4, 0.33, -0.05, 0.61]), y);
    expect(hex(y)).toBe('2f 9b af 00');
    expect(float32ToBits(y.scale)).toBe(0x3d75c28f);
    expect(n.rng.state).toBe(1833517003);
  });
});

describe('FLOAT32 → ASYM (S38, V6)', () => {
  test.each([
    [2, '63', 0x3f000000, -1],
    [4, '0f 58', 0x3dcccccd, -5],
    [6, '3f 00 56', 0x3cc30c31, -21],
    [8, 'ff 00 80 55', 0x3bc0c0c1, -85],
  ])('%i bits', (width, bytes, scale, zeroPoint) => {
    const y = converted(sample(), 'ASYM', width);
    expect(hex(y)).toBe(bytes);
    expect(y.zeroPoint).toBe(zeroPoint);
    expect(float32ToBits(y.scale)).toBe(scale);
  });

  test('the zero point draws before the elements', () => {
    const n = numerics(11);
    const y = newTensor('ASYM', [4], 8, 'SR_HALF_AWAY');
    n.fn.convert(n, sample(), y);
    expect(hex(y)).toBe('ff 00 80 55');
    expect(n.rng.state).toBe(1712960839);
  });

  test('decodes and goes on to the other formats', () => {
    const y = converted(sample(), 'ASYM', 8);
    expect(bits(converted(y, 'FLOAT32'))).toEqual([0x3f800000, 0xbf000000, 0x3e818182, 0]);
    const sym = converted(y, 'SYM_INT32', 12);
    expect([...sym.data]).toEqual([170, -85, 43, 0]);
    expect(float32ToBits(sym.scale)).toBe(0x3bc0c0c1);
    expect(hex(converted(y, 'SYM', 6))).toBe('1f 8c 00');
  });

  test('an empty tensor is left alone', () => {
    const n = numerics();
    const y = newTensor('ASYM', [0], 8, 'SR_HALF_AWAY');
    y.scale = 7;
    n.fn.convert(n, float32Tensor([]), y);
    expect([y.scale, n.rng.state]).toEqual([7, 1]);
  });
});

describe('INT32 → ASYM (S34)', () => {
  test('the example of the clause', () => {
    const y = converted(int32([16777217, -16777217, 3, 0]), 'ASYM', 8);
    expect([hex(y), y.zeroPoint, y.scale]).toEqual(['ff 00 7f 7f', -127, 131586.015625]);
  });
});

describe('SYM_INT32 → SYM (S41)', () => {
  test.each([
    [[2054, 1027], 0x3dcccccd, [2047, 1024], 0x3dcd8017],
    [[2050, 1025], 0x3f333333, [2047, 1024], 0x3f33766f],
    [[2056, 1028], 0x3e99999a, [2047, 1024], 0x3e9a467d],
    [[-44344, 37785, 24100, -2869], 0x3d051eb8, [-2047, 1744, 1113, -132], 0x3f343c4a],
    [[-23942, -78900, -35744, 76067], 0x3b7f9724, [-621, -2047, -927, 1973], 0x3e19ee1f],
    [[61410, 21026, -9675, -8059], 0x3c06594b, [2047, 701, -323, -269], 0x3e7be76d],
  ])('is the two-step form, %j (V3)', (mantissas, sIn, codes, scale) => {
    const n = numerics();
    const y = converted(symInt32Tensor(mantissas, float32FromBits(sIn), 12), 'SYM', 12);
    expect([...n.fn.codesOf(n, y)]).toEqual(codes);
    expect(float32ToBits(y.scale)).toBe(scale);
  });

  test('packs the codes of the first row', () => {
    expect(hex(converted(symInt32Tensor([2054, 1027], 0.1, 12), 'SYM', 12))).toBe('ff 07 40');
  });
});

describe('labels (S32, S45, S49, V21)', () => {
  test('ASYM keeps the label of SYM_INT32, SYM overwrites it', () => {
    const y = converted(converted(sample(), 'ASYM', 20), 'SYM_INT32', 12);
    expect([...y.data]).toEqual([699050, -349525, 174763, 0]);
    expect(y.bits).toBe(12);
    const z = converted(converted(sample(), 'SYM', 20), 'SYM_INT32', 12);
    expect([...z.data]).toEqual([524287, -262144, 131072, 0]);
    expect(z.bits).toBe(20);
  });

  test('INT32 is copied at scale 1', () => {
    const y = converted(int32([1000000]), 'SYM_INT32', 12);
    expect([y.data[0], y.scale, y.bits]).toEqual([1000000, 1, 12]);
  });
});

describe('FLOAT32 → INT32 (S35)', () => {
  test('truncates toward zero', () => {
    const y = converted(float32Tensor([1.9, -1.9, -0.5, 2147483520, -2147483648]), 'INT32');
    expect([...y.data]).toEqual([1, -1, 0, 2147483520, -2147483648]);
    expect(Object.is(y.data[2], 0)).toBe(true);
  });

  test('notes what leaves int32', () => {
    const n = numerics();
    n.fn.convert(n, float32Tensor([Number.NaN, 3e9]), newTensor('INT32', [2]));
    expect(n.overflow.cast).toEqual({ when: 'always', count: 2 });
  });
});

describe('same type (S29)', () => {
  test('SYM_INT32 copies mantissas and scale, keeps label and mode', () => {
    const x = symInt32Tensor([1 << 30, -5], 0.25, 16, 'HALF_AWAY');
    const y = converted(x, 'SYM_INT32', 12, 'SR_HALF_AWAY');
    expect([...y.data, y.scale, y.bits, y.rounding]).toEqual([
      1 << 30,
      -5,
      0.25,
      12,
      'SR_HALF_AWAY',
    ]);
  });

  test.each(['SYM', 'ASYM'] as const)('refuses %s of two widths', (dtype) => {
    expect(() => converted(newTensor(dtype, [4], 5), dtype, 2)).toThrow('A5:');
  });

  test('a SYM scale is not copied in June', () => {
    const n = numerics(1, 'sym-2026-06-23');
    const [x, y] = [newTensor('SYM', [2], 4), newTensor('SYM', [2], 4)];
    x.scale = 0.5;
    n.fn.convert(n, x, y);
    expect(y.scale).toBe(1);
  });
});

describe('refusals (S30)', () => {
  const numeric = dtypes.filter((dtype) => dtype !== 'BOOL');
  test.each(numeric)('BOOL and %s', (dtype) => {
    expect(() => converted(newTensor('BOOL', [3]), dtype, 8)).toThrow('A4:');
    expect(() => converted(newTensor(dtype, [3], 8), 'BOOL')).toThrow('A4:');
  });

  test.each([['INT32'], ['FLOAT32'], ['SYM_INT32'], ['ASYM']] as const)(
    'SYM and %s under 2026-06-11',
    (dtype) => {
      const n = numerics(1, 'sym-2026-06-11');
      const [sym, other] = [newTensor('SYM', [3], 8), newTensor(dtype, [3], 8)];
      expect(() => n.fn.convert(n, sym, other)).toThrow('A4:');
      expect(() => n.fn.convert(n, other, sym)).toThrow('A4:');
    },
  );

  test('codes that do not fit, and packed widths of 0', () => {
    expect(() => converted(int32([4]), 'SYM', 3)).toThrow('A7:');
    expect(() => converted(int32([0]), 'SYM', 0)).toThrow('A6:');
    // 26 bits and more: the float bound exceeds the exact one (D5)
    expect(() => converted(sample(), 'SYM', 26)).toThrow('A7:');
  });

  test('ASYM zero points beyond int32 and widths', () => {
    const far = float32Tensor([1e9, Math.fround(1e9 + 64)]);
    expect(() => converted(far, 'ASYM', 8)).toThrow('A3:');
    expect(() => converted(float32Tensor([Number.NaN, 1]), 'ASYM', 8)).toThrow('A3:');
    expect(() => converted(sample(), 'ASYM', 31)).toThrow('A2:');
    expect(() => converted(sample(), 'ASYM', 0)).toThrow('A2:');
  });
});

describe('clamp order (V31)', () => {
  test.each([
    [8, [127, -32], [128, -32], 0x3c010204],
    [12, [2047, -512], [2048, -512], 0x3a001002],
    [16, [32767, -8192], [32768, -8192], 0x38000100],
  ])('%i bits', (width, july, june, scale) => {
    for (const [contract, codes] of [
      [current, july],
      ['sym-2026-06-11', june],
      ['sym-2026-06-23', june],
    ] as const) {
      const n = numerics(2224793406, contract);
      const y = newTensor('SYM_INT32', [2], width, 'SR_HALF_AWAY');
      n.fn.convert(n, float32Tensor([1, -0.25]), y);
      expect([...y.data]).toEqual(codes);
      expect(float32ToBits(y.scale)).toBe(scale);
      expect(n.rng.state).toBe(65019631);
    }
  });
});

describe('subnormal scales (V20)', () => {
  test('the clamp is load-bearing', () => {
    const y = converted(float32Tensor([3e-42, 1.5e-42]), 'SYM_INT32', 12);
    expect([...y.data, float32ToBits(y.scale)]).toEqual([2047, 1070, 1]);
    const z = converted(float32Tensor([-0, 0]), 'SYM_INT32', 12);
    expect([...z.data, z.scale]).toEqual([0, 0, 1]);
  });
});

describe('executeConvert (S69)', () => {
  test('requants SYM_INT32 to SYM_INT32 in the ratio form', () => {
    const n = numerics();
    const y = newTensor('SYM_INT32', [2], 12);
    n.fn.executeConvert(n, symInt32Tensor([2054, 1027], 0.1, 12), y);
    expect([...y.data]).toEqual([2047, 1023]);
  });
});

describe('repack (S53, V5)', () => {
  test('packs without rescale, refuses what does not fit', () => {
    const n = numerics();
    const y = newTensor('SYM', [3], 4);
    n.fn.repack(n, symInt32Tensor([7, -8, 3], 0.25, 12), y);
    expect([hex(y), y.scale]).toEqual(['87 03', 0.25]);
    expect(() => n.fn.repack(n, symInt32Tensor([8], 1, 12), newTensor('SYM', [1], 4))).toThrow(
      'A7:',
    );
  });
});

describe('decodeWindow (S54)', () => {
  const x = symInt32Tensor(
    Array.from({ length: 300 }, (_, i) => i),
    0.5,
    12,
  );

  test('reads a window', () => {
    const n = numerics();
    expect([...n.fn.decodeWindow(n, x, 8, 3)]).toEqual([4, 4.5, 5]);
    expect([...n.fn.decodeWindow(n, x, 296, 0)]).toEqual([]);
    expect(n.fn.decodeWindow(n, x, 40, 256)).toHaveLength(256);
  });

  test.each([
    [0, 257],
    [4, 8],
    [296, 5],
  ])('refuses offset %i, count %i', (offset, count) => {
    const n = numerics();
    expect(() => n.fn.decodeWindow(n, x, offset, count)).toThrow('A9:');
  });

  test.each(['INT32', 'BOOL'] as const)('refuses %s', (dtype) => {
    const n = numerics();
    expect(() => n.fn.decodeWindow(n, newTensor(dtype, [8]), 0, 8)).toThrow('A9:');
  });
});

describe('fill (S55) and copy (S9)', () => {
  test('fills in the mode of the tensor, refuses counts and BOOL', () => {
    const n = numerics();
    const y = newTensor('SYM_INT32', [4], 12);
    n.fn.fill(n, Float32Array.of(1, -0.5, 0.25, 0), y);
    expect([...y.data]).toEqual([2047, -1024, 512, 0]);
    expect(() => n.fn.fill(n, Float32Array.of(1), y)).toThrow('A10:');
    expect(() => n.fn.fill(n, Float32Array.of(1), newTensor('BOOL', [1]))).toThrow('A10:');
  });

  test('copies width and mode, unlike the same-type conversion', () => {
    const n = numerics();
    const x = symInt32Tensor([70000], 0.5, 18, 'SR_HALF_AWAY');
    const y = newTensor('SYM_INT32', [1], 12);
    n.fn.tensorCopy(n, x, y);
    expect([y.data[0], y.scale, y.bits, y.rounding]).toEqual([70000, 0.5, 18, 'SR_HALF_AWAY']);
    expect(() => n.fn.tensorCopy(n, x, newTensor('FLOAT32', [1]))).toThrow('A26:');
  });
});

describe('constant data (S24)', () => {
  test.each([
    [-2.5, 2.5, -1],
    [2.5, 2.5, 1],
    [0, 1, 0],
  ])('%f', (value, scale, zeroPoint) => {
    const y = converted(float32Tensor([value, value]), 'ASYM', 8);
    expect([...y.data, y.scale, y.zeroPoint]).toEqual([0, 0, scale, zeroPoint]);
  });
});

describe('the per-cell affine rules of June (H4)', () => {
  test('FLOAT32 divides by 2^b, constants get zero point 1', () => {
    const n = numerics(1, 'sym-2026-06-23');
    const y = newTensor('ASYM', [3], 8);
    n.fn.convert(n, float32Tensor([0, 1, 0.5]), y);
    expect([y.scale, y.zeroPoint, ...y.data]).toEqual([1 / 256, 0, 0, 255, 128]);
    n.fn.convert(n, float32Tensor([-2.5, -2.5, -2.5]), y);
    expect([y.scale, y.zeroPoint]).toEqual([-2.5, 1]);
  });

  test('the zero point passes through int16', () => {
    const n = numerics(1, 'sym-2026-06-11');
    expect(n.fn.narrowZeroPoint(n, 40000, 'HALF_AWAY')).toBe(-25536);
  });
});

describe('records (S2)', () => {
  test.each([
    ['SYM_INT32', 32, 'A1:'],
    ['ASYM', 0, 'A2:'],
    ['ASYM', 31, 'A2:'],
  ] as const)('refuses %s of %i bits', (dtype, width, code) => {
    const n = numerics();
    const record = { dtype, bits: width, rounding: 'HALF_AWAY' } as const;
    expect(() => n.fn.initTensor(n, record, [1])).toThrow(code);
  });
});
