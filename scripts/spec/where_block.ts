/** The lines that `goldvec sync` writes at the end of a clause: what tests it and where it is computed. */

import { contractIds } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { type Clause, clausesOf, isNormative, markers } from './clauses.ts';
import { edgeTable } from './edge_rows.ts';
import { totalCases, type Where } from './where.ts';

/** Names of a list that are written out. */
const shown = 6;
const functionsShown = 3;

function named(names: readonly string[], limit: number): string {
  const list = names.slice(0, limit).map((name) => `\`${name}\``);
  const rest = names.length - list.length;
  return `${list.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function casesText(where: Where): string {
  const counts = contractIds
    .filter((id) => where.cases[id] > 0)
    .map((id) => `${where.cases[id]} of \`${id}\``);
  return totalCases(where) === 0 ? 'no cases' : `cases: ${counts.join(', ')}`;
}

/** Two short paragraphs, what tests the clause and where it is computed, and what its ops do at their edges. */
export function whereText(where: Where): string {
  const { ops, mutants, functions, js, c, edges } = where;
  const tested = [
    ops.length === 0 ? 'no op' : `${ops.length === 1 ? 'op' : 'ops'}: ${named(ops, shown)}`,
    casesText(where),
    mutants.length === 0 ? 'no mutant of its own' : `mutants: ${named(mutants, shown)}`,
  ];
  const computed = [
    ...(functions.length === 0 ? [] : [`reference: ${named(functions, functionsShown)}`]),
    ...(js.length === 0 ? [] : [`js: ${named(js, functionsShown)}`]),
    ...(c.length === 0 ? [] : [`C: ${named(c, functionsShown)}`]),
  ];
  const lines = [`*Tested by* ${tested.join('; ')}.`];
  if (computed.length > 0) lines.push(`*Computed in* ${computed.join('; ')}.`);
  for (const [op, rows] of edges) lines.push('', ...edgeTable(op, rows));
  return lines.join('\n');
}

function block(clause: Clause, where: Where): string[] {
  const [begin, end] = markers(clause.ids[0]!);
  return [begin, '', ...whereText(where).split('\n'), '', end];
}

/** Lines without the blocks of an earlier run, and without the blank lines before them. */
function withoutBlocks(path: string, text: string): string {
  const begins = [...text.matchAll(/<!-- begin: where (\S+) lives -->/g)].map((m) => m[1]);
  const ends = [...text.matchAll(/<!-- end: where (\S+) lives -->/g)].map((m) => m[1]);
  if (`${begins}` !== `${ends}`) {
    throw new GoldError('stale-generated-file', 'a block of a clause has lost one of its markers', {
      path,
      hint: 'remove what is left of the block; `goldvec sync` writes it again',
    });
  }
  return text.replace(
    /\n*<!-- begin: where (\S+) lives -->[\s\S]*?<!-- end: where \1 lives -->/g,
    '',
  );
}

/** The page with a fresh block at the end of every normative clause. Errors: stale-generated-file. */
export function withWhere(path: string, text: string, whereOf: (clause: Clause) => Where): string {
  const plain = withoutBlocks(path, text);
  const lines = plain.split('\n');
  const clauses = clausesOf(path, plain).filter(
    ({ kind, ids }) => kind === 'clause' && ids.some(isNormative),
  );
  for (const clause of clauses.reverse()) {
    lines.splice(clause.end - 1, 0, '', ...block(clause, whereOf(clause)));
  }
  return lines.join('\n');
}
