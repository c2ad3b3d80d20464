/**
 * Where values stand in canonical bytes, without making them. It trusts its bytes: what it passes over is only
 * measured, and whoever uses a value decodes it, which checks it.
 */

import { decode, peek } from './codec.ts';
import { profileError } from './profile.ts';

/** A value: its first byte, and the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes of a header, and how much comes behind it: bytes of its own, values. */
interface Head {
  readonly size: number;
  readonly bytes: number;
  readonly values: number;
}

const uint = (bytes: Uint8Array, at: number, size: number): number => {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
};

/** Size of the length or number behind a head byte from 0xc4 on; what is no value of the profile has none. */
const lengths: Readonly<Record<number, number>> = {
  196: 1,
  197: 2,
  198: 4,
  204: 1,
  205: 2,
  206: 4,
  208: 1,
  209: 2,
  210: 4,
  217: 1,
  218: 2,
  219: 4,
  220: 2,
  221: 4,
  222: 2,
  223: 4,
};

function longHead(bytes: Uint8Array, at: number, head: number): Head {
  const length = lengths[head];
  if (length === undefined) throw profileError('', `byte ${at}: no value of the profile`);
  const size = 1 + length;
  if (head >= 204 && head <= 210) return { size, bytes: 0, values: 0 };
  const count = uint(bytes, at + 1, length);
  if (head >= 222) return { size, bytes: 0, values: 2 * count };
  if (head >= 220) return { size, bytes: 0, values: count };
  return { size, bytes: count, values: 0 };
}

function headAt(bytes: Uint8Array, at: number): Head {
  const head = bytes[at];
  if (head === undefined) throw profileError('', `truncated at byte ${bytes.length}`);
  if (head < 0x80 || head >= 0xe0) return { size: 1, bytes: 0, values: 0 };
  if (head < 0x90) return { size: 1, bytes: 0, values: 2 * (head & 0x0f) };
  if (head < 0xa0) return { size: 1, bytes: 0, values: head & 0x0f };
  if (head < 0xc0) return { size: 1, bytes: head & 0x1f, values: 0 };
  return longHead(bytes, at, head);
}

/** The byte behind the value at `start`. Errors: vector-profile, where the bytes end before it. */
export function endOf(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let left = 1; left > 0; left--) {
    const head = bytes[at]!;
    if (head < 0x80 || head >= 0xe0) at++;
    else if (head >= 0xa0 && head < 0xc0) at += 1 + (head & 0x1f);
    else {
      const { size, bytes: more, values } = headAt(bytes, at);
      at += size + more;
      left += values;
    }
  }
  if (at > bytes.length) throw profileError('', `truncated at byte ${bytes.length}`);
  return at;
}

/** The value that stands there, checked. Errors: vector-profile. */
export function valueAt(bytes: Uint8Array, { start, end }: Span): unknown {
  return decode(bytes.subarray(start, end));
}

/** As `valueAt`, for a look at a value that is not kept: its binary data are views of the bytes. */
export function peekAt(bytes: Uint8Array, { start, end }: Span): unknown {
  return peek(bytes.subarray(start, end));
}

/** Calls `visit` with the beginning of each value of the array at `start`; it returns the end of that value. */
export function walkArray(bytes: Uint8Array, start: number, visit: (at: number) => number): number {
  const { size, values } = headAt(bytes, start);
  let at = start + size;
  for (let i = 0; i < values; i++) at = visit(at);
  return at;
}

/** Whether the bytes from `at` on are those of an ASCII text. */
export function isTextAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[at + i]) return false;
  return true;
}

/** Place of the key among the names: keys of up to 31 bytes, all that we look for, are compared and not decoded. */
function keyAt(bytes: Uint8Array, at: number, names: readonly string[]): number {
  const length = bytes[at]! - 0xa0;
  for (let i = 0; i < names.length; i++) {
    if (names[i]!.length === length && isTextAt(bytes, at + 1, names[i]!)) return i;
  }
  return -1;
}

/**
 * Calls `visit` for each value of the map at `start`, with the place of its key among the names, -1 where it is
 * none of them, and where key and value begin; it returns the end of the value. Returns the end of the map.
 */
export function walkMap(
  bytes: Uint8Array,
  start: number,
  names: readonly string[],
  visit: (name: number, at: number, key: number) => number,
): number {
  const { size, values } = headAt(bytes, start);
  let at = start + size;
  for (let i = 0; i < values; i += 2) at = visit(keyAt(bytes, at, names), endOf(bytes, at), at);
  return at;
}

/** The array of integers from 0 to 2^32 - 1 at `start`. Errors: vector-profile for anything else. */
export function countsAt(bytes: Uint8Array, start: number): number[] {
  const counts: number[] = [];
  walkArray(bytes, start, (at) => {
    const head = bytes[at]!;
    if (head < 0x80) {
      counts.push(head);
      return at + 1;
    }
    if (head < 0xcc || head > 0xce) throw profileError('', `byte ${at}: no number from 0 on`);
    const size = lengths[head]!;
    counts.push(uint(bytes, at + 1, size));
    return at + 1 + size;
  });
  return counts;
}

/** Whether the bytes from `at` on are those of `wanted`. */
export function hasAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  const { length } = wanted;
  if (at + length > bytes.length) return false;
  // a call costs more than a few comparisons
  if (length > 64) return Buffer.compare(bytes.subarray(at, at + length), wanted) === 0;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
