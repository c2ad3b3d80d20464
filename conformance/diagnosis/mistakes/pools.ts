/** Mistakes in pools and windows, beside those of the catalogue (L18–L23, S88–S95). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints, type Tensor } from '../../../reference/tensor.ts';

const smallestNormal = 2 ** -126;

/** The values of a tensor whatever its format. */
function setEach(t: Tensor, of: (old: number, i: number) => number): void {
  t.data.forEach((old, i) => {
    t.data[i] = of(old, i);
  });
}

const startsAt = (id: string, value: number, words: string): Mutant => ({
  id: `max_pool_starts_at_${id}`,
  clause: 'L18',
  bug: `the running maximum of a float max pool starts at ${words}, which is above negative values`,
  fix: 'start at −∞, or at the first valid tap',
  fn: {
    maximumStart: (n, x) => (x.dtype === 'FLOAT32' ? value : primitives.maximumStart(n, x)),
  },
});

/** Max pool gradients that send to the element before the row where the position is −1. */
const unskipped: Partial<Primitives> = {
  maxPool1dGradientSym: (n, layer, dy, raw) => {
    primitives.maxPool1dGradientSym(n, layer, dy, raw);
    sendBefore(layer.argmax, dy, raw, (a, b) => (a + b) | 0);
  },
  maxPool1dGradientFloat: (n, layer, dy, dx) => {
    primitives.maxPool1dGradientFloat(n, layer, dy, dx);
    sendBefore(layer.argmax, dy, dx, (a, b) => n.f.add(a, b));
  },
};

function sendBefore(
  argmax: Tensor,
  dy: Tensor,
  dx: Tensor,
  add: (a: number, b: number) => number,
): void {
  const [inLength, outLength] = [dx.shape[2]!, dy.shape[2]!];
  ints(argmax).forEach((position, yi) => {
    const at = Math.floor(yi / outLength) * inLength + position;
    if (position < 0 && at >= 0) dx.data[at] = add(dx.data[at]!, dy.data[yi]!);
  });
}

/** Adaptive windows that take every O-th sample where O divides L. */
function strided(row: number, o: number, length: number, outputs: number): number[] {
  const count = length / outputs;
  return Array.from({ length: count }, (_, k) => row * length + o + k * outputs);
}

function isStrided(long: Tensor, short: Tensor): boolean {
  return long.shape[2]! % short.shape[2]! === 0;
}

const everyNth: Partial<Primitives> = {
  adaptiveAvgPool1dSym: (n, layer, x, raw) => {
    primitives.adaptiveAvgPool1dSym(n, layer, x, raw);
    if (!isStrided(x, raw)) return;
    const [length, outputs] = [x.shape[2]!, raw.shape[2]!];
    setEach(raw, (_, i) => {
      const taps = strided(Math.floor(i / outputs), i % outputs, length, outputs);
      return n.fn.roundedQuotient(
        n,
        taps.reduce((sum, t) => sum + ints(x)[t]!, 0),
        taps.length,
      );
    });
  },
  adaptiveAvgPool1dFloat: (n, layer, x, raw) => {
    primitives.adaptiveAvgPool1dFloat(n, layer, x, raw);
    if (!isStrided(x, raw)) return;
    const [length, outputs] = [x.shape[2]!, raw.shape[2]!];
    setEach(raw, (_, i) => {
      const taps = strided(Math.floor(i / outputs), i % outputs, length, outputs);
      return n.f.div(
        taps.reduce((sum, t) => n.f.add(sum, floats(x)[t]!), 0),
        taps.length,
      );
    });
  },
  adaptiveAvgPool1dGradientSym: (n, layer, dy, raw) => {
    primitives.adaptiveAvgPool1dGradientSym(n, layer, dy, raw);
    if (!isStrided(raw, dy)) return;
    const [length, outputs] = [raw.shape[2]!, dy.shape[2]!];
    setEach(raw, (_, i) => {
      const o = (i % length) % outputs;
      const share = ints(dy)[Math.floor(i / length) * outputs + o]!;
      return n.fn.roundedQuotient(n, share, length / outputs);
    });
  },
  adaptiveAvgPool1dGradientFloat: (n, layer, dy, dx) => {
    primitives.adaptiveAvgPool1dGradientFloat(n, layer, dy, dx);
    if (!isStrided(dx, dy)) return;
    const [length, outputs] = [dx.shape[2]!, dy.shape[2]!];
    setEach(dx, (_, i) => {
      const o = (i % length) % outputs;
      return n.f.div(floats(dy)[Math.floor(i / length) * outputs + o]!, length / outputs);
    });
  },
};

const rows = (
  id: string,
  bug: string,
  of: (batch: number, channels: number) => number,
): Mutant => ({
  id,
  clause: 'L18–L23',
  bug,
  fix: 'loop over batch × channels rows',
  fn: {
    poolExtents: (n, x, y) => ({
      ...primitives.poolExtents(n, x, y),
      rows: of(x.shape[0]!, x.shape[1]!),
    }),
  },
});

export const poolMistakes: readonly Mutant[] = [
  startsAt('smallest_normal', smallestNormal, 'FLT_MIN, the smallest positive float'),
  startsAt('lowest', -3.4028234663852886e38, '−FLT_MAX'),
  {
    id: 'max_pool_integer_starts_at_lowest_12_bits',
    clause: 'L18',
    bug: 'the running maximum of an integer max pool starts at a code of a narrower width',
    fix: 'start at the first valid tap',
    fn: { maximumStart: (_n, x) => (x.dtype === 'FLOAT32' ? -Infinity : -128) },
  },
  {
    id: 'max_pool_gradient_of_no_position',
    clause: 'L19',
    bug: 'the max pool gradient of a window without maximum (position −1) is not skipped but written one element before the row',
    fix: 'skip windows whose position is negative',
    fn: unskipped,
  },
  {
    id: 'adaptive_window_strided',
    clause: 'S95',
    bug: 'an adaptive window takes every O-th sample (strided) instead of adjacent ones',
    fix: 'window o runs from ⌊o·L/O⌋ to ⌈(o + 1)·L/O⌉',
    fn: everyNth,
  },
  rows(
    'pool_first_batch_only',
    'only the first batch item is pooled, the others are left as they were',
    (_, c) => c,
  ),
  rows(
    'pool_first_channel_only',
    'only the first channel is pooled, the others are left as they were',
    (b) => b,
  ),
  {
    id: 'adaptive_window_from_fixed_kernel',
    clause: 'S95',
    bug: 'adaptive windows have the fixed size ⌊L/O⌋ at stride ⌊L/O⌋',
    fix: 'window o runs from ⌊o·L/O⌋ to ⌈(o + 1)·L/O⌉',
    fn: {
      adaptiveWindow: (n, o, length, outputs) => {
        // keeps the guard
        primitives.adaptiveWindow(n, o, length, outputs);
        const size = Math.max(1, Math.floor(length / outputs));
        return { start: Math.min(o * size, length - size), count: size };
      },
    },
  },
  {
    id: 'avg_pool_divides_by_clipped_window',
    clause: 'L20',
    bug: 'the average pool divides by the number of valid taps (padding does not count)',
    fix: 'divide by K always',
    fn: { avgPoolDivisor: (_n, kernel, validTaps) => Math.max(1, validTaps || kernel) },
  },
];
