/** Goal: a corpus that differs from its manifest in anything never runs. Method: damage a folder of its own. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decode, encode } from '../../schema/format/codec.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { sampleEntry, sampleManifest } from '../../schema/format/sample_folder.ts';
import type { ManifestFile } from '../../schema/format/types.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { checkTests, loadCorpus, openCorpus } from './load.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goldvec-load-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const everyFile = () => true;

describe.each([1, 2])('loadCorpus of a folder of format %i', (format) => {
  const { bytes: goodBytes, entry } = sampleEntry(format, [sampleFile()]);
  const { path } = entry;

  /** The entry of other bytes, with another number of cases. */
  function entryOf(bytes: Uint8Array, cases = 5): ManifestFile {
    const hash = sha256(bytes);
    const contracts = entry.contracts.map((part) => ({ ...part, cases }));
    return { ...entry, bytes: bytes.length, sha256: hash, contracts };
  }

  const corpusOf = (bytes: Uint8Array, listed: ManifestFile, more = {}): string =>
    folderWith({ [path]: bytes, 'manifest.json': sampleManifest(format, [listed]), ...more });

  it('reads the cases with their identities', () => {
    const corpus = loadCorpus(corpusOf(goodBytes, entry), everyFile);
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
    const corpus = loadCorpus(corpusOf(Uint8Array.of(1), entry), () => false);
    expect(corpus.cases).toEqual([]);
    expect(corpus.has('sym-2026-07-21/sample/random/6')).toBe(true);
    expect(corpus.has('sym-2026-07-21/other/random/6')).toBe(false);
  });

  const flipped = goodBytes.slice();
  flipped[flipped.length >> 1]! ^= 1;
  const truncated = goodBytes.slice(0, -1);
  const { clause: _, ...incomplete } = decode(goodBytes) as Record<string, unknown>;
  const invalid = encode(incomplete);

  it.each([
    ['one flipped bit', flipped, entry, 'vector-hash-mismatch'],
    ['a file that ends early', truncated, entryOf(truncated), 'vector-profile'],
    ['a missing field', invalid, entryOf(invalid), 'vector-schema'],
    ['another number of cases', goodBytes, entryOf(goodBytes, 4), 'vector-stale'],
  ] as const)('rejects %s', (_name, bytes, listed, code) => {
    const folder = corpusOf(bytes, listed);
    expect(() => loadCorpus(folder, everyFile)).toThrow(
      expect.objectContaining({ code, exitCode: 3, path: expect.stringContaining(path) }),
    );
  });

  it.each(['other.mp', 'sym-2026-07-21/other.mp'])(
    'rejects %s, which the manifest does not know',
    (other) => {
      const folder = corpusOf(goodBytes, entry, { [other]: goodBytes });
      expect(() => loadCorpus(folder, everyFile)).toThrow(
        expect.objectContaining({ code: 'vector-stale', path: other }),
      );
    },
  );

  it.each([
    ['no manifest', {}, 'file-missing', 2],
    ['a manifest that is no JSON', { 'manifest.json': '{' }, 'vector-schema', 3],
    ['a manifest of another kind', { 'manifest.json': '{}' }, 'vector-schema', 3],
    [
      'a manifest that names a missing file',
      { 'manifest.json': sampleManifest(format, [entry]) },
      'file-missing',
      2,
    ],
  ])('rejects %s', (_name, files, code, exitCode) => {
    expect(() => loadCorpus(folderWith(files), everyFile)).toThrow(
      expect.objectContaining({ code, exitCode }),
    );
  });
});

it('a case that breaks its schema is found when it is checked or looked at, and not before', () => {
  const { bytes, entry } = sampleEntry(2, [sampleFile()]);
  const file = decode(bytes) as { cases: Record<string, unknown>[] };
  file.cases.at(-1)!.flags = 7;
  const broken = encode(file);
  const listed = { ...entry, bytes: broken.length, sha256: sha256(broken) };
  const folder = folderWith({ [entry.path]: broken, 'manifest.json': sampleManifest(2, [listed]) });
  const { cases } = openCorpus(folder, everyFile);
  const schema = expect.objectContaining({ code: 'vector-schema', exitCode: 3 });
  expect(() => checkTests(cases.slice(0, -1))).not.toThrow();
  expect(() => checkTests(cases)).toThrow(schema);
  expect(() => cases.at(-1)!.vector).toThrow(schema);
});
