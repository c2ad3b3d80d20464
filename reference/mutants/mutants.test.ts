import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contractIds, contracts } from '../contracts.ts';
import { strictFloat32 } from '../num/float32.ts';
import { primitives } from '../primitives.ts';
import { mutantFiles, mutants, sentinel } from './index.ts';
import { appliesTo, type Mutant, mutantNumerics } from './mutant.ts';
import { notApplicable, pitfallCounts } from './pitfalls.ts';

const replaced = (m: Mutant): number =>
  Object.keys({ ...m.fn, ...m.f, ...m.contract }).length + (m.readState === undefined ? 0 : 1);

describe('the catalogue', () => {
  it('has snake_case identities, each once', () => {
    const ids = mutants.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9_]*$/.test(id))).toEqual([]);
  });

  it('says of each mutant what the code does and what to do instead', () => {
    const isSentence = (text: string): boolean => /^[^.]/.test(text) && !/[.!]$/.test(text);
    const bad = mutants.filter((m) => !isSentence(m.bug) || !isSentence(m.fix) || m.clause === '');
    expect(bad.map(({ id }) => id)).toEqual([]);
  });

  it('replaces something that exists, under at least one contract', () => {
    const unknown = mutants.filter(
      (m) =>
        Object.keys(m.fn ?? {}).some((name) => !(name in primitives)) ||
        Object.keys(m.f ?? {}).some((name) => !(name in strictFloat32)) ||
        Object.keys(m.contract ?? {}).some((name) => !(name in contracts['sym-2026-07-21'])),
    );
    expect(unknown.map(({ id }) => id)).toEqual([]);
    const idle = mutants.filter(
      (m) => replaced(m) === 0 || !contractIds.some((c) => appliesTo(m, c)),
    );
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it('covers every entry of the pitfall lists, or says why not', () => {
    const covered = new Set(mutants.flatMap((m) => m.pitfalls ?? []));
    const entries = Object.entries(pitfallCounts).flatMap(([prefix, size]) =>
      Array.from({ length: size }, (_, i) => `${prefix}${i + 1}`),
    );
    expect(entries.filter((e) => !covered.has(e) && !(e in notApplicable))).toEqual([]);
    expect([...covered, ...Object.keys(notApplicable)].filter((e) => !entries.includes(e))).toEqual(
      [],
    );
    expect(Object.keys(notApplicable).filter((e) => covered.has(e))).toEqual([]);
  });

  it('stands in clause order', () => {
    const numbers = (letter: string): number[] =>
      mutants.flatMap(({ clause }) =>
        clause.startsWith(letter) ? Number(/\d+/.exec(clause)) : [],
      );
    for (const letter of ['S', 'L']) {
      expect(numbers(letter)).toEqual([...numbers(letter)].sort((a, b) => a - b));
    }
  });
});

describe('the files of mutants', () => {
  const dir = fileURLToPath(new URL('.', import.meta.url));
  const apart = /^shared\/|^(files|index|mutant|mutants\.test|pitfalls|sentinel)\.ts$/;

  it('are all listed, under their own names', () => {
    const found = readdirSync(dir, { recursive: true, encoding: 'utf8' });
    const names = found.filter((path) => path.endsWith('.ts') && !apart.test(path));
    expect(Object.keys(mutantFiles)).toEqual(names.map((path) => path.slice(0, -3)).sort());
    const lines = readFileSync(`${dir}files.ts`, 'utf8').split('\n').slice(2, -1);
    for (const line of lines)
      expect(line).toMatch(/^export \{ mutants as '(.*)' \} from '.\/\1.ts';$/);
  });

  it.each(Object.entries(mutantFiles))('%s breaks the module of its path', async (path, list) => {
    const source = `${dir}../${path}.ts`;
    const text = readFileSync(source, 'utf8');
    const module = (await import(source)) as Record<string, unknown>;
    const elsewhere = list.filter(
      ({ fn = {}, f, contract = {} }) =>
        !Object.keys(fn).some((name) => name in module) &&
        !(f !== undefined && 'strictFloat32' in module) &&
        !Object.keys(contract).some((name) => text.includes(`n.contract.${name}`)),
    );
    expect(elsewhere.map(({ id }) => id)).toEqual([]);
  });
});

describe('mutantNumerics', () => {
  it('replaces one entry and leaves the others', () => {
    const mutant = mutants.find(({ id }) => id === 'round_half_even')!;
    const n = mutantNumerics('sym-2026-07-21', [mutant]);
    expect(n.fn.roundHalfAway(n, 2.5)).toBe(2);
    expect(n.fn.clampInt).toBe(primitives.clampInt);
    expect(n.contract).toEqual(contracts['sym-2026-07-21']);
  });

  it('lets the later of two mutants win', () => {
    const [first, second] = ['round_half_even', 'round_truncate'].map(
      (wanted) => mutants.find(({ id }) => id === wanted)!,
    );
    const n = mutantNumerics('sym-2026-07-21', [first!, second!]);
    expect(n.fn.roundHalfAway(n, 2.75)).toBe(2);
  });

  it('shows another generator state under the sentinel', () => {
    const n = mutantNumerics('sym-2026-07-21', [sentinel], 4294967295);
    expect(n.rng.state).toBe(1);
    n.rng.state = 41;
    expect(n.rng.state).toBe(42);
  });

  it('has no deviation where a contract makes the same choice', () => {
    const divide = mutants.find(({ id }) => id === 'requant_divide')!;
    expect(appliesTo(divide, 'sym-2026-06-11')).toBe(false);
    expect(appliesTo(divide, 'sym-2026-07-21')).toBe(true);
  });
});
