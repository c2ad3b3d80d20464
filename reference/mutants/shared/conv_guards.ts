/** Convolution layers of which one arm lacks a guard (L6, L7, L10, L11). */

import type { ConvLayer } from '../../layers/conv_steps.ts';
import type { Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { armWithout } from './guards.ts';

const whats = {
  guardConvGroups: 'takes no groups',
  guardConvKernel: 'takes a kernel size that is not its weight’s',
  guardConvBatch: 'takes a loss of another batch than its input',
  guardConvChannels: 'takes a loss of other channels than it has',
} as const;

type ConvGuard = keyof typeof whats;

export const forwardGuards: readonly ConvGuard[] = ['guardConvGroups', 'guardConvKernel'];
export const backwardGuards: readonly ConvGuard[] = [
  ...forwardGuards,
  'guardConvBatch',
  'guardConvChannels',
];

/** Each guard and arm of a step of a layer; `equivalent` says of which guards nobody can tell, and why. */
export function convArmsWithout(
  primitive: keyof Primitives,
  clause: string,
  guards: readonly ConvGuard[],
  equivalent: Partial<Record<ConvGuard, string>> = {},
): Mutant[] {
  const step = primitive.endsWith('Forward') ? 'forwardMath' : 'weightGradMath';
  return guards.flatMap((guard) =>
    (['FLOAT32', 'SYM_INT32'] as const).map((arm) => {
      const proof = equivalent[guard];
      return armWithout(guard, primitive, {
        name: arm === 'FLOAT32' ? 'float' : 'sym',
        clause,
        bug: `the ${arm} arm of the layer ${whats[guard]}`,
        fix: 'guard both arms, in both directions',
        flags: ['refused_groups', 'refused_kernel', 'refused_dy', 'refused_layer'],
        ...(proof === undefined ? {} : { equivalent: proof }),
        isCalled: (layer) => (layer as ConvLayer)[step].type === `ARITH_${arm}`,
      });
    }),
  );
}
