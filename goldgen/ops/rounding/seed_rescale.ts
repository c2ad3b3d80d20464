/** S20: the guarded seed rescale. */

import { ints, roundings } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { f32, int32Of } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { keyInt32 } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { seedRescaleOracle } from './oracle.ts';

interface Scales {
  readonly sp: number;
  readonly sa: number;
}

const seedCase = casesOf(
  (q: readonly number[], { sp, sa }: Scales, rounding: string = 'HALF_AWAY', rng: number = 1) => {
    const tensors = { q: int32Of(q), y: target('INT32', [q.length]) };
    return { tensors, params: { sp, sa, rounding }, rng };
  },
);

const unit: Scales = { sp: 1, sa: 1 };

function* directed(): Iterable<CaseInput> {
  yield seedCase('directed', 'V9', [3], { sp: f32('3d4ccccc'), sa: f32('3ca3d70a') });
  yield seedCase('directed', 'V9', [1073774592, 1073774655], unit);
  yield seedCase('directed', 'B6.11', [922], { sp: f32('3b8edf46'), sa: f32('38c2f97a') });
  yield seedCase('directed', 'B6.11', [1034], { sp: f32('3ad94898'), sa: f32('38b284c2') });
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    yield seedCase('directed', 'draw_per_seed', [0, 2047], unit, 'SR_HALF_AWAY', rng);
  }
  yield seedCase('directed', 'draw_per_seed', [0, 0, 5], unit, 'SR_HALF_AWAY', 3);
}

function* guard(): Iterable<CaseInput> {
  for (const mode of roundings) {
    for (const q of [1073774592, -1073774592, 1073774656, -1073774656]) {
      yield seedCase('boundary', 'guard_edge', [7, q], unit, mode, 5);
    }
    for (const q of [1073774657, -1073774657, 2147483647, -2147483648]) {
      yield seedCase('negative', 'refused', [7, q], unit, mode, 5);
    }
  }
  yield seedCase('negative', 'V9 refused_nan', [0], { sp: 1, sa: 0 });
  yield seedCase('negative', 'refused_nan', [0, 1], { sp: f32('7f800000'), sa: 1 });
  yield seedCase('negative', 'refused_nan', [1], { sp: f32('7fc00000'), sa: 1 });
  yield seedCase('negative', 'refused_nan', [1, 2], { sp: 1, sa: f32('7fc00000') });
  yield seedCase('negative', 'refused', [5, 1], { sp: 1, sa: 0 });
  yield seedCase('negative', 'refused', [1], { sp: 1, sa: f32('00000001') });
  // the last element only: nothing may be written before
  yield seedCase('negative', 'refused', [1, 2, 3, 4, 5, 6, 7, 1073774657], unit);
  yield seedCase('negative', 'V9 refused', [1073774657], unit);
}

function* boundaries(): Iterable<CaseInput> {
  const inside = keyInt32.filter((q) => Math.abs(q) <= 1073774656);
  for (const mode of roundings) yield seedCase('boundary', 'big_mantissa', inside, unit, mode, 8);
  const halves = [1, -1, 3, -3, 5, -5, 2047, -2047];
  for (const mode of roundings) {
    yield seedCase('boundary', 'ties', halves, { sp: 0.5, sa: 1 }, mode, 11);
    yield seedCase('boundary', 'ties', halves, { sp: 0.25, sa: 0.5 }, mode, 12);
  }
  yield seedCase('boundary', 'subnormal', [1, -3, 2047], {
    sp: f32('00000001'),
    sa: f32('00000003'),
  });
  yield seedCase('boundary', 'subnormal', [1, 9], { sp: f32('00000005'), sa: f32('00400000') });
  yield seedCase('boundary', 'subnormal', [4, -2], { sp: 1, sa: f32('7f800000') });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* guard();
  yield* boundaries();
  for (const r of seeded(g, 'random', 60)) {
    const sp = Math.abs(r.float32(-14, -4));
    const sa = Math.fround(sp * Math.abs(r.float32(-12, 2)));
    const q = Array.from({ length: r.int(1, 16) }, () => r.int(-32768, 32767));
    yield seedCase('random', 'stream', q, { sp, sa }, r.pick(roundings), r.rngState());
  }
  yield* unguarded(g);
}

/** The same call in a build whose guard is switched off. */
function withoutGuard(input: CaseInput): CaseInput {
  return { ...input, params: { ...input.params, guard: 'off' } };
}

