/** Charts over two axes: lines, dots in columns, histograms. */

import type { Html } from '../html/tag.ts';
import { type Caption, figure } from './figure.ts';
import type { TopLevelSpec } from './vega.ts';

type Range = readonly [number, number];

/** A vertical mark at `x`, or a horizontal one at `y`. */
type Mark = { readonly name: string } & ({ readonly x: number } | { readonly y: number });

export interface Axes extends Caption {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly isLogarithmic?: boolean;
  /** the horizontal axis too */
  readonly isLogarithmicX?: boolean;
  /** earlier lines are wider, so that lines that lie on each other can all be seen */
  readonly isNested?: boolean;
  readonly xRange?: Range;
  readonly yRange?: Range;
  readonly marks?: readonly Mark[];
}

export interface Series {
  readonly name: string;
  /** number of the colour, from 0 to 7 */
  readonly colour: number;
  readonly points: readonly (readonly [number, number])[];
  /** what lies about the line: a place, and the lower and upper end there */
  readonly band?: readonly (readonly [number, number, number])[];
}

const size = { width: 450, height: 210 } as const;

/** Vega-Lite wants lists that it may change. */
function domainOf(range: Range | undefined): { domain?: [number, number] } {
  return range === undefined ? {} : { domain: [...range] };
}

function colourOf(series: readonly { name: string; colour: number }[]): object {
  const domain = series.map(({ name }) => name);
  const range = series.map(({ colour }) => `var(--c${colour})`);
  return { field: 'name', type: 'nominal', scale: { domain, range }, legend: null };
}

/** A dashed line across, with its name at the end. */
function markLayers(marks: readonly Mark[]): object[] {
  return marks.flatMap((mark) => {
    const place =
      'x' in mark
        ? { x: { datum: mark.x, type: 'quantitative' } }
        : { y: { datum: mark.y, type: 'quantitative' } };
    const end = 'x' in mark ? { y: { value: 10 } } : { x: { value: size.width } };
    const shift = 'x' in mark ? { align: 'left', dx: 5 } : { align: 'right', dy: -8 };
    const data = { values: [{}] };
    return [
      { data, mark: { type: 'rule', color: 'var(--soft)', strokeDash: [5, 4] }, encoding: place },
      { data, mark: { type: 'text', ...shift, text: mark.name }, encoding: { ...place, ...end } },
    ];
  });
}

/** Of a logarithmic axis the library would label powers of ten only, and there may be none. */
const logarithmicLabels = { labelExpr: "format(datum.value, '.4~g')" };
const linearLabels = { format: '~f' };

function axesOf(axes: Axes, series: readonly Series[]): { x: object; y: object } {
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const isWhole = xs.length > 0 && xs.every(Number.isInteger);
  const isLogX = axes.isLogarithmicX === true;
  const xScale = isLogX ? { type: 'log', nice: false } : { zero: false, nice: false };
  const wholeTicks = isWhole && !isLogX ? { tickMinStep: 1 } : {};
  const xLabels = { ...(isLogX ? logarithmicLabels : linearLabels), ...wholeTicks };
  const isLog = axes.isLogarithmic === true;
  const scale = isLog
    ? { type: 'log', nice: false }
    : { zero: false, nice: axes.yRange === undefined };
  return {
    x: {
      field: 'x',
      type: 'quantitative',
      scale: { ...domainOf(axes.xRange), ...xScale },
      axis: { title: axes.xLabel, grid: false, tickCount: 6, ...xLabels },
    },
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { ...domainOf(axes.yRange), ...scale },
      axis: { title: axes.yLabel, tickCount: 5, ...(isLog ? logarithmicLabels : linearLabels) },
    },
  };
}

function lineLayer(axes: Axes, series: readonly Series[]): object {
  const values = series.flatMap(({ name, points }, i) => {
    const width = axes.isNested === true ? 1.6 + (series.length - 1 - i) : 1.8;
    return points
      .filter(([, y]) => axes.isLogarithmic !== true || y > 0)
      .map(([x, y]) => ({ name, x, y, width }));
  });
  return {
    data: { values },
    mark: { type: 'line', strokeJoin: 'round' },
    encoding: {
      ...axesOf(axes, series),
      // a curve may go straight up, and is not a function of x then
      order: null,
      stroke: colourOf(series),
      strokeWidth: { field: 'width', type: 'quantitative', scale: null },
    },
  };
}

