/** House rules that a machine can check, each with a sample that proves the rule can fail. */

import { describe, expect, it } from 'vitest';
import { primitiveModules } from '../../reference/primitives.ts';
import { projectFiles, type SourceFile } from './files.ts';
import { importProblems, independenceProblems, unusedFiles } from './imports.ts';
import {
  bannedWordProblems,
  functionProblems,
  sizeProblems,
  titleProblems,
  unfinishedProblems,
} from './text_rules.ts';

const files = projectFiles();

const entryPoints =
  /(\.test\.ts|vitest\.config\.ts|^scripts\/cli\/main\.ts|worker[^/]*\.ts|^scripts\/bench\/.*|^scripts\/hard_arguments\.ts|^scripts\/site\/(build\.ts|\.vitepress\/.*))$/;

type Rule = (files: readonly SourceFile[]) => string[];

const bad = (path: string, text: string): SourceFile => ({ path, text });

const rules: readonly (readonly [string, Rule, SourceFile])[] = [
  [
    'imports point one way',
    importProblems,
    bad('reference/a.ts', "import { x } from '../goldgen/x.ts';\n"),
  ],
  [
    'the second reference stands alone',
    independenceProblems,
    bad('reference/independent/a.ts', "import { x } from '../num/int32.ts';\n"),
  ],
  [
    'only the oracle asks the second reference',
    independenceProblems,
    bad('goldgen/a.ts', "import { x } from '../reference/independent/norm.ts';\n"),
  ],
  [
    'every file is used',
    (f) => unusedFiles(f, entryPoints),
    bad('reference/orphan_sample.ts', 'export const x = 1;\n'),
  ],
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

describe('the primitive table', () => {
  it('has no name twice', () => {
    const names = Object.values(primitiveModules).flatMap((module) => Object.keys(module));
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    expect(twice).toEqual([]);
  });
});

describe('folders', () => {
  it('each folder that people work in has a README', () => {
    const folders = ['reference', 'goldgen', 'schema', 'vectors', 'conformance', 'scripts'];
    const missing = folders.filter((f) => !files.some((file) => file.path === `${f}/README.md`));
    expect(missing).toEqual([]);
  });
});
