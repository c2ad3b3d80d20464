/**
 * Goal: a case that is decoded alone is the case that the whole file holds, and what a whole file would be refused for
 * is refused here. Method: the committed files both ways, and damage.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { decode, encode } from './codec.ts';
import { sha256 } from './file_bytes.ts';
import { readManifest } from './manifest.ts';
import { openFile } from './opened_file.ts';
import type { ManifestFile, SharedCase, SharedFile } from './types.ts';
import { parseVectors, readListed } from './vector_folder.ts';

const dir = 'vectors';
const { files } = readManifest(dir);

it('gives the cases of the committed files', () => {
  for (const listed of files.filter((_, i) => i % 17 === 0)) {
    const opened = openFile(dir, listed);
    const whole = parseVectors(readListed(dir, listed), listed.path);
    for (const { contract, cases } of whole.files) {
      const places = opened.placesOf(contract);
      opened.check(places);
      expect(places.map((place) => opened.vectorAt(place))).toEqual(cases);
      for (const [i, place] of places.entries()) {
        const { id, expected, flags, params, inputs, targets, rng } = cases[i]!;
        expect(opened.canonicalAt(place)).toEqual(whole.canonical.get(`${contract}/${id}`));
        const encoded = opened.encodedAt(place);
        const isCalm = Object.values(expected.overflow).every(({ when }) => when === 'never');
        const isOrdinary = expected.status === 'ok' && isCalm;
        expect([id, encoded !== undefined]).toEqual([id, isOrdinary]);
        if (encoded === undefined) continue;
        expect(encoded.flags).toEqual(flags);
        const call = encode({ params, inputs, targets, rng });
        expect(Buffer.compare(encoded.call, call.subarray(1))).toBe(0);
        expect(Buffer.compare(encoded.outputs, encode(expected.outputs))).toBe(0);
        expect(Buffer.compare(encoded.rng, encode(expected.rng))).toBe(0);
      }
    }
  }
});

const folder = mkdtempSync(join(tmpdir(), 'opened-'));
afterAll(() => rmSync(folder, { recursive: true }));

const listed = files.find(({ op }) => op === 'round')!;
const file = decode(readListed(dir, listed)) as SharedFile;

/** The file with other content, as a manifest that agrees with it would list it. */
function openOther(content: unknown) {
  const bytes = encode(content);
  writeFileSync(join(folder, listed.path), bytes);
  const entry: ManifestFile = { ...listed, bytes: bytes.length, sha256: sha256(bytes) };
  const opened = openFile(folder, entry);
  for (const { contract } of file.contracts) opened.check(opened.placesOf(contract));
  return opened;
}

const withCase = (change: (c: SharedCase) => unknown): unknown => ({
  ...file,
  cases: file.cases.map((c, i) => (i === 7 ? change(c) : c)),
});

it.each([
  ['vector-schema', 'a field too many in the head', { ...file, more: 1 }],
  ['vector-schema', 'no clause', (({ clause: _, ...rest }) => rest)(file)],
  ['vector-schema', 'no notes', { ...file, notes: {} }],
  ['vector-schema', 'a case without a generator state', withCase(({ rng: _, ...rest }) => rest)],
  ['vector-schema', 'a case with a word as flag', withCase((c) => ({ ...c, flags: 'x' }))],
  [
    'vector-invariant',
    'an answer of no contract',
    withCase((c) => ({ ...c, answers: [{ ...c.answers[0]!, contracts: [99], numbers: [1] }] })),
  ],
  [
    'vector-invariant',
    'a contract that is answered twice',
    withCase((c) => ({ ...c, answers: [c.answers[0]!, c.answers[0]!] })),
  ],
  ['vector-stale', 'a case that is gone', { ...file, cases: file.cases.filter((_, i) => i !== 7) }],
  ['vector-schema', 'no cases', { ...file, cases: [] }],
])('refuses with %s %s', (code, _what, content) => {
  expect(() => openOther(content)).toThrow(expect.objectContaining({ code }));
});
