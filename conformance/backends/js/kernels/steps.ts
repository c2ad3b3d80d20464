/** One operation of a layer: its arithmetic, its scratch, and how its result reaches a wire (S63–S67, H2). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import { f32, i32, type JsCall, type JsContext, type JsTensor } from '../api.ts';
import { convertsBack } from './gradients.ts';
import { operandIn, scratch, writeFloats, writeMantissas, writeMode } from './wires.ts';

export interface Step {
  readonly isFloat: boolean;
  readonly mode: WireRounding;
}

type Prefix = '' | 'weight_' | 'bias_' | 'dx_';

const readStep =
  (prefix: Prefix) =>
  (call: JsCall): Step => ({
    isFloat: call.word(`${prefix}arithmetic`) === 'ARITH_FLOAT32',
    mode: call.rounding(`${prefix}rounding`),
  });

const readers: Readonly<Record<Prefix, (call: JsCall) => Step>> = {
  '': readStep(''),
  weight_: readStep('weight_'),
  bias_: readStep('bias_'),
  dx_: readStep('dx_'),
};

/** The arithmetic that a call gives under a prefix. */
export function stepOf(call: JsCall, prefix: Prefix): Step {
  return call.once(readers[prefix]);
}

/** What a backward step converts with: in June the mode of the weight gradient's arithmetic in all steps. */
export function conversionStep(ctx: JsContext, call: JsCall, prefix: Prefix): Step {
  const step = stepOf(call, prefix);
  return convertsBack(ctx) ? { ...step, mode: call.rounding('weight_rounding') } : step;
}

/** S66: a raw result that is shaped like another tensor. */
export function rawFor(ctx: JsContext, like: JsTensor, { isFloat, mode }: Step): JsTensor {
  return isFloat
    ? scratch(like, 'FLOAT32', 0, mode)
    : scratch(like, 'SYM_INT32', ctx.contract.operandBits, mode);
}

/** Computes `out` (and its scale in SYM arithmetic) from up to three operands. */
export type Kernel = (a: JsTensor, b: JsTensor, c: JsTensor | undefined, out: JsTensor) => void;

/** A producer over converted operands, written as its wire says; or straight into the wire (June). */
export function produce(
  ctx: JsContext,
  step: Step,
  operands: readonly (JsTensor | undefined)[],
  wire: JsTensor,
  kernel: Kernel,
): void {
  const [a, b, c] = operands;
  if (ctx.contract.producers === 'raw') {
    kernel(a!, b!, c, wire);
    return;
  }
  const take = (t: JsTensor): JsTensor => operandIn(ctx, t, step.isFloat, step.mode);
  const [left, right] = [take(a!), take(b!)];
  const third = c === undefined ? undefined : take(c);
  const raw = rawFor(ctx, wire, step);
  kernel(left, right, third, raw);
  const mode = writeMode(ctx, step.mode, wire);
  if (step.isFloat) writeFloats(ctx, f32(raw), wire, mode);
  else writeMantissas(ctx, i32(raw), raw.scale, wire, mode);
}

/** The producer of dx over loss and weight, which June converts first, the weight before the loss. */
export function produceInputGradient(
  ctx: JsContext,
  call: JsCall,
  [dy, weight]: readonly [JsTensor, JsTensor],
  dx: JsTensor,
  kernel: Kernel,
): void {
  let operands = [dy, weight];
  if (convertsBack(ctx)) {
    const { isFloat, mode } = conversionStep(ctx, call, 'dx_');
    const factor = operandIn(ctx, weight, isFloat, mode);
    operands = [operandIn(ctx, dy, isFloat, mode), factor];
  }
  produce(ctx, stepOf(call, 'dx_'), operands, dx, kernel);
}
