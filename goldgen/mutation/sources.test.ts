import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import { ops } from '../registry.ts';
import { mutantHash, readSources } from './sources.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const names = ops.map((op) => op.name);

describe('an edit makes stale', () => {
  let copy = '';
  let before: readonly string[];
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'goldvec-'));
    for (const folder of ['reference', 'goldgen', 'schema/format']) {
      cpSync(join(root, folder), join(copy, folder), { recursive: true });
    }
    before = hashes();
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  function hashes(): readonly string[] {
    const sources = readSources(copy);
    return names.map((name) => sources.op(name));
  }

  /** The ops whose hashes differ while one file holds another text. */
  function staleAfter(path: string, from: string, to: string): string[] {
    const text = readFileSync(join(copy, path), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(copy, path), text.replace(from, to));
    const after = hashes();
    writeFileSync(join(copy, path), text);
    return names.filter((_name, i) => before[i] !== after[i]);
  }

  it('the ops that run the edited function, and no others', () => {
    const stale = staleAfter('reference/quant/requant.ts', 'export', ' export');
    expect(stale).toEqual(expect.arrayContaining(['requant_fixed', 'convert', 'training_step']));
    for (const name of ['round', 'pack_bits', 'rng_draws', 'window_geometry', 'argmax']) {
      expect(stale).not.toContain(name);
    }
  });

  it('the ops whose record imports the edited file of a family', () => {
    const path = 'goldgen/ops/sym_arithmetic/sym_arithmetic_op.ts';
    const stale = staleAfter(path, 'version,', 'version ,');
    expect(stale).toEqual(names.filter((name) => /^sym_(add|sub|mul|div)(_inplace)?$/.test(name)));
  });

  it('one op where only its record is edited', () => {
    const path = 'goldgen/ops/sym_arithmetic/sym_mul.ts';
    expect(staleAfter(path, "'mul'", "'div'")).toEqual(['sym_mul']);
  });

  it('every op where the engine is edited', () => {
    expect(staleAfter('goldgen/wire.ts', 'import', ' import')).toEqual(names);
  });
});

describe('the hash of a mutant', () => {
  const entry = (id: string, text: string) => `  {\n    id: '${id}',\n    fn: { ${text} },\n  },\n`;
  const file = (helper: string, first: string, second: string) =>
    `${helper}\n\nexport const mutants = [\n${entry('first', first)}${entry('second', second)}];\n`;
  const hashes = (text: string) =>
    ['first', 'second'].map((id) => mutantHash({ id } as Mutant, text));
  const [first, second] = hashes(file('const h = 1;', 'a', 'b'));

  it.each([
    ['its own entry', file('const h = 1;', 'A', 'b'), [false, true]],
    ['the entry after it', file('const h = 1;', 'a', 'B'), [true, false]],
    ['a helper', file('const h = 2;', 'a', 'b'), [false, false]],
    ['nothing', file('const h = 1;', 'a', 'b'), [true, true]],
  ])('follows %s', (_what, text, same) => {
    const [a, b] = hashes(text);
    expect([a === first, b === second]).toEqual(same);
  });

  it('follows the whole list where the entry has another form', () => {
    const [other] = hashes("const h = 1;\n\nexport const mutants = [made('first', 1)];\n");
    const [changed] = hashes("const h = 1;\n\nexport const mutants = [made('first', 2)];\n");
    expect(other).not.toBe(changed);
  });
});
