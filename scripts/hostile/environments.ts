/** The command in hostile surroundings: disks, pipes, vector folders, build folders, limits, signals. */

import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { builds } from './environments/builds.ts';
import { type Environment, environmentProblem } from './environments/environment.ts';
import { folders } from './environments/folders.ts';
import { limits } from './environments/limits.ts';
import { canMount, mounts } from './environments/mounts.ts';
import { processes } from './environments/processes.ts';
import { signals } from './environments/signals.ts';
import { writes } from './environments/writes.ts';
import { newCounter, type Tally } from './tally.ts';

/** How many run at once. */
const lanes = 2;
const target = 'native:gcc-O0';

export async function tryEnvironments(): Promise<Tally> {
  const counter = newCounter('environments');
  if (process.platform !== 'linux') return counter.tally('Linux only');
  const canBuild = (await readyTargets([target])).has(target);
  const all: Environment[] = [
    ...writes,
    ...limits,
    ...folders,
    ...processes,
    ...signals,
    ...(canMount() ? mounts : []),
    ...(canBuild ? builds : []),
  ];
  const waiting = all.values();
  async function lane(): Promise<void> {
    for (const environment of waiting) {
      counter.add(environment.what, await environmentProblem(environment));
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  const missing = [
    ...(canBuild ? [] : [`${target} cannot be built`]),
    ...(canMount() ? [] : ['no file system can be mounted']),
  ];
  return counter.tally(missing.length === 0 ? undefined : missing.join(', '));
}
