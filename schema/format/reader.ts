/**
 * Reads the canonical profile in one pass, which accepts what `checkBytes` of `profile.ts` accepts and nothing else.
 * It says no more than that a message is flawed; `checkBytes` says where and why.
 */

import { depthMax, isKey } from './profile.ts';

/** Thrown for whatever is not canonical. */
export const flaw = new Error('not canonical');

/** Maps have no names but their own: `constructor` is found in none that does not hold it. */
function PlainMap(this: object): void {}
PlainMap.prototype = Object.freeze(Object.create(null));
const NewMap = PlainMap as unknown as new () => Record<string, unknown>;
export const mapPrototype: object = PlainMap.prototype;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The message that is being read. */
let bytes: Uint8Array = new Uint8Array(0);
let at = 0;
/** values that may still come */
let left = 0;
/** whether binary data is copied out of the message */
let isCopied = true;

/** Texts that were read before, by a hash of their bytes; a later text takes the place of an earlier one. */
interface Known {
  readonly text: string;
  readonly isKey: boolean;
}
const slots = 4096;
const known: (Known | undefined)[] = new Array(slots).fill(undefined);
const knownBytesMax = 64;

/** Moves over so many bytes; their beginning. */
function take(count: number): number {
  const start = at;
  at += count;
  if (at > bytes.length) throw flaw;
  return start;
}

function uint16(): number {
  const i = take(2);
  return (bytes[i]! << 8) | bytes[i + 1]!;
}

function uint32(): number {
  const i = take(4);
  return ((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!) >>> 0;
}

/** A length or value whose form holds it, and no shorter one does. */
function atLeast(low: number, value: number): number {
  if (value < low) throw flaw;
  return value;
}

function below(high: number, value: number): number {
  if (value > high) throw flaw;
  return value;
}

function newText(start: number, end: number): string {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    throw flaw;
  }
}

function isText(text: string, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** An ASCII text that was read before is the same string. */
function textAt(start: number, length: number): Known {
  let hash = length;
  let bits = 0;
  for (let i = start; i < start + length; i++) {
    hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    bits |= bytes[i]!;
  }
  const slot = (hash ^ (hash >>> 15)) & (slots - 1);
  const before = known[slot];
  if (bits < 0x80 && before !== undefined && isText(before.text, start, length)) return before;
  const text = newText(start, start + length);
  const found = { text, isKey: isKey(text) };
  if (bits < 0x80) known[slot] = found;
  return found;
}

function readText(length: number): string {
  const start = take(length);
  if (length > knownBytesMax) return newText(start, start + length);
  return textAt(start, length).text;
}

function readKey(): string {
  const head = bytes[take(1)]!;
  let length: number;
  if (head >= 0xa0 && head <= 0xbf) length = head & 0x1f;
  else if (head === 0xd9) length = atLeast(32, bytes[take(1)]!);
  else throw flaw;
  const { text, isKey: isGood } = textAt(take(length), length);
  if (!isGood) throw flaw;
  return text;
}

function readMap(size: number, depth: number): Record<string, unknown> {
  const map = new NewMap();
  for (let i = 0; i < size; i++) {
    const key = readKey();
    if (key in map) throw flaw;
    map[key] = readValue(depth + 1);
  }
  return map;
}

function readArray(size: number, depth: number): unknown[] {
  const list: unknown[] = [];
  for (let i = 0; i < size; i++) list.push(readValue(depth + 1));
  return list;
}

/** A copy at offset 0 of a buffer of its own, so that it can be viewed as int32; or a view of the message. */
function readBin(length: number): Uint8Array {
  const start = take(length);
  return isCopied ? bytes.slice(start, start + length) : bytes.subarray(start, start + length);
}

function readLong(head: number, depth: number): unknown {
  switch (head) {
    case 0xc4:
      return readBin(bytes[take(1)]!);
    case 0xc5:
      return readBin(atLeast(0x100, uint16()));
    case 0xc6:
      return readBin(atLeast(0x10000, uint32()));
    case 0xcc:
      return atLeast(0x80, bytes[take(1)]!);
    case 0xcd:
      return atLeast(0x100, uint16());
    case 0xce:
      return atLeast(0x10000, uint32());
    case 0xd0:
      return below(-33, (bytes[take(1)]! << 24) >> 24);
    case 0xd1:
      return below(-129, (uint16() << 16) >> 16);
    case 0xd2:
      return below(-32769, uint32() | 0);
    case 0xd9:
      return readText(atLeast(0x20, bytes[take(1)]!));
    case 0xda:
      return readText(atLeast(0x100, uint16()));
    case 0xdb:
      return readText(atLeast(0x10000, uint32()));
    case 0xdc:
      return readArray(atLeast(16, uint16()), depth);
    case 0xdd:
      return readArray(atLeast(0x10000, uint32()), depth);
    case 0xde:
      return readMap(atLeast(16, uint16()), depth);
    case 0xdf:
      return readMap(atLeast(0x10000, uint32()), depth);
    default:
      throw flaw;
  }
}

function readValue(depth: number): unknown {
  if (depth > depthMax || left-- === 0) throw flaw;
  const head = bytes[take(1)]!;
  if (head < 0x80) return head;
  if (head >= 0xe0) return head - 0x100;
  if (head < 0x90) return readMap(head & 0x0f, depth);
  if (head < 0xa0) return readArray(head & 0x0f, depth);
  if (head < 0xc0) return readText(head & 0x1f);
  return readLong(head, depth);
}

/**
 * The value of canonical bytes of at most `valuesMax` values, its binary data as copies or as views; throws `flaw`.
 */
export function readCanonical(message: Uint8Array, valuesMax: number, copies: boolean): unknown {
  const { buffer, byteOffset, length } = message;
  // a `Buffer` would cut slices out of itself
  bytes = new Uint8Array(buffer, byteOffset, length);
  at = 0;
  left = valuesMax;
  isCopied = copies;
  try {
    const value = readValue(0);
    if (at !== length) throw flaw;
    return value;
  } finally {
    bytes = new Uint8Array(0);
  }
}
