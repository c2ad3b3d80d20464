/** Goal: fixtures of a user are answered as the clauses say. Method: printed numbers of the specification. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloneCommands } from '../cli/commands/of_sources.ts';
import { main } from '../cli/main.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-expect-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = 0;
});

async function goldvec(text: string, ...argv: string[]): Promise<{ status: number; err: string }> {
  const path = join(folder, 'fixtures.yaml');
  writeFileSync(path, text);
  let err = '';
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
  await main(['expect', path, '--out', folder, ...argv], cloneCommands);
  vi.restoreAllMocks();
  return { status: Number(process.exitCode ?? 0), err };
}

// S16: halves away from zero; S18: a draw of 0 rounds up (V2, V5)
const halves = `
contract: sym-2026-07-21
fixtures:
  halves:
    op: round
    params: { rounding: HALF_AWAY }
    tensors:
      x: { dtype: FLOAT32, shape: [4], data: [0.5, -0.5, 1.5, -2.5] }
      y: { dtype: INT32, shape: [4] }
`;

describe('goldvec expect', () => {
  it('answers named calls as a C header', async () => {
    expect((await goldvec(halves)).status).toBe(0);
    const header = readFileSync(join(folder, 'goldvec_round.h'), 'utf8');
    expect(header).toContain('#define HALVES_STATUS GOLDVEC_OK\n');
    expect(header).toContain(
      'static const int32_t halves_expected_y[4] = {\n  1, -1, 2, -3,\n};\n',
    );
  });

  it('writes a float32 parameter as its bit pattern', async () => {
    // S106: a + w·(b − a); 0.375 is 3 · 2^−3: sign 0, exponent 125, fraction 1.5
    const text = `
fixtures:
  blend:
    op: lerp
    params: { w: 0.375 }
    tensors:
      a: { dtype: FLOAT32, shape: [1], data: [1] }
      b: { dtype: FLOAT32, shape: [1], data: [9] }
`;
    expect((await goldvec(text)).status).toBe(0);
    const header = readFileSync(join(folder, 'goldvec_lerp.h'), 'utf8');
    expect(header).toContain('#define BLEND_PARAM_W_BITS UINT32_C(0x3ec00000) /* 0.375 */\n');
    expect(header).toMatch(/blend_expected_a\[1\] = \{\n {2}UINT32_C\(0x40800000\),/);
  });

  it('answers them as JSON, with the contract of the file or of the call', async () => {
    const old = halves.replace('    op: round', '    contract: sym-2026-06-11\n    op: round');
    expect((await goldvec(old, '--format', 'json')).status).toBe(0);
    const [entry] = JSON.parse(readFileSync(join(folder, 'round.json'), 'utf8'));
    expect(entry).toMatchObject({
      name: 'halves',
      contract: 'sym-2026-06-11',
      expected: { status: 'ok' },
    });
  });

  it.each([
    ['an op that there is not', halves.replace('op: round', 'op: ruond'), 'there is no op "ruond"'],
    ['a name that is no word', halves.replace('halves:', 'two halves:'), 'is no word of C'],
    ['a number that is no float32', halves.replace('[0.5,', '[0.1,'), 'is no float32'],
    [
      'an answer',
      `${halves}    expect: { y: { data: [1, -1, 2, -3] } }\n`,
      'there is no key "expect"',
    ],
    ['nothing', 'fixtures: {}', 'there is no fixture'],
  ])('refuses %s, with the line', async (_what, text, message) => {
    const { status, err } = await goldvec(text);
    expect([status, err]).toEqual([3, expect.stringContaining(message)]);
    expect(err).toMatch(/fixtures\.yaml:\d+/);
  });
});
