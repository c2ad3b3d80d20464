/** Ops whose answers depend on exp or log, told by the marks of committed cases. */

import { libmMark, libmOps as pureOps } from '../../conformance/core/load.ts';
import { readMarkedOps } from '../../conformance/core/marks.ts';

/** Whether a library that takes exp and log from its platform can be held to an op. */
export function libmOps(dir: string): (op: string) => boolean {
  const marked = readMarkedOps(dir, libmMark);
  return (op) => marked.has(op) || pureOps.has(op);
}
