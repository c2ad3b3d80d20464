import { describe, expect, test } from 'vitest';
import { uniformContext } from '../layers/fixtures.ts';
import { float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { seedState } from '../rng.ts';
import type { QuantRecord, Tensor } from '../tensor.ts';
import { type Records, stored, workedChain } from './fixtures.ts';
import type { Model } from './model.ts';

function at(t: Tensor): { data: number[]; scale: number } {
  return { data: [...t.data], scale: float32ToBits(t.scale) };
}

const one = 0x3f800000;
const record = (bits: number): QuantRecord => ({ dtype: 'SYM_INT32', bits, rounding: 'HALF_AWAY' });
const float: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };
const scalars = { learningRate: Math.fround(0.1), momentum: 0, weightDecay: 0 };

describe('the full-SYM step of B6.9, contract H', () => {
  const records: Records = { wire: record(12), linearGrad: record(12), normGrad: float };
  const n = newNumerics('sym-2026-07-21');
  const { model, sample, parameters } = workedChain(n, records, true);
  const [w0, b0, gamma, beta, w1, b1] = parameters.map((p) => p) as [
    (typeof parameters)[number],
    (typeof parameters)[number],
    (typeof parameters)[number],
    (typeof parameters)[number],
    (typeof parameters)[number],
    (typeof parameters)[number],
  ];
  const trace = n.fn.computeGradients(n, model, sample, 'MEAN');

  test('forward wires and loss', () => {
    const x = { data: [51, 102, 154, 205, 512, 1023, 1535, 2047], scale: 0x3ca01403 };
    const f0 = { data: [146, -162, 219, 1412, -1521, 2047], scale: 0x3c9d445c };
    const f2 = { data: [696, -2042, 1346, 724, -2047, 1323], scale: 0x3a3291fc };
    expect(at(sample.x)).toEqual(x);
    expect(trace.forward.map(at)).toEqual([
      f0,
      f0,
      f2,
      f2,
      { data: [2029, 134, 2047, 88], scale: 0x3a0ad813 },
    ]);
    expect(float32ToBits(trace.loss)).toBe(0x3fa9eda3);
  });

  test('backward wires', () => {
    expect(at(trace.seed)).toEqual({ data: [78, 1123, 612, -2047], scale: 0x3afa27fc });
    const d4 = { data: [-612, 364, 1222, 1655, -1022, -2047], scale: 0x3ad22dca };
    const d2 = { data: [-2047, 392, 1655, 454, -81, -373], scale: 0x397ffb4a };
    expect(trace.dx.slice(1).map(at)).toEqual([d2, d2, d4, d4]);
    expect(trace.dx[0]!.shape).toEqual([2, 4]);
  });

  test('gradients', () => {
    const gw1 = { data: [537, -1524, 987, -756, 2047, -1291], scale: 0x3a9debc3 };
    expect(at(w1.grad)).toEqual(gw1);
    expect(at(b1.grad)).toEqual({ data: [1, -2], scale: one });
    expect(at(b0.grad)).toEqual({ data: [0, 0, 0], scale: one });
    const expected = [0.84249121, 1.4732614, -1.1631111].map(Math.fround);
    expect([...gamma.grad.data]).toEqual(expected);
    expect(beta.grad.dtype).toBe('FLOAT32');
  });

  test('optimizer step', () => {
    const optimizer = n.fn.newSgd(n, parameters, scalars, 'HALF_AWAY', float);
    n.fn.optimizerStep(n, optimizer, parameters);
    expect(at(w0.value)).toEqual({
      data: [996, -957, 1402, -325, -1565, 954, 523, -1949, 1477, -224, 1024, 2047],
      scale: 0x39e71da9,
    });
    expect(at(gamma.value)).toEqual({ data: [1679, 1564, 2047], scale: 0x3a0ef527 });
    expect(at(b1.value)).toEqual({ data: [-1023, 2047], scale: 0x384ce66a });
    n.fn.zeroGradients(n, model);
    expect(at(w1.grad)).toEqual({ data: [0, 0, 0, 0, 0, 0], scale: one });
  });

  test('the stochastic write-back of the factory, seed 42', () => {
    const sr = newNumerics('sym-2026-07-21', { rngState: seedState(n, 42) });
    const chain = workedChain(sr, records, true);
    const optimizer = sr.fn.newSgd(sr, chain.parameters, scalars, 'SR_HALF_AWAY', float);
    const reductions = { forward: 'MEAN', backward: 'SUM' } as const;
    sr.fn.trainingStep(sr, chain.model, optimizer, [chain.sample], reductions);
    expect([...chain.parameters[0]!.value.data]).toEqual([
      995, -957, 1402, -325, -1564, 954, 523, -1949, 1477, -224, 1024, 2047,
    ]);
    expect([...chain.parameters[2]!.value.data]).toEqual([1679, 1563, 2047]);
  });

  test('without the Quantization layers every bit stays (deterministic modes)', () => {
    const other = newNumerics('sym-2026-07-21');
    const chain = workedChain(other, records, false);
    const plain = other.fn.computeGradients(other, chain.model, chain.sample, 'MEAN');
    expect(plain.forward.map(at)).toEqual([0, 2, 4].map((i) => at(trace.forward[i]!)));
    expect(plain.dx.map(at)).toEqual([0, 2, 4].map((i) => at(trace.dx[i]!)));
  });
});

