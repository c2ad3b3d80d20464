/** The report as one self-contained page; only the list of failing cases needs its script. */

import { readFileSync } from 'node:fs';
import { plainTotals } from '../../core/events.ts';
import type { ReporterOptions } from '../reporter.ts';
import { backendSection } from './backends.ts';
import { caseData, caseSection } from './cases.ts';
import type { Collected } from './collect.ts';
import { diagnosisSection } from './diagnosis.ts';
import { measureSection } from './measures.ts';
import { resultSection } from './results.ts';
import { reportStyle } from './style.ts';
import { type Html, html, raw } from './tag.ts';

const scriptFile = new URL('./client/report.js', import.meta.url);

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

function skipSection({ skips }: Collected): Html | undefined {
  if (skips.size === 0) return undefined;
  const rows = [...skips].flatMap(([reason, counts]) =>
    [...counts].map(
      ([backend, n]) => html`<tr><td>${reason}</td><td>${backend}</td><td class="n">${n}</td></tr>`,
    ),
  );
  return html`<h2 id="skipped">Skipped</h2>
<div class="scroll"><table><thead><tr><th>reason</th><th>backend</th><th class="n">cases</th></tr></thead><tbody>${rows}</tbody></table></div>
`;
}

/** The whole page. */
export async function reportPage(
  found: Collected,
  clauseText: ReporterOptions['clauseText'],
): Promise<string> {
  const { start } = found;
  const [results, measures] = [await resultSection(found), await measureSection(found)];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>goldvec ${start?.goldvec}: conformance report</title>
<style>${raw(reportStyle)}</style>
</head>
<body>
${head(found)}${diagnosisSection(found)}${backendSection(found)}${results}${caseSection(found)}${skipSection(found)}${measures}${caseData(found, clauseText)}<script>${raw(readFileSync(scriptFile, 'utf8'))}</script>
</body>
</html>
`.html;
}
