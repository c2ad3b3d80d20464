/** AvgPool1d: sum of the valid taps over K; SYM folds the division into the scale (L20, L21). */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { floats, ints, type Tensor } from '../tensor.ts';
import type { AvgPool1dLayer } from './layer.ts';
import { forEachTap } from './pool_place.ts';

/** L20: the divisor is always K; padding counts. */
export function avgPoolDivisor(_n: Numerics, kernel: number, _validTaps: number): number {
  return kernel;
}

/** L20 SYM kernel: exact int32 sums at scale `sX ⊘ K`. Refuses (B6) K = 0 and by the value-sum guard. */
export function avgPool1dSym(n: Numerics, layer: AvgPool1dLayer, x: Tensor, raw: Tensor): void {
  const { kernel } = layer.window;
  n.fn.guardPoolTaps(n, kernel);
  n.fn.guardValueSum(n, x.bits, kernel);
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  n.fn.forEachWindow(n, layer.window, n.fn.poolExtents(n, x, raw), (place) => {
    forEachTap(layer.window, place, (xi) => acc.add(place.yi, ints(x)[xi]!));
  });
  ints(raw).set(acc.finish());
  raw.scale = n.f.div(x.scale, n.f.fromInt(kernel));
}

/** L20 FLOAT32 kernel: sequential sum over the taps, then `⊘ K`. Refuses (B6) K = 0. */
export function avgPool1dFloat(n: Numerics, layer: AvgPool1dLayer, x: Tensor, raw: Tensor): void {
  const { kernel } = layer.window;
  n.fn.guardPoolTaps(n, kernel);
  n.fn.forEachWindow(n, layer.window, n.fn.poolExtents(n, x, raw), (place) => {
    let sum = 0;
    forEachTap(layer.window, place, (xi) => {
      sum = n.f.add(sum, floats(x)[xi]!);
    });
    const divisor = n.fn.avgPoolDivisor(n, kernel, place.slice.count);
    floats(raw)[place.yi] = n.f.div(sum, n.f.fromInt(divisor));
  });
}

/** L20: funnel operation over x in the forward arithmetic. */
export function avgPool1dForward(n: Numerics, layer: AvgPool1dLayer, x: Tensor, y: Tensor): void {
  n.fn.executeOp(
    n,
    (_, operands, raw) => {
      if (raw.dtype === 'FLOAT32') n.fn.avgPool1dFloat(n, layer, operands[0]!, raw);
      else n.fn.avgPool1dSym(n, layer, operands[0]!, raw);
    },
    [x],
    layer.forwardMath,
    'OUT_WRITE',
    y,
  );
}

/** L21 SYM kernel: dy added at every valid tap, scale `sDy ⊘ K`. Refuses (B6) as L19. */
export function avgPool1dGradientSym(
  n: Numerics,
  layer: AvgPool1dLayer,
  dy: Tensor,
  raw: Tensor,
): void {
  const { kernel } = layer.window;
  n.fn.guardPoolTaps(n, kernel);
  n.fn.guardValueSum(n, dy.bits, n.fn.windowOverlap(n, layer.window));
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  n.fn.forEachWindow(n, layer.window, n.fn.poolExtents(n, raw, dy), (place) => {
    forEachTap(layer.window, place, (xi) => acc.add(xi, ints(dy)[place.yi]!));
  });
  ints(raw).set(acc.finish());
  raw.scale = n.f.div(dy.scale, n.f.fromInt(kernel));
}

/** L21 FLOAT32 loop over zeroed dx: `dy ⊘ K` added at every valid tap; other dtypes are undefined. */
export function avgPool1dGradientFloat(
  n: Numerics,
  layer: AvgPool1dLayer,
  dy: Tensor,
  dx: Tensor,
): void {
  const floatWires = dy.dtype === 'FLOAT32' && dx.dtype === 'FLOAT32';
  precondition(floatWires, 'a FLOAT32 pool backward needs FLOAT32 wires');
  const { kernel } = layer.window;
  n.fn.guardPoolTaps(n, kernel);
  const values = floats(dx).fill(0);
  n.fn.forEachWindow(n, layer.window, n.fn.poolExtents(n, dx, dy), (place) => {
    const divisor = n.fn.avgPoolDivisor(n, kernel, place.slice.count);
    const share = n.f.div(floats(dy)[place.yi]!, n.f.fromInt(divisor));
    forEachTap(layer.window, place, (xi) => {
      values[xi] = n.f.add(values[xi]!, share);
    });
  });
}

/** L21: funnel operation over dy in SYM arithmetic, plain loop in FLOAT32; x is not read. */
export function avgPool1dBackward(
  n: Numerics,
  layer: AvgPool1dLayer,
  _x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const math = layer.propLossMath;
  if (math.type === 'ARITH_FLOAT32') {
    n.fn.avgPool1dGradientFloat(n, layer, dy, dx);
    return;
  }
  n.fn.executeOp(
    n,
    (_, operands, raw) => n.fn.avgPool1dGradientSym(n, layer, operands[0]!, raw),
    [dy],
    math,
    'OUT_WRITE',
    dx,
  );
}