describe('the full-SYM step of B6.9, contract J', () => {
  const records: Records = { wire: record(16), linearGrad: record(16), normGrad: record(16) };
  const n = newNumerics('sym-2026-06-11');
  const { model, sample, parameters } = workedChain(n, records, true);
  const trace = n.fn.computeGradients(n, model, sample, 'MEAN');

  test('forward wires and loss', () => {
    const x = { data: [819, 1638, 2458, 3277, 8192, 16384, 24575, 32767], scale: 0x3aa00140 };
    expect(at(sample.x)).toEqual(x);
    expect(trace.forward.map(at)).toEqual([
      {
        data: [83524448, -92461284, 125271063, 808239560, -870859027, 1172068400],
        scale: 0x33100240,
      },
      { data: [2335, -2585, 3502, 22596, -24346, 32767], scale: 0x3a9d3375 },
      {
        data: [365188215, -1071054929, 705866714, 379409093, -1073676289, 694267196],
        scale: 0x30b27d8c,
      },
      { data: [11145, -32687, 21542, 11579, -32767, 21188], scale: 0x38327c27 },
      { data: [919131650, 60419336, 927199592, 40045522], scale: 0x30a0a431 },
    ]);
    expect(float32ToBits(trace.loss)).toBe(0x3fa9d702);
  });

  test('backward wires: raw from the Linear layers, restored by the Quantization layers', () => {
    expect([...trace.seed.data]).toEqual([1246, 17961, 9792, -32767]);
    expect([...trace.dx[3]!.data]).toEqual([-9798, 5820, 19535, 26491, -16361, -32767]);
    const d2 = [-32767, 6282, 26485, 7257, -1292, -5964];
    expect([...trace.dx[2]!.data]).toEqual(d2);
    expect([...trace.dx[1]!.data]).toEqual(d2);
    expect(Math.max(...trace.dx[4]!.data)).toBeGreaterThan(32767);
  });

  test('gradients', () => {
    const grads = parameters.map(({ grad }) => at(grad));
    const gw1 = { data: [8570, -24349, 15779, -12070, 32767, -20697], scale: 0x389dfdb5 };
    expect(grads[4]).toEqual(gw1);
    expect(grads[5]).toEqual({ data: [1, -2], scale: one });
    expect(grads[1]).toEqual({ data: [0, 0, 0], scale: one });
    expect(grads[2]).toEqual({ data: [18715, 32767, -25906], scale: 0x383cb71b });
  });

  test('optimizer step', () => {
    const optimizer = n.fn.newSgd(n, parameters, scalars, 'HALF_AWAY', float);
    n.fn.optimizerStep(n, optimizer, parameters);
    const values = parameters.map(({ value }) => at(value));
    expect(values[0]).toEqual({
      data: [15947, -15306, 22428, -5194, -25047, 15259, 8366, -31206, 23624, -3585, 16405, 32767],
      scale: 0x37e70926,
    });
    expect(values[2]).toEqual({ data: [26875, 25020, 32767], scale: 0x380eec8a });
    expect(values[5]).toEqual({ data: [-16383, 32767], scale: 0x364cce67 });
  });
});

