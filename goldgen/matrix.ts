/** The table op × contract of `vectors/README.md`: how many committed cases there are. */

import { contractIds } from '../reference/contracts.ts';
import { GoldError } from '../schema/format/errors.ts';
import { entriesOf } from '../schema/format/manifest.ts';
import type { Manifest } from '../schema/format/types.ts';

const begin = '<!-- begin: cases per op and contract, written by goldvec sync -->';
const end = '<!-- end: cases per op and contract -->';

/** Rows sorted by op; a contract in which an op does not exist shows a dash. */
export function caseMatrix(manifest: Manifest): string {
  const entries = entriesOf(manifest);
  const ops = [...new Set(entries.map((f) => f.op))].sort();
  const count = (op: string, contract: string): number | undefined =>
    entries.find((f) => f.op === op && f.contract === contract)?.cases;
  const total = (contract: string): number =>
    entries.reduce((sum, f) => sum + (f.contract === contract ? f.cases : 0), 0);
  const rows = ops.map((op) => [
    `\`${op}\``,
    ...contractIds.map((contract) => `${count(op, contract) ?? '–'}`),
  ]);
  const all = ['all', ...contractIds.map((contract) => `${total(contract)}`)];
  return [['op', ...contractIds], ['---', ...contractIds.map(() => '---:')], ...rows, all]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The page with its table replaced; the two markers must be there. Errors: stale-generated-file. */
export function withCaseMatrix(readme: string, manifest: Manifest): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) {
    throw new GoldError('stale-generated-file', 'the markers of the case table are missing', {
      path: 'vectors/README.md',
      hint: `put back the lines "${begin}" and "${end}"`,
    });
  }
  const head = readme.slice(0, from + begin.length);
  return `${head}\n\n${caseMatrix(manifest)}\n\n${readme.slice(to)}`;
}
