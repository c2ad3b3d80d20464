import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crosscheck } from './crosscheck.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-crosscheck-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

/** Writes recorded roundings of 2.5 and returns what the command prints, with its exit code last. */
function crosscheckStates(...statesAfter: readonly number[]): (string | number)[] {
  const cases = statesAfter.map((rngStateAfter, i) => ({
    id: `rounding/${i + 1}`,
    params: { fn: 'roundByMode', rounding: 'HALF_AWAY' },
    rngSeed: 42,
    inputs: { x: { dtype: 'FLOAT32', shape: [1], data: ['0x40200000'] } },
    outputs: { y: { dtype: 'INT32', shape: [1], data: [3] } },
    rngStateAfter,
    aborted: null,
  }));
  writeFileSync(join(dir, 'rounding.json'), JSON.stringify({ op: 'rounding', cases }));
  const lines: (string | number)[] = [];
  const code = crosscheck(dir, { failures: 5 }, (line) => lines.push(line));
  return [...lines, code];
}

describe('goldvec crosscheck', () => {
  it('prints table, failures and totals, and returns 1 after a failure', () => {
    const printed = crosscheckStates(42, 43);
    expect(printed[0]).toMatch(/^file +passed +failed +skipped$/);
    expect(printed[1]).toMatch(/^rounding.json +1 +1 +0$/);
    expect(printed[2]).toBe('FAIL rounding/2 (rounding.json): roundByMode');
    expect(printed.slice(-2)).toEqual(['1 passed, 1 failed, 0 skipped', 1]);
  });

  it('returns 0 without failures', () => {
    expect(crosscheckStates(42).slice(-2)).toEqual(['1 passed, 0 failed, 0 skipped', 0]);
  });
});
