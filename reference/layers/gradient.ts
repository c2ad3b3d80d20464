/** How increments reach gradient tensors (L32, H2 for the June contracts). */

import type { Arithmetic, OutputMode } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { float32Tensor, floats, type Tensor } from '../tensor.ts';

/**
 * L16 step 3: a float increment into a gradient tensor as a FLOAT32 identity operation. Refuses A15 (mode)
 * and A14 (target). The June contracts know no mode and always rescale.
 */
export function pushGradient(
  n: Numerics,
  increment: Float32Array,
  mode: OutputMode,
  grad: Tensor,
): void {
  const moded = n.contract.backward === 'funnel';
  if (moded) n.fn.guardAccumulateMode(n, mode);
  n.fn.executeOp(
    n,
    n.fn.identityKernel,
    [float32Tensor(increment, grad.shape)],
    { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' },
    moded ? mode : 'OUT_ACC_DYNAMIC_RESCALE',
    grad,
  );
}

/**
 * June S77: SYM_INT32 increment added to a SYM_INT32 target through float buffers, re-encoded with the
 * target's width and mode. n draws in SR mode.
 */
export function addThroughFloats(n: Numerics, target: Tensor, increment: Tensor): void {
  const sums = n.fn.decodeTensor(n, target);
  const values = n.fn.decodeTensor(n, increment);
  for (let i = 0; i < sums.length; i++) sums[i] = n.f.add(sums[i]!, values[i]!);
  n.fn.quantizeDynamic(n, float32Tensor(sums), target);
}

/** June: adds a raw result in the arithmetic's format to a target in the same format. */
export function addRaw(n: Numerics, target: Tensor, raw: Tensor): void {
  if (raw.dtype === 'SYM_INT32') {
    n.fn.addThroughFloats(n, target, raw);
    return;
  }
  const t = floats(target);
  floats(raw).forEach((value, i) => {
    t[i] = n.f.add(t[i]!, value);
  });
}

/**
 * June: a gradient stored in another dtype than the backward arithmetic is converted into it (width of the
 * operands, mode of the given arithmetic), accumulated there and converted back.
 */
export function accumulateConvertBack(
  n: Numerics,
  grad: Tensor,
  arithmetic: Arithmetic,
  add: (target: Tensor) => void,
): void {
  const target = n.fn.operandOf(n, grad, arithmetic);
  add(target);
  if (target !== grad) n.fn.convert(n, target, grad);
}
