/** Where SAME puts its padding: an odd sample goes to the right. */

import type { Window1d } from '../../../reference/kernels/window.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { type Figure, label, line } from './svg.ts';

interface Row {
  readonly title: string;
  readonly window: Window1d;
  readonly length: number;
}

const same: Window1d = { kernel: 2, stride: 1, dilation: 1, padding: 'SAME', paddingAmount: 0 };
const rows: readonly Row[] = [
  { title: 'SAME, K = 2, S = 1', window: same, length: 5 },
  { title: 'SAME, K = 3, S = 2', window: { ...same, kernel: 3, stride: 2 }, length: 4 },
  {
    title: 'EXPLICIT 1, K = 3, S = 2',
    window: { ...same, kernel: 3, stride: 2, padding: 'EXPLICIT', paddingAmount: 1 },
    length: 4,
  },
];

const cell = 46;

function rowParts({ title, window, length }: Row, top: number): string[] {
  const n = newNumerics('sym-2026-07-21');
  const { padLeft, padRight, outputLength } = n.fn.windowGeometry(n, window, length);
  const at = (sample: number): number => 58 + sample * cell;
  const parts = [
    label(10, top - 10, `${title}: ${padLeft} left, ${padRight} right`, 'strong', 'start'),
  ];
  for (let sample = -padLeft; sample < length + padRight; sample++) {
    const isPad = sample < 0 || sample >= length;
    parts.push(
      `<rect class="${isPad ? 'pad' : 'plain'}" x="${at(sample)}" y="${top}" width="${cell - 4}" height="30" rx="4"/>`,
      label(at(sample) + cell / 2 - 2, top + 20, isPad ? '–' : `x${sample}`, 'small'),
    );
  }
  for (let o = 0; o < outputLength; o++) {
    const start = o * window.stride - padLeft;
    const y = top + 38 + 9 * o;
    parts.push(line(at(start), y, at(start + window.kernel) - 4, y, 'hot'));
  }
  return parts;
}

export function samePadding(): Figure {
  return {
    width: 340,
    height: 372,
    text: 'Windows over inputs of length 5 and 4. With SAME the single padding sample stands on the right; with EXPLICIT 1 there is one on each side, and the windows start one sample earlier.',
    caption:
      'Boxes with a dash are positions outside the input; no zero is stored for them. Each bar is one window. SAME over 4 samples with K = 3 and S = 2 needs one sample more, and it goes to the right; a padding of 1 on both sides has as many windows, but each reads other samples.',
    parts: rows.flatMap((row, i) => rowParts(row, 30 + [0, 128, 242][i]!)),
  };
}
