/** How a layer's forward and dx reach their wire: restored in the epilogue, or raw (H2). */

import type { Arithmetic, Kernel } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Runs a producer. `restored`: the funnel with OUT_WRITE. `raw` (June): the kernel reads the operands as
 * they are and writes mantissas and product scale straight into the wire, whose label and mode stay; the
 * norm layers round by that mode, since there is no other record.
 */
export function produce(
  n: Numerics,
  kernel: Kernel,
  operands: readonly Tensor[],
  arithmetic: Arithmetic,
  wire: Tensor,
): void {
  if (n.contract.producers === 'restored') {
    n.fn.executeOp(n, kernel, operands, arithmetic, 'OUT_WRITE', wire);
    return;
  }
  const raw: Tensor = { ...wire };
  kernel(n, operands, raw);
  wire.scale = raw.scale;
}
