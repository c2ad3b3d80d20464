/** Mistakes in what the convolution layers look at before they compute (L6, L7, L10, L11). */

import type { Numerics, Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { snakeCase } from '../shared/inside.ts';

type Guard = 'guardConvGroups' | 'guardConvKernel' | 'guardConvBatch' | 'guardConvChannels';

const whats: Readonly<Record<Guard, string>> = {
  guardConvGroups: 'takes no groups',
  guardConvKernel: 'takes a kernel size that is not its weight’s',
  guardConvBatch: 'takes a loss of another batch than its input',
  guardConvChannels: 'takes a loss of other channels than it has',
};

const flags = ['refused_groups', 'refused_kernel', 'refused_dy', 'refused_layer'];

function lacking(n: Numerics, guard: Guard): Numerics {
  return { ...n, fn: { ...n.fn, [guard]: () => {} } };
}

/** A layer whose FLOAT32 arm, or whose SYM arm, lacks one guard; the other arm has it. */
function armWithout(
  guard: Guard,
  name: 'conv1dForward' | 'conv1dTransposedForward' | 'conv1dBackward' | 'conv1dTransposedBackward',
  clause: string,
  arm: 'FLOAT32' | 'SYM_INT32',
): Mutant {
  const step = name.endsWith('Forward') ? 'forwardMath' : 'weightGradMath';
  const inner = primitives[name] as (n: Numerics, ...rest: unknown[]) => void;
  const run = (
    n: Numerics,
    layer: Parameters<Primitives['conv1dForward']>[1],
    ...rest: unknown[]
  ) => inner(layer[step].type === `ARITH_${arm}` ? lacking(n, guard) : n, layer, ...rest);
  return {
    id: `${snakeCase(name)}_${arm === 'FLOAT32' ? 'float' : 'sym'}_without_${snakeCase(guard)}`,
    clause,
    bug: `the ${arm} arm of the layer ${whats[guard]}`,
    fix: 'guard both arms, in both directions',
    flags,
    fn: { [name]: run },
  };
}

const layers = [
  ['conv1dForward', 'L6', ['guardConvGroups', 'guardConvKernel']],
  ['conv1dTransposedForward', 'L10', ['guardConvGroups', 'guardConvKernel']],
  [
    'conv1dBackward',
    'L7',
    ['guardConvGroups', 'guardConvKernel', 'guardConvBatch', 'guardConvChannels'],
  ],
  [
    'conv1dTransposedBackward',
    'L11',
    ['guardConvGroups', 'guardConvKernel', 'guardConvBatch', 'guardConvChannels'],
  ],
] as const;

export const mutants: readonly Mutant[] = layers.flatMap(([name, clause, guards]) =>
  guards.flatMap((guard) =>
    (['FLOAT32', 'SYM_INT32'] as const).map((arm) => armWithout(guard, name, clause, arm)),
  ),
);
