/** What belongs to each clause: ops, committed cases, mutants, functions of the reference, kernels. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpDef } from '../../goldgen/op.ts';
import { type ContractId, contractIds, defaultContractId } from '../../reference/contracts.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import type { Clause, Spec } from './clauses.ts';
import { type EdgeRow, edgeRowsOf } from './edge_rows.ts';
import { functionsByClause } from './functions.ts';
import { idsOfField } from './ids.ts';

export interface Where {
  /** ops whose record or whose example in the clause cites it */
  readonly ops: readonly string[];
  /** cases of an op whose record cites it, or with a flag whose note does; where there are none, of the ops */
  readonly cases: Readonly<Record<ContractId, number>>;
  readonly mutants: readonly string[];
  /** `quant/requant.ts#requantDynamic`, relative to `reference/` */
  readonly functions: readonly string[];
  /** relative to `conformance/backends/js/` */
  readonly js: readonly string[];
  /** relative to `conformance/c/kernels/` */
  readonly c: readonly string[];
  /** for each op whose record cites the clause first, what it does at the edges of its arms */
  readonly edges: readonly (readonly [op: string, rows: readonly EdgeRow[]])[];
}

/** What the index is made of. */
export interface Sources {
  readonly root: string;
  readonly spec: Spec;
  readonly ops: readonly OpDef[];
  readonly mutants: readonly Mutant[];
  readonly files: readonly VectorFile[];
}

const unique = <T>(values: Iterable<T>): T[] => [...new Set(values)];

function cites(text: string, id: string): boolean {
  return idsOfField(text)?.includes(id) === true;
}

/** The key under which all cases of an op are counted; no id looks like it. */
const opKey = (op: string): string => `op ${op}`;

/** How many cases are about each id, and how many each op has, by contract. */
function countCases(files: readonly VectorFile[]): Map<string, Record<ContractId, number>> {
  const zero = (): Record<ContractId, number> =>
    Object.fromEntries(contractIds.map((id) => [id, 0])) as Record<ContractId, number>;
  const counts = new Map<string, Record<ContractId, number>>();
  for (const file of files) {
    const ofOp = idsOfField(file.clause) ?? [];
    const ofFlag = new Map(
      Object.entries(file.notes).map(([flag, note]) => [flag, idsOfField(note.clause) ?? []]),
    );
    for (const { flags } of file.cases) {
      for (const id of unique([
        opKey(file.op),
        ...ofOp,
        ...flags.flatMap((flag) => ofFlag.get(flag) ?? []),
      ])) {
        const count = counts.get(id) ?? zero();
        count[file.contract as ContractId]++;
        counts.set(id, count);
      }
    }
  }
  return counts;
}

/** The js kernel file of an op: where its name stands in the part of the file that lists its kernels. */
function jsKernels(root: string): (op: string) => string[] {
  const folder = join(root, 'conformance/backends/js/kernels');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const tables = names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const at = text.search(/: JsKernels\b/);
    return { name, text: at < 0 ? '' : text.slice(at) };
  });
  return (op) => {
    const key = new RegExp(`\\b${op}['"]?\\s*[:(,]`);
    return tables.filter(({ text }) => key.test(text)).map(({ name }) => `kernels/${name}`);
  };
}

/** The kernels behind the C shim of an op: the sources of the headers that it includes. */
function cKernels(root: string, op: string): string[] {
  const shim = join(root, 'conformance/c/ops', `${op}.c`);
  if (!existsSync(shim)) return [];
  const headers = readFileSync(shim, 'utf8').matchAll(/^#include "(gv_\w+)\.h"/gm);
  const sources = [...headers].map((found) => `${found[1]}.c`);
  return sources.filter((name) => existsSync(join(root, 'conformance/c/kernels', name)));
}

/** The edges of every op under the newest contract, by the first clause of its record, which states them. */
function edgesByClause(
  ops: readonly OpDef[],
  files: readonly VectorFile[],
): Map<string, [string, EdgeRow[]][]> {
  const found = new Map<string, [string, EdgeRow[]][]>();
  for (const op of ops) {
    const file = files.find((f) => f.op === op.name && f.contract === defaultContractId);
    const id = idsOfField(op.clause)?.[0];
    if (file === undefined || id === undefined) continue;
    found.set(id, [...(found.get(id) ?? []), [op.name, edgeRowsOf(op, file)]]);
  }
  return found;
}

/** What belongs to a clause. Reads the sources once; the answer is a look-up. */
export function whereOf(sources: Sources): (clause: Clause) => Where {
  const { root, ops, mutants, files } = sources;
  const cases = countCases(files);
  const functions = functionsByClause(root);
  const js = jsKernels(root);
  const edges = edgesByClause(ops, files);
  return ({ ids, ops: shown }) => {
    const defined = ops
      .filter((op) => ids.some((id) => cites(op.clause, id)))
      .map(({ name }) => name);
    const all = unique([...defined, ...shown]);
    const kernels = defined.length > 0 ? defined : shown;
    const isCited = ids.some((id) => cases.has(id));
    const count = (contract: ContractId): number => {
      const counts = (isCited ? ids : all.map(opKey)).map((key) => cases.get(key)?.[contract] ?? 0);
      return isCited ? Math.max(...counts) : counts.reduce((sum, n) => sum + n, 0);
    };
    return {
      ops: all,
      cases: Object.fromEntries(contractIds.map((id) => [id, count(id)])) as Where['cases'],
      mutants: mutants.filter((m) => ids.some((id) => cites(m.clause, id))).map(({ id }) => id),
      functions: unique(ids.flatMap((id) => functions.get(id) ?? [])),
      js: unique(kernels.flatMap(js)),
      c: unique(kernels.flatMap((op) => cKernels(root, op))),
      edges: ids.flatMap((id) => edges.get(id) ?? []),
    };
  };
}

export function totalCases({ cases }: Where): number {
  return contractIds.reduce((sum, id) => sum + cases[id], 0);
}
