/** S15: normal initial weights; every answer depends on how log and cos are rounded. */

import type { Numerics } from '../../../reference/numerics.ts';
import { labels } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { f32 } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall } from '../../op.ts';
import { fanNotes, fanParams, fillWith, initCase, randomFans } from './init_cases.ts';
import { initNormalOracle } from './init_oracle.ts';

const kinds = ['normal', 'kaiming', 'xavier'] as const;

function normal(mean: number, deviation: number) {
  return { kind: 'normal', mean: Math.fround(mean), deviation: Math.fround(deviation) };
}

/** States whose first draw is 2^−24, which is rejected, and 2^−23, which is not. */
const tiny = { rejected: 1400528355, taken: 4119782949 };

/** States whose second draw is 1/4 and 1/2: the angle is f32(π) ÷ 2 and f32(π). */
const quarters = [1240186697, 868088412];

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const rng of [stateOfDrawZero, tiny.rejected, tiny.taken]) {
    yield initCase('directed', 'rejection', normal(0, 1), rng);
    yield initCase('directed', 'rejection', normal(0.5, 0.1), rng, [1]);
  }
  yield initCase('directed', 'rejection', normal(0, 1), stateOfLargestDraw);
  for (const rng of quarters) yield initCase('directed', 'direction', normal(0, 1), rng);
  for (const rng of [1, 2, 3, 42])
    yield initCase('directed', 'direction', normal(0, 1), rng, [3, 4]);
  yield initCase('directed', 'order', normal(10, 0.3), 5, [6]);
  yield initCase('directed', 'order', normal(-0.1, 7), 6, [6]);
  yield initCase('boundary', 'order', normal(1, 0), 7);
  yield initCase('boundary', 'order', normal(0, f32('00000003')), 8);
  yield initCase('boundary', 'order', normal(0, f32('7f7fffff')), 9);
  yield initCase('boundary', 'order', normal(0, 1), 10, [0]);
  for (const fan of [2, 3, 7, 10, 49, 140, 1000]) {
    yield initCase(
      'directed',
      'kaiming',
      { kind: 'kaiming', gain: Math.fround(Math.SQRT2), fan_in: fan },
      fan,
    );
    yield initCase('directed', 'xavier', { kind: 'xavier', gain: 1, fan_in: fan, fan_out: 5 }, fan);
  }
  for (const label of labels('random', 24)) {
    const r = g.random(label);
    const kind = r.pick(kinds);
    const params =
      kind === 'normal'
        ? normal(r.float32(-4, 1), Math.abs(r.float32(-6, 1)))
        : randomFans(r, kind);
    yield initCase('random', 'stream', params, r.rngState(), [r.int(1, 3), r.int(1, 4)]);
  }
}

function momentsOf(n: Numerics, call: OpCall): readonly [number, number] {
  const kind = call.word('kind');
  if (kind === 'normal') return [call.number('mean'), call.number('deviation')];
  const [gain, fan] = [call.number('gain'), call.number('fan_in')];
  return kind === 'kaiming'
    ? [0, n.fn.kaimingDeviation(n, gain, fan)]
    : [0, n.fn.xavierScale(n, gain, 2, fan, call.number('fan_out'))];
}

export default defineOp({
  name: 'init_normal',
  version: 1,
  clause: 'S15',
  summary: 'fills a tensor with normal numbers, of the deviation of Kaiming or Xavier on demand',
  since: '2026-07-21',
  params: {
    kind: { kind: 'word', values: kinds, doc: 'what the deviation is made of' },
    mean: { kind: 'f32', optional: true, doc: 'normal' },
    deviation: { kind: 'f32', optional: true, doc: 'normal' },
    ...fanParams,
  },
  tensors: { y: { role: 'out', dtypes: ['FLOAT32'], doc: '[…]: filled in storage order' } },
  fits: refusesMisfits,
  notes: {
    rejection: {
      bug: 'both draws repeated, only 0 repeated, or the second draw taken after the first was repeated',
      effect: 'one weight in millions and all draws after it differ',
    },
    direction: {
      bug: 'the sine taken, the angle formed in double, or a cosine that is off by one unit',
      effect: 'the seed of a published run gives other weights',
    },
    order: {
      bug: 'the mean added before the product, or deviation · (radius · cosine)',
      effect: 'initial weights off by one unit, and with them every step of a training',
    },
    ...fanNotes,
  },
  run(n, call) {
    const [mean, deviation] = momentsOf(n, call);
    fillWith(call, () => n.fn.normalSample(n, mean, deviation));
  },
  oracle: initNormalOracle,
  cases,
});
