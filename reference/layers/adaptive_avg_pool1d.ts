/** AdaptiveAvgPool1d: windows of different counts, rounded integer quotients (L22, L23). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { floats, ints, type Tensor } from '../tensor.ts';
import type { AdaptiveAvgPool1dLayer } from './layer.ts';
import type { PoolExtents } from './pool.ts';

/** L22: the integer quotient sum / n, halves away from zero; −0 does not occur. */
export function roundedQuotient(_n: Numerics, sum: number, n: number): number {
  const magnitude = Math.floor((Math.abs(sum) + Math.floor(n / 2)) / n);
  return sum < 0 ? 0 - magnitude : magnitude;
}

/** One adaptive window: flat output index, flat index of its first input, count. */
interface AdaptivePlace {
  readonly yi: number;
  readonly first: number;
  readonly count: number;
}

/** Refuses (B6) a pool into no outputs. */
export function guardAdaptiveOutputs(_n: Numerics, layer: AdaptiveAvgPool1dLayer): void {
  demand(layer.outputSize > 0, 'B6', 'adaptive pool into no outputs');
}

/** Every window in the order b, c, o. Refuses (B6) O = 0 and another output length, (A18) L = 0. */
function forEachAdaptive(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  e: PoolExtents,
  visit: (place: AdaptivePlace) => void,
): void {
  n.fn.guardAdaptiveOutputs(n, layer);
  n.fn.guardPoolLength(n, e.outLength, layer.outputSize);
  n.fn.demandPoolRows(n, e);
  for (let r = 0; r < e.rows; r++) {
    for (let o = 0; o < e.outLength; o++) {
      const { start, count } = n.fn.adaptiveWindow(n, o, e.inLength, e.outLength);
      visit({ yi: r * e.outLength + o, first: r * e.inLength + start, count });
    }
  }
}

/** L22 SYM kernel: int32 sum, rounded quotient by the count, scale of x. Refuses (B6). */
export function adaptiveAvgPool1dSym(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  x: Tensor,
  raw: Tensor,
): void {
  const e = n.fn.poolExtents(n, x, raw);
  n.fn.guardAdaptiveOutputs(n, layer);
  n.fn.guardValueSum(n, x.bits, Math.ceil(e.inLength / layer.outputSize) + 1);
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  const counts = new Int32Array(ints(raw).length);
  forEachAdaptive(n, layer, e, ({ yi, first, count }) => {
    for (let i = first; i < first + count; i++) acc.add(yi, ints(x)[i]!);
    counts[yi] = count;
  });
  acc.finish().forEach((sum, yi) => {
    ints(raw)[yi] = n.fn.roundedQuotient(n, sum, counts[yi]!);
  });
  raw.scale = x.scale;
}

/** L22 FLOAT32 kernel: sequential sum, `⊘ count`. Refuses (B6). */
export function adaptiveAvgPool1dFloat(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  x: Tensor,
  raw: Tensor,
): void {
  forEachAdaptive(n, layer, n.fn.poolExtents(n, x, raw), ({ yi, first, count }) => {
    let sum = 0;
    for (let i = first; i < first + count; i++) sum = n.f.add(sum, floats(x)[i]!);
    floats(raw)[yi] = n.f.div(sum, n.f.fromInt(count));
  });
}

/** L22: funnel operation over x in the forward arithmetic. */
export function adaptiveAvgPool1dForward(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  x: Tensor,
  y: Tensor,
): void {
  n.fn.executeOp(
    n,
    (_, operands, raw) => {
      if (raw.dtype === 'FLOAT32') n.fn.adaptiveAvgPool1dFloat(n, layer, operands[0]!, raw);
      else n.fn.adaptiveAvgPool1dSym(n, layer, operands[0]!, raw);
    },
    [x],
    layer.forwardMath,
    'OUT_WRITE',
    y,
  );
}

/** L23 SYM kernel: the rounded quotient of each dy added at every position. Refuses (B6). */
export function adaptiveAvgPool1dGradientSym(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  dy: Tensor,
  raw: Tensor,
): void {
  const e = n.fn.poolExtents(n, raw, dy);
  // the FLOAT32 arm refuses (A18) in its window; here the bound of the value sum divides by the length first
  precondition(e.inLength > 0, 'a value sum over windows of an empty input');
  n.fn.guardValueSum(n, dy.bits, Math.ceil(layer.outputSize / e.inLength) + 1);
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  forEachAdaptive(n, layer, e, ({ yi, first, count }) => {
    const share = n.fn.roundedQuotient(n, ints(dy)[yi]!, count);
    for (let i = first; i < first + count; i++) acc.add(i, share);
  });
  ints(raw).set(acc.finish());
  raw.scale = dy.scale;
}

/** L23 FLOAT32 loop over zeroed dx: `dy ⊘ count` at every position; other dtypes are undefined. */
export function adaptiveAvgPool1dGradientFloat(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  dy: Tensor,
  dx: Tensor,
): void {
  const floatWires = dy.dtype === 'FLOAT32' && dx.dtype === 'FLOAT32';
  precondition(floatWires, 'a FLOAT32 pool backward needs FLOAT32 wires');
  const values = floats(dx).fill(0);
  forEachAdaptive(n, layer, n.fn.poolExtents(n, dx, dy), ({ yi, first, count }) => {
    const share = n.f.div(floats(dy)[yi]!, n.f.fromInt(count));
    for (let i = first; i < first + count; i++) values[i] = n.f.add(values[i]!, share);
  });
}

/** L23: funnel operation over dy in SYM arithmetic, plain loop in FLOAT32; x is not read. */
export function adaptiveAvgPool1dBackward(
  n: Numerics,
  layer: AdaptiveAvgPool1dLayer,
  _x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const math = layer.propLossMath;
  if (math.type === 'ARITH_FLOAT32') {
    n.fn.adaptiveAvgPool1dGradientFloat(n, layer, dy, dx);
    return;
  }
  n.fn.executeOp(
    n,
    (_, operands, raw) => n.fn.adaptiveAvgPool1dGradientSym(n, layer, operands[0]!, raw),
    [dy],
    math,
    'OUT_WRITE',
    dx,
  );
}
