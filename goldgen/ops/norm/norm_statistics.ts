/** L14: mean and reciprocal deviation of the blocks of a norm layer. */

import type { NormGeometry } from '../../../reference/layers/norm_statistics.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { precondition } from '../../../reference/refusal.ts';
import { floats, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import { count, dim, equal, rank } from '../../kit/fits.ts';
import { epsSpec } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, randomRawSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { normStatisticsOracle } from './raw_oracle.ts';

const factoryEps = Math.fround(1e-5);

const statisticsCase = casesOf((x: Tensor, eps: number = factoryEps) => {
  const [blocks] = x.shape as [number];
  const tensors = { x, mean: target('FLOAT32', [blocks]), rstd: target('FLOAT32', [blocks]) };
  return { tensors, params: { eps } };
});

function block(values: readonly number[], scale: number, bits = 12): Tensor {
  return symInt32Of(values, scale, bits, 'HALF_AWAY', [1, values.length]);
}

function* directed(): Iterable<CaseInput> {
  // (0.1·1) ÷ 5 is 0x3ca3d70a, 0.1·(1 ÷ 5) is 0x3ca3d70b
  yield statisticsCase('directed', 'mean_order', block([1, 0, 0, 0, 0], 0.1));
  yield statisticsCase('directed', 'V17', block([1, 2, 4], 0.1));
  yield statisticsCase('directed', 'V17', float32Of([0.1, 0.2, 0.4, -0.3], [1, 4]));
  yield statisticsCase('directed', 'biased', block([3, -3], 0.5));
  yield statisticsCase('directed', 'biased', block([9], 0.5));
  for (const eps of [0, 2 ** -20, 0.25, 4]) {
    yield statisticsCase('directed', 'eps', block([1, 2, 4, -9], 0.1), eps);
    yield statisticsCase('directed', 'eps', float32Of([1, 2, 4, -9], [1, 4]), eps);
  }
  yield statisticsCase('directed', 'eps', block([5, 5], 0.1), 0);
  yield statisticsCase('directed', 'int_sum', block([16777217, 16777217, 1], 2 ** -10));
  yield statisticsCase('directed', 'int_sum', block([2147483647, -2147483647, 3], 2 ** -20));
  // equal elements whose fused deviation is not 0
  yield statisticsCase('directed', 'contraction', block([5, 5, 5, 5], 0.1));
  yield statisticsCase('directed', 'contraction', block([7, 7, 7], 0.3));
  yield statisticsCase('directed', 'float_order', float32Of([1e8, 1, -1e8, 1, 0.5], [1, 5]));
}

function* overflows(): Iterable<CaseInput> {
  yield statisticsCase('boundary', 'int32', block([2147483646, 1], 2 ** -20));
  yield statisticsCase('overflow', 'int32', block([2147483647, 1], 2 ** -20));
  yield statisticsCase('overflow', 'int32', block([2147483647, 1, -9], 2 ** -20));
  yield statisticsCase('boundary', 'int32', block([-9, 2147483647, 1], 2 ** -20));
  yield statisticsCase('overflow', 'int32', block([-2147483648, -1], 2 ** -20));
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* overflows();
  yield statisticsCase('directed', 'label', block([1, 2], 0.1, 16));
  yield statisticsCase('directed', 'label', block([0, -1], 0.1, 1));
  yield statisticsCase('negative', 'label', block([1, 2], 0.1, 17));
  for (const [i, start] of [2000, 50000].entries()) {
    const window = g.ecg().subarray(start, start + 90);
    const raw = Array.from(window, (v) => v - 1024);
    const x = symInt32Of(raw, 0.005, 12, 'HALF_AWAY', [2, 45]);
    yield statisticsCase(
      'real',
      'ecg',
      i === 0 ? x : float32Of([...ecgWindow(g.ecg(), start, 90)], [2, 45]),
    );
  }
  for (const r of seeded(g, 'random', 30)) {
    const shape = [r.int(1, 4), r.int(1, 17)];
    const eps = r.chance(1, 2) ? factoryEps : Math.abs(r.float32(-20, 0));
    const bits = r.pick([8, 12, 16]);
    const x = r.chance(1, 3) ? randomFloat32(r, shape) : randomRawSymInt32(r, shape, bits, bits);
    yield statisticsCase('random', 'blocks', x, eps);
  }
}

/** Contiguous blocks, one per mean, whatever the axis order; another rank is undefined. */
function geometryOf(n: Numerics, x: Tensor): NormGeometry {
  precondition(x.shape.length === 2, 'blocks of another rank');
  const [blocks, size] = x.shape as [number, number];
  return {
    blocks,
    size,
    affineCount: size,
    affineIndex: (_block, j) => j,
    seedPer: 'element',
    positions: (t) => n.fn.storedPositions(n, t),
    maximum: 'skips_nan',
  };
}

export default defineOp({
  name: 'norm_statistics',
  version: 2,
  clause: 'L14',
  summary: 'mean and 1/√(variance + ε) of each block of a tensor',
  since: '2026-06-11',
  params: { eps: epsSpec },
  tensors: {
    x: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32'],
      doc: '[G,N] in storage: G blocks, label 1..16',
    },
    mean: { role: 'out', dtypes: ['FLOAT32'], doc: '[G]' },
    rstd: { role: 'out', dtypes: ['FLOAT32'], doc: '[G]' },
  },
  fits: {
    x: [equal(rank('x'), 2)],
    mean: [equal(count('mean'), dim('x', 0))],
    rstd: [equal(count('rstd'), dim('x', 0))],
  },
  notes: {
    mean_order: {
      bug: 'mean as (s·Σ) ÷ N',
      effect: 'means off by one unit in the last place',
      clause: 'L14, S101',
    },
    V17: {
      bug: 'decoded floats summed instead of mantissas',
      effect: 'means of large blocks lose their last bits, and normalised values move',
      clause: 'S101',
    },
    biased: {
      bug: 'variance over N − 1',
      effect: 'deviations of short rows are too large, and a row of one element is NaN',
    },
    eps: {
      bug: 'ε outside the root or left out',
      effect: 'flat inputs are amplified otherwise',
      clause: 'L14, S100',
    },
    int_sum: {
      bug: 'mantissas summed in float32',
      effect: 'low bits of large sums are lost',
      clause: 'S101',
    },
    contraction: {
      bug: 'a fused multiply-add in the deviation',
      effect: 'constant blocks have a deviation',
      clause: 'contraction',
    },
    float_order: {
      bug: 'a float sum in lanes, pairwise or backwards',
      effect: 'means differ in the last bit between kernels',
      clause: 'S97',
    },
    int32: { bug: 'a wider or saturating sum', effect: 'an overflow is not seen', clause: 'S101' },
    label: { bug: 'another label range', effect: 'wide values enter the sum', clause: 'L14, S101' },
    ecg: {
      bug: 'the mean of a window subtracted at another scale, or the variance taken around 0',
      effect: 'normalised ECG windows come out shifted or too small',
    },
    blocks: {
      bug: 'blocks strided or shared',
      effect: 'statistics of other blocks',
    },
  },
  run(n, call) {
    const x = call.tensor('x');
    const statistics = x.dtype === 'FLOAT32' ? n.fn.normStatisticsFloat : n.fn.normStatistics;
    const geometry = geometryOf(n, x);
    const [means, rstds] = ['mean', 'rstd'].map((name) =>
      floats(call.tensor(name, geometry.blocks)),
    );
    statistics(n, x, geometry, call.number('eps')).forEach(({ mean, rstd }, i) => {
      means![i] = mean;
      rstds![i] = rstd;
    });
  },
  oracle: normStatisticsOracle,
  cases,
});
