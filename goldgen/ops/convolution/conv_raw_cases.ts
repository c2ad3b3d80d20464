/** What the two raw kernels share: their record, bias seeds, refusals and random calls. */

import type { Tensor } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { windowFrom, windowOf } from '../../kit/window_specs.ts';
import type { CaseGen, CaseInput, OpCall } from '../../op.ts';
import {
  type ConvForm,
  type ConvShape,
  type ConvValues,
  convShape,
  randomConvOperands,
  randomConvShape,
  rawCase,
  symCase,
  symOperands,
} from './conv_cases.ts';

/** The record and the tensors of a call. */
export function rawCallOf(call: OpCall, outputPadding = 0) {
  const conv = { window: windowFrom(call), groups: call.number('groups'), outputPadding };
  const [x, weight, y] = [call.tensor('x'), call.tensor('weight'), call.tensor('y')];
  return { conv, x, weight, bias: call.tensors.bias, y };
}

/** Seeds that another association of product and quotient rounds otherwise; their draws, once per channel. */
export function* seeds(form: ConvForm, wide: ConvShape, values: ConvValues): Iterable<CaseInput> {
  const one = convShape(windowOf(1, 1), 1);
  for (const [q, sp, sa] of [
    [922, '3b8edf46', '38c2f97a'],
    [1034, '3ad94898', '38b284c2'],
    [3, '3d4ccccc', '3ca3d70a'],
  ] as const) {
    const single = { x: [2], weight: [3], bias: [q] };
    const flags = `${q === 3 ? 'V9' : 'B6.11'} seed_association`;
    yield symCase('directed', flags, form, one, single, { x: sa, weight: 1, bias: sp });
  }
  const operands = symOperands(form, wide, values, { x: 0.5, weight: 0.5, bias: 0.1 });
  const stochastic: Tensor = { ...operands.bias!, rounding: 'SR_HALF_AWAY' };
  yield rawCase('directed', 'seed_draws', form, wide, operands, 77);
  yield rawCase('directed', 'seed_draws', form, wide, { ...operands, bias: stochastic }, 77);
  const bias16 = symInt32Of([30000, -32768, 7], 1, 16);
  yield rawCase('directed', 'wide_bias', form, wide, { ...operands, bias: bias16 });
}

/** A bias at and beyond the guard of seeds, at an operand scale. */
export function seedGuard(form: ConvForm, q: number, scale: number): CaseInput {
  const set = Math.abs(q) > 1073774656 || scale === 0 ? 'negative' : 'boundary';
  const values = { x: [1], weight: [1], bias: [q] };
  const scales = { x: scale, weight: 1, bias: 1 };
  return symCase(set, 'seed_guard', form, convShape(windowOf(1, 1), 1), values, scales, 31);
}

/** Groups that divide neither channel count. */
export function refusedGroups(form: ConvForm, r: Random): CaseInput {
  const three = convShape(windowOf(1, 1), 2, { inChannels: 4, outChannels: 6, groups: 3 });
  const operands = randomConvOperands(r, form, three, 'SYM_INT32');
  // no groups are undefined; the draws of that case stay, so that those after it keep their inputs
  randomConvOperands(r, form, { ...three, groups: 0 }, 'SYM_INT32');
  return rawCase('negative', 'refused_groups', form, three, operands);
}

export function* randomRaw(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  for (const r of seeded(g, 'random', 60)) {
    const s = randomConvShape(r, form);
    const operands = randomConvOperands(r, form, s, r.chance(1, 3) ? 'FLOAT32' : 'SYM_INT32');
    yield rawCase('random', 'mixture', form, s, operands, r.rngState());
  }
}