test('the float32 twin of B6.9', () => {
  const n = newNumerics('sym-2026-07-21');
  const records: Records = { wire: float, linearGrad: float, normGrad: float };
  const chain = workedChain(n, records, false);
  const optimizer = n.fn.newSgd(n, chain.parameters, scalars, 'HALF_AWAY', float);
  const reductions = { forward: 'MEAN', backward: 'SUM' } as const;
  const loss = n.fn.trainingStep(n, chain.model, optimizer, [chain.sample], reductions);
  expect(float32ToBits(loss)).toBe(0x3fa9d7c0);
  const [b0, b1] = [chain.parameters[1]!.value, chain.parameters[5]!.value];
  [0.1389595, -0.2076232, 0.2686637].forEach((v, i) => {
    expect(b0.data[i]).toBeCloseTo(v, 6);
  });
  [-0.081589, 0.0764967].forEach((v, i) => {
    expect(b1.data[i]).toBeCloseTo(v, 6);
  });
});

describe('B6.10: Conv1dTransposed → [Quantization] → MSE, 40 steps', () => {
  function run(rounding: 'HALF_AWAY' | 'SR_HALF_AWAY', quantized: boolean) {
    const n = newNumerics('sym-2026-07-21', { rngState: 1 });
    const wire = record(12);
    const parameter = (values: number[], shape: number[]) => {
      return {
        value: stored(n, values, shape, wire),
        grad: stored(
          n,
          values.map(() => 0),
          shape,
          record(16),
        ),
      };
    };
    const layer = {
      kind: 'conv1d_transposed' as const,
      ...uniformContext(n.fn.arithmeticOf(n, wire)),
      weight: parameter([0.3, -0.2], [1, 1, 2]),
      bias: parameter([0.05], [1]),
      window: { kernel: 2, stride: 1, dilation: 1, padding: 'VALID', paddingAmount: 0 } as const,
      groups: 1,
      outputPadding: 0,
    };
    const wires = { output: wire, propLoss: wire };
    const tail = quantized ? [{ layer: { kind: 'quantization' as const }, ...wires }] : [];
    const model: Model = { layers: [{ layer, ...wires }, ...tail], loss: 'MSE' };
    const sample = {
      x: stored(n, [0.5, -0.3, 0.8], [1, 1, 3], wire),
      label: stored(n, [0.1, 0.2, -0.15, 0.05], [1, 1, 4], wire),
    };
    const parameters = n.fn.modelParameters(n, model);
    const s = { ...scalars, learningRate: Math.fround(0.05) };
    const optimizer = n.fn.newSgd(n, parameters, s, rounding, float);
    const losses = Array.from({ length: 40 }, () =>
      n.fn.trainingStep(n, model, optimizer, [sample], { forward: 'MEAN', backward: 'SUM' }),
    );
    return {
      losses: losses.map(float32ToBits),
      w: at(layer.weight.value),
      b: at(layer.bias.value),
    };
  }

  test.each([true, false])('deterministic write-back, Quantization layer %s', (quantized) => {
    const { losses, w, b } = run('HALF_AWAY', quantized);
    expect([losses[0], losses[39]]).toEqual([0x3dcd6c97, 0x3bde7880]);
    expect(w).toEqual({ data: [-2047, 1185], scale: 0x3893dc2c });
    expect(b).toEqual({ data: [2047], scale: 0x37cce66a });
  });

  test('stochastic write-back', () => {
    const { losses, w } = run('SR_HALF_AWAY', true);
    expect(losses[39]).toBe(0x3bde7418);
    expect(w).toEqual({ data: [-2047, 1186], scale: 0x3893dd67 });
  });
});
