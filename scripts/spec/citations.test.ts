/** Whatever cites the specification, in code or in prose, cites an id that it has. */

import { describe, expect, it } from 'vitest';
import { ops } from '../../goldgen/registry.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { root } from '../cli/paths.ts';
import { projectFiles, type SourceFile } from '../tidy/files.ts';
import { readSpec } from './clauses.ts';
import { citationsIn, compareIds, idsIn, idsOfField } from './ids.ts';

const spec = readSpec(root);
const isKnown = (id: string): boolean => spec.find(id) !== undefined;

/** What looks like an id and is none. */
const otherNames: Readonly<Record<string, string>> = {
  A0: 'a code that no guard has, in a test',
  B1: 'a code that does not exist; a format letter of Python',
  B3: 'a code that does not exist',
  B4: 'a code that does not exist',
  D0: 'a gradient wire of the training step',
  L0: 'the first layer of a recorded model',
};

type Rule = (files: readonly SourceFile[]) => string[];

function placesOf({ path, text }: SourceFile, problem: (line: string) => string[]): string[] {
  return text
    .split('\n')
    .flatMap((line, i) => problem(line).map((what) => `${path}:${i + 1}: ${what}`));
}

const sources = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter(
    ({ path }) =>
      /\.(ts|mjs|c|h|md|py)$/.test(path) && !/^vectors\/|^scripts\/spec\/.*\.test\.ts$/.test(path),
  );

const unresolved: Rule = (files) =>
  sources(files).flatMap((file) =>
    placesOf(file, (line) => idsIn(line).filter((id) => !isKnown(id) && !(id in otherNames))),
  );

const old = /\bpart [AB]\b|\bpart [AB],|\bsections? \d+\.\d|§/i;
const oldForms: Rule = (files) =>
  sources(files).flatMap((file) => placesOf(file, (line) => old.exec(line)?.slice(0, 1) ?? []));

const rules: readonly (readonly [string, Rule, string])[] = [
  ['every id that is cited exists', unresolved, '/** S16–S18, S999 */'],
  ['nothing cites another document', oldForms, '// see part B 4.1'],
];

describe('citations', () => {
  const files = projectFiles();

  it.each(rules)('%s', (_name, rule) => {
    expect(rule(files)).toEqual([]);
  });

  it.each(rules)('%s: the rule can fail', (_name, rule, text) => {
    expect(rule([{ path: 'reference/a.ts', text }])).toHaveLength(1);
  });

  it('what is excused is cited somewhere', () => {
    const cited = new Set(sources(files).flatMap(({ text }) => idsIn(text)));
    const wrong = Object.keys(otherNames).filter((name) => isKnown(name) || !cited.has(name));
    expect(wrong).toEqual([]);
  });
});

describe('fields named clause', () => {
  const fields = [
    ...ops.flatMap(({ name, clause, notes }) => [
      { place: name, clause },
      ...Object.entries(notes).map(([flag, note]) => ({
        place: `${name}/${flag}`,
        clause: note.clause,
      })),
    ]),
    ...mutants.map(({ id, clause }) => ({ place: `mutant ${id}`, clause })),
  ];

  it('hold ids of the specification and nothing else', () => {
    const wrong = fields.filter(({ clause }) => {
      const ids = idsOfField(clause);
      return ids === undefined || !ids.every(isKnown);
    });
    expect(wrong).toEqual([]);
  });
});

describe('idsOfField', () => {
  it.each([
    ['S16–S18, L3', ['S16', 'S17', 'S18', 'L3']],
    ['S105, contraction', ['S105', 'contraction']],
    ['B6.11', ['B6.11']],
    ['S16 and S17', undefined],
    ['11.1', undefined],
    ['', undefined],
  ])('%j', (text, ids) => {
    expect(idsOfField(text)).toEqual(ids);
  });
});

describe('citationsIn', () => {
  it.each([
    ['(S29-S31)', ['S29', 'S30', 'S31']],
    ['A-M38, B-7 and V4b', ['A-M38', 'B-7', 'V4b']],
    ['B6.9–B6.11', ['B6.9', 'B6.10', 'B6.11']],
    ['S3–L4', ['S3', 'L4']],
    ['Cortex-A53, STM32H7, xS3, S16x', []],
    ['S1, S2.', ['S1', 'S2']],
  ])('%j', (text, ids) => {
    expect(citationsIn(text).flatMap((c) => c.ids)).toEqual(ids);
  });
});

it('ids are sorted by their numbers', () => {
  expect(['S10', 'L2', 'S9', 'A12'].sort(compareIds)).toEqual(['A12', 'L2', 'S9', 'S10']);
});
