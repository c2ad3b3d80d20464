/** Whether a call is one that its op takes, as the harnesses see it before a kernel runs. */

import { newBuffers } from '../conformance/backends/js/buffers.ts';
import { misfitOf } from '../conformance/backends/js/declared.ts';
import type { WireCall } from '../schema/format/types.ts';

/**
 * What of a call does not fit its op's declaration under a contract; `undefined` where everything does. The
 * payloads have the sizes of their records.
 */
export function misfitOfCall(op: string, contract: string, call: WireCall): string | undefined {
  const request = { verb: 'run', seq: 0, op, contract, ...call } as const;
  return misfitOf(request, newBuffers(request).tensors);
}