/** The bands about lines, below all of them. */
function bandLayers(axes: Axes, series: readonly Series[]): object[] {
  const values = series.flatMap(({ name, band = [] }) =>
    band.map(([x, y, high]) => ({ name, x, y, high })),
  );
  if (values.length === 0) return [];
  const { x, y } = axesOf(axes, series);
  const encoding = { x, y, y2: { field: 'high' }, fill: colourOf(series) };
  return [{ data: { values }, mark: { type: 'area', opacity: 0.18 }, encoding }];
}

/** Lines over common axes with a legend. On a logarithmic axis, values of 0 are left out. */
export async function lineChart(axes: Axes, series: readonly Series[]): Promise<Html> {
  const lines = lineLayer(axes, series);
  const layer = [...bandLayers(axes, series), lines, ...markLayers(axes.marks ?? [])];
  return await figure(axes, { ...size, layer } as TopLevelSpec, { legend: series });
}

/** Dots in one column per series; the bar is the mean. The first number of a point is not looked at. */
export async function stripChart(axes: Axes, series: readonly Series[]): Promise<Html> {
  const values = series.flatMap(({ name, points }) =>
    // beside each other, where they would lie on each other
    points.map(([, y], k) => ({ name, y, shift: (k % 5) - 2 })),
  );
  const x = { field: 'name', type: 'nominal', sort: null };
  const named = { ...x, axis: { title: axes.xLabel, labelAngle: 0, labelLimit: 0 } };
  const scale = { domain: [-8, 8] };
  const shift = { field: 'shift', type: 'quantitative', scale };
  const { y } = axesOf(axes, series);
  const fill = colourOf(series);
  const chart = {
    ...size,
    data: { values },
    layer: [
      {
        mark: { type: 'circle', size: 50, opacity: 0.65 },
        encoding: { x: named, y, xOffset: shift, fill },
      },
      {
        mark: { type: 'tick', thickness: 2, bandSize: 60 },
        encoding: {
          x: named,
          xOffset: { datum: 0, type: 'quantitative', scale },
          y: { ...y, aggregate: 'mean' },
          color: fill,
        },
      },
    ],
  };
  return await figure(axes, chart as TopLevelSpec);
}

const bins = 40;

/** Histograms over common bins, as shares of each series; what lies outside `xRange` is in the bins at the ends. */
export async function histogram(
  axes: Axes & { readonly xRange: Range },
  series: readonly {
    readonly name: string;
    readonly colour: number;
    readonly values: readonly number[];
  }[],
): Promise<Html> {
  const [low, high] = axes.xRange;
  const values = series.flatMap(({ name, values: own }) => own.map((value) => ({ name, value })));
  const { x, y } = axesOf(axes, []);
  const chart = {
    ...size,
    data: { values },
    transform: [
      { calculate: `clamp(datum.value, ${low}, ${high})`, as: 'value' },
      {
        bin: { extent: [low, high], step: (high - low) / bins },
        field: 'value',
        as: ['x', 'x2'],
      },
      { joinaggregate: [{ op: 'count', as: 'all' }], groupby: ['name'] },
      { calculate: '1 / datum.all', as: 'share' },
    ],
    layer: [
      {
        mark: { type: 'bar', opacity: 0.6, binSpacing: 1 },
        encoding: {
          x: { ...x, bin: 'binned' },
          x2: { field: 'x2' },
          y: { ...y, field: 'share', aggregate: 'sum', stack: null, scale: {} },
          fill: colourOf(series),
        },
      },
      ...markLayers(axes.marks ?? []),
    ],
  };
  return await figure(axes, chart as TopLevelSpec, { legend: series });
}

/** A small picture without axes: a curve in ink and its reconstruction in colour, both from `range`. */
export async function sparkPair(
  caption: Caption,
  input: readonly number[],
  output: readonly number[],
  range: Range,
): Promise<Html> {
  const curve = (values: readonly number[], color: string, strokeWidth: number): object => ({
    data: { values: values.map((y, x) => ({ x, y })) },
    mark: { type: 'line', color, strokeWidth },
    encoding: {
      x: { field: 'x', type: 'quantitative', axis: null, scale: { nice: false } },
      y: { field: 'y', type: 'quantitative', axis: null, scale: { domain: [...range] } },
    },
  });
  const layer = [curve(input, 'var(--ink)', 1.4), curve(output, 'var(--c1)', 1.8)];
  return await figure(caption, { width: 300, height: 130, layer } as TopLevelSpec);
}
