/** Goal: the specification says of every op, arm and edge what happens, and each word has a case or a reason. */

import { describe, expect, it } from 'vitest';
import { edgeKinds } from '../../goldgen/edges/edge_cases.ts';
import { ops } from '../../goldgen/registry.ts';
import { defaultContractId } from '../../reference/contracts.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { vectorsDir } from '../cli/paths.ts';
import { edgeCell, edgeRowsOf } from './edge_rows.ts';
import { loadSpec } from './load.ts';

const files = readVectors(vectorsDir, ({ contract }) => contract === defaultContractId);

function fileOf(op: string): VectorFile {
  return files.find((file) => file.op === op)!;
}

function blanks(op: (typeof ops)[number], file: VectorFile): string[] {
  return edgeRowsOf(op, file).flatMap((row) =>
    edgeKinds
      .filter((edge) => edgeCell(op.name, row, edge) === '')
      .map((edge) => `${op.name} ${row.arm}: ${edge}`),
  );
}

describe('the edges of an op in its clause', () => {
  it('are stated for every arm, with a case or a reason', () => {
    expect(ops.flatMap((op) => blanks(op, fileOf(op.name)))).toEqual([]);
  });

  it('are missed where an arm loses its cases', () => {
    const op = ops.find(({ name }) => name === 'relu_backward')!;
    const file = fileOf(op.name);
    const cases = file.cases.filter(
      ({ params, inputs }) =>
        params.dx_arithmetic !== 'ARITH_FLOAT32' || !inputs.x!.shape.includes(0),
    );
    expect(blanks(op, { ...file, cases })).toEqual(['relu_backward FLOAT32: empty']);
  });

  it('tell an order that decides from one that does not', () => {
    const words = (name: string, set: string): string[] => {
      const op = ops.find((o) => o.name === name)!;
      const file = fileOf(name);
      const rows = edgeRowsOf(op, {
        ...file,
        cases: file.cases.filter((c) => c.id.includes(`/${set}/`)),
      });
      return [...new Set(rows.flatMap(({ cells }) => cells.order.map(({ what }) => what)))].sort();
    };
    expect(words('relu_backward', 'edge')).toEqual(['no difference']);
    expect(words('layer_norm_forward', 'directed')).toContain('decides');
  });

  it('stand on a page for every op', () => {
    const text = loadSpec()
      .spec.pages.map((page) => page.text)
      .join('\n');
    const missing = ops.filter(({ name }) => !text.includes(`| \`${name}\` | order | empty |`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
