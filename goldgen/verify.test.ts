/**
 * Damaged vector folders. Each single-byte damage must be found by the hash; each logical damage must be
 * found although manifest and hashes were made to fit it.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encode } from '../schema/format/codec.ts';
import { sampleEntry, sampleManifest } from '../schema/format/sample_folder.ts';
import { shareFiles } from '../schema/format/shared_file.ts';
import type { ManifestFile, SharedFile, VectorFile } from '../schema/format/types.ts';
import { buildFile } from './build.ts';
import { folderBytesMax, manifestFile, oversized } from './manifest.ts';
import { sampleOp } from './sample_op.ts';
import { type VerifyResult, verifyFolder } from './verify.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-verify-'));
afterAll(() => rmSync(dir, { recursive: true }));

const file = buildFile(sampleOp, 'sym-2026-07-21');
const find = (name: string) => (name === 'sample' ? sampleOp : undefined);

function put(format: number, content: Uint8Array, entries: readonly ManifestFile[]): void {
  rmSync(dir, { recursive: true });
  mkdirSync(join(dir, 'sym-2026-07-21'), { recursive: true });
  writeFileSync(join(dir, format === 1 ? 'sym-2026-07-21/sample.mp' : 'sample.mp'), content);
  writeFileSync(join(dir, 'manifest.json'), sampleManifest(format, entries));
}

function verify(): VerifyResult {
  return verifyFolder(dir, find);
}

/** A copy with one field replaced, or removed where the value is undefined. */
function damaged<T extends object>(original: T, at: string, value: unknown): T {
  const copy = structuredClone(original) as Record<string, unknown>;
  const steps = at.split('/');
  let place = copy;
  for (const step of steps.slice(0, -1)) place = place[step] as Record<string, unknown>;
  if (value === undefined) delete place[steps.at(-1)!];
  else place[steps.at(-1)!] = value;
  return copy as T;
}

describe.each([1, 2])('verify of format %i', (format) => {
  const { bytes, entry } = sampleEntry(format, [file]);
  const { path } = entry;

  it('accepts what gen writes', () => {
    put(format, bytes, [entry]);
    expect(verify()).toEqual({ files: 1, cases: 4, bytes: bytes.length, problems: [] });
  });

  it('finds every single damaged byte', () => {
    for (let i = 0; i < bytes.length; i += 7) {
      const copy = bytes.slice();
      copy[i]! ^= 1 << (i & 7);
      put(format, copy, [entry]);
      const { problems } = verify();
      expect(problems.map((p) => [p.code, p.path])).toEqual([['vector-hash-mismatch', path]]);
    }
  });

  it('finds a truncated file', () => {
    const short = bytes.subarray(0, bytes.length - 1);
    put(format, short, [{ ...manifestFile(path, [file], short), contracts: entry.contracts }]);
    expect(verify().problems[0]).toMatchObject({ code: 'vector-profile' });
  });

  it('finds a missing, an unlisted and a missing manifest', () => {
    put(format, bytes, []);
    expect(verify().problems.map((p) => p.message)).toEqual([
      'not in the manifest',
      'there is no vector file',
    ]);
    const other = { ...entry, path: path.replace('sample', 'other') };
    put(format, bytes, [entry, other]);
    expect(verify().problems[0]).toMatchObject({ code: 'file-missing', path: other.path });
    rmSync(join(dir, 'manifest.json'));
    expect(verify).toThrow('no vectors are in the folder: it has no manifest.json');
  });

  it('finds an edited manifest', () => {
    put(format, bytes, [entry]);
    writeFileSync(join(dir, 'manifest.json'), `${sampleManifest(format, [])} `);
    expect(verify().problems.map(({ message }) => message)).toContain('not in canonical form');
  });
});

describe('the size of a folder', () => {
  it('is limited', () => {
    expect(oversized([{ bytes: folderBytesMax }])).toBeUndefined();
    expect(oversized([{ bytes: folderBytesMax }, { bytes: 1 }])).toBe(
      'the files take 12000001 bytes, at most 12000000',
    );
  });
});

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
  it.each(rows)('of format 1: %s = %j', (at, value, where) => {
    const { bytes, entry } = sampleEntry(1, [damaged(file, at, value)]);
    const path = 'sym-2026-07-21/sample.mp';
    put(1, bytes, [{ ...entry, path }]);
    const { problems } = verify();
    expect(problems.length).toBe(1);
    expect(problems[0]!.path).toContain(path);
    expect(problems[0]!.path).toContain(where);
  });

  const june: VectorFile = { ...file, contract: 'sym-2026-06-23' };
  const shared = shareFiles([june, file]);
  const place = 'cases/0/answers/0';
  const other = structuredClone(shared.cases[0]!.answers[0]!);
  const split = [
    { ...other, contracts: [0], numbers: [0] },
    { ...other, contracts: [1], numbers: [0] },
  ];

  const sharedRows: ReadonlyArray<[string, unknown, string]> = [
    ['format', 3, 'format'],
    ['op', 'other', 'sample.mp'],
    ['notes/other', { bug: 'b', effect: 'e', clause: 'c' }, '(root)'],
    ['cases/0/flags', ['other'], 'flags'],
    ['cases/0/params/by', 6, 'params/by'],
    [`${place}/contracts`, [0, 2], place],
    [`${place}/contracts`, [0, 0], place],
    [`${place}/numbers`, [0], place],
    [`${place}/numbers`, [0, 1], 'cases/0/id'],
    [`${place}/expected/outputs`, {}, 'expected/outputs'],
    [`${place}/canonical`, { outputs: {}, rng: 1 }, 'sample/directed/0'],
    // the same answer twice
    ['cases/0/answers', split, '(root)'],
  ];

  it.each(sharedRows)('of format 2: %s = %j', (at, value, where) => {
    const copy: SharedFile = damaged(shared, at, value);
    const content = encode(copy);
    const listed = manifestFile('sample.mp', [june, file], content);
    put(2, content, [{ ...listed, contracts: listed.contracts }]);
    const { problems } = verify();
    expect(problems.length).toBe(1);
    expect(problems[0]!.path).toContain('sample.mp');
    expect(problems[0]!.path).toContain(where);
  });

  it('of format 2: the manifest has the hash of other cases', () => {
    const content = encode(shared);
    const listed = manifestFile('sample.mp', [june, june], content);
    put(2, content, [
      {
        ...listed,
        contracts: listed.contracts.map((p, i) => ({
          ...p,
          contract: shared.contracts[i]!.contract,
        })),
      },
    ]);
    expect(verify().problems.map(({ message }) => message)).toEqual([
      'has other cases than the manifest says',
    ]);
  });
});

describe('a file that is known', () => {
  const { bytes, entry } = sampleEntry(2, [file]);
  const told: string[] = [];
  const memory = { isKnown: () => true, onValid: ({ path }: ManifestFile) => void told.push(path) };

  it('is not looked into, and has the bytes of the manifest all the same', () => {
    put(2, bytes, [entry]);
    expect(verifyFolder(dir, () => undefined, memory).problems).toEqual([]);
    expect(told).toEqual([entry.path]);
    const flipped = bytes.slice();
    flipped[flipped.length >> 1]! ^= 1;
    put(2, flipped, [entry]);
    const [problem] = verifyFolder(dir, find, memory).problems;
    expect(problem?.code).toBe('vector-hash-mismatch');
    expect(told).toEqual([entry.path]);
  });
});
