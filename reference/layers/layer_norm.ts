/** LayerNorm over the trailing dimensions of γ (L14–L16). */

import type { Kernel } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { type Tensor, tensorCount } from '../tensor.ts';
import type { LayerNormLayer } from './layer.ts';
import type { NormGeometry } from './norm_statistics.ts';

/**
 * L15 geometry; refuses (B2) an x whose trailing logical extents are not the shape of γ. x, y, dy and dx are
 * each read through their own axis order; γ, β and their gradients are flat.
 */
export function layerNormGeometry(n: Numerics, x: Tensor, gamma: Tensor): NormGeometry {
  const extents = n.fn.logicalExtents(n, x);
  const trailing = extents.slice(Math.max(0, extents.length - gamma.shape.length));
  const fits =
    x.shape.length >= gamma.shape.length &&
    trailing.every((extent, axis) => extent === gamma.shape[axis]);
  demand(fits, 'B2', `the last dimensions of x [${x.shape}] must be [${gamma.shape}]`);
  const size = tensorCount(gamma);
  return {
    blocks: size === 0 ? 0 : tensorCount(x) / size,
    size,
    affineCount: size,
    affineIndex: (_block, j) => j,
    seedPer: 'element',
    positions: (t) => n.fn.viewPositions(n, t, x),
    maximum: 'skips_nan',
  };
}

/** L15 raw SYM kernel: writes accumulator-range mantissas and scale of `raw`. Refuses B2, A12, A19. */
export function layerNormForwardSym(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  raw: Tensor,
  eps: number,
): void {
  n.fn.guardNormOperand(n, x, 'x');
  n.fn.guardNormOperand(n, gamma, 'γ');
  n.fn.guardNormOperand(n, beta, 'β');
  n.fn.guardNormOperand(n, raw, 'y');
  n.fn.normForwardSym(n, x, gamma, beta, raw, n.fn.layerNormGeometry(n, x, gamma), eps);
}

/** L15: `y` from `x`; overwrites y, keeps its record. The forward arithmetic selects the arm. */
export function layerNormForward(n: Numerics, layer: LayerNormLayer, x: Tensor, y: Tensor): void {
  const sym = layer.forwardMath.type === 'ARITH_SYM_INT32';
  const kernel: Kernel = (m, operands, raw) => {
    const [source, gamma, beta] = operands as [Tensor, Tensor, Tensor];
    if (sym) m.fn.layerNormForwardSym(m, source, gamma, beta, raw, layer.eps);
    else m.fn.layerNormForwardFloat(m, source, gamma, beta, raw, layer.eps);
  };
  const operands = [x, layer.gamma.value, layer.beta.value];
  n.fn.produce(n, kernel, operands, layer.forwardMath, y);
}

/** L15 FLOAT32 kernel; refuses B2, where the contract's forward looks at dtypes; else they are undefined. */
export function layerNormForwardFloat(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  raw: Tensor,
  eps: number,
): void {
  if (n.contract.producers === 'restored') n.fn.guardNormFloat(n, [x, gamma]);
  for (const t of [x, gamma, beta, raw]) {
    precondition(t.dtype === 'FLOAT32', `a ${t.dtype} operand is read as floats`);
  }
  n.fn.normForwardFloat(n, x, gamma, beta, raw, n.fn.layerNormGeometry(n, x, gamma), eps);
}

/** L16: dγ and dβ are accumulated, dx is overwritten; the dx arithmetic selects the arm. */
export function layerNormBackward(
  n: Numerics,
  layer: LayerNormLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const geometry = (): NormGeometry => n.fn.layerNormGeometry(n, x, layer.gamma.value);
  n.fn.normBackward(n, layer, x, dy, dx, geometry);
}
