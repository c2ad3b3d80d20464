/** The pitfalls of mistakes: one page per group, one row with an address per mutant. */

import type { KillMap } from '../../../goldgen/mutation/kill_map.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { table, wideFront } from '../markdown.ts';
import type { ClauseIndex } from './clauses.ts';

export interface MutantSources {
  readonly groups: Readonly<Record<string, readonly Mutant[]>>;
  readonly kills: KillMap;
  readonly clauses: ClauseIndex;
}

/** `sym-2026-06-11/round/directed/0#V2` as a link to the row of the case. */
function witnessLink(witness: string): string {
  const [path = '', flag] = witness.split('#');
  const [contract, op, ...rest] = path.split('/');
  const shown = flag === undefined ? path : `${path} (\`${flag}\`)`;
  return `[${shown}](/ops/${op}#${contract}/${rest.join('/')})`;
}

function killText(mutant: Mutant, { kills }: MutantSources): string {
  const record = kills.mutants[mutant.id];
  if (record === undefined) return '';
  if (record.witness === undefined) return `${record.verdict}: ${mutant.equivalent ?? ''}`;
  return `${record.killed} of the ${record.reached} files that reach it, for instance ${witnessLink(record.witness)}`;
}

export function mutantPage(group: string, sources: MutantSources): string {
  const { groups, clauses } = sources;
  const rows = groups[group]!.map((mutant) => [
    `<a id="${mutant.id}"></a>[\`${mutant.id}\`](#${mutant.id})`,
    clauses.linked(mutant.clause),
    mutant.bug,
    mutant.fix,
    killText(mutant, sources),
    clauses.linked((mutant.pitfalls ?? []).join(', ')),
  ]);
  const head = ['mutant', 'clause', 'what the code does', 'what to do', 'caught by', 'lists'];
  return `${wideFront}# Mistakes: ${group}\n\n${groups[group]!.length} plausible mistakes, each a deviation of the reference. Every row has an address of its own.\n\n${table(head, rows)}\n`;
}

export function mutantIndex({ groups, kills, clauses }: MutantSources): string {
  const { totals } = kills;
  const parts = [
    `${wideFront}# Mistakes`,
    `A mutant is one plausible mistake of a kernel, as data: what the code does instead of the clause, and what to do. ${totals.mutants} are in the pitfalls; the vectors catch ${totals.killed}, ${totals.equivalent} can be told from the clause by no operation. A failing backend is diagnosed by the mutant that reproduces its answers. The specification lists [known mistakes](/spec/mistakes) in prose.`,
    ...Object.entries(groups).flatMap(([group, members]) => [
      `## ${group}`,
      `[All ${members.length} of ${group}](/mutants/${group}).`,
      table(
        ['mutant', 'clause', 'what the code does'],
        members.map(({ id, clause, bug }) => [
          `[\`${id}\`](/mutants/${group}#${id})`,
          clauses.linked(clause),
          bug,
        ]),
      ),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}
