/**
 * Goal: what is kept of a large case is the case, whatever becomes of the files. Method: draws are counted with no file,
 * with whole ones, with damaged ones, and where no file can be written.
 */

import {
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../schema/format/file_bytes.ts';
import type { LargeEntry, WireCase } from '../../schema/format/types.ts';
import { decodeLarge, digestedOf, type LargeBytes, largeBytes } from './large_bytes.ts';

const drawn: WireCase = {
  id: 'pack_bits/large/0',
  flags: ['many_elements'],
  params: { bits: 3 },
  inputs: { codes: { dtype: 'INT32', shape: [1], data: Uint8Array.of(3, 0, 0, 0) } },
  targets: { packed: { dtype: 'BOOL', shape: [3] } },
  rng: 9,
  expected: {
    status: 'ok',
    outputs: { packed: { dtype: 'BOOL', shape: [3], data: Uint8Array.of(3) } },
    rng: 9,
  } as unknown as WireCase['expected'],
};
const bytes = digestedOf(drawn);
const entry: LargeEntry = {
  id: 'sym-2026-07-21/pack_bits/large/0',
  flags: ['many_elements'],
  call: sha256(bytes.call),
  answer: sha256(bytes.expected),
};

let folder: string;
let draws: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-large-'));
  draws = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

function bytesIn(place: string): LargeBytes {
  const draw = (): LargeBytes => {
    draws++;
    return bytes;
  };
  const { call, expected } = largeBytes(entry, draw, place);
  return { call: new Uint8Array(call), expected: new Uint8Array(expected) };
}

test('a case is drawn once', () => {
  expect(bytesIn(folder)).toEqual(bytes);
  expect(bytesIn(folder)).toEqual(bytes);
  expect(draws).toBe(1);
});

test('the bytes are the whole case but for its name and flags', () => {
  const { id: _, flags: __, ...rest } = drawn;
  expect(decodeLarge(bytesIn(folder))).toEqual(rest);
});

test.each([
  ['is cut off', (path: string) => truncateSync(path, 5)],
  ['holds another byte', (path: string) => flipLast(path)],
  ['is gone', (path: string) => rmSync(path)],
  ['cannot be read', (path: string) => replaceByLink(path)],
])('a case of which a file %s is drawn again, and kept', (_what, damage) => {
  for (const name of [entry.call, entry.answer]) {
    draws = 0;
    bytesIn(folder);
    damage(join(folder, name));
    expect(bytesIn(folder)).toEqual(bytes);
    expect(bytesIn(folder)).toEqual(bytes);
    expect(draws).toBe(name === entry.call ? 2 : 1);
  }
});

function flipLast(path: string): void {
  const held = readFileSync(path);
  held[held.length - 1]! ^= 1;
  writeFileSync(path, held);
}

/** Root may read what nobody may; not what a link to itself is. */
function replaceByLink(path: string): void {
  rmSync(path);
  symlinkSync(path, path);
}

test('where no folder can be made, a case is drawn every time', () => {
  const place = join(folder, 'a file');
  writeFileSync(place, '');
  expect(bytesIn(place)).toEqual(bytes);
  expect(bytesIn(place)).toEqual(bytes);
  expect(draws).toBe(2);
});
