/**
 * The canonical msgpack profile, checked byte by byte.
 *
 * Allowed: maps with identifier-like ASCII keys (each once), arrays, UTF-8 strings, binary data, integers in
 * [-2^31, 2^32 - 1]; every header in its shortest form. Not allowed: nil, booleans, floats, 64-bit integers,
 * extensions. The scan knows the field path of every byte, which a general decoder does not.
 */

import { GoldError } from './errors.ts';

export const intMin = -2147483648;
export const intMax = 4294967295;

/** Deepest nesting; the format itself needs six levels. */
export const depthMax = 32;

const keyPattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** True for a map key of the profile: a letter or `_`, then letters, digits, `_`, `.`, `-`. */
export function isKey(key: string): boolean {
  return keyPattern.test(key) && key !== '__proto__';
}

/** A field path such as `cases/17/inputs/x/data`; the whole message is `(root)`. */
export function joinPath(path: string, field: string | number): string {
  return path === '' ? String(field) : `${path}/${field}`;
}

export function profileError(path: string, message: string): GoldError {
  return new GoldError('vector-profile', message, { path: path === '' ? '(root)' : path });
}

interface Scan {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  /** values that may still come */
  left: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function need(s: Scan, count: number, path: string): void {
  if (s.at + count > s.bytes.length) {
    const have = s.bytes.length - s.at;
    throw profileError(
      path,
      `truncated at byte ${s.bytes.length}: needs ${count} bytes, has ${have}`,
    );
  }
}

function readUint(s: Scan, size: 1 | 2 | 4, path: string): number {
  need(s, size, path);
  const { at } = s;
  s.at += size;
  if (size === 1) return s.view.getUint8(at);
  return size === 2 ? s.view.getUint16(at) : s.view.getUint32(at);
}

/** A length or an unsigned value whose shortest form has exactly this size. */
function readShortest(s: Scan, size: 1 | 2 | 4, low: number, path: string): number {
  const start = s.at - 1;
  const value = readUint(s, size, path);
  if (value < low) throw profileError(path, `byte ${start}: ${value} is not in its shortest form`);
  return value;
}

function scanInt(s: Scan, size: 1 | 2 | 4, high: number, path: string): void {
  const start = s.at - 1;
  need(s, size, path);
  const { view, at } = s;
  const value = size === 1 ? view.getInt8(at) : size === 2 ? view.getInt16(at) : view.getInt32(at);
  s.at += size;
  if (value > high) throw profileError(path, `byte ${start}: ${value} is not in its shortest form`);
}

function readText(s: Scan, length: number, path: string): string {
  need(s, length, path);
  const start = s.at;
  s.at += length;
  try {
    return utf8.decode(s.bytes.subarray(start, s.at));
  } catch (cause) {
    throw new GoldError('vector-profile', `byte ${start}: not UTF-8`, { path, cause });
  }
}

function scanKey(s: Scan, path: string): string {
  const start = s.at;
  const head = readUint(s, 1, path);
  let key: string;
  if (head >= 0xa0 && head <= 0xbf) key = readText(s, head & 0x1f, path);
  else if (head === 0xd9) key = readText(s, readShortest(s, 1, 32, path), path);
  else throw profileError(path, `byte ${start}: a map key must be a short string`);
  if (!isKey(key)) {
    throw profileError(path, `byte ${start}: ${JSON.stringify(key)} is not a key of the profile`);
  }
  return key;
}

function scanMap(s: Scan, size: number, path: string, depth: number): void {
  const seen = new Set<string>();
  for (let i = 0; i < size; i++) {
    const key = scanKey(s, path);
    if (seen.has(key)) throw profileError(joinPath(path, key), 'the key occurs twice');
    seen.add(key);
    scanValue(s, joinPath(path, key), depth + 1);
  }
}

function scanArray(s: Scan, size: number, path: string, depth: number): void {
  for (let i = 0; i < size; i++) scanValue(s, joinPath(path, i), depth + 1);
}

type Kind = 'map' | 'array' | 'text' | 'bin' | 'uint' | 'int';
interface Form {
  readonly kind: Kind;
  readonly size: 1 | 2 | 4;
  /** lowest length or unsigned value (for `int`: highest value) that needs this form */
  readonly bound: number;
}

/** The multi-byte headers of the profile. */
const forms: Readonly<Record<number, Form>> = {
  196: { kind: 'bin', size: 1, bound: 0 },
  197: { kind: 'bin', size: 2, bound: 0x100 },
  198: { kind: 'bin', size: 4, bound: 0x10000 },
  204: { kind: 'uint', size: 1, bound: 0x80 },
  205: { kind: 'uint', size: 2, bound: 0x100 },
  206: { kind: 'uint', size: 4, bound: 0x10000 },
  208: { kind: 'int', size: 1, bound: -33 },
  209: { kind: 'int', size: 2, bound: -129 },
  210: { kind: 'int', size: 4, bound: -32769 },
  217: { kind: 'text', size: 1, bound: 0x20 },
  218: { kind: 'text', size: 2, bound: 0x100 },
  219: { kind: 'text', size: 4, bound: 0x10000 },
  220: { kind: 'array', size: 2, bound: 16 },
  221: { kind: 'array', size: 4, bound: 0x10000 },
  222: { kind: 'map', size: 2, bound: 16 },
  223: { kind: 'map', size: 4, bound: 0x10000 },
};

const forbidden: Readonly<Record<number, string>> = {
  192: 'nil',
  193: 'the unused code 0xc1',
  194: 'false',
  195: 'true',
  202: 'a float32',
  203: 'a float64',
  207: 'a uint64',
  211: 'an int64',
};

/** Reads one header: what follows, and its length (0 for integers, which are complete). */
function readHead(s: Scan, path: string): { kind: Kind; length: number } {
  const start = s.at;
  const head = readUint(s, 1, path);
  if (head < 0x80 || head >= 0xe0) return { kind: 'uint', length: 0 };
  if (head < 0x90) return { kind: 'map', length: head & 0x0f };
  if (head < 0xa0) return { kind: 'array', length: head & 0x0f };
  if (head < 0xc0) return { kind: 'text', length: head & 0x1f };
  const form = forms[head];
  if (form === undefined) {
    const what = forbidden[head] ?? 'an extension';
    throw profileError(path, `byte ${start}: ${what} is not allowed`);
  }
  if (form.kind === 'int') scanInt(s, form.size, form.bound, path);
  const length = form.kind === 'int' ? 0 : readShortest(s, form.size, form.bound, path);
  return { kind: form.kind, length: form.kind === 'uint' ? 0 : length };
}

function scanValue(s: Scan, path: string, depth: number): void {
  if (depth > depthMax) throw profileError(path, `nested deeper than ${depthMax} levels`);
  if (s.left-- === 0) throw profileError(path, 'more values than such a message may hold');
  const { kind, length } = readHead(s, path);
  if (kind === 'map') scanMap(s, length, path, depth);
  else if (kind === 'array') scanArray(s, length, path, depth);
  else if (kind === 'text') readText(s, length, path);
  else {
    need(s, length, path);
    s.at += length;
  }
}

/**
 * Throws `vector-profile` with the field path unless the bytes are one value of the profile. A map or an array
 * counts as a value beside those that it holds; the scan ends at the first one over `valuesMax`.
 */
export function checkBytes(bytes: Uint8Array, valuesMax: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const s: Scan = { bytes, view, at: 0, left: valuesMax };
  scanValue(s, '', 0);
  if (s.at !== bytes.length) {
    throw profileError('', `${bytes.length - s.at} bytes follow the message at byte ${s.at}`);
  }
}
