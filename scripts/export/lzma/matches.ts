/** Earlier places that go on like the bytes at a position. */

import { lengthMax } from './model.ts';

export interface Match {
  readonly length: number;
  /** bytes back, less 1 */
  readonly distance: number;
}

const hashBits = 16;
/** Places that are tried for a position, the nearest first. */
const triesMax = 100;

export interface MatchFinder {
  /** Matches at a position, each longer and farther than the one before. Positions are asked for in order. */
  at(position: number): Match[];
  /** Passes positions up to, not including, `end`. */
  skipTo(end: number): void;
}

/** How many bytes two places have in common, up to what one match can say. */
export function commonLength(data: Uint8Array, from: number, at: number, max: number): number {
  let length = 0;
  while (length < max && data[from + length] === data[at + length]) length++;
  return length;
}

export function newMatchFinder(data: Uint8Array, window: number): MatchFinder {
  const pairs = new Int32Array(2 ** 16).fill(-1);
  const heads = new Int32Array(2 ** hashBits).fill(-1);
  const earlier = new Int32Array(data.length);
  let next = 0;

  const pairAt = (at: number): number => data[at]! | (data[at + 1]! << 8);
  const hashAt = (at: number): number =>
    Math.imul(pairAt(at) | (data[at + 2]! << 16), 0x9e3779b1) >>> (32 - hashBits);

  function skipTo(end: number): void {
    for (; next < end; next++) {
      if (next + 1 < data.length) pairs[pairAt(next)] = next;
      if (next + 2 >= data.length) continue;
      const hash = hashAt(next);
      earlier[next] = heads[hash]!;
      heads[hash] = next;
    }
  }

  function at(position: number): Match[] {
    skipTo(position);
    const max = Math.min(lengthMax, data.length - position);
    const found: Match[] = [];
    if (max < 2) return found;
    const take = (from: number): void => {
      const length = commonLength(data, from, position, max);
      if (length >= 2 && length > (found.at(-1)?.length ?? 1)) {
        found.push({ length, distance: position - from - 1 });
      }
    };
    const isNear = (from: number): boolean => from >= 0 && position - from <= window;
    const pair = pairs[pairAt(position)]!;
    if (isNear(pair)) take(pair);
    let from = max < 3 ? -1 : heads[hashAt(position)]!;
    for (let tries = 0; isNear(from) && tries < triesMax; tries++) {
      if ((found.at(-1)?.length ?? 0) >= max) break;
      take(from);
      from = earlier[from]!;
    }
    return found;
  }

  return { at, skipTo };
}
