/** What an id can mean: an op, a flag, a mutant, a contract, or a text of the specification; each as Markdown. */

import { familyMistakes, stepMistakes } from '../../../conformance/diagnosis/mistakes/index.ts';
import { contractsOf, type OpDef, type ParamSpec } from '../../../goldgen/op.ts';
import { familyOf, findOp, ops } from '../../../goldgen/registry.ts';
import { versionText } from '../../../goldgen/versions.ts';
import {
  type Contract,
  type ContractId,
  contractIds,
  contracts,
  defaultContractId,
} from '../../../reference/contracts.ts';
import { mutantFiles, mutants } from '../../../reference/mutants/index.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import type { Clause, Spec } from '../../spec/clauses.ts';
import { idsOfField } from '../../spec/ids.ts';
import { vectorsDir } from '../paths.ts';

/** `S51 Dynamic requantization: Restores …`, one line for each clause that the field cites. */
function citedClauses(spec: Spec, field: string): string {
  const ids = idsOfField(field) ?? [];
  const clauses = [...new Set(ids.map((id) => spec.find(id)).filter((c) => c !== undefined))];
  const shown = clauses.slice(0, 8);
  const lines = shown.map(({ ids: own, title, sentence }) => `* ${own[0]} ${title}: ${sentence}`);
  const rest = clauses.length - shown.length;
  return [...lines, ...(rest > 0 ? [`* and ${rest} more: ${field}`] : [])].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function valuesText(spec: ParamSpec): string {
  if (spec.kind === 'int') return `int ${spec.min}…${spec.max}`;
  return spec.kind === 'word' ? spec.values.join(', ') : spec.kind;
}

function opText(spec: Spec, op: OpDef): string {
  const entries = entriesOf(readManifest(vectorsDir));
  const cases = contractsOf(op).map((id) => {
    const count = entries.find((f) => f.op === op.name && f.contract === id)?.cases ?? 0;
    return [id, `${count}`];
  });
  const params = Object.entries(op.params).map(([name, p]) => [name, valuesText(p), p.doc]);
  const tensors = Object.entries(op.tensors).map(([name, t]) => [
    name,
    t.role,
    t.dtypes.join(', '),
    t.doc,
  ]);
  const flags = Object.entries(op.notes).map(([flag, note]) => [flag, note.clause, note.bug]);
  return [
    `# ${op.name}`,
    `An op of the family ${familyOf(op.name)}, version ${versionText(op)}: ${op.summary}.`,
    `Defined by ${op.clause}:\n\n${citedClauses(spec, op.clause)}`,
    ...(params.length > 0 ? [table(['parameter', 'values', 'meaning'], params)] : []),
    table(['tensor', 'role', 'formats', 'shape and meaning'], tensors),
    table(['flag', 'clause', 'the mistake it is there to catch'], flags),
    table(['contract', 'cases'], cases),
    `Record goldgen/ops/${familyOf(op.name)}/${op.name}.ts, C shim conformance/c/ops/${op.name}.c, vectors vectors/${op.name}.mp. One case: \`npx goldvec show ${op.name}/directed/0\`.`,
  ].join('\n\n');
}

function flagText(spec: Spec, op: OpDef, flag: string): string {
  const note = op.notes[flag]!;
  return [
    `# ${op.name}/${flag}`,
    `A flag of ${op.name}: its cases were made to catch this mistake: ${note.bug}.`,
    `What it would do: ${note.effect}.`,
    citedClauses(spec, note.clause),
    `The op: \`npx goldvec explain ${op.name}\`.`,
  ].join('\n\n');
}

/** What the diagnosis tries beside the mutants. */
const diagnosed = (): readonly Mutant[] => [...familyMistakes, ...stepMistakes()];

function mutantText(spec: Spec, id: string): string {
  const { clause, bug, fix, pitfalls = [], equivalent } = mutants.find((m) => m.id === id)!;
  const file = Object.entries(mutantFiles).find(([, list]) => list.some((m) => m.id === id))![0];
  return [
    `# ${id}`,
    `A mutant, a plausible mistake that the vectors are tried against: ${bug}.`,
    `What to do: ${fix}.`,
    ...(equivalent === undefined ? [] : [`No op can tell it from the clause: ${equivalent}.`]),
    `It violates ${clause}:\n\n${citedClauses(spec, clause)}`,
    ...(pitfalls.length > 0 ? [`Known mistakes that it covers: ${pitfalls.join(', ')}.`] : []),
    `Code reference/mutants/${file}.ts; cases that kill it: \`npx goldvec mutate\`.`,
  ].join('\n\n');
}

/** A mistake that only the diagnosis of a failing backend knows. */
function mistakeText(spec: Spec, { id, clause, bug, fix }: Mutant): string {
  return [
    `# ${id}`,
    `A mistake that the diagnosis of a failing backend tries: ${bug}.`,
    `What to do: ${fix}.`,
    `It violates ${clause}:\n\n${citedClauses(spec, clause)}`,
    'Code conformance/diagnosis/mistakes/.',
  ].join('\n\n');
}

function contractText(spec: Spec, id: ContractId): string {
  const fields = Object.entries(contracts[id]) as [keyof Contract, unknown][];
  const standard = contracts[defaultContractId];
  const rows = fields
    .filter(([field]) => field !== 'id')
    .map(([field, value]) => [
      field,
      `${value}`,
      value === standard[field] ? '' : `${defaultContractId}: ${standard[field]}`,
    ]);
  const count = ops.filter((op) => contractsOf(op).includes(id)).length;
  const byDefault = id === defaultContractId ? ', the default' : '';
  return [
    `# ${id}`,
    `A contract${byDefault}: one dated set of choices, with ${count} ops. H6 explains each field.`,
    table(['field', 'choice', 'where the default differs'], rows),
    citedClauses(spec, 'H1–H6'),
  ].join('\n\n');
}

/** Typeset formulas, which a terminal cannot show; the rule says the same in full. */
const typeset = /^As a formula over real numbers:\n\n\$\$\n[^$]*\$\$\n+/gm;

function clauseText({ ids, kind, title, sentence, body, where, page, line }: Clause): string {
  const place = `${page}:${line}`;
  if (kind === 'row') return [`# ${ids[0]}`, place, body].join('\n\n');
  const isWord = /^[a-z]/.test(ids[0]!);
  const intent = sentence === '' ? [] : [`*${sentence}*`];
  const head = `# ${isWord ? '' : `${ids.join(', ')} `}${title}`;
  const found = where === '' ? [] : where.split('\n');
  return [head, place, ...intent, body.replace(typeset, ''), ...found].join('\n\n');
}

/** Every id that can be explained. */
export function knownIds(spec: Spec): string[] {
  return [
    ...ops.map(({ name }) => name),
    ...ops.flatMap(({ name, notes }) => Object.keys(notes).map((flag) => `${name}/${flag}`)),
    ...mutants.map(({ id }) => id),
    ...familyMistakes.map(({ id }) => id),
    ...contractIds,
    ...spec.clauses.flatMap(({ ids }) => ids),
  ];
}

/** What the id means, as Markdown; `undefined` where it means nothing. */
export function subjectText(spec: Spec, id: string): string | undefined {
  const op = findOp(id);
  if (op !== undefined) return opText(spec, op);
  const [name = '', flag] = id.split('/');
  const owner = findOp(name);
  if (owner !== undefined && flag !== undefined) {
    return !Object.hasOwn(owner.notes, flag) ? undefined : flagText(spec, owner, flag);
  }
  if (mutants.some((m) => m.id === id)) return mutantText(spec, id);
  const mistake = diagnosed().find((m) => m.id === id);
  if (mistake !== undefined) return mistakeText(spec, mistake);
  const contract = contractIds.find((c) => c === id);
  if (contract !== undefined) return contractText(spec, contract);
  const clause = spec.find(id) ?? spec.find(id.toUpperCase());
  return clause === undefined ? undefined : clauseText(clause);
}
