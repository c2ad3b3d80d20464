/**
 * Writes the canonical profile in one pass. It says no more than that a value is flawed; `checkValue` of `codec.ts`
 * says where and why.
 */

import { depthMax, intMax, isKey } from './profile.ts';
import { flaw, mapPrototype } from './reader.ts';

const loneSurrogate = /\p{Surrogate}/u;
const utf8 = new TextEncoder();

/** What is written so far; grows, and is given back where a large message made it large. */
const usualBytes = 1 << 16;
let out = new Uint8Array(usualBytes);
let at = 0;

/** Keys that were written before, with their header. */
const known = new Map<string, Uint8Array>();
const knownMax = 4096;

function room(count: number): void {
  if (at + count <= out.length) return;
  const grown = new Uint8Array(Math.max(2 * out.length, at + count));
  grown.set(out.subarray(0, at));
  out = grown;
}

function writeUint(head8: number, value: number): void {
  // the heads of 8, 16 and 32 bits follow each other
  if (value < 0x100) {
    out[at++] = head8;
  } else if (value < 0x10000) {
    out[at++] = head8 + 1;
    out[at++] = value >>> 8;
  } else {
    out[at++] = head8 + 2;
    out[at++] = value >>> 24;
    out[at++] = value >>> 16;
    out[at++] = value >>> 8;
  }
  out[at++] = value;
}

function writeInt(value: number): void {
  room(5);
  if (value >= 0) {
    if (value < 0x80) out[at++] = value;
    else writeUint(0xcc, value);
  } else if (value >= -32) {
    out[at++] = value;
  } else if (value >= -0x80) {
    out[at++] = 0xd0;
    out[at++] = value;
  } else if (value >= -0x8000) {
    out[at++] = 0xd1;
    out[at++] = value >> 8;
    out[at++] = value;
  } else {
    out[at++] = 0xd2;
    out[at++] = value >> 24;
    out[at++] = value >> 16;
    out[at++] = value >> 8;
    out[at++] = value;
  }
}

function writeNumber(value: number): void {
  const isInt32 = (value | 0) === value && !Object.is(value, -0);
  if (!isInt32 && !(Number.isInteger(value) && value > 0 && value <= intMax)) throw flaw;
  writeInt(value);
}

/** The header of a list or a map, which have no form of 8 bits. */
function writeSize(short: number, head16: number, size: number): void {
  room(5);
  if (size < 16) out[at++] = short | size;
  else if (size < 0x10000) {
    out[at++] = head16;
    out[at++] = size >>> 8;
    out[at++] = size;
  } else writeUint(head16 - 1, size);
}

function writeTextHead(bytes: number): void {
  if (bytes < 32) out[at++] = 0xa0 | bytes;
  else writeUint(0xd9, bytes);
}

function writeText(text: string): void {
  const { length } = text;
  room(5 + 3 * length);
  const start = at;
  writeTextHead(length);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) {
      at = start;
      writeWideText(text);
      return;
    }
    out[at++] = code;
  }
}

function writeWideText(text: string): void {
  if (loneSurrogate.test(text)) throw flaw;
  const bytes = utf8.encode(text);
  writeTextHead(bytes.length);
  out.set(bytes, at);
  at += bytes.length;
}

function newKey(key: string): Uint8Array {
  if (!isKey(key)) throw flaw;
  const start = at;
  writeText(key);
  const bytes = out.slice(start, at);
  at = start;
  if (known.size >= knownMax) known.clear();
  known.set(key, bytes);
  return bytes;
}

function writeKey(key: string): void {
  const bytes = known.get(key) ?? newKey(key);
  room(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[at++] = bytes[i]!;
}

function writeBin(bytes: Uint8Array): void {
  room(5 + bytes.length);
  writeUint(0xc4, bytes.length);
  if (bytes.length > 48) {
    out.set(bytes, at);
    at += bytes.length;
  } else for (let i = 0; i < bytes.length; i++) out[at++] = bytes[i]!;
}

function writeMap(map: object, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(map);
  const isPlain = prototype === Object.prototype || prototype === mapPrototype;
  if (!isPlain && prototype !== null) throw flaw;
  const keys = Object.keys(map);
  writeSize(0x80, 0xde, keys.length);
  for (const key of keys) {
    writeKey(key);
    writeValue((map as Record<string, unknown>)[key], depth + 1);
  }
}

function writeArray(list: readonly unknown[], depth: number): void {
  writeSize(0x90, 0xdc, list.length);
  for (let i = 0; i < list.length; i++) writeValue(list[i], depth + 1);
}

function writeValue(value: unknown, depth: number): void {
  if (depth > depthMax) throw flaw;
  if (typeof value === 'number') writeNumber(value);
  else if (typeof value === 'string') writeText(value);
  else if (value instanceof Uint8Array) writeBin(value);
  else if (Array.isArray(value)) writeArray(value, depth);
  else if (typeof value === 'object' && value !== null) writeMap(value, depth);
  else throw flaw;
}

/** The canonical bytes of a value, in an array of their own; throws `flaw`. */
export function writeCanonical(value: unknown): Uint8Array {
  at = 0;
  writeValue(value, 0);
  const written = out.slice(0, at);
  if (out.length > 16 * usualBytes) out = new Uint8Array(usualBytes);
  return written;
}
