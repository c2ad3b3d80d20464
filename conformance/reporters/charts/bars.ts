/** Horizontal bars from zero, each with its name and its value in words. */

import type { Html } from '../html/tag.ts';
import { type Caption, figure } from './figure.ts';

export interface Bar {
  readonly name: string;
  /** from 0 */
  readonly value: number;
  /** the value in words */
  readonly label: string;
}

const longest = 260;

export async function barChart(caption: Caption, bars: readonly Bar[]): Promise<Html> {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const y = {
    field: 'name',
    type: 'nominal',
    sort: null,
    axis: { title: null, labelColor: 'var(--ink)', labelLimit: 0 },
  } as const;
  return await figure(caption, {
    data: { values: bars.map((bar) => ({ ...bar })) },
    width: longest,
    height: { step: 21 },
    encoding: {
      y,
      x: {
        field: 'value',
        type: 'quantitative',
        axis: null,
        scale: { domain: [0, most] },
        stack: null,
      },
    },
    layer: [
      { mark: { type: 'bar', color: 'var(--c0)', cornerRadius: 2, height: 16 } },
      { mark: { type: 'text', align: 'left', dx: 6 }, encoding: { text: { field: 'label' } } },
    ],
  });
}
