/** The menus of the site, derived from its pages. */

import { siteLink, sitePath } from './map.ts';

export interface Item {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly Item[];
}

export interface SiteTree {
  readonly nav: readonly Item[];
  readonly sidebar: Readonly<Record<string, readonly Item[]>>;
}

export interface TreeSources {
  /** Markdown file → its title */
  readonly titles: ReadonlyMap<string, string>;
  /** files of the specification in reading order */
  readonly order: readonly string[];
  readonly ops: readonly { readonly name: string; readonly family: string }[];
  /** ops whose calculators come first */
  readonly featured: readonly string[];
  readonly groups: readonly string[];
  readonly contracts: readonly string[];
}

/** The parts of the specification: each begins with the page named. */
const specParts: readonly (readonly [string, string])[] = [
  ['Numbers', 'notation.md'],
  ['Moving numbers', 'conversions.md'],
  ['Kernels', 'arithmetic.md'],
  ['Layers', 'layers.md'],
  ['Training', 'optimizers.md'],
  ['Edges', 'contracts.md'],
  ['Printed numbers', 'worked-examples.md'],
];

function pageItem(file: string, titles: TreeSources['titles']): Item {
  return { text: titles.get(file) ?? file, link: siteLink(sitePath(file)) };
}

function specItems({ order, titles }: TreeSources): Item[] {
  const parts: { text: string; items: Item[] }[] = [];
  for (const file of order) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const part = specParts.find(([, first]) => first === name);
    if (part !== undefined || parts.length === 0)
      parts.push({ text: part?.[0] ?? 'First', items: [] });
    parts.at(-1)!.items.push(pageItem(file, titles));
  }
  return [{ text: 'How to read it', link: '/spec/' }, ...parts];
}

function opItems({ ops }: TreeSources, folder: string): Item[] {
  const families = [...new Set(ops.map(({ family }) => family))].sort();
  return families.map((family) => ({
    text: family.replaceAll('_', ' '),
    collapsed: true,
    items: ops
      .filter((op) => op.family === family)
      .map(({ name }) => ({ text: name, link: `/${folder}/${name}` })),
  }));
}

function calculatorItems({ featured }: TreeSources): Item[] {
  return featured.map((name) => ({ text: name, link: `/try/${name}` }));
}

export function siteTree(sources: TreeSources): SiteTree {
  const { titles, groups, contracts } = sources;
  const pages = (files: readonly string[]): Item[] =>
    files.filter((file) => titles.has(file)).map((file) => pageItem(file, titles));
  const about: Item[] = [
    { text: 'Guide', link: '/guide' },
    ...pages([
      'reference/README.md',
      'reference/WIDTHS.md',
      'reference/PADDING.md',
      'reference/POOLS.md',
      'reference/INTEGER_ONLY.md',
    ]),
  ];
  const use: Item[] = [
    { text: 'Protocol', link: '/protocol' },
    { text: 'C SDK', link: '/c/' },
    { text: 'The package, export by export', link: '/api/' },
    ...pages([
      'conformance/c/INTEGRATION.md',
      'conformance/c/ports/template/README.md',
      'vectors/README.md',
      'schema/README.md',
    ]),
    { text: 'Trainings', link: '/trainings' },
  ];
  const project: Item[] = [
    ...pages(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'goldgen/README.md', 'scripts/README.md']),
    { text: 'Change log', link: '/changes' },
    { text: 'Changes of expected bits', link: '/vectors/changes' },
  ];
  const general: Item[] = [
    { text: 'Understand', items: about },
    { text: 'Use', items: use },
    { text: 'Project', items: project },
  ];
  const mutantItems = groups.map((group) => ({ text: group, link: `/mutants/${group}` }));
  const contractItems = contracts.map((id) => ({ text: id, link: `/contracts/${id}` }));
  return {
    nav: [
      { text: 'Guide', link: '/guide' },
      { text: 'Specification', link: '/spec/' },
      { text: 'Try it', link: '/try/' },
      { text: 'Ops', link: '/ops/' },
      { text: 'Contracts', link: '/contracts/' },
      { text: 'Mistakes', link: '/mutants/' },
      { text: 'More', items: [...use, ...project] },
    ],
    sidebar: {
      '/spec/': specItems(sources),
      '/ops/': [{ text: 'All ops', link: '/ops/' }, ...opItems(sources, 'ops')],
      '/try/': [{ text: 'All calculators', link: '/try/' }, ...calculatorItems(sources)],
      '/mutants/': [{ text: 'All mistakes', link: '/mutants/' }, ...mutantItems],
      '/contracts/': [{ text: 'Side by side', link: '/contracts/' }, ...contractItems],
      '/': general,
    },
  };
}
