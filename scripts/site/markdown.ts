/**
 * From a page of the repository to a page of the site. The words stay; links lead to other pages of the
 * site, an anchor above a heading becomes the id of the heading, and examples can be run.
 */

import { posix } from 'node:path';
import { siteLink, sitePath, splitPages } from './map.ts';

export interface Conversion {
  /** Markdown files of the repository */
  readonly pages: ReadonlySet<string>;
  /** address of the repository, for links to source files; without it they are shown as text */
  readonly repository: string | undefined;
  /** the figure of a section, by `page#id` */
  readonly figureOf: (section: string) => string | undefined;
  /** what stands below an example of the specification */
  readonly belowExample: (yaml: string) => string | undefined;
}

/** Maps the lines outside fenced blocks; the blocks themselves go through `block`. */
function mapProse(
  text: string,
  prose: (lines: string) => string,
  block: (info: string, body: string) => string,
): string {
  const pieces = text.split(/^( *```[^\n]*\n[\s\S]*?^ *```$)/m);
  return pieces
    .map((piece, i) => {
      if (i % 2 === 0) return prose(piece);
      const info = /```([^\n]*)/.exec(piece)![1]!.trim();
      const body = piece.slice(piece.indexOf('\n') + 1, piece.lastIndexOf('\n') + 1);
      return piece + block(info, body);
    })
    .join('');
}

/** Where a link of `page` leads on the site; `undefined` if it leads out of it. */
function linkTarget(page: string, target: string, { pages }: Conversion): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.join(posix.dirname(page), path);
  const found = [file, posix.join(file, 'README.md')].find((name) => pages.has(name));
  if (found === undefined) return undefined;
  if (path === '') return `#${anchor}`;
  const split = splitPages[found];
  if (split !== undefined) return split(anchor);
  return siteLink(sitePath(found)) + (anchor === undefined ? '' : `#${anchor}`);
}

function convertLinks(page: string, prose: string, conversion: Conversion): string {
  return prose.replace(
    /(!?)\[((?:[^[\]`]|`[^`]*`|\[[^\]]*\])*)\]\(([^()\s]+)\)/g,
    (all, image: string, label: string, target: string) => {
      if (/^\w+:/.test(target) || image !== '') return all;
      const link = linkTarget(page, target, conversion);
      if (link !== undefined) return `[${label}](${link})`;
      const { repository } = conversion;
      if (repository === undefined) return label;
      return `[${label}](${repository}/blob/main/${posix.join(posix.dirname(page), target)})`;
    },
  );
}

const anchoredHeading = /^((?:<a id="[^"]+"><\/a>)+)\n\n(#+ [^\n]+)$/gm;

/** The last anchor above a heading becomes its id, so that contents and search lead to it as well. */
function convertAnchors(prose: string): string {
  return prose.replace(anchoredHeading, (_all, anchors: string, heading: string) => {
    const ids = [...anchors.matchAll(/id="([^"]+)"/g)].map((found) => found[1]!);
    const [last, ...others] = ids.reverse();
    const rest = others.reverse().map((id) => `<a id="${id}"></a>`);
    const above = rest.length === 0 ? '' : `<div class="anchors">${rest.join('')}</div>\n\n`;
    return `${above}${heading} {#${last}}`;
  });
}

/** GitHub's rule for the id of a heading, which the links of the pages are written for. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Puts the figure of a section below its first paragraph: the sentence of intent of a clause. */
function insertFigures(page: string, prose: string, { figureOf }: Conversion): string {
  return prose.replace(
    /^#+ ([^\n]*?)(?: \{#([^}]+)\})?\n\n[^\n#][\s\S]*?\n(?=\n)/gm,
    (all, heading: string, id: string | undefined) => {
      const figure = figureOf(`${page}#${id ?? slugOf(heading)}`);
      return figure === undefined ? all : `${all}\n${figure}\n`;
    },
  );
}

/** The page as the site shows it. */
export function convertPage(page: string, text: string, conversion: Conversion): string {
  return mapProse(
    text,
    (prose) =>
      insertFigures(page, convertAnchors(convertLinks(page, prose, conversion)), conversion),
    (info, body) => (info === 'yaml example' ? (conversion.belowExample(body) ?? '') : ''),
  );
}

/** Front matter of a page whose tables need its whole width. */
export const wideFront = '---\npageClass: wide\naside: false\n---\n\n';

/** A table row's cell: bars would end it. */
export function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text for HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => entities[c]!);
}
