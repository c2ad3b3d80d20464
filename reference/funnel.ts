/** The op funnel (S63–S72): prologue conversions, raw intermediate, write or accumulate epilogue. */

import type { Numerics } from './numerics.ts';
import { demand, precondition, Refusal } from './refusal.ts';
import {
  newTensor,
  type QuantRecord,
  type Rounding,
  store,
  type Tensor,
  tensorCount,
} from './tensor.ts';

export const outputModes = ['OUT_WRITE', 'OUT_ACC_DYNAMIC_RESCALE', 'OUT_ACC_FIXED_SCALE'] as const;
export type OutputMode = (typeof outputModes)[number];

/** S63: in what an operation computes, and how it rounds. */
export interface Arithmetic {
  readonly type: 'ARITH_FLOAT32' | 'ARITH_SYM_INT32';
  readonly rounding: Rounding;
}

/** Computes `raw.data` (and `raw.scale` in SYM arithmetic) from operands in the arithmetic's format. */
export type Kernel = (n: Numerics, operands: readonly Tensor[], raw: Tensor) => void;

/** S63: the arithmetic that a quantization record implies. */
export function arithmeticOf(_n: Numerics, record: QuantRecord | undefined): Arithmetic {
  switch (record?.dtype) {
    case 'SYM_INT32':
      return { type: 'ARITH_SYM_INT32', rounding: record.rounding };
    case 'SYM':
    case 'ASYM':
      return { type: 'ARITH_FLOAT32', rounding: record.rounding };
    default:
      return { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };
  }
}

/** S65, S66: the format of operands and raw results. */
export function formatOf(_n: Numerics, arithmetic: Arithmetic): 'FLOAT32' | 'SYM_INT32' {
  return arithmetic.type === 'ARITH_SYM_INT32' ? 'SYM_INT32' : 'FLOAT32';
}

/** S65, S66: a tensor in the arithmetic's format with the shape and order of another, scale 1. */
export function scratchLike(n: Numerics, like: Tensor, arithmetic: Arithmetic): Tensor {
  const format = n.fn.formatOf(n, arithmetic);
  const bits = format === 'SYM_INT32' ? n.contract.operandBits : 0;
  const scratch = newTensor(format, like.shape, bits, arithmetic.rounding);
  scratch.order = [...like.order];
  return scratch;
}

/** S65 one operand: passed through where it matches, else converted into scratch; never modified. */
export function operandOf(n: Numerics, input: Tensor, arithmetic: Arithmetic): Tensor {
  if (input.dtype === n.fn.formatOf(n, arithmetic)) return input;
  const scratch = n.fn.scratchLike(n, input, arithmetic);
  n.fn.convert(n, input, scratch);
  return scratch;
}

/** S66: the raw intermediate; its storage holds garbage until the kernel writes it. */
export function rawTensor(n: Numerics, target: Tensor, arithmetic: Arithmetic): Tensor {
  const raw = n.fn.scratchLike(n, target, arithmetic);
  raw.data.fill(-1431655766);
  return raw;
}

/** S67: who owns the rounding of OUT_WRITE. */
export function writeRounding(n: Numerics, target: Tensor, arithmetic: Arithmetic): Rounding {
  return n.contract.writeRounding === 'operation' ? arithmetic.rounding : target.rounding;
}

/** S67: raw → target; SYM_INT32 → SYM_INT32 is the requant at the target's width. */
export function writeOutput(
  n: Numerics,
  raw: Tensor,
  target: Tensor,
  arithmetic: Arithmetic,
): void {
  n.fn.executeConvert(n, raw, target, n.fn.writeRounding(n, target, arithmetic));
}

/** S68 and S122 guard: refuses (A14) INT32 and BOOL targets and labels beyond the gradient width. */
export function guardAccumulateTarget(n: Numerics, target: Tensor): void {
  demand(target.dtype !== 'INT32' && target.dtype !== 'BOOL', 'A14', `${target.dtype} target`);
  demand(
    target.dtype === 'FLOAT32' || target.bits <= n.contract.gradientBitsMax,
    'A14',
    `accumulation target of ${target.bits} bits`,
  );
}

/** S68: raw → target in an accumulate mode; the rounding mode is the target's own. */
export function accumulateOutput(n: Numerics, raw: Tensor, target: Tensor, mode: OutputMode): void {
  n.fn.guardAccumulateTarget(n, target);
  const fixed = mode === 'OUT_ACC_FIXED_SCALE';
  switch (target.dtype) {
    case 'FLOAT32':
      n.fn.accumulateFloat32(n, target, raw);
      break;
    case 'SYM_INT32':
      if (fixed) n.fn.accumulateSymFixed(n, target, raw);
      else if (raw.dtype === 'SYM_INT32') n.fn.accumulateSymDynamic(n, target, raw);
      else n.fn.accumulateSymFloatIncrement(n, target, raw);
      break;
    case 'SYM':
      precondition(!fixed || tensorCount(target) > 0, 'a packed grid of no codes');
      if (fixed) n.fn.accumulatePackedFixed(n, target, raw);
      else n.fn.accumulatePackedRescale(n, target, raw);
      break;
    case 'ASYM':
      demand(!fixed, 'A14', 'an ASYM target has no fixed scale');
      n.fn.accumulateAsym(n, target, raw);
      break;
    default:
      throw new Refusal('A14', `${target.dtype} target`);
  }
}

/** S71: refuses (A15) every mode that does not accumulate. */
export function guardAccumulateMode(_n: Numerics, mode: OutputMode): void {
  demand(mode !== 'OUT_WRITE', 'A15', 'a gradient needs an accumulate mode');
}

/**
 * S64–S68: prologue, kernel, epilogue of one operation with at most 3 inputs (A13). In SR the draws come
 * from the converted inputs in order, the kernel, then the epilogue (S72).
 */
export function executeOp(
  n: Numerics,
  kernel: Kernel,
  inputs: readonly Tensor[],
  arithmetic: Arithmetic,
  mode: OutputMode,
  target: Tensor,
): void {
  demand(inputs.length <= 3, 'A13', `an operation of ${inputs.length} inputs`);
  const operands = inputs.map((input) => n.fn.operandOf(n, input, arithmetic));
  const raw = n.fn.rawTensor(n, target, arithmetic);
  kernel(n, operands, raw);
  if (mode === 'OUT_WRITE') n.fn.writeOutput(n, raw, target, arithmetic);
  else n.fn.accumulateOutput(n, raw, target, mode);
}

/** S70: copies operand 0's payload into raw; for SYM_INT32 the scale too. */
export function identityKernel(_n: Numerics, operands: readonly Tensor[], raw: Tensor): void {
  const source = operands[0]!;
  store(raw.data, source.data);
  if (source.dtype === 'SYM_INT32') raw.scale = source.scale;
}
