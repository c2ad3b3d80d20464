/** S22, S24: the affine grid of float data. */

import { floats, type Rounding, roundings } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { below, count } from '../../kit/fits.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineData, affineValues, affineWidths, refusedAffineData } from './affine_cases.ts';
import { affineGridOracle } from './affine_oracle.ts';

interface Grid {
  readonly bits: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

const gridCase = casesOf(
  (values: readonly number[], { bits, mode = 'HALF_AWAY', rng = 1 }: Grid) => ({
    tensors: { x: float32Of(values), y: target('ASYM', [0], bits, mode, 7) },
    rng,
  }),
);

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const { flag, values } of affineData) {
    for (const bits of [2, 4, 6, 8]) yield gridCase('directed', flag, values, { bits });
    for (const rng of [11, stateOfDrawZero, stateOfLargestDraw]) {
      yield gridCase('directed', flag, values, { bits: 8, mode: 'SR_HALF_AWAY', rng });
    }
  }
  for (const bits of affineWidths) {
    yield gridCase('boundary', 'divisor', [-1, 2 ** bits - 2], { bits });
    yield gridCase('boundary', 'divisor', [-0.5, 1], { bits });
  }
  // zero points on ties and at both ends of int32
  yield gridCase('boundary', 'zero_point', [-1.5, 1.5], { bits: 2 });
  yield gridCase('boundary', 'zero_point', [2.5, 257.5], { bits: 8 });
  yield gridCase('boundary', 'zero_point', [-2147483648, -2147483648 + 256 * 127], { bits: 8 });
  yield gridCase('boundary', 'zero_point', [-40000, -39745], { bits: 8 });
  yield gridCase('boundary', 'zero_point', [2147483520, 2147483520 - 256], { bits: 1 });
  // a NaN that is not first is passed over
  yield gridCase('boundary', 'nan', [1, f32('7fc00000'), 3], { bits: 8 });
  for (const values of refusedAffineData) {
    yield gridCase('negative', 'refused', values, { bits: 8 });
    yield gridCase('negative', 'refused', values, { bits: 8, mode: 'SR_HALF_AWAY' });
  }
  for (const bits of [0, 31, 32]) yield gridCase('negative', 'refused', [0, 1], { bits });
  for (const r of seeded(g, 'random', 40)) {
    const values = affineValues(r, r.int(1, 12));
    const grid = { bits: r.pick(affineWidths), mode: r.pick(roundings), rng: r.rngState() };
    yield gridCase('random', 'range', values, grid);
  }
}

export default defineOp({
  name: 'affine_grid',
  version: 1,
  clause: 'S22, S24',
  summary: 'derives scale and zero point of the affine grid that covers float data',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n], n ≥ 1' },
    y: { role: 'out', dtypes: ['ASYM'], doc: '[0]: width and mode are given; scale, zero point' },
  },
  fits: { x: [below(0, count('x'))] },
  notes: {
    V6: {
      bug: 'the zero point subtracted on decoding, or another sign of it',
      effect: 'every stored value is shifted',
      clause: 'S24',
    },
    all_positive: {
      bug: 'the grid forced to contain 0',
      effect: 'resolution lost, other codes',
      clause: 'S24',
    },
    constant: {
      bug: 'scale 0 or 1 for constant data, or the zero point of another rule',
      effect: 'constant tensors decode to NaN or 0',
      clause: 'S24',
    },
    range: {
      bug: 'the range from absolute values, or a minimum that starts at 0',
      effect: 'data on one side of 0 use half of the codes',
      clause: 'S22',
    },
    divisor: {
      bug: 'divisor 2^b instead of 2^b − 1',
      effect: 'the largest value of every tensor decodes one step too low',
      clause: 'S8, S24',
    },
    zero_point: {
      bug: 'zero point kept in int16 or int8, half to even, or bounds off by one',
      effect: 'grids far from 0 wrap around',
      clause: 'S2, S24',
    },
    nan: {
      bug: 'NaN dropped by fmin and fmax, or kept only where it comes first',
      effect: 'a diverged tensor gets a grid of its finite values and looks healthy',
      clause: 'S22',
    },
    refused: {
      bug: 'a zero point beyond int32 wrapped, NaN data given a grid, or a width outside 1..30 used',
      effect: 'every code decodes far from its value',
      clause: 'S24, A2, A3',
    },
  },
  run(n, call) {
    const y = call.tensor('y', 0);
    const [low, high] = n.fn.minMax(n, floats(call.tensor('x')));
    const grid = n.fn.affineGrid(n, low, high, y.bits, y.rounding);
    y.scale = grid.scale;
    y.zeroPoint = grid.zeroPoint;
  },
  oracle: affineGridOracle,
  cases,
});
