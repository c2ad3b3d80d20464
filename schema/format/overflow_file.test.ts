/** Goal: canonical answers belong to their cases, in either format; answers of another file are stale. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encode } from './codec.ts';
import { readManifest } from './manifest.ts';
import { readOverflowFile, readSeparateAnswers } from './overflow_file.ts';
import { sampleFolder } from './sample_folder.ts';
import { readFolder } from './vector_folder.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'overflow-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const committed = readFolder('vectors', () => true);

describe('canonical answers', () => {
  it('are there for the committed cases that overflow, and for no other', () => {
    const lacking = committed.files.flatMap(({ contract, cases }) =>
      cases.filter(({ id, expected }) => {
        const answer = committed.canonicalOf(`${contract}/${id}`);
        return (expected.status === 'overflow') !== (answer !== undefined);
      }),
    );
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });
});

describe('overflow.mp of a folder of format 1', () => {
  const round = committed.files.filter(({ op }) => op === 'round');
  const overflowing = round[0]!.cases.find(({ expected }) => expected.status === 'overflow')!;
  const id = `${round[0]!.contract}/${overflowing.id}`;
  const answer = committed.canonicalOf(id)!;

  /** A folder whose overflow file has one answer for a vector file with the given hash. */
  function put(hashOf: (hash: string) => string): void {
    for (const [path, content] of sampleFolder(1, round)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    const { path, sha256 } = readManifest(dir).files[0]!;
    const answers = [{ id: overflowing.id, ...answer }];
    const content = { format: 1, files: [{ path, sha256: hashOf(sha256), answers }] };
    writeFileSync(join(dir, 'overflow.mp'), encode(content));
  }

  it('is read with the folder', () => {
    put((hash) => hash);
    expect(readFolder(dir, () => true).canonicalOf(id)).toEqual(answer);
  });

  it('need not be there', () => {
    put((hash) => hash);
    rmSync(join(dir, 'overflow.mp'));
    expect(readSeparateAnswers(dir, readManifest(dir)).size).toBe(0);
  });

  it('is stale where a vector file is another one', () => {
    put(() => '0'.repeat(64));
    expect(() => readFolder(dir, () => true)).toThrow('belong to another file');
  });

  it('is refused where it is no such file', () => {
    writeFileSync(join(dir, 'overflow.mp'), encode({ format: 1, files: [{ path: 'a' }] }));
    expect(() => readOverflowFile(dir)).toThrow('must have required property');
  });
});
