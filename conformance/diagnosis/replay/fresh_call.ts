/** Calls of cases: decoded once, however often they are replayed. */

import { poisons } from '../../../goldgen/case.ts';
import type { OpCall, OpDef } from '../../../goldgen/op.ts';
import { wireToCall } from '../../../goldgen/wire.ts';
import type { TestCase } from '../../core/load.ts';

const decoded = new WeakMap<TestCase, OpCall>();

/** The call of a case, which is one of the op, on tensors of its own. */
export function freshCall(op: OpDef, test: TestCase): OpCall {
  const known = decoded.get(test) ?? wireToCall(op, test.vector, poisons.first);
  decoded.set(test, known);
  return known.copy();
}
