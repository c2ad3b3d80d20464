/** The sequences that every committed vector depends on, frozen as literals: none may ever change. */

import { describe, expect, it } from 'vitest';
import { newRandom } from './random.ts';

const frozen: ReadonlyArray<[string, readonly number[]]> = [
  [
    '',
    [
      715789690, 2091287642, 486307, 3866591158, 760028033, 3567423769, 3545414278, 3736563331,
      37679730, 1883747001, 2487186805, 4039682863, 1595438508, 605391591, 344196175, 3487559624,
    ],
  ],
  [
    '1/requant_dynamic/random/0',
    [
      138213732, 3711909887, 501938356, 3279851967, 1757928566, 3447044343, 926093475, 382580282,
      2193674492, 1506301747, 3007158963, 1429099759, 1796371407, 1556265138, 993216952, 2844436953,
    ],
  ],
  [
    'goldvec',
    [
      1160658466, 1852353733, 3819626285, 4084903361, 3967287688, 183346102, 1532268780, 3435487506,
      524480693, 1297904253, 1538520641, 3727154581, 1405509591, 4054288195, 2317918474, 3757425980,
    ],
  ],
];

describe('newRandom', () => {
  it.each(frozen)('seed %j gives the frozen sequence', (seed, expected) => {
    const r = newRandom(seed);
    expect(Array.from({ length: 16 }, () => r.uint32())).toEqual(expected);
  });

  it('derives integers, choices and floats from it in a frozen way', () => {
    const r = newRandom('mix');
    const drawn = [
      r.int(-5, 5),
      r.int(0, 4294967295),
      r.pick(['a', 'b', 'c']),
      r.chance(1, 3),
      r.float32(-3, 3),
      r.rngState(),
    ];
    expect(drawn).toEqual([2, 470912968, 'b', true, 1.2171577215194702, 3002085056]);
  });

  it('reaches both ends of an integer range and nothing beyond', () => {
    const r = newRandom('ends');
    const seen = new Set(Array.from({ length: 200 }, () => r.int(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });
});
