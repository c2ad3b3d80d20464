/** The table of primitives: what its modules export, and how primitives call each other. */

import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './files.ts';

const tablePath = 'reference/table.ts';

/** Modules of `reference/` whose functions are primitives: not what is built on top of the table. */
const core =
  /^reference\/(?!(mutants|independent|examples)\/)(?!.*(\.test|\bfixtures)\.ts$).*\.ts$/;

/** An exported function and whether it takes `n: Numerics` first. */
interface Exported {
  readonly name: string;
  readonly takesNumerics: boolean;
}

function exportedFunctions(tree: ts.SourceFile): Exported[] {
  return tree.statements.flatMap((node) => {
    if (!ts.isFunctionDeclaration(node) || node.name === undefined) return [];
    if (!node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)) return [];
    const type = node.parameters[0]?.type?.getText(tree);
    return [{ name: node.name.text, takesNumerics: type === 'Numerics' }];
  });
}

/** Names that are called without `n.fn` in front. */
function directCalls(tree: ts.SourceFile): { readonly name: string; readonly line: number }[] {
  const calls: { name: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      calls.push({ name: node.expression.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return calls;
}

function listedModules(table: ts.SourceFile): string[] {
  return table.statements.flatMap((node) => {
    const from = ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
    return from !== undefined && ts.isStringLiteral(from)
      ? [posix.join(posix.dirname(tablePath), from.text)]
      : [];
  });
}

/**
 * A module is in the table if and only if it exports functions that take `n` first; it exports no others,
 * no name stands twice, and primitives call each other through `n.fn`.
 */
export function seamProblems(files: readonly SourceFile[]): string[] {
  const trees = new Map(
    files
      .filter(({ path }) => core.test(path))
      .map(({ path, text }) => [
        path,
        ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, false),
      ]),
  );
  const table = trees.get(tablePath);
  const listed = table === undefined ? [] : listedModules(table);
  const problems: string[] = [];
  const homes = new Map<string, string>();
  for (const [path, tree] of trees) {
    for (const { name, takesNumerics } of exportedFunctions(tree)) {
      if (listed.includes(path) && !takesNumerics) {
        problems.push(`${path}: ${name} does not take \`n: Numerics\` first`);
      }
      if (!takesNumerics) continue;
      if (!listed.includes(path)) problems.push(`${path}: ${name} is not in ${tablePath}`);
      if (homes.has(name)) problems.push(`${path}: ${name} stands in ${homes.get(name)} too`);
      homes.set(name, path);
    }
  }
  for (const [path, tree] of trees) {
    for (const { name, line } of directCalls(tree)) {
      if (homes.has(name))
        problems.push(`${path}:${line}: ${name} is to be called as n.fn.${name}`);
    }
  }
  return problems;
}
