/** Each import rule of `.dependency-cruiser.mjs` has a sample that breaks it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { cruised, options, violationsIn } from './cruise.ts';

/** A tree of files by path, with what each imports: a path, or the name of a package. */
type Tree = Readonly<Record<string, readonly string[]>>;

async function violationsOf(tree: Tree): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'goldvec-imports-'));
  try {
    for (const [path, targets] of Object.entries(tree)) {
      const lines = targets.map((target) => {
        const isFile = target.includes('/');
        return `export type * from '${isFile ? `./${relative(dirname(path), target)}` : target}';`;
      });
      mkdirSync(join(dir, dirname(path)), { recursive: true });
      writeFileSync(join(dir, path), [...lines, 'export {};', ''].join('\n'));
    }
    const folders = new Set(Object.keys(tree).map((path) => path.split('/')[0]!));
    return violationsIn(await cruised(dir, [...folders]));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** One import, in a tree in which a test uses the importing file. */
function treeOf(from: string, to: string): Tree {
  const used = from.endsWith('.test.ts') ? {} : { [`${from.split('/')[0]}/user.test.ts`]: [from] };
  return { ...used, [from]: [to], ...(to.includes('/') ? { [to]: [] } : {}) };
}

const kernel = 'conformance/backends/js/kernels/a.ts';

/** An import, and the rules that forbid it. */
const forbidden: readonly (readonly [from: string, to: string, ...rules: string[]])[] = [
  ['reference/a.ts', 'schema/b.ts', 'reference-imports'],
  ['reference/a.ts', 'fs', 'reference-imports'],
  ['reference/a.test.ts', 'goldgen/b.ts', 'reference-test-imports'],
  ['reference/rounding.ts', 'reference/quant/requant.ts', 'no-arrow-up'],
  ['reference/num/a.ts', 'reference/kernels/b.ts', 'no-arrow-up'],
  ['reference/layers/a.ts', 'reference/optimizers/b.ts', 'no-arrow-up'],
  ['reference/training/a.ts', 'reference/primitives.ts', 'no-arrow-up'],
  ['schema/a.ts', 'reference/b.ts', 'schema-imports'],
  ['schema/a.ts', 'child_process', 'schema-imports'],
  ['schema/a.test.ts', 'conformance/b.ts', 'schema-test-imports'],
  ['goldgen/a.ts', 'conformance/b.ts', 'goldgen-imports'],
  ['goldgen/a.ts', 'scripts/b.ts', 'goldgen-imports'],
  ['goldgen/a.ts', 'os', 'goldgen-imports'],
  ['goldgen/a.test.ts', 'conformance/b.ts', 'goldgen-test-imports'],
  ['conformance/core/a.ts', 'goldgen/wire.ts', 'conformance-imports'],
  ['conformance/a.test.ts', 'reference/numerics.ts', 'conformance-test-imports'],
  ['conformance/diagnosis/a.ts', 'scripts/totals.mjs', 'diagnosis-imports'],
  ['conformance/diagnosis/a.test.ts', 'scripts/totals.mjs', 'diagnosis-test-imports'],
  ['conformance/core/a.ts', 'conformance/diagnosis/search.ts', 'no-verdict-leans-on-diagnosis'],
  [kernel, 'reference/rounding.ts', 'conformance-imports', 'js-kernels-are-separate'],
  ['reference/independent/a.ts', 'reference/rounding.ts', 'independent-shares-no-code'],
  ['reference/independent/a.ts', 'reference/independent/compare.ts', 'independent-shares-no-code'],
  ['reference/a.ts', 'reference/independent/norm.ts', 'no-arrow-up', 'only-the-oracle-asks'],
  ['goldgen/a.ts', 'reference/independent/norm.ts', 'only-the-oracle-asks'],
  ['scripts/a.ts', 'vega-lite', 'chart-library-in-one-place', 'no-unresolvable'],
];

const allowed: readonly (readonly [from: string, to: string])[] = [
  ['reference/a.test.ts', 'fs'],
  ['reference/layers/a.ts', 'reference/kernels/b.ts'],
  ['reference/layers/a.test.ts', 'reference/primitives.ts'],
  ['goldgen/a.ts', 'reference/b.ts'],
  ['goldgen/oracle/a.ts', 'reference/independent/norm.ts'],
  ['reference/independent/comparisons.ts', 'reference/rounding.ts'],
  ['conformance/a.ts', 'child_process'],
  ['conformance/diagnosis/a.ts', 'reference/contracts.ts'],
  ['conformance/diagnosis/a.ts', 'goldgen/case.ts'],
  ['scripts/a.ts', 'conformance/b.ts'],
];

/** Other trees that break a rule. */
const broken: readonly (readonly [rule: string, tree: Tree, violations: readonly string[]])[] = [
  [
    'no-circle',
    { 'goldgen/a.ts': ['goldgen/b.ts'], 'goldgen/b.ts': ['goldgen/a.ts'] },
    ['no-circle: goldgen/a.ts → goldgen/b.ts'],
  ],
  ['no-unused-file', { 'scripts/a.ts': [] }, ['no-unused-file: scripts/a.ts']],
  [
    'no-unresolvable',
    { 'scripts/a.test.ts': ['none'] },
    ['no-unresolvable: scripts/a.test.ts → none'],
  ],
];

it.each(forbidden)('%s must not import %s', async (from, to, ...rules) => {
  const found = await violationsOf(treeOf(from, to));
  expect(found.sort()).toEqual(rules.map((rule) => `${rule}: ${from} → ${to}`));
});

it.each(allowed)('%s may import %s', async (from, to) => {
  expect(await violationsOf(treeOf(from, to))).toEqual([]);
});

it.each(broken)('%s can fail', async (_rule, tree, expected) => {
  expect((await violationsOf(tree)).sort()).toEqual(expected);
});

it('every rule has a sample that breaks it', () => {
  const sampled = [
    ...forbidden.flatMap(([, , ...rules]) => rules),
    ...broken.map(([rule]) => rule),
  ];
  const names = options.ruleSet!.forbidden!.map(({ name }) => name!);
  expect([...new Set(sampled)].sort()).toEqual([...new Set(names)].sort());
});
