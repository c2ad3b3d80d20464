/** One tile per row and numbered column; a tile and the name of its row may lead somewhere within the page. */

import type { Html } from '../html/tag.ts';
import { type Caption, figure } from './figure.ts';
import type { TopLevelSpec } from './vega.ts';

export interface Tile {
  readonly colour: 'good' | 'bad' | 'none';
  /** how strong it is, from 0 to 1 */
  readonly strength: number;
  /** what it stands for */
  readonly title: string;
  /** where a click leads, if anywhere */
  readonly href?: string;
}

interface TileRow {
  readonly name: string;
  readonly href?: string;
  readonly tiles: readonly Tile[];
}

const [side, pitch] = [16, 19];

/** Width that a page has for pictures. */
const pageWidth = 1040;

/** Where a mark leads, if anywhere: a missing address would be one as well. */
const link = { condition: { test: 'isValid(datum.href)', field: 'href' }, value: null };

const domain: readonly Tile['colour'][] = ['good', 'bad', 'none'];
const range = ['var(--good)', 'var(--bad)', 'var(--line)'];

/** Width of the longest name in the font of the page, generously. */
function nameWidth(rows: readonly TileRow[]): number {
  return 10 + 7 * Math.max(0, ...rows.map(({ name }) => name.length));
}

/** Rows under numbered columns. */
function block(rows: readonly TileRow[]): object {
  const columns = rows[0]?.tiles.length ?? 0;
  const tiles = rows.flatMap(({ name, tiles: own }) =>
    own.map((tile, i) => ({ ...tile, name, column: i + 1 })),
  );
  const names = rows.map(({ name, href }) =>
    href === undefined ? { name } : { name, href, says: `failing cases of ${name}` },
  );
  const y = { field: 'name', type: 'nominal', sort: null, axis: null };
  const numbers = { orient: 'top', title: null, labelAngle: 0, labelPadding: 2 };
  return {
    width: columns * pitch,
    height: rows.length * pitch,
    layer: [
      {
        data: { values: tiles },
        mark: { type: 'rect', width: side, height: side, cornerRadius: 3 },
        encoding: {
          x: { field: 'column', type: 'ordinal', axis: numbers },
          y,
          fill: { field: 'colour', type: 'nominal', scale: { domain, range }, legend: null },
          fillOpacity: { field: 'strength', type: 'quantitative', scale: null },
          href: link,
          description: { field: 'title' },
        },
      },
      {
        data: { values: names },
        mark: { type: 'text', align: 'right', color: 'var(--ink)' },
        encoding: {
          x: { value: -8 },
          y,
          text: { field: 'name' },
          href: link,
          description: { field: 'says' },
        },
      },
    ],
  };
}

/** As many blocks beside each other as the page has room for. */
export async function tileChart(caption: Caption, rows: readonly TileRow[]): Promise<Html> {
  const left = nameWidth(rows);
  const columns = rows[0]?.tiles.length ?? 0;
  const blocks = Math.max(1, Math.floor(pageWidth / (left + columns * pitch)));
  const height = Math.ceil(rows.length / blocks);
  const parts = Array.from({ length: blocks }, (_, i) =>
    rows.slice(i * height, (i + 1) * height),
  ).filter((part) => part.length > 0);
  const chart = { hconcat: parts.map(block), align: 'none', spacing: left } as TopLevelSpec;
  return await figure(caption, chart, { role: 'group' });
}
