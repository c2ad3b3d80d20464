/** Rules on the text of files: banned identifiers, unfinished work, sizes, Markdown titles, machine paths. */

import ts from 'typescript';
import type { SourceFile } from './files.ts';

interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Nothing that differs between machines, runs or engines may decide a bit. */
const nondeterministic: readonly BannedWord[] = [
  { pattern: /\bMath\.random\b/, instead: 'the seeded Random of goldgen/gen/random.ts' },
  {
    pattern: /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|tanh|sinh|cosh|hypot|cbrt)\b/,
    instead: 'a correctly rounded function of reference/num',
  },
  { pattern: /\bMath\.round\b/, instead: 'roundHalfAway (S16): ties go to +∞ in Math.round' },
  { pattern: /\b(Date|performance)\b(?!`)/, instead: 'nothing: no clock decides anything here' },
  { pattern: /\b(Intl|toLocale\w*|localeCompare)\b/, instead: 'locale-free comparison' },
  { pattern: /\bendianness\b/, instead: 'DataView with an explicit byte order' },
];

const unfinished =
  /(\/\/|\*)\s*TODO\b|\bTODO:|\b(FIXME|XXX|HACK)\b|\b(it|test|describe)\.(skip|only|todo)\(|\bnot implemented yet\b/;
const machinePath = /(^|[\s'"`(=])\/(work|tmp|home|root|Users)\//;

function lines(file: SourceFile): string[] {
  return file.text.split('\n');
}

/** Text of a TypeScript file with its comments blanked, so that a comment may name a banned word. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

export function bannedWordProblems(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (!/^(reference|goldgen)\/.*\.ts$/.test(file.path) || file.path.endsWith('.test.ts'))
      continue;
    withoutComments(file.text)
      .split('\n')
      .forEach((line, i) => {
        for (const word of nondeterministic) {
          const found = word.pattern.exec(line);
          if (found !== null) {
            problems.push(`${file.path}:${i + 1}: ${found[0]} is banned, use ${word.instead}`);
          }
        }
      });
  }
  return problems;
}

export function unfinishedProblems(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (!/\.(ts|mjs|c|h|S|ld|md|yml|json)$/.test(file.path)) continue;
    if (file.path.startsWith('scripts/tidy/')) continue;
    lines(file).forEach((line, i) => {
      const found = unfinished.exec(line) ?? machinePath.exec(line);
      if (found !== null) problems.push(`${file.path}:${i + 1}: "${found[0].trim()}"`);
    });
  }
  return problems;
}

export const fileLinesMax = 400;
export const functionLinesMax = 70;
export const columnsMax = 100;

export function sizeProblems(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (!/\.(ts|mjs|c|h)$/.test(file.path)) continue;
    const text = lines(file);
    if (text.length > fileLinesMax + 1) {
      problems.push(`${file.path}: ${text.length} lines, at most ${fileLinesMax}`);
    }
    if (!/\.(c|h)$/.test(file.path)) continue;
    text.forEach((line, i) => {
      if ([...line].length > columnsMax + 10) {
        problems.push(`${file.path}:${i + 1}: ${[...line].length} columns`);
      }
    });
  }
  return problems;
}

/** Functions longer than the limit; test files are exempt (a describe block is one function). */
export function functionProblems(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (!file.path.endsWith('.ts') || file.path.endsWith('.test.ts')) continue;
    const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
    const lineOf = (position: number): number =>
      tree.getLineAndCharacterOfPosition(position).line + 1;
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
        const first = lineOf(node.getStart());
        const size = lineOf(node.getEnd()) - first + 1;
        if (size > functionLinesMax) {
          problems.push(`${file.path}:${first}: a function of ${size} lines`);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return problems;
}

/** Each Markdown file has exactly one `# Title`, outside its code blocks. */
export function titleProblems(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (!file.path.endsWith('.md')) continue;
    const prose = file.text.replace(/^```[\s\S]*?^```/gm, '');
    const titles = prose.split('\n').filter((l) => l.startsWith('# ')).length;
    if (titles !== 1) problems.push(`${file.path}: ${titles} titles, expected one`);
  }
  return problems;
}
