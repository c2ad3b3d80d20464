/**
 * Goal: a chart shows what it was given and loads nothing. Method: small charts, of whose SVG the places, texts and links
 * are read; a warning of the library is an error.
 */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { barChart } from './bars.ts';
import { histogram, lineChart, sparkPair, stripChart } from './lines.ts';
import { tileChart } from './tiles.ts';

const caption = { title: 'A <title>', text: 'what is "shown"' };
const axes = { ...caption, xLabel: 'step', yLabel: 'loss' };

const complain = vi.fn();
beforeEach(() => {
  for (const name of ['log', 'warn', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation(complain);
  }
});
afterEach(() => {
  expect(complain.mock.calls).toEqual([]);
  complain.mockReset();
  vi.restoreAllMocks();
});

/** Texts of a picture that are seen. */
function texts(html: string): string[] {
  const all = [...html.matchAll(/<text ([^>]*)>([^<]+)<\/text>/g)];
  return all.flatMap(([, attributes, text]) => (/opacity="0"/.test(attributes!) ? [] : [text!]));
}

/** The lines of a picture in the colour with this number, as places. */
function linesOf(html: string, colour: number): number[][][] {
  const paths = html.matchAll(/<path d="(M[^"]*)" stroke="var\(--c(\d)\)"/g);
  return [...paths]
    .filter(([, , of]) => of === String(colour))
    .map(([, d]) => d!.slice(1).split('L'))
    .map((places) => places.map((place) => place.split(',').map(Number)));
}

