/** A difference as text, as Markdown for a pull request, and as JSON. */

import { columns } from '../print.ts';
import type { Attribution } from './attribution.ts';
import type { Distances, Spread } from './distance.ts';
import { isEmpty, type OpDiff, pairName, pairTexts, tellingFirst } from './op_diff.ts';

/** Everything that a report shows. */
export interface Diff {
  readonly a: string;
  readonly b: string;
  /** choices in which two contracts differ: name, earlier and later value */
  readonly choices: readonly (readonly [string, string, string])[];
  readonly ops: readonly OpDiff[];
}

const nameOf = ({ op, contract }: OpDiff): string =>
  contract === undefined ? op : `${contract}/${op}`;

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([text, count]) => `${text} ${count}`)
    .join(', ');

function spreadText(unit: string, spread: Spread | undefined): string[] {
  if (spread === undefined) return [];
  return [`largest ${spread.largest} ${unit}, typical ${spread.typical} ${unit}`];
}

function shareText({ differing, of }: Distances): string[] {
  return of === 0
    ? []
    : [`${differing} of ${of} elements (${((100 * differing) / of).toFixed(1)} %)`];
}

function distanceText(d: Distances): string {
  return [...spreadText('LSB', d.lsb), ...spreadText('ulp', d.ulp), ...shareText(d)].join('; ');
}

function attributionText({ choice, from, to, alone, among }: Attribution): string {
  const parts = [
    ...(alone > 0 ? [`explains ${alone} alone`] : []),
    ...(among > 0 ? [`changes ${among} with others`] : []),
  ];
  return `${choice}: ${from} → ${to} ${parts.join(', ')}`;
}

function versionText(diff: OpDiff): string {
  const [before, after] = diff.versions ?? [0, 0];
  return before === after ? '' : `, version ${before} → ${after}`;
}

/** The sentences about an op with changed cases. */
function opLines(diff: OpDiff): string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['sets', countsText(diff.sets)],
    ['flags', countsText(diff.flags)],
    ['status', countsText(diff.statuses)],
    ['distance', distanceText(diff.distances)],
    ...diff.attributions.map((a) => ['choice', attributionText(a)] as const),
  ];
  return rows.filter(([, text]) => text !== '').map(([name, text]) => `${name}: ${text}`);
}

function tableOf(diff: Diff): (string | number)[][] {
  const rows = diff.ops.map((op) => [
    nameOf(op),
    op.moves.equal.length,
    op.moves.changed.length,
    op.moves.removed.length,
    op.moves.added.length,
  ]);
  return [['op', 'equal', 'differing', `only ${diff.a}`, `only ${diff.b}`], ...rows];
}

/** Lines for the terminal, with some worked examples per op. */
export function textReport(diff: Diff, examples: number): string[] {
  const lines = [`${diff.a} → ${diff.b}`];
  lines.push(...columns(diff.choices.map(([name, a, b]) => [`  ${name}`, a, '→', b])), '');
  lines.push(...columns(tableOf(diff)));
  for (const op of diff.ops) {
    const { changed } = op.moves;
    if (changed.length === 0) continue;
    const head = `${changed.length} cases with the same inputs and another answer`;
    lines.push('', `${nameOf(op)}: ${head}${versionText(op)}`);
    lines.push(...opLines(op).map((text) => `  ${text}`));
    for (const pair of tellingFirst(changed).slice(0, examples)) {
      lines.push(`  ${pairName(pair)}`, ...pairTexts(pair).map((text) => `    ${text}`));
    }
  }
  return lines;
}

const row = (cells: readonly (string | number)[]): string =>
  `| ${cells.map((cell) => `${cell}`.replaceAll('|', '\\|')).join(' | ')} |`;

/** Markdown for a pull request; ops without a difference are left out. */
export function markdownReport(diff: Diff, examples: number): string[] {
  const shown = { ...diff, ops: diff.ops.filter((op) => !isEmpty(op)) };
  const lines = [`### Vectors: ${diff.a} → ${diff.b}`, ''];
  if (shown.ops.length === 0) return [...lines, 'No case is new, gone, or answered otherwise.'];
  for (const [name, a, b] of diff.choices) lines.push(`* \`${name}\`: \`${a}\` → \`${b}\``);
  if (diff.choices.length > 0) lines.push('');
  const [head, ...rows] = tableOf(shown);
  lines.push(row(head!), row(head!.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row));
  for (const op of shown.ops) {
    const { changed } = op.moves;
    if (changed.length === 0) continue;
    lines.push('', `**\`${nameOf(op)}\`**: ${changed.length} answers moved${versionText(op)}`, '');
    lines.push(...opLines(op).map((text) => `* ${text}`), '');
    const worked = tellingFirst(changed).slice(0, examples);
    const texts = worked.flatMap((p) => [pairName(p), ...pairTexts(p).map((text) => `  ${text}`)]);
    lines.push('```text', ...texts, '```');
  }
  return lines;
}

/** The whole difference as an object. */
export function jsonReport({ a, b, choices, ops }: Diff): object {
  return {
    a,
    b,
    choices: choices.map(([choice, from, to]) => ({ choice, from, to })),
    ops: ops.map(({ moves, ...rest }) => ({
      ...rest,
      equal: moves.equal.length,
      differing: moves.changed.map((pair) => ({
        before: pair.before.id,
        after: pair.after.id,
        differences: pairTexts(pair),
      })),
      removed: moves.removed.map((c) => c.id),
      added: moves.added.map((c) => c.id),
    })),
  };
}
