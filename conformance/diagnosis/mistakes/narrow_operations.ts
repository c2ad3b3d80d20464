/** Float operations of which the result is kept in half precision or bfloat16. */

import type { Float32Ops } from '../../../reference/num/float32.ts';
import { float16, nearestBfloat16 } from '../facts/narrow.ts';
import type { Operation } from './operation.ts';

const formats = [
  ['float16', 'half precision (float16)', float16],
  ['bfloat16', 'bfloat16', nearestBfloat16],
] as const;

const results = {
  add: 'a sum',
  sub: 'a difference',
  mul: 'a product',
  div: 'a quotient',
  sqrt: 'a root',
} as const satisfies Partial<Record<keyof Float32Ops, string>>;

/** By the operation: its result rounded to each of the formats. */
export const narrowOperations: Readonly<Record<string, readonly Operation[]>> = Object.fromEntries(
  Object.entries(results).map(([name, what]) => [
    name,
    formats.map(
      ([id, words, of]): Operation => [
        `in_${id}`,
        `rounds ${what} to ${words}`,
        ({ f }) => {
          const right = f[name as keyof typeof results] as (...args: number[]) => number;
          return { [name]: (...args: number[]) => of(right(...args)) };
        },
      ],
    ),
  ]),
);
