/** Every op, sorted by name. Adding an op is adding its record under `ops/` and one line here. */

import type { OpDef } from './op.ts';
import { linearBackward } from './ops/linear_backward.ts';
import { linearBiasGradRaw } from './ops/linear_bias_grad_raw.ts';
import { linearInputGradRaw } from './ops/linear_input_grad_raw.ts';
import { linearWeightGradRaw } from './ops/linear_weight_grad_raw.ts';

export const ops: readonly OpDef[] = [
  linearBackward,
  linearBiasGradRaw,
  linearInputGradRaw,
  linearWeightGradRaw,
];

const byName: ReadonlyMap<string, OpDef> = new Map(ops.map((op) => [op.name, op]));

/** The record of an op, or `undefined`. */
export function findOp(name: string): OpDef | undefined {
  return byName.get(name);
}
