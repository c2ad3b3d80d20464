/** Goal: the same damage of a folder gives the same error, whoever reads it. Method: damage a copy of one op. */

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from './manifest.ts';
import { sampleFolder, sampleManifest } from './sample_folder.ts';
import type { ManifestFile } from './types.ts';
import { checkNoStrangers, readFolder, readVectors } from './vector_folder.ts';

const vectors = fileURLToPath(new URL('../../vectors', import.meta.url));
const committed = readFolder(vectors, ({ op }) => op === 'rng_draws');

let dir = '';
const inside = (name: string): string => join(dir, name);
const put = (text: string): void => writeFileSync(inside('manifest.json'), text);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function read(): number {
  const found = readVectors(dir, () => true);
  checkNoStrangers(dir, readManifest(dir));
  return found.length;
}

describe.each([1, 2])('a folder of format %i', (format) => {
  let entries: readonly ManifestFile[] = [];
  beforeEach(() => {
    for (const [path, content] of sampleFolder(format, committed.files)) {
      mkdirSync(dirname(inside(path)), { recursive: true });
      writeFileSync(inside(path), content);
    }
    entries = readManifest(dir).files;
  });

  const listed = (change: (file: ManifestFile) => ManifestFile): string =>
    sampleManifest(format, entries.map(change));
  const path = (): string => entries[0]!.path;
  function pipe(): void {
    unlinkSync(inside(path()));
    expect(spawnSync('mkfifo', [inside(path())]).status).toBe(0);
  }
  function oneMore({ contracts, ...file }: ManifestFile): ManifestFile {
    return { ...file, contracts: contracts.map((part) => ({ ...part, cases: part.cases + 1 })) };
  }

  const damage: readonly (readonly [string, () => void, string, number])[] = [
    [
      'a file listed twice',
      () => put(sampleManifest(format, [entries[0]!, entries[0]!])),
      'vector-invariant',
      3,
    ],
    ['a byte order mark', () => put(`\uFEFF${listed((file) => file)}`), 'vector-schema', 3],
    ['no JSON', () => put('{'), 'vector-schema', 3],
    ['another format', () => put('{"format":3}'), 'vector-schema', 3],
    ['a missing file', () => unlinkSync(inside(path())), 'file-missing', 2],
    ['a stranger', () => copyFileSync(inside(path()), inside('x.mp')), 'vector-stale', 3],
    ['a named pipe', pipe, 'file-unreadable', 2],
    ['another count', () => put(listed(oneMore)), 'vector-stale', 3],
    [
      'another size',
      () => put(listed((file) => ({ ...file, bytes: file.bytes + 1 }))),
      'vector-hash-mismatch',
      3,
    ],
  ];

  it('gives the cases that went in, one file per op and contract', () => {
    expect(readFolder(dir, () => true).files).toEqual(committed.files);
    expect(read()).toBe(3);
    expect(readdirSync(dir).length).toBe(format === 1 ? 4 : 2);
  });

  it.each(damage)('with %s is refused', (_name, make, code, exitCode) => {
    make();
    expect(read).toThrow(expect.objectContaining({ code, exitCode }));
  });
});
