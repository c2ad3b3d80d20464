/** A variable that is not cleared between two turns of a loop: what was packed or unpacked before is or-ed in (S5). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { primitives } from '../../../reference/primitives.ts';

const widths: readonly (readonly [string, string, (bits: number) => boolean])[] = [
  ['', '', () => true],
  ['_of_4_bits', ' of 4 bits', (bits) => bits === 4],
  ['_of_2_bits', ' of 2 bits', (bits) => bits === 2],
  ['_of_1_bit', ' of 1 bit', (bits) => bits === 1],
  ['_below_8_bits', ' of fewer than 8 bits', (bits) => bits < 8],
  ['_across_bytes', ' of a width that does not divide 8', (bits) => 8 % bits !== 0],
];

/** Which of the results before are still in the variable. */
const kept: readonly (readonly [string, string, (k: number) => number])[] = [
  ['all', 'all those before it', () => 0],
  ['last', 'the one before it', (k) => Math.max(0, k - 1)],
];

function or(values: ArrayLike<number>, k: number, first: number): number {
  let all = values[k]!;
  for (let i = first; i < k; i++) all |= values[i]!;
  return all;
}

const fix = 'begin every byte and every element with 0, or assign';

export const keptByteMistakes: readonly Mutant[] = widths.flatMap(([width, words, fits]) =>
  kept.flatMap(([id, which, first]): Mutant[] => [
    {
      id: `pack_bytes_keep_${id}${width}`,
      clause: 'S5',
      bug: `packing codes${words}: a byte is not cleared before it is filled, it keeps the bits of earlier bytes: of ${which}`,
      fix,
      fn: {
        packBits: (n, codes, bits) => {
          const bytes = primitives.packBits(n, codes, bits);
          return fits(bits) ? bytes.map((_, k) => or(bytes, k, first(k))) : bytes;
        },
      },
    },
    {
      id: `unpack_codes_keep_${id}${width}`,
      clause: 'S5',
      bug: `unpacking codes${words}: the variable is not cleared between elements, a code keeps the bits of earlier codes: of ${which}`,
      fix,
      fn: {
        unpackBits: (n, bytes, bits, count) => {
          const codes = primitives.unpackBits(n, bytes, bits, count);
          return fits(bits) ? codes.map((_, k) => or(codes, k, first(k))) : codes;
        },
      },
    },
  ]),
);
