/** Charts as inline SVG text: axes, lines, bars. Colours come from the page's style sheet. */

import { escapeHtml } from '../../conformance/reporters/html/tag.ts';

export interface Series {
  readonly name: string;
  /** class of the colour: `c0` … `c7` */
  readonly colour: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface ChartOptions {
  readonly title: string;
  /** the text alternative: what the picture shows, in words and numbers */
  readonly text: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly isLogarithmic?: boolean;
  /** earlier lines are wider, so that lines that lie on each other can all be seen */
  readonly isNested?: boolean;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** horizontal or vertical marks */
  readonly marks?: readonly { readonly x?: number; readonly y?: number; readonly name: string }[];
}

const box = { width: 640, height: 300, left: 64, right: 16, top: 14, bottom: 44 };

/** Up to four significant digits, short. */
export function shortNumber(v: number): string {
  if (v === 0) return '0';
  const magnitude = Math.abs(v);
  if (magnitude >= 1e5 || magnitude < 1e-3) return v.toExponential(1).replace('e+', 'e');
  return String(Number(v.toPrecision(3)));
}

function rangeOf(
  values: readonly number[],
  given: readonly [number, number] | undefined,
): [number, number] {
  if (given !== undefined) return [given[0], given[1]];
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Round steps that divide a range into three to seven parts. */
function linearTicks(low: number, high: number): number[] {
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw)!;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

function logTicks(low: number, high: number): number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = Math.max(1, Math.ceil((to - from) / 6));
  const parts = to - from > 3 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let k = from; k <= to; k += step) {
    ticks.push(...parts.map((m) => m * 10 ** k).filter((v) => v >= low && v <= high));
  }
  return ticks.length >= 2 ? ticks : [low, high];
}

export interface Frame {
  readonly x: (v: number) => number;
  readonly y: (v: number) => number;
  readonly axes: string;
}

