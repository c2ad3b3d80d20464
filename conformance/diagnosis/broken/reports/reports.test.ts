/** Goal: every ported report applies to the sources; what it is graded by tells a right line from a wrong one. */

import { describe, expect, it } from 'vitest';
import { gradeOf, overlayOf } from '../entry.ts';
import { bugReports } from './index.ts';

describe('the ported bug reports', () => {
  it.each(bugReports)('$id applies: $essence', (report) => {
    expect(Object.keys(overlayOf(report)).length).toBeGreaterThan(0);
    expect(report.ops.length).toBeGreaterThan(0);
    expect(report.address).toMatch(/^https:\/\//);
  });

  it('have identities of their own', () => {
    expect(new Set(bugReports.map(({ id }) => id)).size).toBe(bugReports.length);
  });

  it('are graded by function and mistake', () => {
    const report = bugReports.find(({ id }) => id === 'report_79')!;
    const right = 'dropout_forward: dropout applies its factor twice';
    expect(gradeOf(report, right)).toMatchObject({ namesFunction: true, namesMistake: true });
    const half = 'fact: dropout_forward: y is wrong';
    expect(gradeOf(report, half)).toMatchObject({ namesFunction: true, namesMistake: false });
    expect(gradeOf(report, undefined).isCaught).toBe(false);
  });
});
