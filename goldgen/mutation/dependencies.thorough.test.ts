/** That the dependencies of ops, which are read from the sources, miss nothing that runs. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ContractId } from '../../reference/contracts.ts';
import { primitives } from '../../reference/primitives.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { findOp, ops, recordPath } from '../registry.ts';
import { readDependencies } from './dependencies.ts';
import { traceOf } from './kill.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const names = ops.map((op) => op.name);

describe('the dependencies of an op', () => {
  const closureOf = readDependencies(root, new Set(Object.keys(primitives)));

  it.each(names)('%s names every primitive that its committed cases run', (name) => {
    const { primitives: known } = closureOf([recordPath(name)]);
    const files = readVectors(join(root, 'vectors'), (entry) => entry.op === name);
    const run = new Set(
      files.flatMap((file) =>
        file.cases.flatMap((c) => [...traceOf(findOp(name)!, file.contract as ContractId, c).fn]),
      ),
    );
    expect([...run].filter((primitive) => !known.has(primitive))).toEqual([]);
  });
});
