/** Goal: the committed canonical answers belong to the committed vectors; answers of another file are stale. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encode } from './codec.ts';
import { readCanonical, readOverflowFile } from './overflow_file.ts';
import { readManifest, readVectors } from './vector_folder.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'overflow-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const manifest = readManifest('vectors');

describe('overflow.mp', () => {
  it('has an answer for the committed cases that overflow, and for no other', () => {
    const canonicalOf = readCanonical('vectors', manifest);
    const files = readVectors('vectors', () => true);
    const lacking = files.flatMap(({ contract, cases }) =>
      cases.filter(({ id, expected }) => {
        return (
          (expected.status === 'overflow') !== (canonicalOf(`${contract}/${id}`) !== undefined)
        );
      }),
    );
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });

  it('need not be there', () => {
    expect(readOverflowFile(dir)).toBeUndefined();
    expect(readCanonical(dir, manifest)('sym-2026-07-21/round/overflow/0')).toBeUndefined();
  });

  it('is stale where a vector file is another one', () => {
    cpSync('vectors/overflow.mp', join(dir, 'overflow.mp'));
    const files = manifest.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }));
    expect(() => readCanonical(dir, { ...manifest, files })).toThrow('belong to another file');
  });

  it('is refused where it is no such file', () => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'overflow.mp'), encode({ format: 1, files: [{ path: 'a' }] }));
    expect(() => readOverflowFile(dir)).toThrow('must have required property');
  });
});
