/** Every sub-command, in the order of `goldvec --help`. */

import type { Command } from 'commander';
import { registerCrosscheck } from './crosscheck.ts';
import { register as diff } from './diff.ts';
import { register as doctor } from './doctor.ts';
import { register as gen } from './gen.ts';
import { register as list } from './list.ts';
import { register as report } from './report.ts';
import { register as run } from './run.ts';
import { register as show } from './show.ts';
import { register as smoke } from './smoke.ts';
import { register as sync } from './sync.ts';
import { register as verify } from './verify.ts';

export const commands: readonly ((program: Command) => void)[] = [
  run,
  smoke,
  doctor,
  report,
  gen,
  verify,
  list,
  show,
  diff,
  sync,
  registerCrosscheck,
];
