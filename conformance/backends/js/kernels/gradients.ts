/** What layers do around their gradients: staging, modes (S71), and the June way (H2). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import { i32, type JsCall, type JsContext, type JsTensor, KernelRefusal } from '../api.ts';
import { takeCopy } from '../workspace.ts';
import { convertInto } from './conversion.ts';
import { halfAway, rescaleSeed } from './rounding.ts';
import { operandIn, valuesOf, writeFloats } from './wires.ts';

const fround = Math.fround;

/** S71: whether a gradient accumulates at its fixed scale; a mode that does not accumulate is refused. */
export function isFixedMode(call: JsCall, name: string): boolean {
  const word = call.word(name);
  if (word === 'OUT_WRITE') throw new KernelRefusal(`A15: ${word} for a gradient`);
  return word === 'OUT_ACC_FIXED_SCALE';
}

/** A copy to work on while something may still be refused. */
export function staged(t: JsTensor): JsTensor {
  return { ...t, data: takeCopy(t.data) };
}

/** Puts a staged copy in the place of its tensor. */
export function commit(copy: JsTensor, t: JsTensor): void {
  t.data.set(copy.data);
  t.scale = copy.scale;
  t.zeroPoint = copy.zeroPoint;
}

function addSteps(target: JsTensor, steps: Float32Array): Float32Array {
  const sums = valuesOf(target).slice();
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + steps[i]!;
  return sums;
}

/** June: sums as floats at the target's width and mode; FLOAT32 by plain addition. */
export function addThroughFloats(ctx: JsContext, target: JsTensor, raw: JsTensor): void {
  writeFloats(ctx, addSteps(target, valuesOf(raw)), target, target.rounding);
}

/** June: batch sums of a bias at the carried scale: half away and unguarded, or as a guarded seed. */
export function addBiasSums(ctx: JsContext, target: JsTensor, raw: JsTensor): void {
  if (raw.dtype === 'FLOAT32') {
    addThroughFloats(ctx, target, raw);
    return;
  }
  const [sums, q] = [i32(target), i32(raw)];
  const guarded = ctx.contract.linearBiasGradient === 'seed_rescale';
  for (let i = 0; i < sums.length; i++) {
    if (guarded) {
      sums[i]! += rescaleSeed(ctx, q[i]!, raw.scale, target.scale, target.rounding);
      continue;
    }
    const step = fround(fround(fround(q[i]!) * raw.scale) / target.scale);
    sums[i] = sums[i]! + halfAway(step);
  }
}

/** June: accumulates in the format of the arithmetic and converts the gradient back. */
export function convertBack(
  ctx: JsContext,
  grad: JsTensor,
  isFloat: boolean,
  mode: WireRounding,
  add: (target: JsTensor) => void,
): void {
  const target = operandIn(ctx, grad, isFloat, mode);
  add(target);
  if (target !== grad) convertInto(ctx, target, grad, grad.rounding);
}

/** Whether gradients and operands are converted into a step's arithmetic and back (June). */
export function convertsBack(ctx: JsContext): boolean {
  return ctx.contract.backward === 'convert_back';
}
