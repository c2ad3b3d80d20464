/** S120: learning rates after a number of ticks. */

import type { Schedule } from '../../../reference/optimizers/schedule.ts';
import { floats } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { f32 } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall, type Params } from '../../op.ts';

/** n rates after ticks first, first + 1, …; the parameters of other kinds are neutral. */
const rateCase = casesOf((params: Params, count: number = 12, first: number = 1) => {
  const neutral = { factor: 0, period: 1 };
  const tensors = { rates: target('FLOAT32', [count]) };
  return { tensors, params: { ...neutral, ...params, first } };
});

const base = Math.fround(0.1);

function* directed(): Iterable<CaseInput> {
  const step = { kind: 'STEP', base, factor: Math.fround(0.9), period: 3 };
  yield rateCase('directed', 'absolute', step);
  yield rateCase('directed', 'absolute', { ...step, period: 1 });
  const exponential = { kind: 'EXPONENTIAL', base, factor: Math.fround(0.97) };
  yield rateCase('directed', 'absolute', exponential, 24);
  yield rateCase('directed', 'absolute', exponential, 4, 20000);
  yield rateCase('directed', 'absolute', { ...exponential, factor: -0.5 });
  const cosine = { kind: 'COSINE', base, factor: Math.fround(0.001), period: 17 };
  yield rateCase('directed', 'cosine', cosine, 40);
  yield rateCase('directed', 'cosine', { ...cosine, period: 1 }, 6);
  yield rateCase('directed', 'cosine', { ...cosine, period: 20000 }, 8, 9997);
  yield rateCase('directed', 'cosine', { ...cosine, factor: 1, base: 0.25 }, 20);
}

function* edges(): Iterable<CaseInput> {
  yield rateCase('boundary', 'extremes', { kind: 'EXPONENTIAL', base: 1, factor: 0 }, 3);
  yield rateCase('boundary', 'extremes', { kind: 'EXPONENTIAL', base: 1, factor: 2 }, 4, 126);
  yield rateCase('boundary', 'extremes', { kind: 'EXPONENTIAL', base: 1, factor: 0.5 }, 4, 148);
  yield rateCase('boundary', 'extremes', { kind: 'EXPONENTIAL', base, factor: 1.5 }, 2, 1000000);
  const tiny = { kind: 'STEP', base: 1, factor: f32('00800000'), period: 1 };
  yield rateCase('boundary', 'extremes', tiny, 3);
  const bad: readonly Params[] = [
    { kind: 'STEP', factor: 0.5, period: 0 },
    { kind: 'STEP', factor: f32('7fc00000'), period: 2 },
    { kind: 'EXPONENTIAL', factor: f32('7f800000') },
    { kind: 'COSINE', factor: 0, period: 0 },
    { kind: 'COSINE', factor: f32('ff800000'), period: 2 },
  ];
  for (const params of bad) yield rateCase('negative', 'refused', { base, ...params }, 2);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* edges();
  for (const r of seeded(g, 'random', 30)) {
    const kind = r.pick(['STEP', 'EXPONENTIAL', 'COSINE']);
    const factor = Math.abs(r.float32(kind === 'COSINE' ? -12 : -1, kind === 'COSINE' ? -5 : -1));
    const params = { kind, base: Math.abs(r.float32(-8, 0)), factor, period: r.int(1, 90) };
    yield rateCase('random', 'stream', params, 16, r.int(1, 60));
  }
}

function scheduleOf(call: OpCall): Schedule {
  const factor = call.number('factor');
  const period = call.number('period');
  switch (call.word('kind')) {
    case 'STEP':
      return { kind: 'STEP', gamma: factor, size: period };
    case 'EXPONENTIAL':
      return { kind: 'EXPONENTIAL', gamma: factor };
    default:
      return { kind: 'COSINE', etaMin: factor, period };
  }
}

export default defineOp({
  name: 'lr_schedule',
  version: 1,
  clause: 'S120',
  summary: 'learning rates after consecutive ticks of a schedule',
  since: '2026-07-21',
  params: {
    kind: { kind: 'word', values: ['STEP', 'EXPONENTIAL', 'COSINE'], doc: 'which schedule' },
    base: { kind: 'f32', doc: 'learning rate captured at construction' },
    factor: { kind: 'f32', doc: 'γ of STEP and EXPONENTIAL, smallest rate η of COSINE' },
    period: { kind: 'int', min: 0, max: 2147483647, doc: 'step size or T; 0 is refused' },
    first: { kind: 'int', min: 1, max: 2147483647, doc: 'ticks done at the first rate' },
  },
  tensors: { rates: { role: 'out', dtypes: ['FLOAT32'], doc: '[n]: rates after first + i ticks' } },
  fits: refusesMisfits,
  notes: {
    absolute: {
      bug: 'the current rate multiplied again and again, or powers in float32',
      effect: 'the rate drifts from the schedule',
    },
    cosine: {
      bug: 'cosine or π in float32, a restart missing or invented after T',
      effect: 'rates off by some ulp, or rising',
    },
    extremes: {
      bug: 'powers that overflow or underflow treated otherwise than by one rounding at the end',
      effect: 'NaN or zero rates',
    },
    refused: {
      bug: 'period 0 or a factor that is not finite accepted',
      effect: 'a division by zero or NaN rates',
    },
    stream: {
      bug: 'the rate lowered one epoch early or late, or the base rate lost after a restart',
      effect: 'training runs an epoch or more at another step length',
    },
  },
  run(n, call) {
    const schedule = scheduleOf(call);
    n.fn.checkSchedule(n, schedule);
    const rates = floats(call.tensor('rates'));
    const first = call.number('first');
    for (let i = 0; i < rates.length; i++) {
      rates[i] = n.fn.scheduledRate(n, schedule, call.number('base'), first + i);
    }
  },
  cases,
});
