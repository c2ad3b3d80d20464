/** Mistakes in what Conv1dTransposed as a layer looks at before it computes (L10, L11). */

import type { Mutant } from '../mutant.ts';
import { backwardGuards, convArmsWithout, forwardGuards } from '../shared/conv_guards.ts';

/** Why nobody can tell that the backward does not look at its groups. */
const noChannels =
  'without groups the layer has no output channels, so that a loss with channels is refused by guardConvChannels, and one without by the kernel (A17)';

export const mutants: readonly Mutant[] = [
  ...convArmsWithout('conv1dTransposedForward', 'L10', forwardGuards),
  ...convArmsWithout('conv1dTransposedBackward', 'L11', backwardGuards, {
    guardConvGroups: noChannels,
  }),
];
