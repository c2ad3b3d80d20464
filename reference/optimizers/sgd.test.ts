import { describe, expect, test } from 'vitest';
import type { ContractId } from '../contracts.ts';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { seedState } from '../rng.ts';
import {
  type Dtype,
  float32Tensor,
  newTensor,
  packed,
  symInt32Tensor,
  type Tensor,
} from '../tensor.ts';

const now = 'sym-2026-07-21';

function numbers(t: Tensor): { data: number[]; scale: number } {
  return { data: [...t.data], scale: float32ToBits(t.scale) };
}

function floatBits(t: Tensor): number[] {
  return [...t.data].map(float32ToBits);
}

function hexBytes(t: Tensor): string {
  return Buffer.from(packed(t)).toString('hex');
}

function seeded(contract: ContractId, seed: number) {
  return newNumerics(contract, { rngState: seedState(newNumerics(contract), seed) });
}

function scalars(learningRate: number, momentum: number, weightDecay: number) {
  return {
    learningRate: Math.fround(learningRate),
    momentum: Math.fround(momentum),
    weightDecay: Math.fround(weightDecay),
  };
}

describe('SGD without momentum (S116)', () => {
  test.each([
    ['HALF_AWAY', 7, 7],
    ['SR_HALF_AWAY', 7, 3882205507],
  ] as const)('V14, write-back %s', (mode, seed, after) => {
    const n = seeded(now, seed);
    const p = symInt32Tensor([2047, -1000, 3], 2 ** -11, 12);
    const g = float32Tensor([0.01, -0.02, 1]);
    n.fn.sgdStep(n, p, g, scalars(0.01, 0, 0), mode);
    expect(numbers(p)).toEqual({ data: [2047, -1000, -17], scale: 0x39fff971 });
    expect(n.rng.state).toBe(after);
  });

  const decay = scalars(0.1, 0, 0.5);
  const gradient = () => float32Tensor([0.1, 0.2, -0.3]);

  /** V27: p = [1, −.5, .25] in the given format, encoded half away. */
  function v27(dtype: Dtype, bits: number): Tensor {
    const n = newNumerics(now);
    const p = newTensor(dtype, [3], bits);
    n.fn.convert(n, float32Tensor([1, -0.5, 0.25]), p);
    return p;
  }

  test.each(['HALF_AWAY', 'SR_HALF_AWAY'] as const)('V27 FLOAT32, write-back %s', (mode) => {
    const n = seeded(now, 7);
    const p = float32Tensor([1, -0.5, 0.25]);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect(floatBits(p)).toEqual([0x3f70a3d7, 0xbefd70a4, 0x3e88f5c3]);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect(floatBits(p)).toEqual([0x3f620c4a, 0xbefb020c, 0x3e9178d5]);
    expect(n.rng.state).toBe(7);
  });

  test.each([
    ['HALF_AWAY', [2047, -1078, 583], 7, 7],
    ['SR_HALF_AWAY', [2047, -1079, 583], 3882205507, 2098155156],
  ] as const)('V27 SYM_INT32, write-back %s', (mode, first, state1, state2) => {
    const n = seeded(now, 7);
    const p = v27('SYM_INT32', 12);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect(numbers(p)).toEqual({ data: first, scale: 0x39f0c1ef });
    expect(n.rng.state).toBe(state1);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect(numbers(p)).toEqual({ data: [2047, -1137, 659], scale: 0x39e2288f });
    expect(n.rng.state).toBe(state2);
  });

  test.each([
    ['HALF_AWAY', 7, 7],
    ['SR_HALF_AWAY', 3882205507, 2098155156],
  ] as const)('V27 SYM of 6 bits, write-back %s', (mode, state1, state2) => {
    const n = seeded(now, 7);
    const p = v27('SYM', 6);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect([hexBytes(p), float32ToBits(p.scale)]).toEqual(['df9b00', 0x3cf8670f]);
    expect(n.rng.state).toBe(state1);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect([hexBytes(p), float32ToBits(p.scale)]).toEqual(['9fab00', 0x3ce95702]);
    expect(n.rng.state).toBe(state2);
  });

  test.each([
    ['HALF_AWAY', 7, 7],
    ['SR_HALF_AWAY', 3069989445, 794540887],
  ] as const)('V27 ASYM of 8 bits, write-back %s', (mode, state1, state2) => {
    const n = seeded(now, 7);
    const p = v27('ASYM', 8);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect([hexBytes(p), float32ToBits(p.scale), p.zeroPoint]).toEqual(['ff0088', 0x3bb8667a, -88]);
    expect(n.rng.state).toBe(state1);
    n.fn.sgdStep(n, p, gradient(), decay, mode);
    expect([hexBytes(p), float32ToBits(p.scale), p.zeroPoint]).toEqual(['ff0090', 0x3bb0771e, -91]);
    expect(n.rng.state).toBe(state2);
  });

  test('weight decay 0 still multiplies: 0·∞ is NaN', () => {
    const n = newNumerics(now);
    const p = float32Tensor([Number.POSITIVE_INFINITY]);
    n.fn.sgdStep(n, p, float32Tensor([1]), scalars(0.1, 0, 0), 'HALF_AWAY');
    expect(p.data[0]).toBeNaN();
  });
});

