/** Mistakes in what Conv1d as a layer looks at before it computes (L6, L7). */

import type { Mutant } from '../mutant.ts';
import { backwardGuards, convArmsWithout, forwardGuards } from '../shared/conv_guards.ts';

export const mutants: readonly Mutant[] = [
  ...convArmsWithout('conv1dForward', 'L6', forwardGuards),
  ...convArmsWithout('conv1dBackward', 'L7', backwardGuards),
];
