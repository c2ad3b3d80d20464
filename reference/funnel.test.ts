import { describe, expect, test } from 'vitest';
import type { Arithmetic, Kernel, OutputMode } from './funnel.ts';
import { float32ToBits } from './num/float32.ts';
import { newNumerics } from './primitives.ts';
import { float32Tensor, newTensor, type Rounding, symInt32Tensor, type Tensor } from './tensor.ts';

const numerics = (rngState = 1) => newNumerics('sym-2026-07-21', { rngState });

/** x · w + b in SYM arithmetic. */
const product: Kernel = (n, operands, raw) => {
  n.fn.matmulSymBias(n, operands[0]!, operands[1]!, operands[2]!, raw);
};

function sym(rounding: Rounding): Arithmetic {
  return { type: 'ARITH_SYM_INT32', rounding };
}

const halfAway = sym('HALF_AWAY');

describe('V7: write and accumulate of one raw product', () => {
  const inputs = (): Tensor[] => [
    symInt32Tensor([3, -2], 0.5, 12),
    symInt32Tensor([4, 1, 7, -5], 0.25, 12, 'HALF_AWAY', [2, 2]),
    symInt32Tensor([10, -3], 0.1, 12),
  ];

  test.each([
    ['OUT_WRITE', symInt32Tensor([0, 0], 1, 12), [1117, 2047], 0x3a301603],
    ['OUT_ACC_FIXED_SCALE', symInt32Tensor([100, -7], 0.125, 16), [106, 4], 0x3e000000],
    ['OUT_ACC_DYNAMIC_RESCALE', symInt32Tensor([100, -7], 0.125, 16), [32767, 1236], 0x39d401a8],
  ] as const)('%s', (mode, target, codes, scale) => {
    const n = numerics();
    n.fn.executeOp(n, product, inputs(), halfAway, mode, target);
    expect([...target.data]).toEqual(codes);
    expect(float32ToBits(target.scale)).toBe(scale);
  });
});

describe('V8: stochastic draws of one call in order', () => {
  const run = (target: Tensor, arithmetic: Arithmetic) => {
    const n = numerics(42);
    const inputs = [
      float32Tensor([0.7, -1.3]),
      float32Tensor([0.5, -0.25, 0.125, 1], [2, 2]),
      float32Tensor([0.1, -0.2]),
    ];
    n.fn.executeOp(n, product, inputs, arithmetic, 'OUT_WRITE', target);
    return { target, state: n.rng.state };
  };
  const stochastic = sym('SR_HALF_AWAY');

  test('SYM_INT32, whatever the mode of the target', () => {
    for (const stored of ['HALF_AWAY', 'SR_HALF_AWAY'] as const) {
      const { target, state } = run(newTensor('SYM_INT32', [2], 12, stored), stochastic);
      expect([...target.data]).toEqual([351, -2047]);
      expect(float32ToBits(target.scale)).toBe(0x3a56779b);
      expect([state, target.rounding]).toEqual([3379058227, stored]);
    }
  });

  test('HALF_AWAY draws nothing', () => {
    const { target, state } = run(newTensor('SYM_INT32', [2], 12, 'SR_HALF_AWAY'), halfAway);
    expect([...target.data]).toEqual([351, -2047]);
    expect([float32ToBits(target.scale), state]).toEqual([0x3a5682d0, 42]);
  });

  test('ASYM draws for the zero point too', () => {
    const { target, state } = run(newTensor('ASYM', [2], 8), stochastic);
    expect([...target.data, target.zeroPoint]).toEqual([255, 0, -217]);
    expect([target.scale, state]).toEqual([Math.fround(0.00769385137), 3060050788]);
  });

  test('FLOAT32 and INT32 draw nothing in the epilogue; INT32 drops the scale', () => {
    const floats = run(newTensor('FLOAT32', [2]), stochastic);
    expect(Array.from(floats.target.data, float32ToBits)).toEqual([0x3e930f2d, 0xbfd65ccc]);
    expect(floats.state).toBe(1067267639);
    const ints = run(newTensor('INT32', [2]), stochastic);
    expect([...ints.target.data]).toEqual([925795, -5397979]);
  });
});

