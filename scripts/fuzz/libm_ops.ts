/** Ops whose answers depend on exp or log, told by the marks of committed cases. */

import { readMarkedOps } from '../../conformance/core/marks.ts';

/** Whether a library that takes exp and log from its platform can be held to an op. */
export function libmOps(dir: string): (op: string) => boolean {
  const marked = readMarkedOps(dir, 'exp_log_ulp');
  return (op) => marked.has(op) || op === 'exp_float32' || op === 'log_float32';
}
