/** Ops × backends, as a picture and as numbers. */

import { failingOf, plainTotals, type Totals, zeroTotals } from '../../core/events.ts';
import { type Tile, tileChart } from '../charts/tiles.ts';
import { signedCounts } from '../op_table.ts';
import { counted } from '../tally.ts';
import { backendsOf } from './backends.ts';
import type { Collected } from './collect.ts';
import { filterLink } from './link.ts';
import { type Html, html } from './tag.ts';

/** Failing ops that are named in words; all of them are in the picture and in the table. */
const namesShown = 12;

function tileOf(found: Collected, op: string, backend: string): Tile {
  const totals: Totals | undefined = found.ops.get(op)!.get(backend);
  if (totals === undefined) {
    return { colour: 'none', strength: 0.6, title: `${op} on ${backend}: not offered` };
  }
  const bad = failingOf(totals);
  const tried = bad + totals.pass;
  const title = `${op} on ${backend}: ${plainTotals(totals)}`;
  // one failing case must be seen as well
  if (bad > 0) {
    const strength = 0.4 + (0.6 * bad) / tried;
    return { colour: 'bad', strength, title, href: filterLink({ op, backend }) };
  }
  if (tried > 0) return { colour: 'good', strength: 0.75, title };
  return { colour: 'none', strength: 0.6, title };
}

async function heatMapOf(found: Collected, names: readonly string[]): Promise<Html> {
  const backends = backendsOf(found);
  const rows = names.map((op) => {
    const tiles = backends.map((backend) => tileOf(found, op, backend));
    const isBad = tiles.some(({ colour }) => colour === 'bad');
    return { name: op, tiles, ...(isBad ? { href: filterLink({ op }) } : {}) };
  });
  const bad = rows.flatMap(({ name, href }) => (href === undefined ? [] : [name]));
  const more = bad.length > namesShown ? ` and ${bad.length - namesShown} more` : '';
  const text =
    bad.length === 0
      ? 'No op fails on any backend.'
      : `Failing on at least one backend: ${bad.slice(0, namesShown).join(', ')}${more}. The stronger the colour, the more cases fail; a coloured tile leads to them.`;
  const hidden = found.asked.ops.size - names.length;
  const left = hidden === 1 ? 'is left out' : 'are left out';
  const others = hidden === 0 ? '' : ` ${counted(hidden, 'op')} that no backend offers ${left}.`;
  const legend =
    'Columns are the backends by number; grey is not offered or not asked; the numbers of each tile are in the table below.';
  const caption = { title: 'Ops and backends', text: `${text} ${legend}${others}` };
  return await tileChart(caption, rows);
}

function opTable(found: Collected, names: readonly string[]): Html {
  const backends = backendsOf(found);
  const heads = backends.map((id, i) => html`<th class="n" title="${id}">${i + 1}</th>`);
  const rows = names.map((op) => {
    const cells = backends.map((b) => {
      const totals = found.ops.get(op)!.get(b) ?? zeroTotals();
      const mark = failingOf(totals) > 0 ? ' fail' : '';
      return html`<td class="n${mark}">${signedCounts(totals).join(' ')}</td>`;
    });
    return html`<tr><td>${op}</td>${cells}</tr>
`;
  });
  return html`<details><summary>The same as numbers</summary>
<div class="scroll"><table><thead><tr><th>op</th>${heads}</tr></thead><tbody>
${rows}</tbody></table></div></details>
`;
}

export async function resultSection(found: Collected): Promise<Html> {
  const names = [...found.ops.keys()].sort();
  return html`<h2 id="results">Results</h2>
${await heatMapOf(found, names)}${opTable(found, names)}`;
}
