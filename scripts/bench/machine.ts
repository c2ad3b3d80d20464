/** What a figure of speed must be read with: the machine that it was measured on, and what else that did. */

import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  /** mean number of runnable processes in the last minute, when the bench began */
  readonly load: number;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    load: Math.round(100 * loadavg()[0]!) / 100,
  };
}

export function machineText(m: Machine): string {
  const what = `${m.cpu}, ${m.cores} cores, ${m.memory_gib} GiB, ${m.system}`;
  return `${what}, node ${m.node}, v8 ${m.v8}; load ${m.load.toFixed(2)}`;
}
