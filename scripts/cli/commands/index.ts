/** Every sub-command, in the order of `goldvec --help`. */

import type { Command } from 'commander';
import { registerCrosscheck } from './crosscheck.ts';
import { register as gen } from './gen.ts';
import { register as verify } from './verify.ts';

export const commands: readonly ((program: Command) => void)[] = [gen, verify, registerCrosscheck];
