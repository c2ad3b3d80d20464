/** Padding of the FLOAT32 convolutions alone: the SYM arm has its own loop in many kernels. */

import type { Numerics, Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { inside, snakeCase } from './inside.ts';

type Geometry = ReturnType<Primitives['windowGeometry']>;

const wrong: Readonly<Record<string, (g: Geometry) => number>> = {
  zero: () => 0,
  right: ({ padRight }) => padRight,
};

/** Inside one FLOAT32 kernel, windows start at the input’s first sample, or as if the right padding stood on the left. */
export function paddedWrongly(name: keyof Primitives, clause: string, what: string): Mutant[] {
  return Object.entries(wrong).map(([how, padLeft]) => ({
    id: `${snakeCase(name)}_pad_${how}`,
    clause,
    bug:
      how === 'zero'
        ? `${what} ignores padLeft`
        : `${what} takes the right padding for the left one`,
    fix: 'start window o at o·S − padLeft in both arms',
    flags: ['float_padding'],
    fn: inside(name, (n: Numerics) => {
      const windowGeometry: Primitives['windowGeometry'] = (_n, w, length) => {
        const g = n.fn.windowGeometry(n, w, length);
        return { ...g, padLeft: padLeft(g) };
      };
      return { ...n, fn: { ...n.fn, windowGeometry } };
    }),
  }));
}
