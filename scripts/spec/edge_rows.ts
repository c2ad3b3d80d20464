/**
 * What an op does at each edge, by its arm: an axis order that decides or not, early returns, NaN and counts. Read off
 * the committed cases, so that every word has a case; whether an order decides is seen by asking again without it.
 */

import { answer, poisons } from '../../goldgen/case.ts';
import { type EdgeKind, edgeKinds } from '../../goldgen/edges/edge_cases.ts';
import { reasonFor, shows } from '../../goldgen/edges/table.ts';
import type { OpDef } from '../../goldgen/op.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { UndefinedBehaviour } from '../../reference/refusal.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { VectorFile, WireCall, WireCase, WireTarget } from '../../schema/format/types.ts';

/** Cases of an op, identities without its name, that end alike. */
export interface Outcome {
  readonly what: string;
  readonly cases: readonly string[];
}

export interface EdgeRow {
  /** the arithmetic that selects the arm; empty where there is one arm */
  readonly arm: string;
  /** whether every call of the arm is */
  readonly isRefused: boolean;
  readonly cells: Readonly<Record<EdgeKind, readonly Outcome[]>>;
}

/** Orders asked again for one arm: the first ones say what the others do. */
const askedMax = 6;

/** The arithmetic that selects the arm of a case; a model has the arms of its layers. */
function armOf(op: OpDef, { params }: WireCase): string {
  const word = op.isModel === true ? '' : (params.arithmetic ?? params.dx_arithmetic ?? '');
  return `${word}`.replace('ARITH_', '');
}

function plain<T extends WireTarget>(records: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(records).map(([name, { order: _, ...record }]) => [name, record as T]),
  );
}

/** Payloads and scales of an answer: what an order may change. */
function payloads({ outputs }: WireCase['expected']): Buffer {
  return Buffer.from(encode(plain(outputs ?? {})));
}

/** What an axis order does to a call that is answered. */
function orderWord(op: OpDef, contract: ContractId, c: WireCase): string {
  const call: WireCall = { ...c, inputs: plain(c.inputs), targets: plain(c.targets) };
  try {
    const flat = answer(op, contract, call, c.id, poisons.first);
    const isSame = flat.status === 'ok' && payloads(flat).equals(payloads(c.expected));
    return isSame ? 'no difference' : 'decides';
  } catch (error) {
    if (error instanceof GoldError && error.cause instanceof UndefinedBehaviour) return 'decides';
    throw error;
  }
}

function wordOf(op: OpDef, contract: ContractId, edge: EdgeKind, c: WireCase): string {
  const { status, refusal } = c.expected;
  if (status === 'refused') return `refused ${refusal}`;
  if (status === 'overflow') return 'overflow';
  return edge === 'order' ? orderWord(op, contract, c) : 'answered';
}

function outcomes(
  op: OpDef,
  contract: ContractId,
  edge: EdgeKind,
  cases: readonly WireCase[],
): Outcome[] {
  const found = new Map<string, string[]>();
  let asked = 0;
  for (const c of cases) {
    const isAnswered = c.expected.status === 'ok';
    if (edge === 'order' && isAnswered && ++asked > askedMax) continue;
    const word = wordOf(op, contract, edge, c);
    found.set(word, [...(found.get(word) ?? []), c.id.slice(op.name.length + 1)]);
  }
  return [...found].map(([what, ids]) => ({ what, cases: ids }));
}

/** A row for each arm of an op, from the cases of one contract. */
export function edgeRowsOf(op: OpDef, file: VectorFile): EdgeRow[] {
  const contract = file.contract as ContractId;
  const arms = [...new Set(file.cases.map((c) => armOf(op, c)))].sort();
  return arms.map((arm) => {
    const own = file.cases.filter((c) => armOf(op, c) === arm);
    const isRefused = own.every((c) => c.expected.status === 'refused');
    const cell = (edge: EdgeKind): Outcome[] =>
      outcomes(
        op,
        contract,
        edge,
        own.filter((c) => shows(op, c, edge)),
      );
    const cells = {
      order: cell('order'),
      empty: cell('empty'),
      nan: cell('nan'),
      counts: cell('counts'),
    };
    return { arm, isRefused, cells };
  });
}

function outcomeText({ what, cases }: Outcome): string {
  const rest = cases.length - 1;
  return `${what}: \`${cases[0]}\`${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The text of a cell: what happens with a case of each, or why there is none; empty where neither is known. */
export function edgeCell(op: string, { arm, isRefused, cells }: EdgeRow, edge: EdgeKind): string {
  const found = cells[edge].map(outcomeText).join('; ');
  if (found !== '') return found;
  return isRefused ? 'every call is refused' : (reasonFor(op, edge, arm) ?? '');
}

/** The table of an op as lines of Markdown. */
export function edgeTable(op: string, rows: readonly EdgeRow[]): string[] {
  const lines = rows.map((row) => {
    const texts = edgeKinds.map((edge) => edgeCell(op, row, edge));
    return `| ${row.arm === '' ? 'every call' : row.arm} | ${texts.join(' | ')} |`;
  });
  return [`| \`${op}\` | order | empty | NaN | counts |`, '|---|---|---|---|---|', ...lines];
}
