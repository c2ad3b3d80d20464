/** What belongs to each clause, the block that says so, and the rule that every clause is tested. */

import { beforeAll, describe, expect, it } from 'vitest';
import { GoldError } from '../../schema/format/errors.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { type CoverageRow, coverageOf, uncovered } from './coverage.ts';
import { functionsIn } from './functions.ts';
import { type Loaded, loadSpec } from './load.ts';
import { reasons } from './reasons.ts';
import type { Where } from './where.ts';
import { whereText, withWhere } from './where_block.ts';

const none: Where = {
  ops: [],
  cases: { 'sym-2026-06-11': 0, 'sym-2026-06-23': 0, 'sym-2026-07-21': 0 },
  mutants: [],
  functions: [],
  js: [],
  c: [],
  edges: [],
};
const some: Where = {
  ops: ['round'],
  cases: { 'sym-2026-06-11': 0, 'sym-2026-06-23': 1, 'sym-2026-07-21': 20 },
  mutants: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
  functions: ['rounding.ts#roundHalfAway'],
  js: ['kernels/rounding.ts'],
  c: ['gv_round.c'],
  edges: [],
};

describe('the block of a clause', () => {
  const page =
    '# P\n\n<a id="S1"></a>\n\n## S1 A\n\nText.\n\n<a id="H1"></a>\n\n## H1 B\n\nMore.\n';
  const written = withWhere('p.md', page, (clause) => (clause.ids.includes('S1') ? some : none));

  it('says what tests it and where it is computed', () => {
    expect(whereText(some)).toBe(
      '*Tested by* op: `round`; cases: 1 of `sym-2026-06-23`, 20 of `sym-2026-07-21`; ' +
        'mutants: `a`, `b`, `c`, `d`, `e`, `f` and 2 more.\n' +
        '*Computed in* reference: `rounding.ts#roundHalfAway`; js: `kernels/rounding.ts`; C: `gv_round.c`.',
    );
    expect(whereText(none)).toBe('*Tested by* no op; no cases; no mutant of its own.');
  });

  it('stands at the end of its clause', () => {
    expect(written).toContain('Text.\n\n<!-- begin: where S1 lives -->\n\n*Tested by* op: `round`');
    expect(written).toContain('<!-- end: where S1 lives -->\n\n<a id="H1"></a>');
    expect(written.endsWith('<!-- end: where H1 lives -->\n')).toBe(true);
  });

  it('is replaced, not repeated', () => {
    const again = (w: Where): string => withWhere('p.md', written, () => w);
    expect(withWhere('p.md', written, (c) => (c.ids.includes('S1') ? some : none))).toBe(written);
    expect(again(none)).not.toContain('`round`');
    expect(clausesOf('p.md', written)[0]!.body).toBe('Text.');
  });

  it('is refused where a marker is lost', () => {
    const broken = written.replace('<!-- end: where S1 lives -->', '');
    expect(() => withWhere('p.md', broken, () => none)).toThrow(GoldError);
  });
});

describe('functions', () => {
  it('are found by the comment right before them', () => {
    const text = `/** S1: the module. */

/** S16, S18–S19: rounds. */
export function round() {}

// S20
const bound = 1;

/** S21 */

export function other() {}
`;
    expect(functionsIn('a.ts', text)).toEqual([
      { name: 'a.ts#round', ids: ['S16', 'S18', 'S19'] },
      { name: 'a.ts#bound', ids: ['S20'] },
    ]);
  });
});

describe('the clauses of the specification', () => {
  let loaded: Loaded;
  let rows: CoverageRow[];
  const clause = (id: string): Clause => loaded.spec.find(id)!;

  beforeAll(() => {
    loaded = loadSpec();
    rows = coverageOf(loaded.spec, loaded.where);
  });

  it('have an op, cases, a mutant and a function, or a reason', () => {
    const missing = uncovered(rows).map(
      ({ ids, missing }) => `${ids}: no ${missing.join(', no ')}`,
    );
    expect(missing).toEqual([]);
  });

  it('lack exactly what their reasons excuse', () => {
    const excused = Object.entries(reasons).map(([id, { lacks }]) => [id, lacks]);
    const found = rows
      .filter(({ lacks }) => lacks.length > 0)
      .map(({ ids, lacks }) => [ids.find((id) => id in reasons), lacks]);
    expect(new Map(found as [string, unknown][])).toEqual(new Map(excused as [string, unknown][]));
  });

  it('that nothing tests are found', () => {
    expect(uncovered(coverageOf(loaded.spec, () => none)).length).toBeGreaterThan(100);
  });

  it('know their op, mutants, function and kernels', () => {
    expect(loaded.where(clause('S51'))).toMatchObject({
      ops: ['requant_dynamic'],
      mutants: expect.arrayContaining(['requant_divide']),
      functions: expect.arrayContaining(['quant/requant.ts#requantDynamic']),
      js: ['kernels/requant.ts'],
      c: ['gv_quant.c'],
    });
  });

  it('that have an op have its kernels', () => {
    const ops = new Set(loaded.spec.clauses.flatMap((c) => loaded.where(c).ops));
    const homeless = rows.filter(({ ids, ops: own }) => {
      const where = loaded.where(clause(ids[0]!));
      return own.length > 0 && (where.js.length === 0 || where.c.length === 0);
    });
    expect(homeless.map(({ ids }) => ids.join())).toEqual([]);
    expect(ops.size).toBeGreaterThan(100);
  });
});
