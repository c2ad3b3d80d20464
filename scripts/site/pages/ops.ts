/** A page per op: its record, the mistakes its cases are made for, and every case with a link of its own. */

import type { OpDef, ParamSpec } from '../../../goldgen/op.ts';
import { contractsOf } from '../../../goldgen/op.ts';
import { contractIds } from '../../../reference/contracts.ts';
import type { VectorFile, WireCase, WireExpected } from '../../../schema/format/types.ts';
import { overflowKinds } from '../../../schema/format/types.ts';
import { escapeHtml, table, wideFront } from '../markdown.ts';
import type { ClauseIndex } from './clauses.ts';

export interface OpSources {
  readonly ops: readonly OpDef[];
  readonly familyOf: (op: string) => string;
  readonly filesOf: (op: string) => readonly VectorFile[];
  readonly clauses: ClauseIndex;
  /** how many examples of an op there are to run */
  readonly examplesOf: (op: OpDef) => number;
}

function values(spec: ParamSpec): string {
  if (spec.kind === 'word') return spec.values.map((value) => `\`${value}\``).join(', ');
  return spec.kind === 'int' ? `${spec.min} … ${spec.max}` : spec.kind;
}

const optional = (spec: { readonly optional?: boolean }): string =>
  spec.optional === true ? ' (optional)' : '';

function recordTables(op: OpDef, { linked }: ClauseIndex): string[] {
  const params = Object.entries(op.params).map(([name, spec]) => [
    `\`${name}\`${optional(spec)}`,
    values(spec),
    linked(spec.doc),
  ]);
  const tensors = Object.entries(op.tensors).map(([name, spec]) => [
    `\`${name}\`${optional(spec)}`,
    spec.role,
    spec.dtypes.join(', '),
    linked(spec.doc),
  ]);
  const none = 'None.';
  return [
    '## Parameters',
    params.length === 0 ? none : table(['parameter', 'values', 'meaning'], params),
    '## Tensors',
    table(['tensor', 'role', 'formats', 'shape and meaning'], tensors),
  ];
}

function expectation({ status, refusal, overflow }: WireExpected): string {
  if (status === 'refused') return `refused ${refusal ?? ''}`;
  const kinds = overflowKinds.filter((kind) => overflow[kind].when !== 'never');
  return kinds.length === 0 ? 'ok' : `${status}, overflow: ${kinds.join(', ')}`;
}

function caseRow(contract: string, op: string, c: WireCase): string {
  const short = c.id.slice(op.length + 1);
  const id = `${contract}/${short}`;
  const shapes = [...Object.entries(c.inputs), ...Object.entries(c.targets)]
    .slice(0, 4)
    .map(([name, t]) => `${name} [${t.shape.join(', ')}]`)
    .join(' ');
  const cells = [
    `<a href="#${id}">${short}</a>`,
    escapeHtml(c.flags.join(' ')),
    expectation(c.expected),
    escapeHtml(shapes),
  ];
  return `<tr id="${id}">${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
}

/** HTML, because a table of hundreds of rows needs no other treatment; search leaves it out. */
function caseTable(file: VectorFile): string {
  const rows = file.cases.map((c) => caseRow(file.contract, file.op, c)).join('\n');
  return `<div class="cases" v-pre><table><thead><tr><th>case</th><th>flags</th><th>expected</th><th>shapes</th></tr></thead><tbody>\n${rows}\n</tbody></table></div>`;
}

function caseSections(op: OpDef, { filesOf }: OpSources): string[] {
  return filesOf(op.name).flatMap((file) => [
    `### ${file.contract} {#${file.contract}}`,
    `${file.cases.length} cases. One in full: \`npx goldvec show ${file.contract}/${file.cases[0]?.id ?? op.name}\`; one on a backend: \`npx goldvec run --backend js --filter ${file.contract}/${file.cases[0]?.id ?? op.name}\`.`,
    caseTable(file),
  ]);
}

export function opPage(op: OpDef, sources: OpSources): string {
  const { clauses, familyOf, examplesOf } = sources;
  const flags = Object.entries(op.notes).map(([flag, note]) => [
    `<a id="flag-${flag}"></a>\`${flag}\``,
    note.bug,
    note.effect,
    clauses.linked(note.clause),
  ]);
  const count = examplesOf(op);
  const run =
    count === 0
      ? []
      : [
          `[Run it here](/try/${op.name}) with your own numbers, every intermediate value shown; the specification has ${count} ${count === 1 ? 'example' : 'examples'}.`,
        ];
  const parts = [
    `# ${op.name}`,
    `*${clauses.linked(`${op.summary.charAt(0).toUpperCase()}${op.summary.slice(1)}.`)}*`,
    `Clause ${clauses.linked(op.clause)}; family ${familyOf(op.name)}; version ${op.version}; contracts ${contractsOf(
      op,
    )
      .map((id) => `[${id}](/contracts/${id})`)
      .join(', ')}.`,
    ...run,
    ...recordTables(op, clauses),
    '## What its cases catch',
    'A case carries the flags of the mistakes that it was made for.',
    table(['flag', 'the mistake', 'its effect', 'clause'], flags),
    '## Cases',
    'Each row has an address of its own.',
    ...caseSections(op, sources),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function opIndex({ ops, familyOf, filesOf, clauses }: OpSources): string {
  const families = [...new Set(ops.map((op) => familyOf(op.name)))].sort();
  const head = ['op', 'what it computes', 'clause', ...contractIds];
  const row = (op: OpDef): string[] => {
    const files = filesOf(op.name);
    const counts = contractIds.map(
      (id) => files.find(({ contract }) => contract === id)?.cases.length ?? '–',
    );
    return [
      `[\`${op.name}\`](/ops/${op.name})`,
      op.summary,
      clauses.linked(op.clause),
      ...counts.map(String),
    ];
  };
  const parts = [
    `${wideFront}# Ops`,
    `An op is one operation with a name, parameters and tensors, as vectors and protocol know it. There are ${ops.length}; the columns count their cases under each contract.`,
    ...families.flatMap((family) => [
      `## ${family}`,
      table(head, ops.filter((op) => familyOf(op.name) === family).map(row)),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}
