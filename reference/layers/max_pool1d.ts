/** MaxPool1d: first maximum of each window, gradient to its position (L18, L19). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { floats, ints, type Tensor, tensorCount } from '../tensor.ts';
import type { MaxPool1dLayer } from './layer.ts';
import { forEachTap } from './pool_place.ts';

/** L18: a later tap replaces the maximum only if it is strictly greater. */
export function replacesMaximum(_n: Numerics, candidate: number, maximum: number): boolean {
  return candidate > maximum;
}

/** Where a window's search starts: the first valid tap (SYM), or −∞ (FLOAT32). */
export function maximumStart(_n: Numerics, x: Tensor): number {
  return x.dtype === 'FLOAT32' ? -Infinity : -2147483649;
}

/**
 * L18 kernel in either arithmetic: maximum and argmax (input position without channel offset) per window;
 * without a valid tap 0 and −1. SYM: the scale of x verbatim. Refuses B6.
 */
export function maxPool1d(n: Numerics, layer: MaxPool1dLayer, x: Tensor, y: Tensor): void {
  const e = n.fn.poolExtents(n, x, y);
  const argmax = ints(layer.argmax);
  demand(layer.argmax.shape[2] === e.outLength, 'B6', 'the argmax buffer has another length');
  precondition(argmax.length >= tensorCount(y), 'the argmax buffer is too small');
  n.fn.forEachWindow(n, layer.window, e, (place) => {
    let maximum = n.fn.maximumStart(n, x);
    let position = -1;
    forEachTap(layer.window, place, (xi) => {
      if (!n.fn.replacesMaximum(n, x.data[xi]!, maximum)) return;
      maximum = x.data[xi]!;
      position = xi - place.row;
    });
    y.data[place.yi] = place.slice.count === 0 ? 0 : maximum;
    argmax[place.yi] = position;
  });
  if (x.dtype === 'SYM_INT32') y.scale = x.scale;
}

/** L18: funnel operation over x in the forward arithmetic; writes y and the layer's argmax. */
export function maxPool1dForward(n: Numerics, layer: MaxPool1dLayer, x: Tensor, y: Tensor): void {
  n.fn.executeOp(
    n,
    (_, operands, raw) => n.fn.maxPool1d(n, layer, operands[0]!, raw),
    [x],
    layer.forwardMath,
    'OUT_WRITE',
    y,
  );
}

/** L19: refuses (B6) positions of another length than dy's; fewer of them are undefined. */
export function guardArgmax(_n: Numerics, argmax: Tensor, dy: Tensor): void {
  demand(argmax.shape[2] === dy.shape[2], 'B6', 'the argmax buffer has another length');
  precondition(tensorCount(argmax) >= tensorCount(dy), 'the argmax buffer is too small');
}

/** L19: the position of one output, negative where there is none; one beyond the input is undefined. */
export function positionAt(_n: Numerics, argmax: Tensor, yi: number, inLength: number): number {
  const position = ints(argmax)[yi]!;
  precondition(position < inLength, `position ${position} of an input of ${inLength}`);
  return position;
}

/** L19 SYM kernel: `raw[argmax] ⊞ dy`, scale of dy. Refuses (B6) by length and by the value-sum guard. */
export function maxPool1dGradientSym(
  n: Numerics,
  layer: MaxPool1dLayer,
  dy: Tensor,
  raw: Tensor,
): void {
  n.fn.guardArgmax(n, layer.argmax, dy);
  n.fn.guardValueSum(n, dy.bits, n.fn.windowOverlap(n, layer.window));
  const e = n.fn.poolExtents(n, raw, dy);
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  n.fn.forEachWindow(n, layer.window, e, ({ yi, row }) => {
    const position = n.fn.positionAt(n, layer.argmax, yi, e.inLength);
    if (position >= 0) acc.add(row + position, ints(dy)[yi]!);
  });
  ints(raw).set(acc.finish());
  raw.scale = dy.scale;
}

/** L19 FLOAT32 loop over zeroed dx, refused (B6) as above; any other dtype of dy or dx is undefined. */
export function maxPool1dGradientFloat(
  n: Numerics,
  layer: MaxPool1dLayer,
  dy: Tensor,
  dx: Tensor,
): void {
  const floatWires = dy.dtype === 'FLOAT32' && dx.dtype === 'FLOAT32';
  precondition(floatWires, 'a FLOAT32 pool backward needs FLOAT32 wires');
  n.fn.guardArgmax(n, layer.argmax, dy);
  const values = floats(dx).fill(0);
  const e = n.fn.poolExtents(n, dx, dy);
  n.fn.forEachWindow(n, layer.window, e, ({ yi, row }) => {
    const position = n.fn.positionAt(n, layer.argmax, yi, e.inLength);
    if (position < 0) return;
    values[row + position] = n.f.add(values[row + position]!, floats(dy)[yi]!);
  });
}

/** L19: funnel operation over dy in SYM arithmetic, plain loop in FLOAT32; x is not read. */
export function maxPool1dBackward(
  n: Numerics,
  layer: MaxPool1dLayer,
  _x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const math = layer.propLossMath;
  if (math.type === 'ARITH_FLOAT32') {
    n.fn.maxPool1dGradientFloat(n, layer, dy, dx);
    return;
  }
  n.fn.executeOp(
    n,
    (_, operands, raw) => n.fn.maxPool1dGradientSym(n, layer, operands[0]!, raw),
    [dy],
    math,
    'OUT_WRITE',
    dx,
  );
}
