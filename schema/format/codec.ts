/**
 * The codec of the canonical msgpack profile (`profile.ts`): one value has one byte string.
 *
 * Keys keep the order in which they were inserted; the writers of the format fix that order by construction.
 * Both directions accept the profile and nothing else, so a message that another library would read differently
 * never passes. They go through a message once, knowing no paths; what is refused is gone through again by a check
 * that says where the flaw is.
 */

import { checkBytes, depthMax, intMax, intMin, isKey, joinPath, profileError } from './profile.ts';
import { flaw, mapPrototype, readCanonical } from './reader.ts';
import { writeCanonical } from './writer.ts';

const loneSurrogate = /\p{Surrogate}/u;

function checkMap(value: object, path: string, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain: unknown[] = [Object.prototype, mapPrototype, null];
  if (!plain.includes(prototype)) {
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

/** What a pass over a message gives; where it finds a flaw, `explain` raises the error that says which. */
function unlessFlawed<T>(pass: () => T, explain: () => void): T {
  try {
    return pass();
  } catch (cause) {
    if (cause !== flaw) throw cause;
    explain();
    // a pass that is stricter than the check would be a mistake of ours
    throw profileError('', 'the message is not canonical');
  }
}

/** The canonical bytes of a value; throws `vector-profile` with the path of the offending field. */
export function encode(value: unknown): Uint8Array {
  return unlessFlawed(
    () => writeCanonical(value),
    () => checkValue(value, '', 0),
  );
}

/**
 * The value of canonical bytes. Throws `vector-profile` with a field path for anything that is truncated,
 * has trailing bytes, a duplicate key, a type outside the profile, a header not in its shortest form, or more
 * values than `valuesMax`: a message of a stranger is bounded before anything is made of it.
 */
export function decode(bytes: Uint8Array, valuesMax = Number.POSITIVE_INFINITY): unknown {
  return unlessFlawed(
    () => readCanonical(bytes, valuesMax, true),
    () => checkBytes(bytes, valuesMax),
  );
}

/** As `decode`, with binary data as views of the bytes, at any offset: for a look at a value that is not kept. */
export function peek(bytes: Uint8Array): unknown {
  return unlessFlawed(
    () => readCanonical(bytes, Number.POSITIVE_INFINITY, false),
    () => checkBytes(bytes, Number.POSITIVE_INFINITY),
  );
}