function* unguarded(g: CaseGen): Iterable<CaseInput> {
  for (const mode of roundings) {
    const beyond = [7, 1073774657, -1073774657, 2147483583, -2147483648];
    yield withoutGuard(seedCase('directed', 'guard_off', beyond, unit, mode, 5));
    for (const q of [2147483584, 2147483647]) {
      yield withoutGuard(seedCase('overflow', 'guard_off_overflow', [1, q], unit, mode, 5));
    }
  }
  const small = { sp: 1, sa: f32('3a83126f') };
  yield withoutGuard(seedCase('directed', 'guard_off', [1100000, -2147483, 5], small));
  yield withoutGuard(seedCase('overflow', 'guard_off_overflow', [0], { sp: 1, sa: 0 }));
  yield withoutGuard(seedCase('overflow', 'guard_off_overflow', [5, 1], { sp: 1, sa: 0 }));
  for (const r of seeded(g, 'unguarded', 8)) {
    const q = Array.from({ length: r.int(1, 8) }, () => r.int(-2147000000, 2147000000));
    yield withoutGuard(seedCase('random', 'guard_off', q, unit, r.pick(roundings), r.rngState()));
  }
}

export default defineOp({
  name: 'seed_rescale',
  version: 1,
  clause: 'S20',
  summary: 'moves integer mantissas from their scale to an accumulator scale, guarded',
  since: '2026-06-23',
  params: {
    sp: { kind: 'f32', doc: 'scale of the mantissas' },
    sa: { kind: 'f32', doc: 'scale of the accumulator' },
    rounding: roundingParam,
    guard: {
      kind: 'word',
      values: ['off'],
      optional: true,
      doc: '`off`: a build without the guard; absent: guarded',
      fixed: 'it is there or not; there is no second value',
      unread: 'there is no second value to put in its place',
    },
  },
  tensors: {
    q: { role: 'in', dtypes: ['INT32'], doc: '[n]: mantissas' },
    y: {
      role: 'out',
      dtypes: ['INT32'],
      doc: '[n]: seeds; nothing is written where one is refused',
    },
  },
  fits: alike('q', 'y'),
  notes: {
    V9: {
      bug: 'q·(sp ÷ sa), or another guard bound than 0x4e800100',
      effect: 'bias seeds off by one; seeds refused or admitted at the edge',
    },
    'B6.11': {
      bug: 'q·(sp ÷ sa) instead of (q·sp) ÷ sa',
      effect: 'bias seeds off by one',
    },
    draw_per_seed: {
      bug: 'no draw for zero seeds, or integers kept',
      effect: 'all later draws are shifted',
      clause: 'S17, S20',
    },
    guard_edge: {
      bug: 'a bound of 32767², 2^30 or 2^31 − 1, or ≥ instead of >',
      effect: 'training aborts, or an accumulator overflows later',
    },
    refused: {
      bug: 'no guard, or outputs written before it fires',
      effect: 'an accumulator overflows in silence',
    },
    guard_off: {
      bug: 'the guard applied in a build that has switched it off, or the seed clamped instead',
      effect: 'a training that fits int32 stops, or goes on with a smaller bias',
    },
    guard_off_overflow: {
      bug: 'a seed beyond int32 saturated, or a NaN taken for 0',
      effect: 'a simulation trains on with 0 or 2^31 − 1 where the device has its smallest int32',
    },
    refused_nan: {
      bug: 'the guard written as r > bound, which a NaN passes',
      effect:
        'the bias becomes another integer on each processor once the accumulator scale underflows',
    },
    big_mantissa: {
      bug: 'mantissas beyond 2^24 kept exact instead of rounded to float32',
      effect: 'seeds off by some units',
      clause: 'S20, S27',
    },
    ties: { bug: 'half to even', effect: 'seeds off by one', clause: 'S16, S20' },
    subnormal: {
      bug: 'subnormal scales flushed to zero',
      effect: 'seeds become 0 or are refused',
    },
    stream: {
      bug: 'no draw for zero seeds, or draws from the last seed to the first',
      effect: 'biases are rounded with each other’s draws, and all later draws are shifted',
      clause: 'S17, S20',
    },
  },
  run(n, call) {
    const [sp, sa] = [call.number('sp'), call.number('sa')];
    const contract = {
      ...n.contract,
      seedGuard: n.contract.seedGuard && !('guard' in call.params),
    };
    const seeds = ints(call.tensor('q'));
    const y = ints(call.tensor('y', seeds.length));
    seeds.forEach((q, i) => {
      y[i] = n.fn.seedRescale({ ...n, contract }, q, sp, sa, call.rounding('rounding'));
    });
  },
  oracle: seedRescaleOracle,
  cases,
});
