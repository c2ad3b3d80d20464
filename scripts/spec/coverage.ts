/** Which clauses are tested by what, and which are tested by nothing without a reason. */

import type { ContractId } from '../../reference/contracts.ts';
import { type Clause, isNormative, type Spec } from './clauses.ts';
import { compareIds } from './ids.ts';
import { type Lack, reasons } from './reasons.ts';
import { totalCases, type Where } from './where.ts';

export interface CoverageRow {
  readonly ids: readonly string[];
  readonly title: string;
  readonly ops: readonly string[];
  readonly cases: Readonly<Record<ContractId, number>>;
  readonly mutants: readonly string[];
  readonly functions: readonly string[];
  /** what it has none of */
  readonly lacks: readonly Lack[];
  /** what of it has no reason */
  readonly missing: readonly Lack[];
  readonly reason?: string;
}

function lacksOf(where: Where): Lack[] {
  return [
    ...(where.ops.length === 0 ? (['op'] as const) : []),
    ...(totalCases(where) === 0 ? (['case'] as const) : []),
    ...(where.mutants.length === 0 ? (['mutant'] as const) : []),
    ...(where.functions.length === 0 ? (['function'] as const) : []),
  ];
}

/** One row for each normative clause, sorted by id. */
export function coverageOf(spec: Spec, whereOf: (clause: Clause) => Where): CoverageRow[] {
  const clauses = spec.clauses.filter(
    ({ kind, ids }) => kind === 'clause' && ids.some(isNormative),
  );
  const rows = clauses.map((clause): CoverageRow => {
    const { ids, title } = clause;
    const where = whereOf(clause);
    const { ops, cases, mutants, functions } = where;
    const reason = ids.map((id) => reasons[id]).find((found) => found !== undefined);
    const lacks = lacksOf(where);
    return {
      ids: ids.filter(isNormative),
      title,
      ops,
      cases,
      mutants,
      functions,
      lacks,
      missing: lacks.filter((lack) => reason?.lacks.includes(lack) !== true),
      ...(reason === undefined ? {} : { reason: reason.why }),
    };
  });
  return rows.sort((a, b) => compareIds(a.ids[0]!, b.ids[0]!));
}

/** Rows that lack something without a reason. */
export function uncovered(rows: readonly CoverageRow[]): CoverageRow[] {
  return rows.filter(({ missing }) => missing.length > 0);
}
