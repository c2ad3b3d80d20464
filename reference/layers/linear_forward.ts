/** Linear forward (L1): y = x·Wᵀ + b with W[O, I], x[B, I]. */

import type { Arithmetic } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { floats, store, type Tensor } from '../tensor.ts';

/** L1 steps 1–4, SYM arm: raw mantissas at `s_x ⊗ s_W` into y, whose width and mode are not looked at. */
export function linearForwardRaw(
  n: Numerics,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
): void {
  const transposed = n.fn.transposedView(n, weight, 0, 1);
  if (bias === undefined) n.fn.matmulSym(n, x, transposed, y);
  else n.fn.matmulSymBias(n, x, transposed, bias, y);
}

/** L1, FLOAT32 arm: every sum starts at the bias value. */
export function linearForwardFloat(
  n: Numerics,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
): void {
  store(floats(y), n.fn.matmulFloat(n, x, n.fn.transposedView(n, weight, 0, 1), bias));
}

/** L1 as a funnel kernel over the operands x, W and, if present, b. */
export function linearForwardKernel(
  n: Numerics,
  [x, weight, bias]: readonly Tensor[],
  raw: Tensor,
): void {
  if (raw.dtype === 'SYM_INT32') n.fn.linearForwardRaw(n, x!, weight!, bias, raw);
  else n.fn.linearForwardFloat(n, x!, weight!, bias, raw);
}

/**
 * L1: through the funnel where the contract restores the output's width at the producer; else the kernel
 * writes straight into y, and operands must already be in the arithmetic's format. Draws: prologue, one
 * per bias seed, epilogue (S72). Refuses A16 (labels, shapes) and A12 (seed guard).
 */
export function linearForward(
  n: Numerics,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
  arithmetic: Arithmetic,
): void {
  const operands = bias === undefined ? [x, weight] : [x, weight, bias];
  if (n.contract.producers === 'restored') {
    n.fn.executeOp(n, n.fn.linearForwardKernel, operands, arithmetic, 'OUT_WRITE', y);
    return;
  }
  precondition(bias !== undefined, 'the early layer dereferences its bias');
  const format = n.fn.formatOf(n, arithmetic);
  precondition(y.dtype === format, `a ${y.dtype} output of a ${format} kernel`);
  if (format === 'FLOAT32') {
    for (const t of operands) precondition(t.dtype === format, `a ${t.dtype} operand`);
  }
  n.fn.linearForwardKernel(n, operands, y);
}
