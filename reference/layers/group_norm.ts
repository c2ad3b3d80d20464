/** GroupNorm over x[B,C,T] with γ and β per channel (L17). */

import type { Kernel } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { type Tensor, tensorCount } from '../tensor.ts';
import type { GroupNormLayer } from './layer.ts';
import type { NormGeometry } from './norm_statistics.ts';

/**
 * L17 geometry: block b·groups + g holds the C/groups·T contiguous elements of its channels. Refuses (B2)
 * a rank other than 3, a permuted order, and a channel count that γ or the groups do not fit.
 */
export function groupNormGeometry(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  groups: number,
): NormGeometry {
  demand(x.shape.length === 3, 'B2', `GroupNorm needs x[B,C,T], got rank ${x.shape.length}`);
  demand(
    x.order.every((axis, p) => axis === p),
    'B2',
    'GroupNorm needs the identity order',
  );
  const [batch, channels, length] = x.shape as [number, number, number];
  demand(
    tensorCount(gamma) === channels,
    'B2',
    `γ has ${tensorCount(gamma)} values for ${channels} channels`,
  );
  precondition(groups > 0, 'GroupNorm of 0 groups');
  demand(channels % groups === 0, 'B2', `${channels} channels in ${groups} groups`);
  const perGroup = channels / groups;
  return {
    blocks: batch * groups,
    size: perGroup * length,
    affineCount: channels,
    affineIndex: (block, j) => (block % groups) * perGroup + Math.floor(j / length),
    seedPer: 'channel',
    positions: (t) => n.fn.storedPositions(n, t),
    maximum: 'takes_nan',
  };
}

/** L17 raw SYM kernel: writes accumulator-range mantissas and scale of `raw`. Refuses B2, A12, A19. */
export function groupNormForwardSym(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  raw: Tensor,
  layer: { readonly groups: number; readonly eps: number },
): void {
  n.fn.guardNormOperand(n, x, 'x');
  n.fn.guardNormOperand(n, gamma, 'γ');
  n.fn.guardNormOperand(n, beta, 'β');
  n.fn.guardNormOperand(n, raw, 'y');
  const geometry = n.fn.groupNormGeometry(n, x, gamma, layer.groups);
  n.fn.normForwardSym(n, x, gamma, beta, raw, geometry, layer.eps);
}

/** L17 FLOAT32 kernel; refuses B2. */
export function groupNormForwardFloat(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  raw: Tensor,
  layer: { readonly groups: number; readonly eps: number },
): void {
  const geometry = n.fn.groupNormGeometry(n, x, gamma, layer.groups);
  n.fn.normForwardFloat(n, x, gamma, beta, raw, geometry, layer.eps);
}

/** L17: `y` from `x`; overwrites y, keeps its record. The forward arithmetic selects the arm. */
export function groupNormForward(n: Numerics, layer: GroupNormLayer, x: Tensor, y: Tensor): void {
  const sym = layer.forwardMath.type === 'ARITH_SYM_INT32';
  const kernel: Kernel = (m, operands, raw) => {
    const [source, gamma, beta] = operands as [Tensor, Tensor, Tensor];
    if (sym) m.fn.groupNormForwardSym(m, source, gamma, beta, raw, layer);
    else m.fn.groupNormForwardFloat(m, source, gamma, beta, raw, layer);
  };
  const operands = [x, layer.gamma.value, layer.beta.value];
  n.fn.produce(n, kernel, operands, layer.forwardMath, y);
}

/** L17: dγ and dβ are accumulated, dx is overwritten; the dx arithmetic selects the arm. */
export function groupNormBackward(
  n: Numerics,
  layer: GroupNormLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const geometry = (): NormGeometry =>
    n.fn.groupNormGeometry(n, x, layer.gamma.value, layer.groups);
  n.fn.normBackward(n, layer, x, dy, dx, geometry);
}
