/** Entries of `vectors/CHANGELOG.md`: which one a moved bit needs, and its draft. */

import { contractIds } from '../../reference/contracts.ts';

/** Stands in a draft where the author has to say why; an entry that still has it is none. */
export const whyMark = '<why>';

/** The bullets of a page, each as one line. */
function entriesOf(page: string): string[] {
  return page
    .split(/^(?=\* |#|\s*$)/m)
    .filter((part) => part.startsWith('* '))
    .map((part) => part.replace(/\s+/g, ' '));
}

/** Whether an entry names the op and the version, and the contract if it names any. */
export function hasEntry(page: string, op: string, version: number, contract: string): boolean {
  const named = new RegExp(`\\bversion ${version}\\b`);
  return entriesOf(page).some((entry) => {
    if (!entry.includes(`\`${op}\``) || !named.test(entry) || entry.includes(whyMark)) return false;
    const contracts = contractIds.filter((id) => entry.includes(id));
    return contracts.length === 0 || entry.includes(contract);
  });
}

/** The entry of an op whose bits moved under contracts that have the given versions now. */
export function draftEntry(
  op: string,
  moves: readonly { readonly contract: string; readonly version: number; readonly cases: number }[],
  why: string = whyMark,
): string {
  const versions = [...new Set(moves.map(({ version }) => version))];
  const parts = versions.map((version) => {
    const mine = moves.filter((move) => move.version === version);
    return `version ${version} under ${mine.map(({ contract }) => contract).join(', ')}`;
  });
  const counts = moves.map(({ cases, contract }) => `${cases} of ${contract}`);
  return `* \`${op}\`, ${parts.join(', ')}: ${why}. Cases: ${counts.join(', ')}.`;
}

const section = '## Since the last release';

/** The page with an entry at the end of the section of what is not released yet, which is made where missing. */
export function withEntry(page: string, entry: string): string {
  const at = page.indexOf(`${section}\n`);
  const first = page.search(/^## /m);
  if (at < 0) {
    const place = first < 0 ? page.length : first;
    return `${page.slice(0, place)}${section}\n\n${entry}\n\n${page.slice(place)}`;
  }
  const from = at + section.length;
  const length = page.slice(from).search(/^## /m);
  const end = length < 0 ? page.length : from + length;
  return `${page.slice(0, end).trimEnd()}\n${entry}\n${length < 0 ? '' : '\n'}${page.slice(end)}`;
}
