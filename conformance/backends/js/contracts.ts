/** The contract of a call. */

import type { JsContext } from './api.ts';
import { KernelUnsupported } from './api.ts';
import { type JsContract, jsContracts } from './gen/contracts.ts';

/** Kernels read every choice as `contractOf(ctx).choice`: that is how the generated table knows what it needs. */
export function contractOf(ctx: JsContext): JsContract {
  const contract = jsContracts.get(ctx.contract);
  if (contract === undefined) throw new KernelUnsupported(`no contract ${ctx.contract}`);
  return contract;
}
