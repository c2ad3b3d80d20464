/** The Python reader reads what is committed, and notices a damaged file and a wrong expectation. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readVectors } from '../format/vector_folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vectors = join(root, 'vectors');
const hasPython = spawnSync('python3', ['--version']).status === 0;

mkdirSync(join(root, '.build'), { recursive: true });
const copy = mkdtempSync(join(root, '.build', 'read-vectors-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function read(folder: string): { status: number | null; lines: string[] } {
  const script = join(root, 'schema', 'examples', 'read_vectors.py');
  const { status, stdout, stderr } = spawnSync('python3', [script, folder], { encoding: 'utf8' });
  return { status, lines: `${stdout}${stderr}`.trimEnd().split('\n') };
}

interface Manifest {
  readonly files: readonly { readonly path: string }[];
  readonly totals: { readonly files: number; readonly cases: number };
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

/** The cases of `round` that the script answers. */
function answerable(): number {
  return readVectors(vectors, ({ op }) => op === 'round')
    .flatMap(({ cases }) => cases)
    .filter(({ expected }) => expected.status === 'ok').length;
}

describe.skipIf(!hasPython)('read_vectors.py', () => {
  it('reads every committed file and answers round', () => {
    const { files, cases } = manifestOf(vectors).totals;
    expect(read(vectors)).toEqual({
      status: 0,
      lines: [
        `${files} files with ${cases} cases are intact`,
        `round: ${answerable()} passed, 0 failed`,
      ],
    });
  });

  it('refuses a file with another hash', () => {
    cpSync(join(root, 'conformance', 'testdata', 'wrong_expectation'), copy, { recursive: true });
    const { path } = manifestOf(copy).files[0]!;
    const bytes = readFileSync(join(copy, path));
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(join(copy, path), bytes);
    expect(read(copy)).toEqual({
      status: 1,
      lines: [`error: ${path}: not the file of the manifest`],
    });
  });

  it('finds a wrong expectation', () => {
    const { status, lines } = read(join(root, 'conformance', 'testdata', 'wrong_expectation'));
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^sym-2026-07-21\/round\/directed\/1: got \(/);
    expect(lines.at(-1)).toMatch(/ 1 failed$/);
  });
});
