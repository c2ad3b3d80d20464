/**
 * The specification as data: every text of `reference/spec/` that has an id, cut out of its page.
 *
 * A clause is a heading below an anchor; an entry of a list (a mistake, an index of pinned numbers) is a row of a
 * table with the anchor in a cell. Everything that names, counts or prints clauses reads them from here.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const specFolder = 'reference/spec';

export interface Clause {
  readonly ids: readonly string[];
  readonly kind: 'clause' | 'row';
  /** without the ids; empty for a row */
  readonly title: string;
  /** what it is for, in one sentence, without its asterisks */
  readonly sentence: string;
  /** Markdown below the heading, without the sentence and without what `goldvec sync` writes */
  readonly body: string;
  /** what `goldvec sync` wrote into it: what tests it and where it is computed */
  readonly where: string;
  /** the labelled paragraphs (`Rule`, `Order`, …), in order */
  readonly labels: readonly string[];
  /** ops of its examples */
  readonly ops: readonly string[];
  /** relative to the root, with forward slashes */
  readonly page: string;
  /** line of the heading or of the row, counted from 1 */
  readonly line: number;
  /** line after its last one */
  readonly end: number;
}

/** The lines around what `goldvec sync` writes into a clause. */
export const markers = (id: string): readonly [string, string] => [
  `<!-- begin: where ${id} lives -->`,
  `<!-- end: where ${id} lives -->`,
];
const generated = /\n*<!-- begin: where \S+ lives -->([\s\S]*?)<!-- end: where \S+ lives -->/g;

const anchor = /<a id="([^"]+)"><\/a>/g;
const anchorLine = /^(?:<a id="[^"]+"><\/a>)+$/;

function anchorsIn(line: string): string[] {
  return [...line.matchAll(anchor)].map((found) => found[1]!);
}

/** The lines of a page; those inside fenced blocks are `undefined`. */
function proseOf(lines: readonly string[]): (string | undefined)[] {
  let inside = false;
  return lines.map((line) => {
    const isFence = /^ *```/.test(line);
    const isProse = !inside && !isFence;
    if (isFence) inside = !inside;
    return isProse ? line : undefined;
  });
}

function levelOf(line: string | undefined): number {
  return /^(#+) /.exec(line ?? '')?.[1]?.length ?? 0;
}

/** First line behind a section that begins with the heading at `start`; anchors of the next one are not in it. */
function sectionEnd(prose: readonly (string | undefined)[], start: number): number {
  const level = levelOf(prose[start]);
  let end = start + 1;
  while (end < prose.length && !(levelOf(prose[end]) > 0 && levelOf(prose[end]) <= level)) end++;
  while (end > start + 1 && (prose[end - 1] === '' || anchorLine.test(prose[end - 1] ?? ''))) end--;
  return end;
}

/** The heading without the ids in front of it. */
function titleOf(heading: string): string {
  const text = heading.replace(/^#+ /, '');
  const words = text.split(' ');
  const first = words.findIndex(
    (word) => !/^(?:(?:[AB]-M|[SLHUVABD])[\d.]+[a-z]?[,\u2013\u2026]*)+$|^\u2013$/.test(word),
  );
  return first < 0 ? text : words.slice(first).join(' ');
}

const sentencePattern = /^\*([^*][\s\S]*?[^*])\*$/;

interface Text {
  readonly sentence: string;
  readonly where: string;
  readonly body: string;
}

function textOf(markdown: string): Text {
  const text = markdown.replace(generated, '').trim();
  const where = [...markdown.matchAll(generated)].map((block) => block[1]!.trim()).join('\n');
  const [first = ''] = text.split(/\n\n/, 1);
  const found = sentencePattern.exec(first);
  if (found === null) return { sentence: '', where, body: text };
  return {
    sentence: found[1]!.replaceAll('\n', ' '),
    where,
    body: text.slice(first.length).trim(),
  };
}

function labelsOf(body: string): string[] {
  return [...body.matchAll(/^\*\*(\w+)\.\*\*/gm)].map((found) => found[1]!);
}

/** Ops of the examples. */
function opsOf(body: string): string[] {
  const examples = body.matchAll(/^```yaml example\n([\s\S]*?)^```/gm);
  const ops = [...examples].map((found) => /^op: (\w+)/m.exec(found[1]!)?.[1]);
  return [...new Set(ops.filter((op) => op !== undefined))];
}

/** The cells of a row; a bar that is escaped or inside code belongs to its cell. */
function cellsOf(row: string): string[] {
  const inner = row.trim().replace(/^\||\|$/g, '');
  return inner.split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/).map((cell) => cell.trim());
}

function rowClause(page: string, prose: readonly (string | undefined)[], at: number): Clause {
  const row = prose[at]!;
  let head = at;
  while (/^\|/.test(prose[head - 1] ?? '')) head--;
  const names = cellsOf(prose[head]!);
  const cells = cellsOf(row.replace(anchor, ''));
  const lines = cells
    .map((cell, i) => ({ name: names[i] ?? '', cell }))
    .slice(1)
    .filter(({ cell }) => cell !== '');
  return {
    ids: anchorsIn(row),
    kind: 'row',
    title: '',
    sentence: cells[1] ?? '',
    where: '',
    body: lines.map(({ name, cell }) => `* ${name}: ${cell}`).join('\n'),
    labels: [],
    ops: [],
    page,
    line: at + 1,
    end: at + 2,
  };
}

/** Every clause and every row of a page, in order. An anchor that is above no heading belongs to the page only. */
export function clausesOf(page: string, text: string): Clause[] {
  const lines = text.split('\n');
  const prose = proseOf(lines);
  return prose.flatMap((line, at) => {
    if (line === undefined || !line.includes('<a id="')) return [];
    if (line.startsWith('|')) return [rowClause(page, prose, at)];
    if (!anchorLine.test(line)) return [];
    let start = at + 1;
    while (prose[start] === '') start++;
    if (levelOf(prose[start]) === 0) return [];
    const end = sectionEnd(prose, start);
    const { sentence, where, body } = textOf(lines.slice(start + 1, end).join('\n'));
    const title = titleOf(prose[start]!);
    const common = { sentence, where, body, labels: labelsOf(body), ops: opsOf(body) };
    return [
      {
        ids: anchorsIn(line),
        kind: 'clause',
        title,
        ...common,
        page,
        line: start + 1,
        end: end + 1,
      },
    ];
  });
}

export interface Spec {
  readonly pages: readonly { readonly path: string; readonly text: string }[];
  readonly clauses: readonly Clause[];
  /** where the id is defined: under a heading rather than in a row that lists it */
  readonly find: (id: string) => Clause | undefined;
}

/** The specification in the pages given. */
export function specOf(pages: Spec['pages']): Spec {
  const clauses = pages.flatMap(({ path, text }) => clausesOf(path, text));
  const byId = new Map<string, Clause>();
  for (const kind of ['row', 'clause'] as const) {
    for (const clause of clauses.filter((c) => c.kind === kind)) {
      for (const id of clause.ids) byId.set(id, clause);
    }
  }
  return { pages, clauses, find: (id) => byId.get(id) };
}

/** The specification of the checkout. */
export function readSpec(root: string): Spec {
  const names = readdirSync(join(root, specFolder)).filter((name) => name.endsWith('.md'));
  const pages = names.sort().map((name) => {
    const path = `${specFolder}/${name}`;
    return { path, text: readFileSync(join(root, path), 'utf8') };
  });
  return specOf(pages);
}

/** Clauses whose demands an implementation must meet, with something to test each of them. */
export function isNormative(id: string): boolean {
  return /^[SLH]\d+$/.test(id);
}
