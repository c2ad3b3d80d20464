/** Portable seeded randomness for case generation; the only file that imports seedrandom. */

import seedrandom from 'seedrandom';
import { float32FromBits } from '../../reference/num/float32.ts';

export interface Random {
  /** uniform uint32 */
  uint32(): number;
  /** uniform integer in [low, high], by rejection */
  int(low: number, high: number): number;
  /** one of the items */
  pick<T>(items: readonly T[]): T;
  /** true with probability p/q */
  chance(p: number, q: number): boolean;
  /** a float32 `±m·2^e`, m uniform in [1, 2), e uniform in [eLow, eHigh], built from bits */
  float32(eLow: number, eHigh: number): number;
  /** a non-zero generator state */
  rngState(): number;
}

/** A generator for the given seed text (alea; its sequence is frozen by a test). */
export function newRandom(seed: string): Random {
  const generator = seedrandom.alea(seed);
  const uint32 = (): number => generator.int32() >>> 0;
  const below = (bound: number): number => {
    const limit = 4294967296 - (4294967296 % bound);
    let x = uint32();
    while (x >= limit) x = uint32();
    return x % bound;
  };
  const int = (low: number, high: number): number => low + below(high - low + 1);
  return {
    uint32,
    int,
    pick: (items) => items[below(items.length)]!,
    chance: (p, q) => below(q) < p,
    float32(eLow, eHigh) {
      const exponent = int(eLow, eHigh) + 127;
      const bits = uint32();
      return float32FromBits(((bits & 0x80000000) | (exponent << 23) | (bits & 0x7fffff)) >>> 0);
    },
    rngState: () => uint32() || 1,
  };
}
