/** Flat elementwise and summing ops: thresholds (S109), squares and sums (S110). */

import type { Numerics } from '../../reference/numerics.ts';
import { type Dtype, type Tensor, tensorCount } from '../../reference/tensor.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpCall,
  type OpDef,
  type OpHead,
  type Oracle,
  type ParamSpec,
  type Params,
  type RecordNote,
  type TensorSpec,
} from '../op.ts';
import { labels, newCase } from './cases.ts';
import { count, equal, sameCount } from './fits.ts';
import type { Random } from './random.ts';
import { target } from './tensors.ts';

export interface FlatRow {
  readonly set: CaseInput['set'];
  readonly flag: string;
  readonly x: Tensor;
  readonly params?: Params;
}

export interface FlatOp extends OpHead {
  readonly clause: string;
  readonly summary: string;
  readonly dtype: 'INT32' | 'FLOAT32' | 'SYM_INT32';
  /** one result for the whole tensor instead of one per element */
  readonly sums?: boolean;
  readonly params?: Readonly<Record<string, ParamSpec>>;
  readonly rows: readonly FlatRow[];
  readonly random: (r: Random) => { readonly x: Tensor; readonly params?: Params };
  readonly notes: Readonly<Record<string, RecordNote>>;
  readonly run: (n: Numerics, x: Tensor, y: Tensor, call: OpCall) => void;
  readonly oracle: Oracle;
  /** why the record of x has no effect */
  readonly unread?: TensorSpec['unread'];
}

function rowCase(op: FlatOp, { set, flag, x, params = {} }: FlatRow): CaseInput {
  const shape = op.sums === true ? [1] : x.shape;
  const quantized = op.dtype === 'SYM_INT32';
  const y = target(op.dtype as Dtype, shape, quantized ? 12 : 0, 'HALF_AWAY', quantized ? 0.75 : 1);
  return newCase(set, flag, { x, y }, { params });
}

/** The record of a flat op. */
export function flatOp(op: FlatOp): OpDef {
  return defineOp({
    name: op.name,
    version: op.version,
    clause: op.clause,
    summary: op.summary,
    since: '2026-07-21',
    params: op.params ?? {},
    tensors: {
      x: { role: 'in', dtypes: [op.dtype], unread: op.unread ?? {}, doc: '[n], flat' },
      y: { role: 'out', dtypes: [op.dtype], doc: op.sums === true ? '[1]' : '[n]' },
    },
    fits: { y: [op.sums === true ? equal(count('y'), 1) : sameCount('y', 'x')] },
    notes: {
      ...op.notes,
      values: {
        bug: 'an element skipped, read twice, or stored in place of its neighbour',
        effect: 'one value in a tensor is stale or counted twice',
      },
    },
    run(n, call) {
      const x = call.tensor('x');
      const count = op.sums === true ? 1 : tensorCount(x);
      op.run(n, x, call.tensor('y', count), call);
    },
    oracle: op.oracle,
    *cases(g: CaseGen) {
      for (const row of op.rows) yield rowCase(op, row);
      for (const label of labels('random', 24)) {
        yield rowCase(op, { set: 'random', flag: 'values', ...op.random(g.random(label)) });
      }
    },
  });
}
