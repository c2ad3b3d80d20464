/** Every op, sorted by name. Adding an op is adding its record under `ops/` and one line here. */

import type { OpDef } from './op.ts';

export const ops: readonly OpDef[] = [];

const byName: ReadonlyMap<string, OpDef> = new Map(ops.map((op) => [op.name, op]));

/** The record of an op, or `undefined`. */
export function findOp(name: string): OpDef | undefined {
  return byName.get(name);
}
