/** The op funnel (S64–S72): operands in, raw result, write or accumulate. */

import type { WireRounding } from '../../../../schema/format/types.ts';
import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import {
  addFloatIntoSym,
  addIntoAsym,
  addIntoFloat32,
  addIntoPacked,
  addIntoPackedFixed,
  addIntoSymDynamic,
  addIntoSymFixed,
  demandGradientWidth,
} from './accumulation.ts';
import { storeInto } from './conversion.ts';
import { multiplyFloat, multiplySym } from './matmul.ts';
import { rawFor } from './steps.ts';
import { operandIn, writeMode } from './wires.ts';

function checkTarget(ctx: JsContext, target: JsTensor, isFixed: boolean, raw: JsTensor): void {
  const { dtype } = target;
  const plain = dtype === 'INT32' || dtype === 'BOOL';
  const noFixed = dtype === 'ASYM' || (dtype === 'SYM_INT32' && raw.dtype === 'FLOAT32');
  if (plain || (isFixed && noFixed))
    throw new KernelRefusal(`A14: ${dtype} does not accumulate so`);
  demandGradientWidth(ctx, target);
}

/** S68. */
export function accumulateInto(
  ctx: JsContext,
  raw: JsTensor,
  target: JsTensor,
  isFixed: boolean,
): void {
  checkTarget(ctx, target, isFixed, raw);
  if (target.dtype === 'FLOAT32') addIntoFloat32(ctx, target, raw);
  else if (target.dtype === 'ASYM') addIntoAsym(ctx, target, raw);
  else if (target.dtype === 'SYM') {
    if (isFixed) addIntoPackedFixed(ctx, target, raw);
    else addIntoPacked(ctx, target, raw);
  } else if (isFixed) addIntoSymFixed(ctx, target, raw);
  else if (raw.dtype === 'SYM_INT32') addIntoSymDynamic(ctx, target, raw);
  else addFloatIntoSym(ctx, target, raw);
}

function rawResult(
  ctx: JsContext,
  call: JsCall,
  operands: readonly JsTensor[],
  out: JsTensor,
  isSym: boolean,
): JsTensor {
  const [a, b, bias] = operands;
  if (call.word('kernel') === 'identity') return a!;
  const raw = rawFor(ctx, out, { isFloat: !isSym, mode: 'HALF_AWAY' });
  if (isSym) raw.scale = multiplySym(ctx, a!, b!, bias, i32(raw));
  else multiplyFloat(ctx, a!, b!, bias, f32(raw));
  return raw;
}

function executeOp(ctx: JsContext, call: JsCall): void {
  const mode = call.word('mode');
  const isWrite = mode === 'OUT_WRITE';
  if (isWrite && call.word('site') === 'gradient') {
    throw new KernelRefusal('A15: a gradient is not written');
  }
  const inputs = ['x0', 'x1', 'x2', 'x3'].flatMap((name) => call.tensors[name] ?? []);
  if (inputs.length > 3) throw new KernelRefusal(`A13: ${inputs.length} inputs`);
  const isSym = call.word('arithmetic') === 'ARITH_SYM_INT32';
  const rounding: WireRounding = call.rounding('rounding');
  const operands = inputs.map((t) => operandIn(ctx, t, !isSym, rounding));
  const out = call.tensor(isWrite ? 'y' : 'target');
  const raw = rawResult(ctx, call, operands, out, isSym);
  if (isWrite) storeInto(ctx, raw, out, writeMode(ctx, rounding, out));
  else accumulateInto(ctx, raw, out, mode === 'OUT_ACC_FIXED_SCALE');
}

/** S63. */
function arithmeticRecord(_ctx: JsContext, call: JsCall): void {
  const { record } = call.tensors;
  const isQuantized = record !== undefined && /^(SYM_INT32|SYM|ASYM)$/.test(record.dtype);
  const codes = i32(call.tensor('arithmetic'));
  codes[0] = record?.dtype === 'SYM_INT32' ? 1 : 0;
  codes[1] = isQuantized && record.rounding === 'SR_HALF_AWAY' ? 1 : 0;
}

export const funnelKernels: JsKernels = {
  execute_op: executeOp,
  arithmetic_record: arithmeticRecord,
};
