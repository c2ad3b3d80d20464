/** The pictures of the report as inline SVG; each says in words what it shows. */

import { type Html, html } from './tag.ts';

/** A picture in a figure with its title and its text alternative. */
function figure(
  title: string,
  text: string,
  width: number,
  height: number,
  inner: Html[],
  role: 'img' | 'group' = 'img',
): Html {
  return html`<figure><figcaption>${title}</figcaption>
<div class="scroll"><svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${role}" aria-label="${`${title}. ${text}`}">${inner}</svg></div>
<p class="alt">${text}</p></figure>
`;
}

/** Width of a text in the pictures' font, generously. */
function widthOf(texts: readonly string[]): number {
  return 10 + 7 * Math.max(0, ...texts.map((text) => text.length));
}

export interface Tile {
  /** class of its colour */
  readonly colour: 'good' | 'bad' | 'none';
  /** how strong it is, from 0 to 1 */
  readonly strength: number;
  /** what it stands for */
  readonly title: string;
  /** where a click leads, if anywhere */
  readonly href?: string;
}

/** The picture as a link within the page; without a target it is left as it is. */
function linked(href: string | undefined, label: string, inner: Html): Html {
  return href === undefined ? inner : html`<a href="${href}" aria-label="${label}">${inner}</a>`;
}

interface TileRow {
  readonly name: string;
  readonly href?: string;
  readonly tiles: readonly Tile[];
}

const [side, gap] = [16, 3];
const pitch = side + gap;

/** Width that a page has for pictures. */
const pageWidth = 1040;

/** Rows under numbered columns, from `x` on. */
function heatBlock(rows: readonly TileRow[], x: number, left: number): Html {
  const at = (i: number): number => x + left + i * pitch;
  const heads = (rows[0]?.tiles ?? []).map(
    (_, i) => html`<text x="${at(i) + side / 2}" y="12" text-anchor="middle">${i + 1}</text>`,
  );
  const lines = rows.map(({ name, tiles, href }, row) => {
    const y = 18 + row * pitch;
    const boxes = tiles.map(({ colour, strength, title, href: to }, i) => {
      const box = html`<rect class="${colour}" x="${at(i)}" y="${y}" width="${side}" height="${side}" rx="3" fill-opacity="${strength.toFixed(2)}"><title>${title}</title></rect>`;
      return linked(to, title, box);
    });
    const label = html`<text class="label" x="${at(0) - 8}" y="${y + 12}" text-anchor="end">${name}</text>`;
    return html`${linked(href, `failing cases of ${name}`, label)}${boxes}`;
  });
  return html`${heads}${lines}`;
}

/** One tile per row and column, in as many blocks as fit beside each other; columns are numbered. */
export function heatMap(title: string, text: string, rows: readonly TileRow[]): Html {
  const left = widthOf(rows.map(({ name }) => name));
  const width = left + (rows[0]?.tiles.length ?? 0) * pitch + gap;
  const blocks = Math.max(1, Math.floor(pageWidth / width));
  const height = Math.ceil(rows.length / blocks);
  const parts = Array.from({ length: blocks }, (_, i) =>
    heatBlock(rows.slice(i * height, (i + 1) * height), i * width, left),
  );
  return figure(title, text, blocks * width, 20 + height * pitch, parts, 'group');
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** the value in words */
  readonly label: string;
}

/** Horizontal bars from zero. */
export function barChart(title: string, text: string, bars: readonly Bar[]): Html {
  const [height, space, longest] = [16, 5, 260];
  const left = widthOf(bars.map(({ name }) => name));
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const lines = bars.map(({ name, value, label }, i) => {
    const y = i * (height + space);
    const width = (longest * value) / most;
    return html`<text class="label" x="${left - 8}" y="${y + 12}" text-anchor="end">${name}</text><rect class="bar" x="${left}" y="${y}" width="${width.toFixed(1)}" height="${height}" rx="2"/><text x="${(left + width + 6).toFixed(1)}" y="${y + 12}">${label}</text>`;
  });
  const width = left + longest + widthOf(bars.map(({ label }) => label));
  return figure(title, text, width, bars.length * (height + space), lines);
}
