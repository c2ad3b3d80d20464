/** The README table: counts, dashes, totals, and what surrounds it stays. */

import { describe, expect, it } from 'vitest';
import type { Manifest } from '../schema/format/types.ts';
import { caseMatrix, withCaseMatrix } from './matrix.ts';

const file = (contract: string, op: string, cases: number): Manifest['files'][number] => ({
  path: `${contract}/${op}.mp`,
  contract,
  op,
  op_version: 1,
  cases,
  bytes: 10,
  sha256: '0'.repeat(64),
});

const manifest: Manifest = {
  format: 1,
  files: [
    file('sym-2026-06-11', 'round', 3),
    file('sym-2026-07-21', 'round', 4),
    file('sym-2026-07-21', 'convert', 5),
  ],
  totals: { files: 3, cases: 12, bytes: 30 },
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