describe('SGD with momentum (S117)', () => {
  test('V15: the parameter follows the stored state, state drawn first', () => {
    const n = seeded(now, 5);
    const p = newTensor('SYM', [3], 8);
    n.fn.convert(n, float32Tensor([1, -0.3, 0.02]), p);
    expect(hexBytes(p)).toBe('7fda03');
    const state = newTensor('SYM_INT32', [3], 12);
    const g = float32Tensor([0.1, 0.2, -0.3]);
    const s = scalars(0.1, 0.9, 0.01);
    n.fn.sgdMomentumStep(n, p, g, state, s, 'SR_HALF_AWAY');
    expect(numbers(state)).toEqual({ data: [751, 1345, -2047], scale: 0x39198dd6 });
    expect([hexBytes(p), p.scale]).toEqual(['7fd707', Math.fround(0.00778741948)]);
    expect(n.rng.state).toBe(1306475959);
    n.fn.sgdMomentumStep(n, p, g, state, s, 'SR_HALF_AWAY');
    expect(numbers(state)).toEqual({ data: [751, 1345, -2047], scale: 0x3991cc17 });
    expect([hexBytes(p), p.scale]).toEqual(['7fd10f', Math.fround(0.00762297632)]);
    expect(n.rng.state).toBe(3658212825);
  });
});

describe('June SGD, V35', () => {
  const s = scalars(0.1, 0, 0.5);
  const weight = () =>
    symInt32Tensor([2047, -1024, 512], float32FromBits(0x3a001002), 12, 'SR_HALF_AWAY');
  const weightGrad = () =>
    symInt32Tensor([10922, 21844, -32767], float32FromBits(0x37199acd), 16, 'SR_HALF_AWAY');
  const bias = () => symInt32Tensor([2047], float32FromBits(0x39801002), 12);
  const biasGrad = () => symInt32Tensor([32767], float32FromBits(0x37800100), 16, 'SR_HALF_AWAY');

  test.each([
    ['sym-2026-06-11', 16, [32767, -2738, -9553], 0x37999a99],
    ['sym-2026-06-23', 12, [2047, -171, -597], 0x3999ac9c],
  ] as const)('factory step of %s', (contract, bits, state, scale) => {
    const n = seeded(contract, 5);
    const parameters = [
      { value: weight(), grad: weightGrad() },
      { value: bias(), grad: biasGrad() },
    ];
    const record = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' } as const;
    const optimizer = n.fn.newSgd(n, parameters, s, 'SR_HALF_AWAY', record);
    n.fn.optimizerStep(n, optimizer, parameters);
    expect(numbers(parameters[0]!.value)).toEqual({ data: [2047, -1079, 583], scale: 0x39f0c1f4 });
    expect(optimizer.states[0]!.bits).toBe(bits);
    expect(numbers(optimizer.states[0]!)).toEqual({ data: state, scale });
    expect(numbers(parameters[1]!.value)).toEqual({ data: [2047], scale: 0x3959b4d1 });
    expect(numbers(parameters[0]!.grad)).toEqual(numbers(weightGrad()));
    expect(numbers(parameters[1]!.grad)).toEqual(numbers(biasGrad()));
    expect(n.rng.state).toBe(1306475959);
  });

  test('stateless step', () => {
    const n = seeded('sym-2026-06-11', 5);
    const [w, b] = [weight(), bias()];
    n.fn.juneSgdStatelessStep(n, w, weightGrad(), s);
    n.fn.juneSgdStatelessStep(n, b, biasGrad(), s);
    expect(numbers(w)).toEqual({ data: [2047, -1079, 583], scale: 0x39f0c1f4 });
    expect(numbers(b)).toEqual({ data: [2047], scale: 0x3959b4d1 });
    expect(n.rng.state).toBe(3881343203);
  });
});

describe('construction and gradients', () => {
  test.each([
    [
      'a SYM_INT32 update arithmetic',
      () => newNumerics(now).fn.checkUpdateArithmetic(newNumerics(now), 'ARITH_SYM_INT32'),
    ],
    [
      'an INT32 gradient',
      () => newNumerics(now).fn.checkGradient(newNumerics(now), newTensor('INT32', [1])),
    ],
    [
      'a scaled BOOL gradient',
      () => newNumerics(now).fn.scaleGradient(newNumerics(now), newTensor('BOOL', [1]), 2),
    ],
  ])('%s is refused', (_name, act) => {
    expect(act).toThrow(/^A23/);
  });

  test('zeroing resets scale and zero point (S114)', () => {
    const n = newNumerics(now);
    const g = newTensor('ASYM', [3], 8);
    n.fn.convert(n, float32Tensor([1, 2, 3]), g);
    n.fn.zeroGradient(n, g);
    expect([hexBytes(g), g.scale, g.zeroPoint, g.bits]).toEqual(['000000', 1, 0, 8]);
  });

  test('scaling touches the scale only (S115)', () => {
    const n = newNumerics(now);
    const g = symInt32Tensor([5, -7], 0.5, 16);
    n.fn.scaleGradient(n, g, 0.25);
    expect([[...g.data], g.scale]).toEqual([[5, -7], 0.125]);
    const f = float32Tensor([1, -3]);
    n.fn.scaleGradient(n, f, 0.25);
    expect([...f.data]).toEqual([0.25, -0.75]);
  });
});
