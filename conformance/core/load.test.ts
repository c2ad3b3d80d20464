/** Goal: a corpus that differs from its manifest in anything never runs. Method: damage a folder of its own. */

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encode } from '../../schema/format/codec.ts';
import type { Manifest } from '../../schema/format/types.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { loadCorpus } from './load.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const path = 'sym-2026-07-21/sample.mp';
const goodBytes = encode(sampleFile());

function manifestOf(bytes: Uint8Array, cases = 5): Manifest {
  const entry = {
    path,
    contract: 'sym-2026-07-21',
    op: 'sample',
    op_version: 1,
    cases,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  return { format: 1, files: [entry], totals: { files: 1, cases, bytes: bytes.length } };
}

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goldvec-load-'));
  folders.push(folder);
  mkdirSync(join(folder, 'sym-2026-07-21'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function corpusOf(bytes: Uint8Array, manifest: Manifest, more = {}): string {
  return folderWith({ [path]: bytes, 'manifest.json': JSON.stringify(manifest), ...more });
}

const everyFile = () => true;

describe('loadCorpus', () => {
  it('reads the cases with their identities', () => {
    const corpus = loadCorpus(corpusOf(goodBytes, manifestOf(goodBytes)), everyFile);
    expect(corpus.cases.map(({ id }) => id)).toEqual([
      'sym-2026-07-21/sample/directed/1',
      'sym-2026-07-21/sample/overflow/2',
      'sym-2026-07-21/sample/negative/3',
      'sym-2026-07-21/sample/overflow/4',
      'sym-2026-07-21/sample/random/5',
    ]);
    expect(corpus.has('sym-2026-07-21/sample/random/5')).toBe(true);
    expect(corpus.has('sym-2026-07-21/sample/random/6')).toBe(false);
  });

  it('does not open a file that is not wanted', () => {
    const corpus = loadCorpus(corpusOf(Uint8Array.of(1), manifestOf(goodBytes)), () => false);
    expect(corpus.cases).toEqual([]);
    expect(corpus.has('sym-2026-07-21/sample/random/6')).toBe(true);
    expect(corpus.has('sym-2026-07-21/other/random/6')).toBe(false);
  });

  const flipped = goodBytes.slice();
  flipped[flipped.length >> 1]! ^= 1;
  const truncated = goodBytes.slice(0, -1);
  const { clause: _, ...incomplete } = sampleFile();
  const invalid = encode(incomplete);

  it.each([
    ['one flipped bit', flipped, manifestOf(goodBytes), 'vector-hash-mismatch'],
    ['a file that ends early', truncated, manifestOf(truncated), 'vector-profile'],
    ['a missing field', invalid, manifestOf(invalid), 'vector-schema'],
    ['another number of cases', goodBytes, manifestOf(goodBytes, 4), 'vector-stale'],
  ] as const)('rejects %s', (_name, bytes, manifest, code) => {
    const folder = corpusOf(bytes, manifest);
    expect(() => loadCorpus(folder, everyFile)).toThrow(
      expect.objectContaining({ code, exitCode: 3, path: expect.stringContaining(path) }),
    );
  });

  it('rejects a vector file that the manifest does not know', () => {
    const more = { 'sym-2026-07-21/other.mp': goodBytes };
    const folder = corpusOf(goodBytes, manifestOf(goodBytes), more);
    expect(() => loadCorpus(folder, everyFile)).toThrow(
      expect.objectContaining({ code: 'vector-stale', path: 'sym-2026-07-21/other.mp' }),
    );
  });

  it.each([
    ['no manifest', {}, 'file-missing', 2],
    ['a manifest that is no JSON', { 'manifest.json': '{' }, 'vector-schema', 3],
    ['a manifest of another kind', { 'manifest.json': '{}' }, 'vector-schema', 3],
    [
      'a manifest that names a missing file',
      { 'manifest.json': JSON.stringify(manifestOf(goodBytes)) },
      'file-missing',
      2,
    ],
  ])('rejects %s', (_name, files, code, exitCode) => {
    expect(() => loadCorpus(folderWith(files), everyFile)).toThrow(
      expect.objectContaining({ code, exitCode }),
    );
  });
});
