import { describe, expect, test } from 'vitest';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { newCaseGen } from '../build.ts';
import { ops } from '../registry.ts';
import { edgeCalls, edgeKinds } from './edge_cases.ts';
import { reasons } from './reasons.ts';
import { edgeRows } from './table.ts';

const rows = edgeRows(
  ops,
  readVectors('vectors', () => true),
);

describe('the table of edges', () => {
  test('every op has a case or a written reason at every edge', () => {
    const blank = rows.flatMap(({ op, cells }) =>
      edgeKinds
        .filter((edge) => cells[edge].cases.length === 0 && cells[edge].why === undefined)
        .map((edge) => `${op}: ${edge}`),
    );
    expect(blank).toEqual([]);
  });

  test('no reason stands where there are cases, or for an op that is gone', () => {
    const stale = rows.flatMap(({ op, cells }) =>
      edgeKinds
        .filter((edge) => cells[edge].cases.length > 0 && cells[edge].why !== undefined)
        .map((edge) => `${op}: ${edge}`),
    );
    expect(stale).toEqual([]);
    const known = new Set(ops.map(({ name }) => name));
    expect(reasons.flatMap((r) => r.ops).filter((op) => !known.has(op))).toEqual([]);
  });

  test('a new op without cases leaves its cells blank', () => {
    const [op] = ops;
    const [row] = edgeRows([{ ...op!, name: 'newcomer' }], []);
    expect(edgeKinds.every((edge) => row!.cells[edge].why === undefined)).toBe(true);
  });

  test('the edges of an op do not move when it draws more calls', () => {
    const op = ops.find(({ name }) => name === 'requant_dynamic')!;
    const drawn = [...op.cases(newCaseGen(op, 'sym-2026-07-21'))];
    const before = [...edgeCalls(op, drawn)];
    const more = [...edgeCalls(op, [...drawn, ...drawn.toReversed()])];
    expect(more).toEqual(before);
  });
});
