/** `goldgen/MUTANTS.md`: the mutation catalogue as a table. */

import { mutantFiles } from '../../reference/mutants/index.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import { notApplicable } from '../../reference/mutants/pitfalls.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function row(m: Mutant): string {
  const proof = m.equivalent === undefined ? '' : ` **Equivalent:** ${m.equivalent}`;
  const cells = [`\`${m.id}\``, m.clause, `${m.bug}${proof}`, m.fix, (m.pitfalls ?? []).join(', ')];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function section(name: string, list: readonly Mutant[]): string {
  const head =
    '| id | clause | what the code does | what to do | pitfall list |\n|---|---|---|---|---|';
  return `## ${name}\n\n${head}\n${list.map(row).join('\n')}`;
}

/** The document; `note` says how it came about. */
export function mutantsDocument(note: string): string {
  const files = Object.entries(mutantFiles);
  const count = files.reduce((sum, [, list]) => sum + list.length, 0);
  const without = Object.entries(notApplicable).map(([entry, why]) => `* ${entry}: ${why}`);
  const parts = [
    '# Mutants',
    note,
    `${count} mistakes, each a deviation at the \`Numerics\` seam. \`vectors/kill.json\` says which cases kill ` +
      'which. "A-M…" and "B-…" are entries of `reference/spec/mistakes.md`; these have no mutant:',
    without.join('\n'),
    ...files.map(([name, list]) => section(name, list)),
  ];
  return `${parts.join('\n\n')}\n`;
}
