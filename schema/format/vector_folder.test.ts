/** Goal: the same damage of a folder gives the same error, whoever reads it. Method: damage a copy of one file. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from './types.ts';
import { checkNoStrangers, manifestText, readManifest, readVectors } from './vector_folder.ts';

const vectors = fileURLToPath(new URL('../../vectors', import.meta.url));
const path = 'sym-2026-07-21/rng_draws.mp';
const entry = readManifest(vectors).files.find((file) => file.path === path)!;
const { cases, bytes } = entry;
const manifest: Manifest = { format: 1, files: [entry], totals: { files: 1, cases, bytes } };

let dir = '';
const inside = (name: string): string => join(dir, name);
const put = (text: string): void => writeFileSync(inside('manifest.json'), text);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-folder-'));
  mkdirSync(inside('sym-2026-07-21'));
  copyFileSync(join(vectors, path), inside(path));
  put(manifestText(manifest));
});
afterEach(() => rmSync(dir, { recursive: true }));

function read(): number {
  const found = readVectors(dir, () => true);
  checkNoStrangers(dir, readManifest(dir));
  return found.length;
}

const damage: readonly (readonly [string, () => void, string, number])[] = [
  ['a file listed twice', () => put(twice), 'vector-invariant', 3],
  ['a byte order mark', () => put(`\uFEFF${manifestText(manifest)}`), 'vector-schema', 3],
  ['no JSON', () => put('{'), 'vector-schema', 3],
  ['a renamed file', () => rename(), 'file-missing', 2],
  [
    'a stranger',
    () => copyFileSync(inside(path), inside('sym-2026-07-21/x.mp')),
    'vector-stale',
    3,
  ],
  ['a named pipe', () => pipe(), 'file-unreadable', 2],
  ['another count', () => put(text({ cases: cases + 1 })), 'vector-stale', 3],
  ['another size', () => put(text({ bytes: bytes + 1 })), 'vector-hash-mismatch', 3],
];

const text = (change: object): string =>
  manifestText({ ...manifest, files: [{ ...entry, ...change }] });
const twice = manifestText({ ...manifest, files: [entry, entry] });
function rename(): void {
  copyFileSync(inside(path), inside('sym-2026-07-21/other.mp'));
  unlinkSync(inside(path));
}
function pipe(): void {
  unlinkSync(inside(path));
  expect(spawnSync('mkfifo', [inside(path)]).status).toBe(0);
}

describe('a folder of vectors', () => {
  it('is read whole', () => {
    expect(read()).toBe(1);
  });

  it.each(damage)('with %s is refused', (_name, make, code, exitCode) => {
    make();
    expect(read).toThrow(expect.objectContaining({ code, exitCode }));
  });
});
