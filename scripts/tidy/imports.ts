/** Import directions: `reference` ← `goldgen`; `schema` ← `goldgen`, `conformance`; `scripts` may use all. */

import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './files.ts';

export interface ImportEdge {
  readonly from: string;
  /** a path inside the project, or a package name */
  readonly to: string;
  readonly relative: boolean;
  readonly line: number;
}

/** Every import of a TypeScript file, static, dynamic or re-export. */
export function importsOf(file: SourceFile): ImportEdge[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
  const edges: ImportEdge[] = [];
  const add = (node: ts.Expression | undefined): void => {
    if (node === undefined || !ts.isStringLiteralLike(node)) return;
    const relative = node.text.startsWith('.');
    const to = relative ? posix.join(posix.dirname(file.path), node.text) : node.text;
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    edges.push({ from: file.path, to, relative, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return edges;
}

/** What each top-level folder may import from, besides itself. */
const allowedFolders: Readonly<Record<string, readonly string[]>> = {
  reference: [],
  schema: [],
  goldgen: ['reference', 'schema'],
  conformance: ['schema'],
  scripts: ['reference', 'schema', 'goldgen', 'conformance'],
};

/** Packages and Node modules each folder may use; scripts may use any. */
const allowedPackages: Readonly<Record<string, RegExp>> = {
  reference: /^$/,
  schema: /^(ajv|msgpackr|node:(fs|path|url|crypto))/,
  goldgen: /^(seedrandom|node:(fs|path|url|crypto))/,
  conformance: /^(picocolors|serialport|node:)/,
};

/** Test files may use the test tools, and compare across folders. */
const testPackages = /^(vitest|fast-check|@fast-check\/vitest|@msgpack\/msgpack|node:)/;

/** The one room of `conformance/` that may know the reference: it says what a wrong answer means. */
const diagnosis = /^conformance\/diagnosis\//;
const diagnosisFolders: readonly string[] = ['reference', 'goldgen', 'schema'];

/** Whether a verdict could come to depend on the diagnosis. */
function leansOnDiagnosis({ from, to }: ImportEdge): boolean {
  return /^conformance\//.test(from) && !diagnosis.test(from) && diagnosis.test(to);
}

export function importProblems(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (!file.path.endsWith('.ts')) continue;
    const folder = file.path.split('/')[0]!;
    const allowed = diagnosis.test(file.path) ? diagnosisFolders : allowedFolders[folder];
    if (allowed === undefined) continue;
    const isTest = /\.test\.ts$/.test(file.path);
    for (const edge of importsOf(file)) {
      const place = `${file.path}:${edge.line}`;
      if (edge.relative) {
        const target = edge.to.split('/')[0]!;
        const isData = target.endsWith('.json');
        if (leansOnDiagnosis(edge)) {
          problems.push(`${place}: no verdict may depend on ${edge.to}`);
        }
        if (target === folder || allowed.includes(target) || isData) continue;
        problems.push(`${place}: ${folder}/ must not import ${edge.to}`);
      } else {
        if (folder === 'scripts' || (isTest && testPackages.test(edge.to))) continue;
        if (!allowedPackages[folder]!.test(edge.to)) {
          problems.push(`${place}: ${folder}/ must not import the package ${edge.to}`);
        }
      }
    }
  }
  return problems;
}

/** The second implementation, without what compares it with the first one. */
const independent =
  /^reference\/independent\/(?!compare\.ts$|[^/]*comparisons\.ts$|[^/]*\.test\.ts$)/;

/** What asks the second implementation: the oracle of `gen`, and tests. */
const askers =
  /^(reference\/independent\/|goldgen\/(.*oracle\.ts$|op\.ts$|case\.ts$)|.*\.test\.ts$)/;

/** The second implementation imports only itself, and only the oracle and tests import it. */
export function independenceProblems(files: readonly SourceFile[]): string[] {
  const edges = files.filter((f) => f.path.endsWith('.ts')).flatMap(importsOf);
  return edges.flatMap(({ from, to, line }) => {
    if (independent.test(from) && !independent.test(to)) {
      return [`${from}:${line}: an independent version must not import ${to}`];
    }
    if (!independent.test(to) || askers.test(from)) return [];
    return [`${from}:${line}: only the oracle may import ${to}`];
  });
}

/** Files that nothing imports and that are no entry point. */
export function unusedFiles(files: readonly SourceFile[], entries: RegExp): string[] {
  const sources = files.filter((f) => f.path.endsWith('.ts'));
  const used = new Set(sources.flatMap((f) => importsOf(f).map((e) => e.to)));
  return sources
    .map((f) => f.path)
    .filter((path) => !used.has(path) && !entries.test(path))
    .map((path) => `${path}: nothing imports it`);
}
