/** Goal: every broken kernel applies to the sources; what it is graded by tells a right finding from a wrong one. */

import { describe, expect, it } from 'vitest';
import type { DiagnosisEvent, Finding } from '../../core/events.ts';
import { eighthReports } from './eighth/index.ts';
import { gradeOf, overlayOf } from './entry.ts';
import { fifthReports } from './fifth/index.ts';
import { fourthReports } from './fourth/index.ts';
import { entrySets } from './index.ts';
import { ninthReports } from './ninth/index.ts';
import { bugReports } from './reports/index.ts';
import { secondReports } from './second/index.ts';
import { seventhReports } from './seventh/index.ts';
import { sixthReports } from './sixth/index.ts';
import { tenthReports } from './tenth/index.ts';
import { thirdReports } from './third/index.ts';
import { unseenReports } from './unseen/index.ts';

const entries = Object.values(entrySets).flat();

describe('the broken kernels', () => {
  it.each(entries)('$id applies: $essence', (entry) => {
    expect(Object.keys(overlayOf(entry)).length).toBeGreaterThan(0);
  });

  it('have identities of their own', () => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('come from reports that are named, each once', () => {
    const sets = [
      bugReports,
      unseenReports,
      secondReports,
      thirdReports,
      fourthReports,
      fifthReports,
      sixthReports,
      seventhReports,
      eighthReports,
      ninthReports,
      tenthReports,
    ];
    const addresses = sets.flat().map(({ address }) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(address).toMatch(/^https:\/\//);
  });
});

describe('a grade', () => {
  const entry = bugReports.find(({ id }) => id === 'report_79')!;
  const verdict = (finding: Pick<Finding, 'text' | 'confidence'>) => {
    const rest = { kind: 'mistake', ids: [], functions: [], explains: 1, of: 1 } as const;
    const findings = [{ ...rest, ...finding, ops: ['dropout_forward'] }];
    const event: DiagnosisEvent = {
      event: 'diagnosis',
      backend: 'x',
      failures: 1,
      findings,
      lines: [],
    };
    return gradeOf(entry, event).verdict;
  };

  it('is named where function and mistake are', () => {
    expect(verdict({ text: 'the factor is applied twice', confidence: 'reproduced' })).toBe(
      'named',
    );
  });

  it('is wrong where a cause is claimed that it is not, and no more than a fact where none is', () => {
    expect(verdict({ text: 'the mask is inverted', confidence: 'reproduced' })).toBe('wrong');
    expect(verdict({ text: 'y is wrong', confidence: 'measured' })).toBe('fact');
  });

  it('is missed where nothing failed', () => {
    expect(gradeOf(entry, undefined).verdict).toBe('missed');
  });
});
