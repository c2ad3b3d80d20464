/** The part of the training page that says how its numbers came about. */

import { escapeHtml } from '../../conformance/reporters/html/tag.ts';
import type { TrainingReport } from './report.ts';

/** What is needed to get the same page again. */
export function originList(report: TrainingReport): string {
  const { contract, version, variants, backends, data, command } = report;
  const seeds = [...new Set(variants.flatMap((v) => v.seeds))].join(', ');
  const ends = variants.map(
    (v) => `${escapeHtml(v.variant)}, seed ${v.seeds[0]}: <code>${v.digests[0]}</code>`,
  );
  const each = backends.length > 1 ? '; the bits are those of each of them' : '';
  const rows: readonly (readonly [string, string])[] = [
    ['contract', escapeHtml(contract)],
    ['version', `goldvec ${escapeHtml(version)}`],
    ['seeds', seeds],
    [backends.length > 1 ? 'backends' : 'backend', escapeHtml(backends.join(', ') + each)],
    ['sha256 of the training rows', `<code>${data}</code>`],
    ['parameters after the last step', ends.join('<br>')],
    ['command', `<code>${escapeHtml(command)}</code>`],
  ];
  const lines = rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
  return `<h2>Where the numbers come from</h2>
<dl>${lines.join('\n')}</dl>`;
}