/** Axes with ticks, and the mapping from values to places. */
function frameOf(o: ChartOptions, points: readonly (readonly [number, number])[]): Frame {
  const { width, height, left, right, top, bottom } = box;
  const isLog = o.isLogarithmic === true;
  const ys = points.map(([, y]) => y).filter((y) => !isLog || y > 0);
  const [x0, x1] = rangeOf(
    points.map(([x]) => x),
    o.xRange,
  );
  const [y0, y1] = rangeOf(ys, o.yRange);
  const scaleY = isLog ? Math.log10 : (v: number): number => v;
  const x = (v: number): number => left + ((v - x0) / (x1 - x0)) * (width - left - right);
  const y = (v: number): number => {
    const share = (scaleY(v) - scaleY(y0)) / (scaleY(y1) - scaleY(y0));
    return height - bottom - share * (height - top - bottom);
  };
  const xTicks = linearTicks(x0, x1).map((v) => {
    const at = x(v).toFixed(1);
    return `<text x="${at}" y="${height - bottom + 16}" text-anchor="middle">${shortNumber(v)}</text>`;
  });
  const yTicks = (isLog ? logTicks(y0, y1) : linearTicks(y0, y1)).map((v) => {
    const at = y(v).toFixed(1);
    const line = `<line class="grid" x1="${left}" x2="${width - right}" y1="${at}" y2="${at}"/>`;
    return `${line}<text x="${left - 6}" y="${at}" dy="0.32em" text-anchor="end">${shortNumber(v)}</text>`;
  });
  const middle = (height - bottom + top) / 2;
  const labels = [
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${escapeHtml(o.xLabel)}</text>`,
    `<text transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escapeHtml(o.yLabel)}</text>`,
  ];
  return { x, y, axes: [...yTicks, ...xTicks, ...labels].join('') };
}

function markLines(o: ChartOptions, frame: Frame): string {
  const { width, height, left, right, top, bottom } = box;
  return (o.marks ?? [])
    .map(({ x, y, name }) => {
      if (y !== undefined) {
        const at = frame.y(y).toFixed(1);
        const label = `<text class="mark" x="${width - right}" y="${Number(at) - 5}" text-anchor="end">${escapeHtml(name)}</text>`;
        return `<line class="mark" x1="${left}" x2="${width - right}" y1="${at}" y2="${at}"/>${label}`;
      }
      const at = frame.x(x ?? 0).toFixed(1);
      const label = `<text class="mark" x="${Number(at) + 5}" y="${top + 10}">${escapeHtml(name)}</text>`;
      return `<line class="mark" x1="${at}" x2="${at}" y1="${top}" y2="${height - bottom}"/>${label}`;
    })
    .join('');
}

function figure(o: ChartOptions, inner: string, legend: string): string {
  const { width, height } = box;
  return `<figure>
<figcaption>${escapeHtml(o.title)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(`${o.title}. ${o.text}`)}">${inner}</svg>
${legend}<p class="alt">${escapeHtml(o.text)}</p>
</figure>`;
}

function legendOf(series: readonly { readonly name: string; readonly colour: string }[]): string {
  const items = series.map(
    ({ name, colour }) => `<li><i class="${colour}"></i>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>\n`;
}

/** Lines over common axes with a legend. */
export function lineChart(o: ChartOptions, series: readonly Series[]): string {
  const frame = frameOf(
    o,
    series.flatMap(({ points }) => points),
  );
  const lines = series.map(({ colour, points }, i) => {
    const shown = points.filter(([, y]) => o.isLogarithmic !== true || y > 0);
    const at = shown.map(([x, y]) => `${frame.x(x).toFixed(1)},${frame.y(y).toFixed(1)}`);
    const width = 1.6 + (series.length - 1 - i);
    const style = o.isNested === true ? ` style="stroke-width:${width}"` : '';
    return `<polyline class="${colour}"${style} points="${at.join(' ')}"/>`;
  });
  return figure(o, frame.axes + markLines(o, frame) + lines.join(''), legendOf(series));
}

/** Dots in one column per series; the middle bar is the mean. */
export function stripChart(o: ChartOptions, series: readonly Series[]): string {
  const points = series.flatMap(({ points: p }) => p);
  const frame = frameOf({ ...o, xRange: [-0.5, series.length - 0.5] }, points);
  const [left, right] = [box.left, box.width - box.right];
  const dots = series.map(({ colour, points: p }, i) => {
    const average = p.reduce((sum, [, y]) => sum + y, 0) / p.length;
    const bar = `<line class="${colour}" x1="${frame.x(i - 0.25)}" x2="${frame.x(i + 0.25)}" y1="${frame.y(average)}" y2="${frame.y(average)}"/>`;
    const marks = p.map(([, y], k) => {
      const shift = ((k % 5) - 2) * 0.06;
      return `<circle class="${colour}" cx="${frame.x(i + shift).toFixed(1)}" cy="${frame.y(y).toFixed(1)}" r="4"/>`;
    });
    return bar + marks.join('');
  });
  // the columns are named by the legend, in order
  const cover = `<rect class="cover" x="${left}" y="${box.height - box.bottom + 4}" width="${right - left}" height="16"/>`;
  const names = series.map(
    ({ name }, i) =>
      `<text x="${frame.x(i)}" y="${box.height - box.bottom + 16}" text-anchor="middle">${escapeHtml(name)}</text>`,
  );
  return figure(o, frame.axes + cover + names.join('') + dots.join(''), '');
}

/** Two or more histograms over common bins, as shares of each series. */
export function histogram(
  o: ChartOptions,
  series: readonly {
    readonly name: string;
    readonly colour: string;
    readonly values: readonly number[];
  }[],
): string {
  const all = series.flatMap(({ values }) => values);
  const [low, high] = rangeOf(all, o.xRange);
  const bins = 40;
  const heights = series.map(({ values }) => {
    const counts = new Array<number>(bins).fill(0);
    for (const v of values) {
      const bin = Math.floor(((v - low) / (high - low)) * bins);
      counts[Math.max(0, Math.min(bins - 1, bin))]! += 1 / values.length;
    }
    return counts;
  });
  const top = Math.max(...heights.flat());
  const frame = frameOf({ ...o, xRange: [low, high], yRange: [0, top] }, []);
  const width = (frame.x(high) - frame.x(low)) / bins;
  const bars = series.map(({ colour }, s) =>
    heights[s]!.map((h, b) => {
      if (h === 0) return '';
      const at = frame.x(low + (b * (high - low)) / bins);
      return `<rect class="${colour}" x="${(at + 0.5).toFixed(1)}" y="${frame.y(h).toFixed(1)}" width="${(width - 1).toFixed(1)}" height="${(frame.y(0) - frame.y(h)).toFixed(1)}"/>`;
    }).join(''),
  );
  return figure(o, frame.axes + bars.join('') + markLines(o, frame), legendOf(series));
}

/** A small picture without axes: a curve and its reconstruction. */
export function sparkPair(
  title: string,
  text: string,
  input: readonly number[],
  output: readonly number[],
  range: readonly [number, number],
): string {
  const [width, height] = [300, 130];
  const at = (values: readonly number[]): string =>
    values
      .map((v, i) => {
        const y = height - 6 - ((v - range[0]) / (range[1] - range[0])) * (height - 12);
        return `${((i / (values.length - 1)) * width).toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ');
  return `<figure class="small">
<figcaption>${escapeHtml(title)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(`${title}. ${text}`)}"><polyline class="ink" points="${at(input)}"/><polyline class="c1" points="${at(output)}"/></svg>
<p class="alt">${escapeHtml(text)}</p>
</figure>`;
}
