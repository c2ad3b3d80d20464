/**
 * The codec of the canonical msgpack profile (`profile.ts`): one value has one byte string.
 *
 * Keys keep the order in which they were inserted; the writers of the format fix that order by construction.
 * Both directions assert the profile, and decoding re-encodes and compares, so a message that another
 * library would read differently never passes.
 */

import { Packr } from 'msgpackr';
import { GoldError } from './errors.ts';
import { checkBytes, depthMax, intMax, intMin, isKey, joinPath, profileError } from './profile.ts';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const loneSurrogate = /\p{Surrogate}/u;

function checkMap(value: object, path: string, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw profileError(path, 'only plain objects can be encoded');
  }
  for (const [key, field] of Object.entries(value)) {
    if (!isKey(key)) throw profileError(path, `${JSON.stringify(key)} is not a key of the profile`);
    checkValue(field, joinPath(path, key), depth + 1);
  }
}

function checkNumber(value: number, path: string): void {
  if (!Number.isInteger(value) || value < intMin || value > intMax || Object.is(value, -0)) {
    const shown = Object.is(value, -0) ? '-0' : String(value);
    throw profileError(path, `${shown} is not an integer in [-2^31, 2^32 - 1]`);
  }
}

function checkValue(value: unknown, path: string, depth: number): void {
  if (depth > depthMax) throw profileError(path, `nested deeper than ${depthMax} levels`);
  if (typeof value === 'number') checkNumber(value, path);
  else if (typeof value === 'string') {
    if (loneSurrogate.test(value)) throw profileError(path, 'the string holds a lone surrogate');
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkValue(value[i], joinPath(path, i), depth + 1);
  } else if (value instanceof Uint8Array) return;
  else if (typeof value === 'object' && value !== null) checkMap(value, path, depth);
  else throw profileError(path, `${value === null ? 'null' : typeof value} is not allowed`);
}

/** The canonical bytes of a value; throws `vector-profile` with the path of the offending field. */
export function encode(value: unknown): Uint8Array {
  checkValue(value, '', 0);
  // the packer returns slices of a pool
  return new Uint8Array(packr.pack(value));
}

/** Replaces binary fields, which the decoder cuts out of a pool, by fresh arrays at offset 0, and takes prototypes away. */
function detach(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = detach(value[i]);
  } else if (typeof value === 'object' && value !== null) {
    const map = value as Record<string, unknown>;
    // a name that every object has, such as `constructor`, must not be found in it
    Object.setPrototypeOf(map, null);
    for (const key of Object.keys(map)) map[key] = detach(map[key]);
  }
  return value;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}

/**
 * The value of canonical bytes. Throws `vector-profile` with a field path for anything that is truncated,
 * has trailing bytes, a duplicate key, a type outside the profile, a header not in its shortest form, or more
 * values than `valuesMax`: a message of a stranger is bounded before anything is made of it.
 */
export function decode(bytes: Uint8Array, valuesMax = Number.POSITIVE_INFINITY): unknown {
  checkBytes(bytes, valuesMax);
  let value: unknown;
  try {
    value = detach(packr.unpack(bytes));
  } catch (cause) {
    throw new GoldError('vector-profile', 'the message cannot be decoded', {
      path: '(root)',
      cause,
    });
  }
  const again = encode(value);
  if (again.length !== bytes.length || firstDifference(again, bytes) !== bytes.length) {
    const at = firstDifference(again, bytes);
    throw profileError('', `byte ${at}: the message differs from its canonical form`);
  }
  return value;
}
