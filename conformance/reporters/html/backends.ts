/** The backends of a run: what they are, how they ended, what they do not offer. */

import { verdicts, zeroTotals } from '../../core/events.ts';
import { offerText } from '../tally.ts';
import type { Collected } from './collect.ts';
import { type Html, html } from './tag.ts';

/** Backends in the order in which they were asked for. */
export function backendsOf({ start, backends }: Collected): string[] {
  const asked = start?.backends ?? [];
  return [...new Set([...asked, ...backends.keys()])];
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** One line per backend that offers only a part; a partial library is nothing to worry about. */
function offerLines(found: Collected): Html[] {
  return backendsOf(found).flatMap((id) => {
    const text = offerText(found, id);
    if (text === undefined) return [];
    const { ops, contracts } = found.notOffered.get(id)!;
    return [
      html`<details class="quiet"><summary>${text}</summary>${[...ops, ...contracts].sort().join(', ')}</details>
`,
    ];
  });
}

export function backendSection(found: Collected): Html {
  const rows = backendsOf(found).map((id, i) => {
    const about = found.backends.get(id);
    const end = found.ends.get(id);
    const totals = end?.totals ?? zeroTotals();
    const counts = verdicts.map(
      (v) => html`<td class="n">${totals[v] === 0 ? '' : totals[v]}</td>`,
    );
    const state = end === undefined ? 'no end' : end.state.replace('_', ' ');
    const why = end?.message === undefined ? '' : `: ${end.message}`;
    return html`<tr><td class="n">${i + 1}</td><td>${id}</td><td>${about?.toolchain}</td><td>${state}${why}</td>${counts}<td class="n">${seconds(end?.duration_ms ?? 0)}</td></tr>
`;
  });
  const heads = ['backend', 'toolchain', 'state'].map((name) => html`<th>${name}</th>`);
  const numbers = [...verdicts, 'time'].map((name) => html`<th class="n">${name}</th>`);
  return html`<h2 id="backends">Backends</h2>
<div class="scroll"><table><thead><tr><th class="n">no.</th>${heads}${numbers}</tr></thead><tbody>
${rows}</tbody></table></div>
${offerLines(found)}`;
}
