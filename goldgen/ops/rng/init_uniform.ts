/** S15: uniform initial weights. */

import type { Numerics } from '../../../reference/numerics.ts';
import { labels } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { f32 } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall } from '../../op.ts';
import { fanNotes, fanParams, fillWith, initCase, randomFans } from './init_cases.ts';
import { initUniformOracle } from './init_oracle.ts';

const kinds = ['uniform', 'kaiming', 'xavier'] as const;

function between(low: number, high: number) {
  return { kind: 'uniform', low: Math.fround(low), high: Math.fround(high) };
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield initCase('directed', 'bounds', between(-1, 1), 1);
  yield initCase('directed', 'bounds', between(0.1, 0.7), 42);
  yield initCase('directed', 'bounds', between(-3, 1000), 7, [2, 5]);
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    yield initCase('directed', 'ends', between(-0.3, 0.1), rng);
    yield initCase('directed', 'ends', between(5, 5), rng);
    yield initCase('directed', 'ends', between(1, -1), rng);
  }
  yield initCase('boundary', 'ends', between(f32('00000001'), f32('00000009')), 3);
  yield initCase('boundary', 'ends', between(f32('ff7fffff'), f32('7f7fffff')), 4);
  yield initCase('boundary', 'bounds', between(0, 1), 9, [0]);
  yield initCase('directed', 'xavier', { kind: 'xavier', gain: 1, fan_in: 2, fan_out: 3 }, 42, [3]);
  // the default of Linear and of convolutions: g is 1 over the root of 3
  const gain = Math.fround(0.57735026919);
  for (const fan of [1, 3, 5, 7, 10, 49, 140, 1000]) {
    yield initCase('directed', 'kaiming', { kind: 'kaiming', gain, fan_in: fan }, 42 + fan);
    yield initCase('directed', 'xavier', { kind: 'xavier', gain: 1, fan_in: fan, fan_out: 6 }, fan);
  }
  for (const label of labels('random', 30)) {
    const r = g.random(label);
    const kind = r.pick(kinds);
    const params =
      kind === 'uniform' ? between(r.float32(-4, 2), r.float32(-4, 2)) : randomFans(r, kind);
    yield initCase('random', 'stream', params, r.rngState(), [r.int(1, 4), r.int(1, 5)]);
  }
}

function boundsOf(n: Numerics, call: OpCall): readonly [number, number] {
  const kind = call.word('kind');
  if (kind === 'uniform') return [call.number('low'), call.number('high')];
  const [gain, fan] = [call.number('gain'), call.number('fan_in')];
  const limit =
    kind === 'kaiming'
      ? n.fn.kaimingLimit(n, gain, fan)
      : n.fn.xavierScale(n, gain, 6, fan, call.number('fan_out'));
  return [-limit, limit];
}

export default defineOp({
  name: 'init_uniform',
  version: 1,
  clause: 'S15',
  summary: 'fills a tensor with uniform numbers, in the bounds of Kaiming or Xavier on demand',
  since: '2026-07-21',
  params: {
    kind: { kind: 'word', values: kinds, doc: 'what the bounds are made of' },
    low: { kind: 'f32', optional: true, doc: 'uniform: a' },
    high: { kind: 'f32', optional: true, doc: 'uniform: b' },
    ...fanParams,
  },
  tensors: { y: { role: 'out', dtypes: ['FLOAT32'], doc: '[…]: filled in storage order' } },
  fits: refusesMisfits,
  notes: {
    bounds: {
      bug: '(1 − r)·a + r·b, or r·(b − a) fused into the sum',
      effect: 'initial weights off by one unit, and with them every step of a training',
    },
    ends: {
      bug: 'draws of 0 left out, a draw of 1 allowed, or bounds exchanged where a is above b',
      effect: 'weights beyond their bound, or all later draws shifted',
      clause: 'S12, S15',
    },
    ...fanNotes,
  },
  run(n, call) {
    const [a, b] = boundsOf(n, call);
    fillWith(call, () => n.fn.uniformBetween(n, a, b));
  },
  oracle: initUniformOracle,
  cases,
});
