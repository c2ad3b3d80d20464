/** Which ops `gen --check` builds again after an edit, in a copy of the checkout. */

import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../paths.ts';
import { newBuildMemory } from './memory.ts';

const names = ['round', 'pack_bits', 'fill'];
const copy = mkdtempSync(join(tmpdir(), 'goldvec-memory-'));
const memory = newBuildMemory(copy);

beforeAll(() => {
  vi.stubEnv('CI', '');
  for (const path of ['reference', 'goldgen', 'schema/format', 'vectors', 'package-lock.json']) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  memory.begin(names)();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(copy, { recursive: true });
});

/** The ops that are built again while a file ends in another text. */
function builtAfter(path: string, text: string): string[] {
  const full = join(copy, path);
  const before = readFileSync(full);
  appendFileSync(full, text);
  const known = memory.builtBefore(names);
  writeFileSync(full, before);
  return names.filter((name) => !known.has(name));
}

describe('gen --check builds again', () => {
  it('nothing where nothing has changed', () => {
    expect(memory.builtBefore(names)).toEqual(new Set(names));
  });

  it('the op whose file has changed', () => {
    expect(builtAfter('vectors/round.mp', 'x')).toEqual(['round']);
  });

  it('the op whose record has changed', () => {
    expect(builtAfter('goldgen/ops/rounding/round.ts', '\nexport const more = 1;\n')).toEqual([
      'round',
    ]);
  });

  it.each([
    ['what has been withdrawn', 'vectors/errata.json', ' '],
    ['the data that cases are made of', 'goldgen/data/mitbih208_mlii_360hz.u16', 'xx'],
    ['the builder', 'goldgen/shared.ts', '\nexport const more = 1;\n'],
    ['a package', 'package-lock.json', ' '],
  ])('everything after a change of %s', (_what, path, text) => {
    expect(builtAfter(path, text)).toEqual(names);
  });

  it('the op whose record changes while it is built', () => {
    const record = join(copy, 'goldgen/ops/rounding/round.ts');
    const before = readFileSync(record);
    const remember = memory.begin(names);
    appendFileSync(record, '\nexport const more = 1;\n');
    remember();
    expect(memory.builtBefore(names)).toEqual(new Set(['pack_bits', 'fill']));
    writeFileSync(record, before);
    memory.begin(names)();
  });

  it('everything in continuous integration', () => {
    vi.stubEnv('CI', 'true');
    expect(memory.builtBefore(names).size).toBe(0);
    vi.stubEnv('CI', '');
  });
});
