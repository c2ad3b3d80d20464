/** Blocks of 256 elements, by which tensors are decoded: each taken for the first. */

import type { Numerics, Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { inside, snakeCase } from './inside.ts';

const blockSize = 256;

function decodingFirstBlock(n: Numerics): Numerics {
  const decodeTensor: Primitives['decodeTensor'] = (_n, t) => {
    const values = n.fn.decodeTensor(n, t);
    return values.map((_, i) => values[i % blockSize]!);
  };
  return { ...n, fn: { ...n.fn, decodeTensor } };
}

/** Inside one primitive, elements from 256 on are those of the first block. */
export function firstBlockIn(name: keyof Primitives, clause: string, what: string): Mutant {
  return {
    id: `first_block_in_${snakeCase(name)}`,
    clause,
    bug: `${what} reads its first 256 elements again for every later block`,
    fix: 'move on in the source by the number of elements that are done',
    flags: ['blocks'],
    fn: inside(name, decodingFirstBlock),
  };
}