describe('a line chart', () => {
  const points = [
    [1, 100],
    [2, 10],
    [3, 0],
    [4, 1],
  ] as const;

  it('is a figure with title, text alternative, axes and legend, and loads nothing', async () => {
    const { html } = await lineChart(axes, [{ name: 'a&b', colour: 3, points }]);
    expect(html).toContain('<figcaption>A &lt;title&gt;</figcaption>');
    expect(html).toContain('role="img" aria-label="A &lt;title&gt;. what is &quot;shown&quot;"');
    expect(html).toContain('<li><i style="background: var(--c3)"></i>a&amp;b</li>');
    expect(texts(html)).toEqual([
      '1',
      '2',
      '3',
      '4',
      'step',
      '0',
      '20',
      '40',
      '60',
      '80',
      '100',
      'loss',
    ]);
    expect(html).not.toMatch(/https?:|url\(|href|src=|<script|#[0-9a-f]{3}/);
  });

  it('draws every point at its place', async () => {
    const { html } = await lineChart(axes, [{ name: 'a', colour: 0, points }]);
    const [line] = linesOf(html, 0);
    expect(line!.map(([x]) => x)).toEqual([0, 150, 300, 450]);
    expect(line!.map(([, y]) => y)).toEqual([0, 189, 210, 207.9]);
  });

  it('keeps the order of points, so that a curve may go straight up', async () => {
    const up = [
      [0, 0],
      [0, 0.5],
      [0, 0.25],
      [1, 1],
    ] as const;
    const { html } = await lineChart(axes, [{ name: 'a', colour: 0, points: up }]);
    expect(linesOf(html, 0)[0]!.map(([, y]) => y)).toEqual([210, 105, 157.5, 0]);
  });

  it('has equal steps per factor on a logarithmic axis, labelled within one decade too', async () => {
    const options = { ...axes, isLogarithmic: true };
    const { html } = await lineChart(options, [{ name: 'a', colour: 0, points }]);
    expect(linesOf(html, 0)[0]!.map(([, y]) => y)).toEqual([0, 105, 210]);
    const decade = [
      [1, 0.0011],
      [2, 0.0019],
    ] as const;
    const { html: small } = await lineChart(options, [{ name: 'a', colour: 0, points: decade }]);
    expect(texts(small)).toContain('0.0012');
  });

  it('draws earlier lines wider where they may lie on each other, and a mark once', async () => {
    const options = { ...axes, isNested: true, marks: [{ y: 50, name: 'half' }] };
    const both = [0, 1].map((colour) => ({ name: `line ${colour}`, colour, points }));
    const { html } = await lineChart(options, both);
    expect([...html.matchAll(/stroke-width="(\d\.\d)"/g)].map(([, w]) => w)).toEqual([
      '2.6',
      '1.6',
    ]);
    expect(texts(html).filter((text) => text === 'half')).toHaveLength(1);
    expect(html.match(/stroke-dasharray/g)).toHaveLength(1);
  });
});

it('a strip chart has a dot per value and a bar at the mean', async () => {
  const points = [0, 1, 5].map((y): [number, number] => [0, y]);
  const { html } = await stripChart(axes, [{ name: 'one', colour: 2, points }]);
  const dots = html.matchAll(/transform="translate\(([\d.]+),([\d.]+)\)" d="M3/g);
  const heights = [...dots].map(([, , y]) => Number(y));
  expect(heights).toEqual([210, 168, 0]);
  const [, top, height] = /d="M[\d.]+,([\d.]+)h[\d.]+v([\d.]+)/.exec(
    /<path [^>]*fill="var\(--c2\)"[^>]*\/>/.exec(html.slice(html.indexOf('mark-rect')))![0],
  )!;
  expect(Number(top) + Number(height) / 2).toBe(126);
});

it('a histogram has shares of each series; what lies outside is in the last bin', async () => {
  const options = { ...axes, xRange: [0, 40] as const };
  const values = [-3, 0.5, 39.5, 40, 1000, 1000];
  const { html } = await histogram(options, [{ name: 'one', colour: 0, values }]);
  const bars = html.matchAll(
    /d="M([\d.]+),([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z"[^>]*fill="var\(--c0\)"/g,
  );
  const found = [...bars].map(([, x, , , h]) => [
    Math.round((Number(x) / 450) * 40),
    Math.round(Number(h)),
  ]);
  // two and four of six; the axis ends at 0.7
  expect(found).toEqual([
    [0, 100],
    [39, 200],
  ]);
});

it('a pair of curves has one scale', async () => {
  const { html } = await sparkPair(caption, [0, 1, 2], [2, 2, 2], [0, 4]);
  expect(html).toContain('d="M0,130L150,97.5L300,65" stroke="var(--ink)"');
  expect(linesOf(html, 1)).toEqual([
    [
      [0, 65],
      [150, 65],
      [300, 65],
    ],
  ]);
});

it('bars are as long as their values, each with its name and words', async () => {
  const { html } = await barChart(caption, [
    { name: '<a>', value: 2, label: 'two' },
    { name: 'b', value: 1, label: 'one' },
  ]);
  const lengths = [...html.matchAll(/fill="var\(--c0\)"/g)];
  expect(lengths).toHaveLength(2);
  expect(texts(html)).toEqual(['&lt;a&gt;', 'b', 'two', 'one']);
});

it('tiles, in blocks beside each other, and names of rows lead where they are told to', async () => {
  const tile = { colour: 'bad', strength: 0.5, title: 'a on 1' } as const;
  const { html } = await tileChart(caption, [
    { name: 'a', href: '#op=a', tiles: [{ ...tile, href: '#op=a&backend=x' }] },
    { name: 'b', tiles: [{ ...tile, title: 'b on 1' }] },
  ]);
  const links = [...html.matchAll(/xlink:href="([^"]*)"/g)].map(([, to]) => to);
  expect(links).toEqual(['#op=a&amp;backend=x', '#op=a']);
  expect(html).toContain('role="group"');
  expect(html.match(/aria-label="[ab] on 1"/g)).toHaveLength(2);
  expect(html.match(/fill="var\(--bad\)" fill-opacity="0.5"/g)).toHaveLength(2);
  expect(texts(html)).toEqual(['a', '1', 'b', '1']);
});
