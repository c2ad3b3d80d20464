/** Levels: the smoke level takes exactly what its file names; a folder without one is an error. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLevel } from './level.ts';
import type { TestCase } from './load.ts';

const cases = ['c/round/directed/0', 'c/round/directed/1', 'd/round/directed/0'].map(
  (id) => ({ id }) as TestCase,
);

const single = { format: 1, cases: 2, files: { 'c/round.mp': ['directed/1'], 'd/round.mp': [] } };
const shared = {
  format: 2,
  cases: 1,
  ops: { round: [{ contracts: ['c'], cases: ['directed/1'] }] },
};

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'level-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('levels', () => {
  it('takes every case at level all, whatever the smoke file says', () => {
    expect(takeLevel(cases, 'all', dir)).toEqual(cases);
  });

  it.each([single, shared])('takes what the smoke file of format $format names', (smoke) => {
    writeFileSync(join(dir, 'smoke.json'), JSON.stringify(smoke));
    expect(takeLevel(cases, 'smoke', dir).map(({ id }) => id)).toEqual(['c/round/directed/1']);
  });

  it('refuses a folder without a smoke file', () => {
    expect(existsSync(join(dir, 'smoke.json'))).toBe(false);
    expect(() => takeLevel(cases, 'smoke', dir)).toThrow('no smoke level');
  });
});
