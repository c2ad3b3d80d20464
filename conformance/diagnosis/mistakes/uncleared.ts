/** Sums into an output that is not cleared before: what its buffer held before the call is part of them. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, type Tensor } from '../../../reference/tensor.ts';

/** Numbers that clearing does not change. */
class Held extends Float32Array {
  override fill(): this {
    return this;
  }
}

function held(t: Tensor): Tensor {
  const { buffer, byteOffset, length } = floats(t);
  return { ...t, data: new Held(buffer as ArrayBuffer, byteOffset, length) };
}

type Kernel = (n: Numerics, ...rest: unknown[]) => unknown;

/** The kernels that sum into their last operand, and what it is. */
const places: readonly (readonly [keyof Primitives, string, string])[] = [
  ['maxPool1dGradientFloat', 'L19', 'dx of a max pool'],
  ['avgPool1dGradientFloat', 'L21', 'dx of an average pool'],
  ['adaptiveAvgPool1dGradientFloat', 'L23', 'dx of an adaptive average pool'],
  ['convTransposed1dFloat', 'S93', 'y of a transposed convolution'],
  ['convBiasGradFloat', 'L8', 'the bias gradient of a convolution'],
];

function uncleared(
  id: string,
  clause: string,
  words: string,
  names: readonly (keyof Primitives)[],
): Mutant {
  const kept =
    (name: keyof Primitives): Kernel =>
    (n, ...operands) => {
      const target = operands.at(-1) as Tensor;
      return (primitives[name] as Kernel)(n, ...operands.slice(0, -1), held(target));
    };
  return {
    id: `${id}_not_cleared`,
    clause,
    bug: `${words} is never cleared: gradients are added to what its buffer held before the call`,
    fix: 'set the output to 0 before adding to it',
    fn: Object.fromEntries(names.map((name) => [name, kept(name)])),
  };
}

export const unclearedMistakes: readonly Mutant[] = [
  ...places.map(([name, clause, words]) => uncleared(snakeCase(name), clause, words, [name])),
  uncleared(
    'pool_gradients',
    'L19–L23',
    'dx of the pools',
    places.map(([name]) => name).filter((name) => name.includes('Pool')),
  ),
];