describe('the prologue (S65)', () => {
  test('passes matching operands, leaves sources alone, converts at 12 bits', () => {
    const n = numerics();
    const wide = symInt32Tensor([40000], 1, 17, 'SR_HALF_AWAY');
    expect(n.fn.operandOf(n, wide, halfAway)).toBe(wide);
    const source = float32Tensor([1, -0.5]);
    const operand = n.fn.operandOf(n, source, halfAway);
    expect([...operand.data, operand.bits]).toEqual([2047, -1024, 12]);
    expect([...source.data]).toEqual([1, -0.5]);
  });

  test('takes 16 bits under 2026-06-11', () => {
    const n = newNumerics('sym-2026-06-11');
    const operand = n.fn.operandOf(n, float32Tensor([1, -0.5]), halfAway);
    expect([...operand.data, operand.bits]).toEqual([32767, -16384, 16]);
  });
});

describe('accumulation guards (S68)', () => {
  const run = (target: Tensor, mode: OutputMode, type: Arithmetic['type'] = 'ARITH_FLOAT32') => {
    const n = numerics();
    const arithmetic = { type, rounding: 'HALF_AWAY' } as const;
    n.fn.executeOp(n, n.fn.identityKernel, [float32Tensor([1])], arithmetic, mode, target);
  };

  test.each([
    [newTensor('SYM_INT32', [1], 17), 'OUT_ACC_DYNAMIC_RESCALE'],
    [newTensor('SYM', [1], 17), 'OUT_ACC_DYNAMIC_RESCALE'],
    [newTensor('ASYM', [1], 17), 'OUT_ACC_DYNAMIC_RESCALE'],
    [newTensor('INT32', [1]), 'OUT_ACC_DYNAMIC_RESCALE'],
    [newTensor('BOOL', [1]), 'OUT_ACC_FIXED_SCALE'],
    [newTensor('ASYM', [1], 8), 'OUT_ACC_FIXED_SCALE'],
    [newTensor('SYM_INT32', [1], 12), 'OUT_ACC_FIXED_SCALE'],
  ] as const)('refuses %#', (target, mode) => {
    expect(() => run(target, mode)).toThrow('A14:');
  });

  test.each(['SYM_INT32', 'SYM', 'ASYM'] as const)('admits %s of 16 bits', (dtype) => {
    const target = newTensor(dtype, [1], 16);
    expect(() => run(target, 'OUT_ACC_DYNAMIC_RESCALE')).not.toThrow();
  });

  test('a gradient never writes (S71)', () => {
    const n = numerics();
    expect(() => n.fn.guardAccumulateMode(n, 'OUT_WRITE')).toThrow('A15:');
    expect(() => n.fn.guardAccumulateMode(n, 'OUT_ACC_FIXED_SCALE')).not.toThrow();
  });

  test('more than three inputs', () => {
    const n = numerics();
    const inputs = Array.from({ length: 4 }, () => float32Tensor([1]));
    const target = newTensor('FLOAT32', [1]);
    expect(() =>
      n.fn.executeOp(n, n.fn.identityKernel, inputs, halfAway, 'OUT_WRITE', target),
    ).toThrow('A13:');
  });
});

test('the arithmetic of a record (S63)', () => {
  const n = numerics();
  const record = (dtype: Tensor['dtype']) => newTensor(dtype, [1], 8, 'SR_HALF_AWAY');
  expect(n.fn.arithmeticOf(n, record('SYM_INT32'))).toEqual(sym('SR_HALF_AWAY'));
  for (const dtype of ['SYM', 'ASYM'] as const) {
    expect(n.fn.arithmeticOf(n, record(dtype))).toEqual({
      type: 'ARITH_FLOAT32',
      rounding: 'SR_HALF_AWAY',
    });
  }
  const plain = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };
  expect(n.fn.arithmeticOf(n, record('FLOAT32'))).toEqual(plain);
  expect(n.fn.arithmeticOf(n, undefined)).toEqual(plain);
});
