/** Where the reference computes a clause: functions whose comment cites it. */

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import type ts from 'typescript';
import { citationsIn, compareIds } from './ids.ts';

/** An import would first look through all of the compiler for the names that it exports, which takes longer than to run it. */
const typescript = createRequire(import.meta.url)('typescript') as typeof ts;

/** Parts of `reference/` that are not the semantics themselves. */
const aside = /^(mutants|independent|examples|spec)\/|(\.test|fixtures)\.ts$/;

export interface CitingFunction {
  /** `quant/requant.ts#requantDynamic`, relative to `reference/` */
  readonly name: string;
  readonly ids: readonly string[];
}

function sourcePaths(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) return sourcePaths(folder, path);
    return path.endsWith('.ts') && !aside.test(path) ? [path] : [];
  });
}

/** The comment right before a statement. */
function commentOf(tree: ts.SourceFile, statement: ts.Statement): string {
  const { text } = tree;
  const ranges = typescript.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const last = ranges.at(-1);
  if (last === undefined) return '';
  const isRightBefore = !/\n\s*\n/.test(text.slice(last.end, statement.getStart(tree)));
  return isRightBefore ? text.slice(last.pos, last.end) : '';
}

function namesOf(statement: ts.Statement): string[] {
  if (typescript.isFunctionDeclaration(statement)) return [statement.name?.text ?? ''];
  if (!typescript.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) =>
    typescript.isIdentifier(name) ? [name.text] : [],
  );
}

/** The functions and constants of one module whose comment cites a clause. */
export function functionsIn(path: string, text: string): CitingFunction[] {
  const tree = typescript.createSourceFile(path, text, typescript.ScriptTarget.ES2023);
  return tree.statements.flatMap((statement) => {
    const ids = citationsIn(commentOf(tree, statement)).flatMap((citation) => citation.ids);
    if (ids.length === 0) return [];
    return namesOf(statement).map((name) => ({ name: `${path}#${name}`, ids }));
  });
}

/** Names of functions by the clause that their comment cites; those that cite it first, first. */
export function functionsByClause(root: string): ReadonlyMap<string, readonly string[]> {
  const folder = join(root, 'reference');
  const all = sourcePaths(folder)
    .sort()
    .flatMap((path) => functionsIn(path, readFileSync(join(folder, path), 'utf8')));
  const ids = [...new Set(all.flatMap((f) => f.ids))].sort(compareIds);
  return new Map(
    ids.map((id) => {
      const citing = all.filter((f) => f.ids.includes(id));
      const rank = (f: CitingFunction): number => f.ids.indexOf(id);
      return [id, citing.sort((a, b) => rank(a) - rank(b)).map(({ name }) => name)];
    }),
  );
}
