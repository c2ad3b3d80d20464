/** S16–S18: rounding of float32 values to int32. */

import { floats, ints, roundings } from '../../../reference/tensor.ts';
import { casesOf, chunks, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { float32Of } from '../../kit/literals.ts';
import {
  halfAwayValues,
  jitterPins,
  stateOfDrawZero,
  stateOfLargestDraw,
  unroundable,
} from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { keyWidths, roundableFloat32, tiesOfWidth } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { roundOracle } from './oracle.ts';

const roundCase = casesOf((values: readonly number[], rounding: string, rng: number = 1) => {
  const tensors = { x: float32Of(values), y: target('INT32', [values.length]) };
  return { tensors, params: { rounding }, rng };
});

function* directed(): Iterable<CaseInput> {
  yield roundCase('directed', 'V2', halfAwayValues, 'HALF_AWAY');
  yield roundCase('directed', 'V2', halfAwayValues.slice(0, 9), 'SR_HALF_AWAY', 42);
  for (const { rng, x, pin } of jitterPins) {
    yield roundCase('directed', `${pin} jitter_order`, [x], 'SR_HALF_AWAY', rng);
  }
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    for (const x of [0, 1, -1, 127, 2047, -2048, 32767]) {
      yield roundCase('directed', 'integers_move', [x, x], 'SR_HALF_AWAY', rng);
    }
  }
  yield roundCase('directed', 'draw_per_call', [0, 3, -7, 16777216, -0], 'SR_HALF_AWAY', 9);
  yield roundCase('boundary', 'draw_per_call', [], 'SR_HALF_AWAY', 9);
}

function* boundaries(): Iterable<CaseInput> {
  for (const [i, values] of chunks(roundableFloat32, 20).entries()) {
    for (const mode of roundings) yield roundCase('boundary', 'edges', values, mode, 100 + i);
  }
  for (const bits of keyWidths) {
    for (const [i, values] of chunks(tiesOfWidth(bits), 40).entries()) {
      for (const mode of roundings) yield roundCase('boundary', 'ties', values, mode, bits + i);
    }
  }
}

function* overflows(): Iterable<CaseInput> {
  for (const x of unroundable) {
    for (const mode of roundings) {
      yield roundCase('overflow', 'cast_range', [1.5, x, -1.5], mode, 77);
    }
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* boundaries();
  yield* overflows();
  for (const r of seeded(g, 'random', 30)) {
    const mode = r.pick(roundings);
    const values = Array.from({ length: r.int(1, 32) }, () => r.float32(-3, 16));
    yield roundCase('random', 'stream', values, mode, r.rngState());
  }
  for (const mode of roundings) yield roundCase('directed', 'mode', [2.25, -0.5, 3, 0], mode, 42);
}

export default defineOp({
  name: 'round',
  version: 1,
  clause: 'S16–S18',
  summary: 'rounds float32 values to int32, halves away from zero or stochastically',
  since: '2026-06-11',
  params: { rounding: roundingParam },
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n], n ≥ 0' },
    y: { role: 'out', dtypes: ['INT32'], doc: '[n]' },
  },
  fits: alike('x', 'y'),
  notes: {
    V26: {
      bug: 'jitter added in another order, in double, or as a floor',
      effect: 'codes off by one for rare draws',
      clause: 'S17',
    },
    'B6.11': {
      bug: 'x + (r − ½) instead of (x + r) − ½',
      effect: 'codes off by one for rare draws',
      clause: 'S17',
    },
    V2: {
      bug: 'half to even, half up, floor(x + 0.5) in float32, truncation, or floor of negatives',
      effect: 'a code is off by one at every tie',
      clause: 'S16',
    },
    jitter_order: {
      bug: '(x ⊕ U()) ⊖ 0.5 re-associated, in double, or replaced by floor(x + u)',
      effect: 'a code is off by one, about once in 10^5 roundings',
      clause: 'S17',
    },
    integers_move: {
      bug: 'exact integers and zeros kept by the stochastic mode',
      effect: 'a rare carry at the top of the range is missed, and 0 never becomes −1',
      clause: 'S17',
    },
    draw_per_call: {
      bug: 'no draw for integers, zeros or empty input',
      effect: 'all later draws are shifted',
      clause: 'S17, S18',
    },
    mode: {
      bug: 'the rounding mode ignored: no draws under SR_HALF_AWAY, or draws under HALF_AWAY',
      effect: 'biased steps, or a shifted generator',
      clause: 'S18',
    },
    edges: {
      bug: 'x + 0.5 formed in float32 near 0.5, 2^23 and 2^24, or the ends of int32 cut',
      effect: '0.49999997 becomes 1, and mantissas beyond 2^23 move by one',
      clause: 'S16',
    },
    ties: {
      bug: 'ties to even or up, or a float next to a tie taken for it',
      effect: 'codes at ties are off by one, always in the same direction',
      clause: 'S16',
    },
    cast_range: {
      bug: 'NaN, infinities or values beyond int32 saturated before the cast',
      effect: 'a diverged value gets a finite code, and another one on the next processor',
      clause: 'S16',
    },
    stream: {
      bug: 'draws taken from the last element to the first, or none for integers',
      effect: 'elements are rounded with the draws of others, and all later draws are shifted',
      clause: 'S17',
    },
  },
  run(n, call) {
    const values = floats(call.tensor('x'));
    const y = ints(call.tensor('y', values.length));
    values.forEach((x, i) => {
      y[i] = n.fn.round(n, x, call.rounding('rounding'));
    });
  },
  oracle: roundOracle,
  cases,
});
