import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCrosscheck } from './engine.ts';
import { adapterKey, contractOfFile } from './replay.ts';
import { failureLines, tableRow, totalLine } from './report.ts';
import type { AdapterTable, FileResult, RecordedCase } from './types.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-crosscheck-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

function write(name: string, content: unknown): void {
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A recorded roundByMode of 2.5 and −2.5, as the original answers it, with some fields replaced. */
function rounded(id: string, change: Partial<RecordedCase> = {}): RecordedCase {
  return {
    id,
    params: { fn: 'roundByMode', rounding: 'HALF_AWAY' },
    rngSeed: 42,
    inputs: { x: { dtype: 'FLOAT32', shape: [2], data: ['0x40200000', '0xc0200000'] } },
    outputs: { y: { dtype: 'INT32', shape: [2], data: [3, -3] } },
    rngStateAfter: 42,
    aborted: null,
    ...change,
  };
}

function writeRounding(...cases: readonly RecordedCase[]): void {
  write('rounding.json', { op: 'rounding', cases });
}

function run(adapters?: AdapterTable): FileResult[] {
  return [...runCrosscheck(dir, undefined, adapters)];
}

describe('a recording folder', () => {
  it('is replayed file by file, in name order', () => {
    writeRounding(rounded('rounding/1'));
    write('requant.json', { op: 'requant', cases: [] });
    expect(run().map(({ file }) => file)).toEqual(['requant.json', 'rounding.json']);
    expect(totalLine(run())).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('skips what no adapter replays', () => {
    writeRounding(rounded('rounding/2', { params: { fn: 'unheardOf' } }));
    const [file] = run();
    expect(tableRow(file!)).toMatch(/0 +0 +1 {2}1 not implemented$/);
    expect(totalLine([file!])).toBe('0 passed, 0 failed, 1 skipped');
  });

  it('holds what is undefined in C against what the sanitizers found, not against the values', () => {
    const outside = "# is outside the range of representable values of type 'int'";
    const x = { dtype: 'FLOAT32', shape: [1], data: ['0x4f000000'] };
    writeRounding(
      rounded('rounding/1', { inputs: { x }, rngStateAfter: 7 }),
      rounded('rounding/2'),
      rounded('rounding/3', { inputs: { x } }),
    );
    const all = { 'rounding/1': [outside], 'rounding/2': [outside], 'rounding/3': ['ASan FPE'] };
    write('undefined.json', all);
    expect(failureLines(run())).toEqual([
      ...['FAIL rounding/2 (rounding.json): roundByMode', '  undefined'],
      ...['    expected cast', '    got      an answer'],
      ...['FAIL rounding/3 (rounding.json): roundByMode', '  undefined'],
      ...['    expected undefined behaviour', '    got      cast'],
    ]);
    expect(totalLine(run())).toBe('1 passed, 2 failed, 0 skipped');
  });

  it.each([
    ['a missing folder', () => undefined, 'sub', 'file-missing', 2],
    ['a file', () => write('file', ''), 'file', 'file-unreadable', 2],
    ['a folder without recordings', () => undefined, '.', 'file-missing', 2],
    ['a file that is not JSON', () => write('a.json', '{'), '.', 'recording-format', 3],
    ['a file without cases', () => write('a.json', { op: 'a' }), '.', 'recording-format', 3],
    [
      'a case without id',
      () => write('a.json', { op: 'a', cases: [{}] }),
      '.',
      'recording-format',
      3,
    ],
  ])('refuses %s', (_name, prepare, path, code, exitCode) => {
    prepare();
    const replayAll = (): FileResult[] => [...runCrosscheck(join(dir, path))];
    expect(replayAll).toThrow(expect.objectContaining({ code, exitCode }));
  });
});

describe('a difference', () => {
  const wrong = [
    [
      'an element',
      { outputs: { y: { dtype: 'INT32', shape: [2], data: [3, -2] } } },
      'outputs/y/data/1',
    ],
    [
      'a shape',
      { outputs: { y: { dtype: 'INT32', shape: [1, 2], data: [3, -3] } } },
      'outputs/y/shape',
    ],
    [
      'a dtype',
      { outputs: { y: { dtype: 'FLOAT32', shape: [2], data: [3, -3] } } },
      'outputs/y/dtype',
    ],
    ['the generator', { rngStateAfter: 43 }, 'rngStateAfter'],
    ['a missing output', { outputs: {} }, 'outputs/y'],
    ['an abort that does not happen', { aborted: 'guard (exit 1)' }, 'aborted'],
  ] as const;
  it.each(wrong)('in %s fails with its path', (_name, change, path) => {
    writeRounding(rounded('rounding/1', change as Partial<RecordedCase>));
    const files = run();
    const { verdict } = files[0]!.results[0]!;
    expect(verdict).toMatchObject({ kind: 'failed' });
    expect(failureLines(files).join('\n')).toContain(`  ${path}\n`);
    expect(totalLine(files)).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('shows expected and got', () => {
    writeRounding(rounded('rounding/1', { rngStateAfter: 43 }));
    expect(failureLines(run())).toEqual([
      'FAIL rounding/1 (rounding.json): roundByMode',
      '  rngStateAfter',
      '    expected 43',
      '    got      42',
    ]);
  });

  it('between NaN payloads is none', () => {
    const nan = { x: '0xffc12345', min: '0x00000000', max: '0x3f800000' };
    const params = { fn: 'clamp' };
    writeRounding(rounded('rounding/1', { params, inputs: nan, outputs: { y: '0x7fc00000' } }));
    expect(totalLine(run())).toBe('1 passed, 0 failed, 0 skipped');
  });
});

describe('an abort', () => {
  const seed = (q: number, seedGuard: number, change: Partial<RecordedCase>): RecordedCase =>
    rounded('rounding/1', {
      params: { fn: 'rescaleIntoAccumulatorScale', seedGuard, rounding: 'HALF_AWAY' },
      inputs: { paramQ: q, paramScale: '0x3f800000', accumulatorScale: '0x3f800000' },
      ...change,
    });

  it('is a refusal; outputs produced before it are compared', () => {
    const aborted = 'guard (exit 1)';
    writeRounding(seed(1073774657, 1, { outputs: {}, rngStateAfter: null, aborted }));
    expect(totalLine(run())).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('that is not recorded fails', () => {
    writeRounding(seed(1073774657, 1, { outputs: { y: 1073774656 } }));
    expect(totalLine(run())).toBe('0 passed, 1 failed, 0 skipped');
  });
});

describe('variants and files without the guard', () => {
  const lucky: AdapterTable = {
    'rounding/roundByMode': {
      replay: (r) => r.emitInt('y', r.n.fn.qMin(r.n, 2)),
      variants: [{ name: 'another qMin', fn: { qMin: () => 5 } }],
    },
  };

  it('a case that passes under a variant is a class of its own', () => {
    writeRounding(rounded('rounding/1', { outputs: { y: 5 } }));
    const [file] = run(lucky);
    expect(file!.results[0]!.verdict).toEqual({ kind: 'variant', name: 'another qMin' });
    expect(tableRow(file!)).toMatch(/1 passed with another qMin$/);
  });

  it('a case of a build without the guard never fails', () => {
    const different = rounded('rounding/1', { rngStateAfter: 1 });
    write('noguard-delta.json', { op: 'noguard-delta', cases: [different, rounded('rounding/2')] });
    expect(totalLine(run())).toBe('1 passed, 0 failed, 1 skipped');
  });
});

describe('conventions', () => {
  it.each([
    ['june-supplement', { like: 'requant', fn: 'f' }, 'june-requant/f'],
    ['june23-supplement', { like: 'layer-linear', fn: 'f' }, 'june23-layer-linear/f'],
    ['supplement', { like: 'optimizer', fn: 'f' }, 'optimizer/f'],
    ['noguard-delta', { fn: 'f' }, 'rounding/f'],
  ])('%s %j → %s', (op, params, key) => {
    expect(adapterKey(op, rounded('rounding/1', { params }))).toBe(key);
  });

  it.each([
    ['june-requant', 'sym-2026-06-11', true],
    ['june23-requant', 'sym-2026-06-23', true],
    ['requant', 'sym-2026-07-21', true],
    ['noguard-delta', 'sym-2026-07-21', false],
  ])('%s is of %s', (op, id, seedGuard) => {
    expect(contractOfFile(op)).toMatchObject({ id, seedGuard });
  });
});
