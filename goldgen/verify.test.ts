/**
 * Damaged vector folders. Each single-byte damage must be found by the hash; each logical damage must be
 * found although manifest and hashes were made to fit it.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encode } from '../schema/format/codec.ts';
import type { ManifestFile, VectorFile } from '../schema/format/types.ts';
import { manifestText } from '../schema/format/vector_folder.ts';
import { buildFile } from './build.ts';
import { contractBytesMax, manifestEntry, newManifest, oversizedContract } from './manifest.ts';
import { sampleOp } from './sample_op.ts';
import { type VerifyResult, verifyFolder } from './verify.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-verify-'));
afterAll(() => rmSync(dir, { recursive: true }));

const file = buildFile(sampleOp, 'sym-2026-07-21');
const bytes = encode(file);
const path = 'sym-2026-07-21/sample.mp';
const find = (name: string) => (name === 'sample' ? sampleOp : undefined);

function put(content: Uint8Array, entries: readonly ManifestFile[]): void {
  mkdirSync(join(dir, 'sym-2026-07-21'), { recursive: true });
  writeFileSync(join(dir, path), content);
  writeFileSync(join(dir, 'manifest.json'), manifestText(newManifest(entries)));
}

function verify(): VerifyResult {
  return verifyFolder(dir, find);
}

/** A copy of the file with one field replaced, or removed where the value is undefined. */
function damaged(at: string, value: unknown): VectorFile {
  const copy = structuredClone(file) as unknown as Record<string, unknown>;
  const steps = at.split('/');
  let place = copy;
  for (const step of steps.slice(0, -1)) place = place[step] as Record<string, unknown>;
  if (value === undefined) delete place[steps.at(-1)!];
  else place[steps.at(-1)!] = value;
  return copy as unknown as VectorFile;
}

describe('verify', () => {
  it('accepts what gen writes', () => {
    put(bytes, [manifestEntry(file, bytes)]);
    expect(verify()).toEqual({ files: 1, cases: 4, bytes: bytes.length, problems: [] });
  });

  it('finds every single damaged byte', () => {
    for (let i = 0; i < bytes.length; i += 7) {
      const copy = bytes.slice();
      copy[i]! ^= 1 << (i & 7);
      put(copy, [manifestEntry(file, bytes)]);
      const { problems } = verify();
      expect(problems.map((p) => [p.code, p.path])).toEqual([['vector-hash-mismatch', path]]);
    }
  });

  it('limits the size of each contract, not of all', () => {
    const half = contractBytesMax / 2;
    const files = ['a/x.mp', 'a/y.mp', 'b/x.mp'].map((name) => ({ path: name, bytes: half }));
    expect(oversizedContract(files)).toBeUndefined();
    const more = [...files, { path: 'a/z.mp', bytes: 1 }];
    expect(oversizedContract(more)).toBe(`a takes ${2 * half + 1} bytes, at most ${2 * half}`);
  });

  it('finds a truncated file', () => {
    const short = bytes.subarray(0, bytes.length - 1);
    put(short, [{ ...manifestEntry(file, bytes), ...hashOf(short) }]);
    expect(verify().problems[0]).toMatchObject({ code: 'vector-profile' });
  });

  it('finds a missing, an unlisted and a missing manifest', () => {
    put(bytes, []);
    expect(verify().problems.map((p) => p.message)).toEqual([
      'not in the manifest',
      'there is no vector file',
    ]);
    const other = { ...manifestEntry(file, bytes), path: 'sym-2026-07-21/other.mp' };
    put(bytes, [manifestEntry(file, bytes), other]);
    expect(verify().problems[0]).toMatchObject({ code: 'file-missing', path: other.path });
    rmSync(join(dir, 'manifest.json'));
    expect(verify).toThrow('does not exist');
  });

  it('finds an edited manifest', () => {
    put(bytes, [manifestEntry(file, bytes)]);
    writeFileSync(join(dir, 'manifest.json'), `${manifestText(newManifest([]))} `);
    expect(verify().problems.map(({ message }) => message)).toContain('not in canonical form');
  });
});

function hashOf(content: Uint8Array): { bytes: number; sha256: string } {
  const { bytes: size, sha256 } = manifestEntry(file, content);
  return { bytes: size, sha256 };
}

const bits = { when: 'always', count: 1 };
const y = { dtype: 'INT32', shape: [2], data: new Uint8Array(8) };

const rows: ReadonlyArray<[string, unknown, string]> = [
  ['op_version', 2, 'op_version'],
  ['op', 'other', 'op'],
  ['cases/1/id', 'sample/negative/1', 'cases/1/id'],
  ['cases/3/id', 'sample/directed/0', 'cases/3/id'],
  ['cases/0/flags', ['other'], 'flags'],
  ['notes/other', { bug: 'b', effect: 'e', clause: 'c' }, 'notes/other'],
  ['cases/0/params/by', 6, 'params/by'],
  ['cases/0/inputs/x/data', new Uint8Array(4), 'inputs/x/data'],
  ['cases/0/inputs/x/bits', 4, 'inputs/x'],
  ['cases/0/targets/y/dtype', 'FLOAT32', 'targets/y'],
  ['cases/0/expected/outputs', {}, 'expected/outputs'],
  ['cases/0/expected/outputs', { y: { ...y, shape: [1, 2] } }, 'expected/outputs/y'],
  ['cases/0/expected/outputs', { y, z: y }, 'expected/outputs'],
  ['cases/0/expected/overflow/cast', bits, 'expected/status'],
  ['cases/2/expected/overflow/accumulate', { when: 'never', count: 1 }, 'overflow/accumulate'],
  ['cases/2/expected/overflow/accumulate', { when: 'never', count: 0 }, 'expected/status'],
  ['cases', [file.cases[0], { ...file.cases[0]!, id: 'sample/directed/1' }], 'sample/directed/1'],
  ['compare', undefined, '(root)'],
];

describe('logical damage with fitting hashes', () => {
  it.each(rows)('%s = %j', (at, value, where) => {
    const copy = damaged(at, value);
    const content = encode(copy);
    put(content, [{ ...manifestEntry(copy, content), path }]);
    const { problems } = verify();
    expect(problems.length).toBe(1);
    expect(problems[0]!.path).toContain(path);
    expect(problems[0]!.path).toContain(where);
  });
});
