/** Goal: the condition that is told is the plainest that sets failing cases apart, and none is told by chance. */

import { describe, expect, it } from 'vitest';
import { conditionText } from '../fact_text.ts';
import type { Feature, Row } from './features.ts';
import { conditionOf } from './learner.ts';

function row(numbers: Record<string, number>, ...flags: Feature[]): Row {
  return {
    flags: new Map(flags.map((feature) => [JSON.stringify(feature), feature])),
    numbers: new Map(Object.entries(numbers)),
  };
}

function said(rows: readonly Row[], isFailing: (row: Row) => boolean): string | undefined {
  const condition = conditionOf(
    rows.filter(isFailing),
    rows.filter((r) => !isFailing(r)),
  );
  return condition === undefined ? undefined : conditionText(condition);
}

const counts = Array.from({ length: 40 }, (_, i) => row({ n: i + 1, m: (i * 7) % 11 }));
const n = (r: Row): number => r.numbers.get('n')!;

describe('a condition', () => {
  it('is a remainder of an unrolled loop', () => {
    expect(said(counts, (r) => n(r) > 8 && n(r) % 8 !== 0)).toBe(
      'exactly where n is above 8 and no multiple of it (in all 28 failing cases looked at, in none of 12 others)',
    );
  });

  it('is a bound', () => {
    expect(said(counts, (r) => n(r) > 5)).toContain('exactly where n is above 5');
  });

  it('is a pair where neither alone sets the cases apart', () => {
    const bias: Feature = { subject: 'bias', property: 'there' };
    const rows = counts.flatMap((r) => [
      r,
      row({ n: n(r) % 4, m: n(r) }, bias),
      row({ n: 0, m: 3 }, bias),
    ]);
    expect(said(rows, (r) => r.flags.size > 0 && n(r) > 0)).toMatch(
      /^exactly where bias is given and n is above 0/,
    );
  });

  it('says how many cases have it and pass', () => {
    const isFailing = (r: Row): boolean => n(r) > 1 && n(r) !== 20;
    const view: Feature = { subject: 'x', property: 'transposed' };
    const rows = counts.map((r) => (n(r) > 1 ? row({ n: n(r) }, view) : row({ n: n(r) })));
    const more = [...rows, ...counts.map((r) => row({ n: 100 + n(r), m: 1 }))];
    expect(said(more, (r) => r.flags.size > 0 && isFailing(r))).toBe(
      'only where x is a view in another order (38 fail so, 1 other passes)',
    );
  });

  it('is not told where chance gives one', () => {
    const few = counts.slice(0, 5);
    expect(said(few, (r) => n(r) === 3)).toBeUndefined();
    expect(said(counts, (r) => [3, 4, 9, 17, 22, 31, 38].includes(n(r)))).toBeUndefined();
  });
});
