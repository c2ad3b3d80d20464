/** How many of the committed cases the oracle answers, op by op, and that its answers are those committed. */

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ContractId } from '../reference/contracts.ts';
import type { WireCase } from '../schema/format/types.ts';
import { readVectors } from '../schema/format/vector_folder.ts';
import { askOracle } from './case.ts';
import { contractsOf, type OpDef } from './op.ts';
import { disagreementsOf } from './oracle_disagreement.ts';
import { ops } from './registry.ts';

/** Ops whose primitive has no independent version, and why. */
const without: Readonly<Record<string, readonly string[]>> = {
  'a training loop around primitives': [
    'model_forward',
    'trajectory',
    'training_run',
    'training_step',
  ],
  'a layer around kernels that have one, and around its accumulation': [
    'conv1d_backward',
    'conv1d_transposed_backward',
  ],
  'bookkeeping without arithmetic': [
    'tensor_copy',
    'tensor_init',
    'argmax',
    'arithmetic_record',
    'validate_model',
  ],
  'a double function of the host': ['lr_schedule'],
};

/** Least share of answered cases under each contract, where it is below 0.9. */
const leastShares: Readonly<Record<string, number>> = {
  // operands of another format than a raw wire's, and shapes that do not fit
  conv1d_forward: 0.85,
  conv1d_transposed_forward: 0.85,
  layer_norm_forward: 0.75,
  // views and forms that the funnel's oracle leaves out
  execute_op: 0.85,
  // the float arm adds in another order; shapes that do not fit
  group_norm_backward: 0.8,
  layer_norm_backward: 0.7,
  // zeros of both signs, NaN and infinities have an order of their own
  max_pool1d_forward: 0.85,
  // widths beyond those of the oracle
  repack: 0.85,
};

function casesOf(op: OpDef, contract: ContractId): WireCase[] {
  const dir = fileURLToPath(new URL('../vectors', import.meta.url));
  const [file] = readVectors(dir, (e) => e.contract === contract && e.op === op.name);
  if (file === undefined) throw new Error(`${contract}/${op.name} has no vectors`);
  return [...file.cases];
}

const covered = ops.filter((op) => op.oracle !== undefined);

describe('the oracle', () => {
  it('is there for every op that is not excused', () => {
    const missing = ops.filter((op) => op.oracle === undefined).map((op) => op.name);
    expect(missing.sort()).toEqual(Object.values(without).flat().sort());
  });

  it.each(covered)('answers the cases of $name', (op) => {
    for (const contract of contractsOf(op)) {
      const cases = casesOf(op, contract);
      // derived edges are empty, refused or not finite, where most oracles have no answer
      const made = cases.filter(({ id }) => id.split('/')[1] !== 'edge');
      const known = made.filter((c) => askOracle(op, contract, c).verdict !== undefined);
      const least = leastShares[op.name] ?? 0.9;
      const report = `${contract}/${op.name}: ${known.length} of ${made.length} cases answered`;
      expect(known.length / made.length, report).toBeGreaterThanOrEqual(least);
      expect(disagreementsOf(op, contract, cases)).toEqual([]);
    }
  });
});
