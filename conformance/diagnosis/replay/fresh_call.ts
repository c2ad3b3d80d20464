/** Calls of cases: decoded once, however often they are replayed. */

import { poisons } from '../../../goldgen/case.ts';
import type { OpCall } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { wireToCall } from '../../../goldgen/wire.ts';
import type { TestCase } from '../../core/load.ts';
import { keptFor } from '../kept.ts';

const callOf = keptFor(
  (test: TestCase): OpCall => wireToCall(findOp(test.op)!, test.vector, poisons.first),
);

/** The call of a case, whose op there is, on tensors of its own. */
export const freshCall = (test: TestCase): OpCall => callOf(test).copy();
