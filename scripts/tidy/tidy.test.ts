/** House rules that a machine can check, each with a sample that proves the rule can fail. */

import { describe, expect, it } from 'vitest';
import { projectFiles, type SourceFile } from './files.ts';
import { seamProblems } from './seam.ts';
import {
  bannedWordProblems,
  functionProblems,
  sizeProblems,
  titleProblems,
  unfinishedProblems,
} from './text_rules.ts';

const files = projectFiles();

type Rule = (files: readonly SourceFile[]) => string[];

const bad = (path: string, text: string): SourceFile => ({ path, text });

const rules: readonly (readonly [string, Rule, SourceFile])[] = [
  [
    'no nondeterminism in reference and goldgen',
    bannedWordProblems,
    bad('goldgen/a.ts', 'const x = Math.random();\n'),
  ],
  ['nothing unfinished, no machine paths', unfinishedProblems, bad('README.md', '// TODO later\n')],
  ['small files', sizeProblems, bad('goldgen/a.ts', '\n'.repeat(500))],
  [
    'small functions',
    functionProblems,
    bad('goldgen/a.ts', `function f() {\n${'f();\n'.repeat(90)}}\n`),
  ],
  ['one title per Markdown file', titleProblems, bad('a.md', '# A\n\n# B\n')],
];

describe('house rules', () => {
  it.each(rules)('%s', (_name, rule) => {
    expect(rule(files)).toEqual([]);
  });

  it.each(rules)('%s: the rule can fail', (_name, rule, sample) => {
    expect(rule([sample])).not.toEqual([]);
  });
});

describe('the table of primitives', () => {
  const take = 'export function take(n: Numerics): void {}\n';
  const listing = {
    path: 'reference/table.ts',
    text: "export * from './a.ts';\nexport * from './c.ts';\n",
  };

  it('is what its modules export, and all calls go through it', () => {
    expect(seamProblems(files)).toEqual([]);
  });

  it.each([
    ['a function without n', [bad('reference/a.ts', 'export function f(x: number) {}\n')]],
    ['a module that is not listed', [bad('reference/b.ts', take)]],
    ['a name that stands twice', [bad('reference/a.ts', take), bad('reference/c.ts', take)]],
    ['a direct call', [bad('reference/a.ts', `${take}take(n);\n`)]],
  ])('refuses %s', (_name, samples) => {
    expect(seamProblems([listing, bad('reference/a.ts', take)])).toEqual([]);
    expect(seamProblems([listing, ...samples])).toHaveLength(1);
  });
});

describe('folders', () => {
  it('each folder that people work in has a README', () => {
    const folders = ['reference', 'goldgen', 'schema', 'vectors', 'conformance', 'scripts'];
    const missing = folders.filter((f) => !files.some((file) => file.path === `${f}/README.md`));
    expect(missing).toEqual([]);
  });
});
