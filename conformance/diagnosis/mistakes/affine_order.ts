/** Steps of an affine encoder in another order: what is clamped or rounded before the zero point is subtracted (S26). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';

/** Range that a quotient is cut to before the zero point enters; none where it is not. */
type Range = (bits: number) => readonly [number, number] | undefined;

const ranges: readonly (readonly [string, string, Range])[] = [
  ['rounded', 'rounded', () => undefined],
  [
    'signed',
    'clamped to the signed range of the width, [−2^(b−1), 2^(b−1) − 1],',
    (bits) => [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1],
  ],
  ['codes', 'clamped to the codes, [0, 2^b − 1],', (bits) => [0, 2 ** bits - 1]],
  ['int8', 'clamped to int8, [−128, 127],', () => [-128, 127]],
  ['uint8', 'clamped to [0, 255]', () => [0, 255]],
  ['int16', 'clamped to 16 bits', () => [-32768, 32767]],
  ['positive', 'clamped at 0', () => [0, 2 ** 31 - 1]],
];

const clamped = (x: number, range: readonly [number, number] | undefined): number =>
  range === undefined ? x : Math.min(Math.max(x, range[0]), range[1]);

type Order = readonly [
  string,
  string,
  (
    n: Numerics,
    quotient: number,
    zeroPoint: number,
    cut: (x: number) => number,
    round: (x: number) => number,
  ) => number,
];

/** What is done with the quotient v ⊘ s until it is the code. */
const orders: readonly Order[] = [
  [
    'code',
    'rounded and',
    (_n, quotient, zeroPoint, cut, round) => cut(round(quotient)) - zeroPoint,
  ],
  [
    'cut_then_round',
    'not rounded but',
    (n, quotient, zeroPoint, cut, round) => round(n.f.sub(cut(quotient), n.f.fromInt(zeroPoint))),
  ],
];

const isOnce = ([order]: Order, range: string): boolean => order === 'code' || range !== 'rounded';

/** Whether the code is clamped at last, once the zero point is in it. */
const lastClamps = [
  ['', '', true],
  ['_unclamped', ', and the code is not clamped after that', false],
] as const;

export const affineOrderMistakes: readonly Mutant[] = ranges.flatMap(([id, words, range]) =>
  orders
    .filter((order) => isOnce(order, id))
    .flatMap(([order, before, of]) =>
      lastClamps.map(
        ([ending, after, isClamped]): Mutant => ({
          id: `affine_encode_${order}_${id}_before_zero_point${ending}`,
          clause: 'S26',
          bug: `the affine encoder: the quotient is ${id === 'rounded' ? '' : `${before} `}${words} before the zero point is subtracted${after}`,
          fix: '(v ⊘ s) ⊖ zp in float, then rounded once, then clamped to [0, 2^b − 1]',
          fn: {
            encodeAffine: (n, v, grid, bits, mode) => {
              const top = Math.trunc(n.fn.aMax(n, bits));
              const cut = (x: number): number => clamped(x, range(bits));
              const round = (x: number): number => n.fn.round(n, x, mode);
              const code = of(n, n.f.div(v, grid.scale), grid.zeroPoint, cut, round);
              return isClamped ? clamped(code, [0, top]) : code | 0;
            },
          },
        }),
      ),
    ),
);
