/** The table op × edge of `EDGES.md`: the cases that show an edge, or why there is none. */

import type { VectorFile, WireCase, WireTensor } from '../../schema/format/types.ts';
import type { OpDef } from '../op.ts';
import { type EdgeKind, edgeFlag, edgeKinds } from './edge_cases.ts';
import type { LeftOut } from './left_out.ts';
import { type Reason, reasons } from './reasons.ts';

const countOf = (shape: readonly number[]): number => shape.reduce((n, extent) => n * extent, 1);

const isNanBits = (bits: number): boolean => (bits & 0x7fffffff) >>> 0 > 0x7f800000;

function holdsNan(t: WireTensor): boolean {
  if (t.scale_bits !== undefined && isNanBits(t.scale_bits)) return true;
  if (t.dtype !== 'FLOAT32') return false;
  const view = new DataView(t.data.buffer, t.data.byteOffset, t.data.byteLength);
  return Array.from({ length: t.data.length / 4 }, (_, i) => view.getUint32(4 * i, true)).some(
    isNanBits,
  );
}

/** Refusals of ranks, extents, counts and lengths; some of these codes also guard formats (`spec/refusals.md`). */
const countCodes = /^(A9|A10|A11|A16|A17|A18|A19|A20|A21|B2|B5|B6|B7|B9)$/;

/** Whether a case shows an edge. */
export function shows(op: OpDef, c: WireCase, edge: EdgeKind): boolean {
  const tensors = [...Object.values(c.inputs), ...Object.values(c.targets)];
  const isNanParam = ([name, v]: readonly [string, unknown]): boolean =>
    op.params[name]?.kind === 'f32' && isNanBits(Number(v));
  switch (edge) {
    case 'order':
      return tensors.some((t) => t.order !== undefined);
    case 'empty':
      return tensors.some((t) => countOf(t.shape) === 0);
    case 'nan':
      return Object.values(c.inputs).some(holdsNan) || Object.entries(c.params).some(isNanParam);
    case 'counts':
      if (c.expected.status !== 'refused') return false;
      return c.flags.includes(edgeFlag('counts')) || countCodes.test(c.expected.refusal ?? '');
  }
}

/** One cell: identities without the op's name, or why there are none. */
export interface Cell {
  readonly cases: readonly string[];
  readonly why: string | undefined;
}

export interface Row {
  readonly op: string;
  readonly cells: Readonly<Record<EdgeKind, Cell>>;
}

/** The written reason for a cell of an op, or of one of its arms. */
export function reasonFor(op: string, edge: EdgeKind, arm?: string): string | undefined {
  const fits = (r: Reason): boolean => r.arm === undefined || r.arm === arm;
  return reasons.find((r) => r.edge === edge && r.ops.includes(op) && fits(r))?.why;
}

/** A row per op, from the cases of the files. */
export function edgeRows(ops: readonly OpDef[], files: readonly VectorFile[]): Row[] {
  return ops.map((op) => {
    const cases = files.filter((file) => file.op === op.name).flatMap((file) => file.cases);
    const cells = edgeKinds.map((edge): [EdgeKind, Cell] => {
      const shown = cases.filter((c) => shows(op, c, edge)).map(({ id }) => id);
      const own = [...new Set(shown)].map((id) => id.slice(op.name.length + 1));
      return [edge, { cases: own, why: reasonFor(op.name, edge) }];
    });
    return { op: op.name, cells: Object.fromEntries(cells) as Row['cells'] };
  });
}

/** Identities named in a cell; the rest is counted. */
const namedMax = 2;

function cellText({ cases, why }: Cell): string {
  if (cases.length === 0) return why ?? '';
  const more = cases.length - namedMax;
  const named = cases.slice(0, namedMax).map((id) => `\`${id}\``);
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const head = `# Edges

| edge | what the cases have |
|---|---|
| order | a tensor whose axis order is not the identity (S3): \`order\` is read, ignored or refused |
| empty | a tensor without an element: early returns, scales and draws of nothing |
| NaN | a NaN among the inputs: in which comparisons it wins, loses or stops the call |
| counts | extents, ranks or lengths that do not fit: who looks at them, and with which code |

Most are derived from the first calls of each arm of an op by \`edges/edge_cases.ts\` (set \`edge\`, from contract
\`sym-2026-07-21\` on); the others are the op's own. \`npx goldvec show <op>/<case>\` prints one. Where a cell has a sentence
instead, no case can be: the sentence says why (\`edges/reasons.ts\`).`;

const titles = { order: 'order', empty: 'empty', nan: 'NaN', counts: 'counts' } as const;

const leftOutHead = `## Derived calls that are no cases

A call that does not fit is stopped by the harness before a kernel sees it; what is undefined has no answer
([the list](../reference/spec/undefined.md)). A derived call is a case, or stands here.

| op | edge | calls | why |
|---|---|---|---|`;

/** The text of `EDGES.md`. */
export function edgesDocument(
  note: string,
  rows: readonly Row[],
  leftOut: readonly LeftOut[],
): string {
  const lines = rows.map(({ op, cells }) => {
    const texts = edgeKinds.map((edge) => cellText(cells[edge]));
    return `| [\`${op}\`](OPS.md#${op}) | ${texts.join(' | ')} |`;
  });
  const columns = edgeKinds.map((edge) => titles[edge]).join(' | ');
  const none = leftOut.map(
    ({ op, edge, why, calls }) => `| \`${op}\` | ${titles[edge]} | ${calls} | ${why} |`,
  );
  const table = `| op | ${columns} |\n|---|---|---|---|---|\n${lines.join('\n')}`;
  return `${head}\n\n${note}\n\n${table}\n\n${leftOutHead}\n${none.join('\n')}\n`;
}
