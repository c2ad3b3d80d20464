/** PReLU in FLOAT32: values that are not positive are multiplied by a slope (L36). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { floats, type Tensor } from '../tensor.ts';

/** L36: one element; zeros of both signs and NaN are multiplied too. */
export function preluElement(n: Numerics, x: number, alpha: number): number {
  return x > 0 ? x : n.f.mul(alpha, x);
}

/** L36: the extent of axis 1; 1 where x has no such axis. */
export function preluChannels(_n: Numerics, shape: readonly number[]): number {
  return shape[1] ?? 1;
}

/** L36: the index on axis 1 of the element at position i. */
export function preluChannel(n: Numerics, shape: readonly number[], i: number): number {
  const length = shape.slice(2).reduce((product, extent) => product * extent, 1);
  return Math.trunc(i / length) % n.fn.preluChannels(n, shape);
}

/** L36: refuses (A21) what is not plain FLOAT32, (A20) other extents of y and other counts of slopes. */
export function guardPrelu(n: Numerics, x: Tensor, alpha: Tensor, y: Tensor): void {
  n.fn.guardPlainFloats(n, [x, alpha, y]);
  demand(n.fn.dimensionsMatch(n, x, y), 'A20', 'extents differ');
  const [slopes, channels] = [alpha.data.length, n.fn.preluChannels(n, x.shape)];
  demand(slopes === 1 || slopes === channels, 'A20', `${slopes} slopes, ${channels} channels`);
}

/** L36: one slope for all elements, or one for each channel. */
export function preluForward(n: Numerics, x: Tensor, alpha: Tensor, y: Tensor): void {
  n.fn.guardPrelu(n, x, alpha, y);
  const slopes = floats(alpha);
  floats(x).forEach((value, i) => {
    const slope = slopes.length === 1 ? 0 : n.fn.preluChannel(n, x.shape, i);
    y.data[i] = n.fn.preluElement(n, value, slopes[slope]!);
  });
}
