/** Writes the Markdown of the site to a folder: the pages of the repository, and pages made from its data. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KillMap } from '../../goldgen/mutation/kill_map.ts';
import type { OpDef } from '../../goldgen/op.ts';
import { familyOf, findOp, ops } from '../../goldgen/registry.ts';
import { contractIds } from '../../reference/contracts.ts';
import { mutantFiles } from '../../reference/mutants/index.ts';
import { makeFolder } from '../../schema/format/make_folder.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { root, vectorsDir } from '../cli/paths.ts';
import { projectFiles } from '../tidy/files.ts';
import { figureHtml } from './clause_figures.ts';
import { readingOrder, sitePath, splitPages } from './map.ts';
import { type Conversion, convertPage } from './markdown.ts';
import {
  calculatorData,
  calculatorIndex,
  calculatorPage,
  featured,
  tryLink,
} from './pages/calculators.ts';
import { type ClauseIndex, clauseIndex } from './pages/clauses.ts';
import { contractIndex, contractPage } from './pages/contracts.ts';
import { home } from './pages/home.ts';
import { mutantIndex, mutantPage } from './pages/mutants.ts';
import { opIndex, opPage } from './pages/ops.ts';
import { primitiveNotes } from './pages/primitives.ts';
import { lossCharts } from './pages/trainings.ts';
import { type SpecExample, specExamplesOf } from './spec_examples.ts';
import { type SiteTree, siteTree } from './tree.ts';

export const stagedDir = join(root, '.build', 'site_pages');

/** Everything that is written, by path below the folder. */
type Staged = Map<string, string>;

const files = (): { path: string; text: string }[] => projectFiles((path) => path.endsWith('.md'));

function stagePages(staged: Staged, pages: ReturnType<typeof files>, repository?: string): void {
  const conversion: Conversion = {
    pages: new Set(pages.map(({ path }) => path)),
    repository,
    figureOf: figureHtml,
    belowExample: (yaml) => {
      const [example] = specExamplesOf('', `\`\`\`yaml example\n${yaml}\`\`\`\n`);
      const op = findOp(example!.call.op);
      if (op === undefined) return undefined;
      return `\n\n[Run this example](${tryLink(op, example!.call)}){.run}\n`;
    },
  };
  for (const { path, text } of pages) {
    if (path in splitPages) continue;
    const page = convertPage(path, text, conversion);
    staged.set(`${sitePath(path)}.md`, path === 'README.md' ? home(page) : page);
  }
}

function stageOps(staged: Staged, clauses: ClauseIndex, pages: ReturnType<typeof files>): void {
  const examples = pages
    .filter(({ path }) => path.startsWith('reference/spec/'))
    .flatMap(({ path, text }) => specExamplesOf(path, text));
  const vectors = new Map<string, VectorFile[]>();
  for (const file of readVectors(vectorsDir, () => true)) {
    vectors.set(file.op, [...(vectors.get(file.op) ?? []), file]);
  }
  // those of the clause that defines the op come first
  const examplesOf = (op: OpDef): SpecExample[] => {
    const all = examples.filter(({ call }) => call.op === op.name);
    const isOwn = ({ clause }: SpecExample): boolean => op.clause.startsWith(clause);
    return [...all.filter(isOwn), ...all.filter((example) => !isOwn(example))];
  };
  const sources = {
    ops,
    familyOf,
    clauses,
    filesOf: (name: string) => vectors.get(name) ?? [],
    examplesOf: (op: OpDef) => examplesOf(op).length,
  };
  staged.set('ops/index.md', opIndex(sources));
  const runnable = ops.filter((op) => examplesOf(op).length > 0);
  staged.set('try/index.md', calculatorIndex(runnable, clauses));
  for (const op of ops) staged.set(`ops/${op.name}.md`, opPage(op, sources));
  for (const op of runnable) {
    staged.set(`try/${op.name}.md`, calculatorPage(op, clauses));
    staged.set(`try/${op.name}.json`, JSON.stringify(calculatorData(op, examplesOf(op))));
  }
}

async function stageRecords(staged: Staged, clauses: ClauseIndex): Promise<void> {
  const source = readFileSync(join(root, 'reference', 'contracts.ts'), 'utf8');
  staged.set('contracts/index.md', contractIndex({ ops, clauses, source }));
  for (const id of contractIds) {
    staged.set(`contracts/${id}.md`, contractPage(id, { ops, clauses, source }));
  }
  const kills = JSON.parse(readFileSync(join(vectorsDir, 'kill.json'), 'utf8')) as KillMap;
  const sources = { groups: mutantFiles, kills, clauses };
  staged.set('mutants/index.md', mutantIndex(sources));
  for (const group of Object.keys(mutantFiles)) {
    staged.set(`mutants/${group}.md`, mutantPage(group, sources));
  }
  staged.set('primitives.json', JSON.stringify(primitiveNotes(clauses)));
  const losses = await lossCharts(vectorsDir);
  staged.set('trainings.md', `${staged.get('trainings.md') ?? ''}\n${losses}`);
}

function treeOf(pages: ReturnType<typeof files>): SiteTree {
  const titles = new Map(
    pages.map(({ path, text }) => [path, /^# (.*)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? path]),
  );
  const index = pages.find(({ path }) => path === 'reference/spec/README.md')?.text ?? '';
  const order = readingOrder(index).map((name) => `reference/spec/${name}`);
  const groups = Object.keys(mutantFiles);
  const names = ops.map(({ name }) => ({ name, family: familyOf(name) }));
  return siteTree({
    titles,
    order,
    ops: names,
    groups,
    featured: featured.map(([name]) => name),
    contracts: contractIds,
  });
}

/** Writes all pages, and `tree.json` with the menus. */
export async function stage(repository: string | undefined): Promise<void> {
  const staged: Staged = new Map();
  const pages = files();
  const clauses = clauseIndex(pages.filter(({ path }) => path.startsWith('reference/spec/')));
  stagePages(staged, pages, repository);
  stageOps(staged, clauses, pages);
  await stageRecords(staged, clauses);
  staged.set('tree.json', JSON.stringify(treeOf(pages)));
  rmSync(stagedDir, { recursive: true, force: true });
  for (const [path, text] of staged) {
    const file = join(stagedDir, path);
    makeFolder(dirname(file));
    writeFileSync(file, text);
  }
}
