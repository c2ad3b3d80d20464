/** The report as one self-contained page; it works without scripts, the only one filters what is shown. */

import {
  type CaseEnd,
  failingOf,
  plainTotals,
  type Totals,
  verdicts,
  zeroTotals,
} from '../../core/events.ts';
import { caseLines } from '../describe.ts';
import { signedCounts } from '../op_table.ts';
import { barChart, heatMap, type Tile } from './charts.ts';
import { type Collected, distanceLabels } from './collect.ts';
import { reportStyle } from './style.ts';
import { type Html, html, raw } from './tag.ts';

/** Ops of which the times are drawn. */
const slowestShown = 15;

/** Backends in the order in which they were asked for. */
function backendsOf({ start, backends }: Collected): string[] {
  const asked = start?.backends ?? [];
  return [...new Set([...asked, ...backends.keys()])];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function isComplete({ end }: Collected): boolean {
  return end !== undefined && end.interrupted === 0;
}

function head(found: Collected): Html {
  const { start, end } = found;
  const shard = start?.shard === undefined ? '' : `, shard ${start.shard}`;
  const contracts = (start?.contracts ?? []).join(', ');
  const warning = isComplete(found)
    ? undefined
    : html`<p class="verdict error">Incomplete: ${end === undefined ? 'the event stream has no end' : 'the run was interrupted'}.</p>`;
  const stale = (end?.stale_known_failures ?? []).map((entry) => html`<li>${entry}</li>`);
  const unmet = (end?.unmet ?? []).map((text) => html`<li>${text}</li>`);
  const isBad = end !== undefined && end.exit_code !== 0;
  return html`<h1>Conformance report</h1>
<p class="sub">goldvec ${start?.goldvec}, ${start?.time}: ${start?.cases} cases of ${contracts}${shard}.</p>
${warning}<p class="verdict ${isBad ? 'fail' : 'pass'}">${end === undefined ? undefined : `${plainTotals(end.totals)}; exit code ${end.exit_code}`}</p>
${stale.length === 0 ? undefined : html`<h2>Stale known failures</h2><ul>${stale}</ul>`}
${unmet.length === 0 ? undefined : html`<h2>Demands that were not met</h2><ul>${unmet}</ul>`}`;
}

function backendTable(found: Collected): Html {
  const rows = backendsOf(found).map((id, i) => {
    const about = found.backends.get(id);
    const end = found.ends.get(id);
    const totals = end?.totals ?? zeroTotals();
    const counts = verdicts.map(
      (v) => html`<td class="n">${totals[v] === 0 ? '' : totals[v]}</td>`,
    );
    const state = end === undefined ? 'no end' : end.state.replace('_', ' ');
    const why = end?.message === undefined ? '' : `: ${end.message}`;
    return html`<tr><td>${i + 1}</td><td>${id}</td><td>${about?.toolchain}</td><td>${state}${why}</td>${counts}<td class="n">${seconds(end?.duration_ms ?? 0)}</td></tr>
`;
  });
  const heads = ['no.', 'backend', 'toolchain', 'state'].map((name) => html`<th>${name}</th>`);
  const numbers = [...verdicts, 'time'].map((name) => html`<th class="n">${name}</th>`);
  return html`<h2>Backends</h2>
<div class="scroll"><table><thead><tr>${heads}${numbers}</tr></thead><tbody>
${rows}</tbody></table></div>
`;
}

function diagnosisSection({ diagnoses }: Collected): Html | undefined {
  if (diagnoses.size === 0) return undefined;
  const parts = [...diagnoses.values()].map(({ lines }) => {
    const [first = '', ...rest] = lines;
    const more = rest.length === 0 ? undefined : html`<pre>${rest.join('\n')}</pre>`;
    return html`<div class="case" data-text="${lines.join(' ')}"><p class="cause">${first}</p>${more}</div>
`;
  });
  return html`<h2>What is wrong</h2>
${parts}`;
}

function tileOf(op: string, backend: string, totals: Totals | undefined): Tile {
  if (totals === undefined) {
    return { colour: 'none', strength: 0.5, title: `${op} on ${backend}: not run` };
  }
  const title = `${op} on ${backend}: ${plainTotals(totals)}`;
  const bad = failingOf(totals);
  const tried = bad + totals.pass;
  // one failing case must be seen as well
  if (bad > 0) return { colour: 'bad', strength: 0.4 + (0.6 * bad) / tried, title };
  if (tried === 0) return { colour: 'mild', strength: 0.6, title };
  return { colour: 'good', strength: 0.75, title };
}

function opNames({ ops }: Collected): string[] {
  return [...ops.keys()].sort();
}

function heatMapOf(found: Collected): Html {
  const backends = backendsOf(found);
  const rows = opNames(found).map((op) => {
    const counts = found.ops.get(op)!;
    return { name: op, tiles: backends.map((b) => tileOf(op, b, counts.get(b))) };
  });
  const bad = rows.flatMap(({ name, tiles }) =>
    tiles.some(({ colour }) => colour === 'bad') ? [name] : [],
  );
  const text =
    bad.length === 0
      ? 'No op fails on any backend.'
      : `Failing on at least one backend: ${bad.join(', ')}. The stronger the colour, the more cases fail.`;
  const legend =
    'Columns are the backends by number; the numbers of each tile are in the table below.';
  return heatMap('Ops and backends', `${text} ${legend}`, rows);
}

function opTable(found: Collected): Html {
  const backends = backendsOf(found);
  const heads = backends.map((id, i) => html`<th class="n" title="${id}">${i + 1}</th>`);
  const rows = opNames(found).map((op) => {
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

function distanceCharts({ distances }: Collected): Html[] {
  return [...distances].map(([backend, counts]) => {
    const bars = distanceLabels.map((name) => {
      const value = counts.get(name) ?? 0;
      return { name, value, label: String(value) };
    });
    const [most] = [...bars].sort((a, b) => b.value - a.value);
    const text = `First wrong element of each wrong tensor, and wrong scales, in units of the last place (got − expected). Most often ${most!.name}: ${most!.value}.`;
    return barChart(`Distances on ${backend}`, text, bars);
  });
}

function timeCharts(found: Collected): Html[] {
  const backends = backendsOf(found).flatMap((name) => {
    const ms = found.ends.get(name)?.duration_ms;
    return ms === undefined ? [] : [{ name, value: ms, label: seconds(ms) }];
  });
  const ops = [...found.opTimes].map(([name, us]) => {
    return { name, value: us, label: seconds(us / 1000) };
  });
  const slowest = ops.sort((a, b) => b.value - a.value).slice(0, slowestShown);
  const total = backends.reduce((sum, { value }) => sum + value, 0);
  return [
    barChart('Time per backend', `Start and end included, ${seconds(total)} in all.`, backends),
    barChart('Time per op', 'From request to reply, all backends together, the longest.', slowest),
  ];
}

function caseBlock(event: CaseEnd): Html {
  const { verdict, case: id, backend, clause } = event;
  const lines = caseLines(event);
  return html`<div class="case" data-text="${`${id} ${backend} ${clause} ${lines.join(' ')}`}"><span class="verdict ${verdict}">${verdict.toUpperCase()}</span> <b>${id}</b> on ${backend}, clause ${clause}<pre>${lines.join('\n')}</pre></div>
`;
}

function failureSection({ shown, failing }: Collected): Html | undefined {
  if (failing.size === 0) return undefined;
  const groups = [...failing].map(([key, total]) => {
    const events = shown.get(key) ?? [];
    const hidden = total - events.length;
    const more = hidden > 0 ? html`<p class="sub">… and ${hidden} more</p>` : undefined;
    return html`<details open><summary>${key}: ${total}</summary>
${events.map(caseBlock)}${more}</details>
`;
  });
  return html`<h2>Failing cases</h2>
<p><label>Show what contains <input id="filter" type="search"></label></p>
${groups}`;
}

function skipSection({ skips }: Collected): Html | undefined {
  if (skips.size === 0) return undefined;
  const rows = [...skips].flatMap(([reason, counts]) =>
    [...counts].map(
      ([backend, n]) => html`<tr><td>${reason}</td><td>${backend}</td><td class="n">${n}</td></tr>`,
    ),
  );
  return html`<h2>Skipped</h2>
<div class="scroll"><table><thead><tr><th>reason</th><th>backend</th><th class="n">cases</th></tr></thead><tbody>${rows}</tbody></table></div>
`;
}

/** Hides the cases that do not contain what is looked for. */
const filterScript = `
document.getElementById('filter')?.addEventListener('input', ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const block of document.querySelectorAll('[data-text]')) {
    block.hidden = !block.dataset.text.toLowerCase().includes(wanted);
  }
});
`;

/** The whole page. */
export function reportPage(found: Collected): string {
  const { start } = found;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>goldvec ${start?.goldvec}: conformance report</title>
<style>${raw(reportStyle)}</style>
</head>
<body>
${head(found)}${diagnosisSection(found)}${backendTable(found)}<h2>Results</h2>
${heatMapOf(found)}${opTable(found)}${failureSection(found)}${skipSection(found)}<h2>Distances and times</h2>
<div class="grid">${distanceCharts(found)}${timeCharts(found)}</div>
<script>${raw(filterScript)}</script>
</body>
</html>
`.html;
}
