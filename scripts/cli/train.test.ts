/** `goldvec train` from the command line: output, files and exit status. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { cloneCommands } from './commands/of_sources.ts';
import { main } from './main.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-cli-train-'));

afterAll(() => {
  rmSync(dir, { recursive: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

async function goldvec(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const capture = (name: 'out' | 'err') => (chunk: unknown) => {
    written[name] += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(capture('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(capture('err'));
  await main(argv, cloneCommands);
  return { status: Number(process.exitCode ?? 0), ...written };
}

const one = ['train', 'har', '--epochs', '1', '--variant', 'sym', '--out', dir];

describe('goldvec train', () => {
  test('trains, compares with the gold trajectory, writes log, state, report and page', async () => {
    const { status, out, err } = await goldvec(...one, '--check');
    expect([status, err]).toEqual([0, expect.stringContaining('sym, seed 42: accuracy 0.')]);
    expect(out).toContain('sym: 10 checkpoints of vectors/training/har.json are the same');
    expect(out).toMatch(/^variant +seeds +accuracy/m);
    const files = ['sym-seed42.jsonl', 'sym-seed42.state.mp', 'report.json', 'report.html'];
    expect(files.filter((file) => !existsSync(join(dir, file)))).toEqual([]);
    const report = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8')) as {
      headroom: { sym: { bits: number; budgetBits: number }[] };
    };
    expect(report.headroom.sym.every((row) => row.bits <= 31)).toBe(true);
  });

  test('goes on with --resume, and prints the report as JSON', async () => {
    const more = one.map((word) => (word === '1' ? '2' : word));
    const { status, out } = await goldvec(...more, '--resume', '--json', '--check');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ example: 'har', epochs: 2 });
  });

  test('sweeps over widths, and puts a sweep together from files', async () => {
    const words = ['bits=6 seeds=1 variant=float,sym', '--epochs', '1'];
    const sweep = ['train', 'har', '--sweep', ...words, '--out'];
    const first = await goldvec(...sweep, join(dir, 'sweep'));
    expect([first.status, first.err]).toEqual([
      0,
      expect.stringContaining('sym@6, seed 42: accuracy 0.'),
    ]);
    expect(first.out).toMatch(/^sym +6 +1 +0\.\d+/m);
    const file = join(dir, 'sweep', 'sweep.json');
    expect(first.out).toContain(file);
    const merged = await goldvec(...sweep, join(dir, 'merged'), '--from', file);
    // nothing was trained
    expect(merged).toMatchObject({ status: 0, err: '' });
    for (const name of ['sweep.json', 'sweep.md', 'sweep.html']) {
      const [a, b] = ['sweep', 'merged'].map((f) => readFileSync(join(dir, f, name), 'utf8'));
      expect(b, name).toBe(a);
    }
    const lacking = await goldvec(...sweep, join(dir, 'lacking'), '--from', join(dir, 'no.json'));
    expect(lacking.status).toBe(2);
    expect(lacking.err).toContain('error[file-missing]: there is no such sweep');
    expect(lacking.err).toContain(join(dir, 'no.json'));
    expect(existsSync(join(dir, 'lacking'))).toBe(false);
  });

  test.each([
    [['train', 'eeg'], 2, 'usage-bad-value'],
    [['train', 'ecg', '--variant', 'sym3'], 2, 'Allowed choices are float, sym8'],
    [['train', 'ecg', '--rate', '-1'], 2, 'positive number'],
    [['train', 'ecg', '--data', dir], 2, 'no ECG set in the folder'],
    [['train', 'har', '--data', dir], 2, 'no inertial set in the folder'],
    [['train', 'har', '--backend', 'abacus'], 2, 'error[backend-unknown]'],
    [['train', 'har', '--seed', '7', '--check'], 2, 'the gold trajectory has seed 42'],
    [['train', 'har', '--data', dir, '--record'], 2, 'error[file-missing]'],
  ])('goldvec %j exits with %i', async (argv, status, text) => {
    const result = await goldvec(...argv, '--out', dir);
    expect([result.status, result.err]).toEqual([status, expect.stringContaining(text)]);
  });
});
