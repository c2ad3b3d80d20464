/** Which files `verify` looks into again after an edit, in a copy of the checkout. */

import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readManifest } from '../../schema/format/manifest.ts';
import { root, vectorsDir } from './paths.ts';
import { newVerifyMemory } from './verify_memory.ts';

const names = ['round', 'pack_bits', 'fill'];
const copy = mkdtempSync(join(tmpdir(), 'goldvec-verify-memory-'));
const listed = readManifest(vectorsDir).files.filter(({ op }) => names.includes(op));

beforeAll(() => {
  vi.stubEnv('CI', '');
  const around = ['package-lock.json', 'vectors/errata.json', 'vectors/versions.json'];
  mkdirSync(join(copy, 'vectors'));
  for (const path of ['reference', 'goldgen', 'schema/format', ...around]) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  const memory = newVerifyMemory(copy);
  for (const file of listed) if (!memory.isKnown(file)) memory.onValid(file);
  memory.keep();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(copy, { recursive: true });
});

const lookedInto = (files = listed): string[] => {
  const { isKnown } = newVerifyMemory(copy);
  return files.filter((file) => !isKnown(file)).map(({ op }) => op);
};

describe('verify looks again', () => {
  it('into nothing where nothing has changed', () => {
    expect(lookedInto()).toEqual([]);
  });

  it('into a file of which the manifest says something else', () => {
    const [first, ...others] = listed;
    expect(lookedInto([{ ...first!, sha256: 'f'.repeat(64) }, ...others])).toEqual([first!.op]);
  });

  it.each([
    ['goldgen/ops/rounding/round.ts', '\nexport const more = 1;\n', ['round']],
    ['goldgen/verify.ts', '\nexport const more = 1;\n', listed.map(({ op }) => op)],
    ['vectors/errata.json', ' ', listed.map(({ op }) => op)],
    ['package-lock.json', ' ', listed.map(({ op }) => op)],
  ])('after a change of %s', (path, text, expected) => {
    const full = join(copy, path);
    const before = readFileSync(full);
    appendFileSync(full, text);
    expect(lookedInto()).toEqual(expected);
    writeFileSync(full, before);
  });

  it('in continuous integration, into everything', () => {
    vi.stubEnv('CI', '1');
    expect(lookedInto()).toEqual(listed.map(({ op }) => op));
    vi.stubEnv('CI', '');
  });
});
