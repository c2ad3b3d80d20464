/** A page per contract and one that sets their choices side by side. */

import { contractsOf, type OpDef } from '../../../goldgen/op.ts';
import {
  type ContractId,
  contractIds,
  contracts,
  defaultContractId,
} from '../../../reference/contracts.ts';
import { table, wideFront } from '../markdown.ts';
import type { ClauseIndex } from './clauses.ts';

export interface ContractSources {
  readonly ops: readonly OpDef[];
  readonly clauses: ClauseIndex;
  /** text of `reference/contracts.ts`, whose comments say what each choice is about */
  readonly source: string;
}

/** What the comment above each field of the record says. */
function fieldDocs(source: string): Map<string, string> {
  const fields = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+readonly (\w+):/g);
  return new Map(
    [...fields].map(([, comment, name]) => [name!, comment!.replace(/\s*\n\s*\*\s*/g, ' ').trim()]),
  );
}

const choices = Object.keys(contracts[defaultContractId]).filter((name) => name !== 'id');

function choiceOf(id: ContractId, name: string): string {
  const all: Readonly<Record<string, unknown>> = { ...contracts[id] };
  return `\`${all[name]}\``;
}

const link = (id: string): string => `[${id}](/contracts/${id})`;
const opLink = (op: OpDef): string => `[\`${op.name}\`](/ops/${op.name})`;

export function contractPage(id: ContractId, { ops, clauses, source }: ContractSources): string {
  const docs = fieldDocs(source);
  const others = contractIds.filter((other) => other !== id);
  const rows = choices.map((name) => {
    const differs = others.filter((other) => choiceOf(other, name) !== choiceOf(id, name));
    return [
      `<a id="${name}"></a>\`${name}\``,
      choiceOf(id, name),
      clauses.linked(docs.get(name) ?? ''),
      differs.map((other) => `${other.slice(4)}: ${choiceOf(other, name)}`).join('<br>'),
    ];
  });
  const present = ops.filter((op) => contractsOf(op).includes(id));
  const absent = ops.filter((op) => !present.includes(op));
  const parts = [
    `${wideFront}# ${id}`,
    `One of three contracts${id === defaultContractId ? ', the default one' : ''}: a frozen record of choices. The specification describes them in [contracts](/spec/contracts); [side by side](/contracts/) shows all three.`,
    '## Choices',
    table(['choice', 'value', 'what it is about', 'elsewhere'], rows),
    '## Ops',
    `${present.length} ops: ${present.map(opLink).join(', ')}.`,
    ...(absent.length === 0 ? [] : [`Not here: ${absent.map(opLink).join(', ')}.`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function contractIndex({ ops, clauses, source }: ContractSources): string {
  const docs = fieldDocs(source);
  const differing = choices.filter(
    (name) => new Set(contractIds.map((id) => choiceOf(id, name))).size > 1,
  );
  const same = choices.filter((name) => !differing.includes(name));
  const row = (name: string): string[] => [
    `\`${name}\``,
    ...contractIds.map((id) => choiceOf(id, name)),
    clauses.linked(docs.get(name) ?? ''),
  ];
  const head = ['choice', ...contractIds.map(link), 'what it is about'];
  const partial = ops.filter((op) => contractsOf(op).length < contractIds.length);
  const opRows = partial.map((op) => [
    opLink(op),
    ...contractIds.map((id) => (contractsOf(op).includes(id) ? 'yes' : '–')),
  ]);
  const parts = [
    `${wideFront}# Contracts side by side`,
    'The semantics moved over time. A contract is a dated, frozen record of choices; the same op may have other bits under another one. [The specification](/spec/contracts) says what each choice means for an implementation, and `npx goldvec diff sym-2026-06-23 sym-2026-07-21` which cases differ.',
    '## Choices that differ',
    table(head, differing.map(row)),
    ...(same.length === 0 ? [] : ['## Choices that do not', table(head, same.map(row))]),
    '## Ops that not every contract has',
    table(['op', ...contractIds.map(link)], opRows),
  ];
  return `${parts.join('\n\n')}\n`;
}
