/** The README table: counts, dashes, totals, and what surrounds it stays. */

import { describe, expect, it } from 'vitest';
import type { Manifest } from '../schema/format/types.ts';
import { caseMatrix, withCaseMatrix } from './matrix.ts';

const sha256 = '0'.repeat(64);
const file = (op: string, counts: Readonly<Record<string, number>>): Manifest['files'][number] => ({
  path: `${op}.mp`,
  op,
  bytes: 10,
  sha256,
  contracts: Object.entries(counts).map(([contract, cases]) => {
    return { contract, op_version: 1, cases, sha256 };
  }),
});

const manifest: Manifest = {
  format: 2,
  files: [
    file('convert', { 'sym-2026-07-21': 5 }),
    file('round', { 'sym-2026-06-11': 3, 'sym-2026-07-21': 4 }),
  ],
  totals: { files: 2, cases: 12, bytes: 20 },
};

const table = `| op | sym-2026-06-11 | sym-2026-06-23 | sym-2026-07-21 |
| --- | ---: | ---: | ---: |
| \`convert\` | – | – | 5 |
| \`round\` | 3 | – | 4 |
| all | 3 | 0 | 9 |`;

const readme = `before
<!-- begin: cases per op and contract, written by goldvec sync -->
old
<!-- end: cases per op and contract -->
after
`;

describe('the case table', () => {
  it('counts cases per op and contract', () => {
    expect(caseMatrix(manifest)).toBe(table);
  });

  it('replaces what stands between the markers, twice alike', () => {
    const once = withCaseMatrix(readme, manifest);
    expect(once).toContain(`\n\n${table}\n\n`);
    expect(once.startsWith('before\n')).toBe(true);
    expect(once.endsWith('\nafter\n')).toBe(true);
    expect(withCaseMatrix(once, manifest)).toBe(once);
  });

  it('refuses a README without markers', () => {
    expect(() => withCaseMatrix('nothing', manifest)).toThrow('markers');
  });
});
