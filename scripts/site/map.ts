/** Which page of the repository becomes which page of the site; every Markdown file has a place. */

import { posix } from 'node:path';

/** Pages whose place on the site is not the one that follows from their path. */
const places: Readonly<Record<string, string>> = {
  'README.md': 'index',
  'ARCHITECTURE.md': 'architecture',
  'CONTRIBUTING.md': 'contributing',
  'CHANGELOG.md': 'changes',
  'reference/GUIDE.md': 'guide',
  'reference/examples/README.md': 'trainings',
  'conformance/README.md': 'protocol',
  'conformance/c/README.md': 'c/index',
  'conformance/c/INTEGRATION.md': 'c/integration',
  'conformance/c/ports/template/README.md': 'c/port_template',
  'schema/README.md': 'schema',
  'vectors/CHANGELOG.md': 'vectors/changes',
};

/** Lists that the site shows as a page per entry instead. */
export const splitPages: Readonly<Record<string, (anchor: string | undefined) => string>> = {
  'goldgen/OPS.md': (op) => `/ops/${op ?? ''}`,
  'goldgen/MUTANTS.md': (group) => `/mutants/${group ?? ''}`,
};

/** The page of the site, without extension, for a Markdown file of the repository. */
export function sitePath(file: string): string {
  const known = places[file];
  if (known !== undefined) return known;
  const folder = posix.dirname(file).replace(/^reference\/spec\b/, 'spec');
  const name = posix.basename(file, '.md');
  return posix.join(folder, name === 'README' ? 'index' : name.toLowerCase());
}

/** The link to a page of the site: `spec/index` is `/spec/`. */
export function siteLink(page: string): string {
  return `/${page.replace(/(^|\/)index$/, '$1')}`;
}

/** The specification in reading order: the table of its first page. */
export function readingOrder(specIndex: string): string[] {
  return [...specIndex.matchAll(/^\| \[([\w-]+\.md)\]\(\1\) \|/gm)].map((found) => found[1]!);
}
