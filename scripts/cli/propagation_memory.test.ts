/** Which ops `propagation` tries again after an edit, in a copy of what decides it. */

import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from './paths.ts';
import { newPropagationMemory } from './propagation_memory.ts';

const names = ['round', 'pack_bits', 'fill'];
const copy = mkdtempSync(join(tmpdir(), 'goldvec-memory-'));

beforeAll(() => {
  vi.stubEnv('CI', '');
  for (const path of ['reference', 'goldgen', 'schema/format', 'package-lock.json']) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  for (const name of names) {
    cpSync(join(root, 'vectors', `${name}.mp`), join(copy, 'vectors', `${name}.mp`));
  }
  const found = { inputs: 1, reaching: 1, explained: 0, silent: [] };
  newPropagationMemory(copy).remember(names.map((op) => ({ op, ...found })));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(copy, { recursive: true });
});

function triedAgain(): string[] {
  const memory = newPropagationMemory(copy);
  return names.filter((name) => memory.known(name) === undefined);
}

/** The ops that are tried again while a file ends in another text. */
function triedAfter(path: string, text: string): string[] {
  const full = join(copy, path);
  const before = readFileSync(full);
  appendFileSync(full, text);
  const tried = triedAgain();
  writeFileSync(full, before);
  return tried;
}

describe('propagation tries again', () => {
  it('nothing where nothing has changed', () => {
    expect(triedAgain()).toEqual([]);
  });

  it.each([
    ['vectors have', 'vectors/round.mp', 'x'],
    ['record has', 'goldgen/ops/rounding/round.ts', '\nexport const more = 1;\n'],
  ])('the op whose %s changed', (_what, path, text) => {
    expect(triedAfter(path, text)).toEqual(['round']);
  });

  it.each([
    ['what tries them', 'goldgen/mutation/propagation.ts', '\nexport const more = 1;\n'],
    ['a package', 'package-lock.json', ' '],
  ])('everything after a change of %s', (_what, path, text) => {
    expect(triedAfter(path, text)).toEqual(names);
  });

  it('an op that is not known, and keeps what is', () => {
    const found = { op: 'argmax', inputs: 2, reaching: 2, explained: 0, silent: [] };
    cpSync(join(root, 'vectors', 'argmax.mp'), join(copy, 'vectors', 'argmax.mp'));
    expect(newPropagationMemory(copy).known('argmax')).toBeUndefined();
    newPropagationMemory(copy).remember([found]);
    expect(newPropagationMemory(copy).known('argmax')).toEqual(found);
    expect(triedAgain()).toEqual([]);
  });

  it('everything in continuous integration', () => {
    vi.stubEnv('CI', 'true');
    expect(triedAgain()).toEqual(names);
    vi.stubEnv('CI', '');
  });
});
