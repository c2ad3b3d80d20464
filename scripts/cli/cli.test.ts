/**
 * The command line, in this process: output, diagnostics and exit status of each command on the committed
 * vectors, and of each kind of mistake.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cloneCommands } from './commands/of_sources.ts';
import { newProgram } from './main.ts';
import { goldvecHere, type Outcome } from './run_command.ts';

const goldvec = (...argv: string[]): Promise<Outcome> => goldvecHere(argv);

const dir = mkdtempSync(join(tmpdir(), 'goldvec-cli-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('mistakes', () => {
  const rows: ReadonlyArray<[string[], number, string]> = [
    [[], 2, 'no command given\n  hint: goldvec --help'],
    [['fuzz', '--seed', 'abc'], 2, 'hint: goldvec fuzz --help'],
    [['gne'], 2, 'Did you mean gen?'],
    [['gen', '--chekc'], 2, 'Did you mean --check?'],
    [['gen', 'no_such_op'], 2, 'error[op-unknown]'],
    [['gen', 'requant'], 2, 'did you mean requant_fixed?'],
    [['gen', '--contract', 'sym-1999'], 2, 'error[contract-unknown]'],
    [['list', 'all'], 2, 'error[usage-bad-value]'],
    [['list'], 2, 'error[usage-bad-value]'],
    [['show', 'round/directed/99999'], 2, 'error[case-unknown]'],
    [['show', 'round/directed/0', '--contract', 'sym-1999'], 2, 'error[contract-unknown]'],
    [['verify', '--dir', '/nonexistent'], 2, 'error[file-missing]'],
    [['diff', 'sym-2026-06-11'], 2, 'error[usage-bad-value]'],
  ];
  it.each(rows)('goldvec %j exits with %i', async (argv, status, text) => {
    const result = await goldvec(...argv);
    expect([result.status, result.err]).toEqual([status, expect.stringContaining(text)]);
  });

  it('are JSON on stderr with --json, and have a stack with --debug', async () => {
    const { err } = await goldvec('show', '--json', 'round/directed/99999');
    expect(JSON.parse(err).error.code).toBe('case-unknown');
    expect((await goldvec('--debug', 'gen', 'no_such_op')).err).toContain('select.ts');
  });
});

describe('help', () => {
  it('every command is listed under its name and describes its options', async () => {
    const { commands } = await newProgram([], cloneCommands);
    expect(commands.map((command) => command.name())).toEqual(Object.keys(cloneCommands));
    for (const command of commands) {
      expect(command.description(), command.name()).not.toBe('');
      for (const option of command.options) expect(option.description, option.flags).not.toBe('');
    }
  });

  it('--help and --version succeed', async () => {
    expect((await goldvec('--help')).status).toBe(0);
    expect((await goldvec('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('gen', () => {
  it('writes what is committed, byte for byte', async () => {
    const { status, out } = await goldvec('gen', 'round', '--out', dir);
    expect([status, out]).toEqual([0, expect.stringContaining('1 files, 520 cases')]);
    const path = 'round.mp';
    expect(readFileSync(join(dir, path))).toEqual(readFileSync(join('vectors', path)));
  });

  it('finds a changed file, says what moved and writes the candidate beside it', async () => {
    await goldvec('gen', 'round', 'seed_rescale', '--out', dir);
    const path = join(dir, 'round.mp');
    const bytes = readFileSync(path);
    writeFileSync(path, readFileSync(join(dir, 'seed_rescale.mp')));
    const check = await goldvec('gen', 'round', '--check', '--out', dir);
    expect(check.status).toBe(3);
    expect(check.out).toContain('round.mp');
    expect(check.out).toContain('removed');
    expect(check.err).toContain('error[vector-stale]');
    expect(readFileSync(`${path}.rej`)).toEqual(bytes);
  });

  it('finds a stale manifest', async () => {
    await goldvec('gen', 'round', '--out', dir);
    const path = join(dir, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"cases":\d+/, '"cases":1'));
    const { status, err } = await goldvec('gen', 'round', '--check', '--out', dir);
    expect([status, err]).toEqual([3, expect.stringContaining('manifest')]);
  });
});

describe('verify', () => {
  it('accepts what gen has written', async () => {
    const own = mkdtempSync(join(tmpdir(), 'goldvec-cli-'));
    await goldvec('gen', 'round', 'matmul_int32', '--out', own);
    expect(await goldvec('verify', '--dir', own)).toMatchObject({ status: 0, err: '' });
    rmSync(own, { recursive: true });
  });

  it('names the file and the reason for one corrupted byte', async () => {
    rmSync(join(dir, 'manifest.json'), { force: true });
    await goldvec('gen', 'round', '--out', dir);
    const path = join(dir, 'round.mp');
    const bytes = readFileSync(path);
    bytes[1000]! ^= 4;
    writeFileSync(path, bytes);
    const { status, err } = await goldvec('verify', '--dir', dir);
    expect(status).toBe(3);
    expect(err).toContain('error[vector-hash-mismatch]');
    expect(err).toContain('round.mp');
    const json = await goldvec('verify', '--dir', dir, '--json');
    expect(JSON.parse(json.out).problems.length).toBe(1);
  });
});

describe('looking', () => {
  it('list prints tables and JSON', async () => {
    expect((await goldvec('list', 'ops')).out).toMatch(/^round +1 +S16/m);
    expect((await goldvec('list', 'contracts')).out).toMatch(/^sym-2026-07-21 +default/m);
    expect((await goldvec('list', 'flags')).out).toMatch(/^round +V2 +\d/m);
    const cases = JSON.parse(
      (await goldvec('list', 'cases', '--contract', 'sym-2026-06-11', '--json')).out,
    );
    expect(cases[0].case).toMatch(/^sym-2026-06-11\//);
    expect((await goldvec('list', 'cases')).out).toMatch(/^sym-2026-07-21\/pack_bits\/large\/0 /m);
  });

  it('list takes ops', async () => {
    for (const kind of ['ops', 'cases', 'contracts', 'flags']) {
      const all = ['--op', 'round,axpby', '--contract', 'sym-2026-07-21', '--json'];
      const rows = JSON.parse((await goldvec('list', kind, ...all)).out);
      const ops = rows.map((row: { op?: string; case?: string; ops?: number }) =>
        kind === 'contracts' ? row.ops : (row.op ?? row.case?.split('/')[1]),
      );
      expect([...new Set(ops)].sort(), kind).toEqual(
        kind === 'contracts' ? [2] : ['axpby', 'round'],
      );
    }
    const { out } = await goldvec('list', 'cases', '--op', 'pack_bits');
    expect(out).toMatch(/^sym-2026-07-21\/pack_bits\/large\/0 /m);
    expect(out).toMatch(/^sym-2026-07-21\/pack_bits\/directed\/7 /m);
    expect(await goldvec('list', 'cases', '--op', 'rond')).toMatchObject({
      status: 2,
      err: expect.stringContaining('did you mean round?'),
    });
    expect((await goldvec('list', 'backends', '--op', 'round')).status).toBe(2);
  });

  it('show prints a case in decimal, hexadecimal and real value', async () => {
    const { out } = await goldvec('show', 'requant_dynamic/directed/0');
    expect(out).toContain('sym-2026-07-21/requant_dynamic/directed/0');
    expect(out).toMatch(/\[0\] +2054 +0x00000806 +=/);
    const json = JSON.parse((await goldvec('show', 'round/directed/0', '--json')).out);
    expect(json.case.inputs.x.data).toHaveProperty('$bin');
    const named = await goldvec('show', 'sym-2026-06-11/round/directed/0', '--hex');
    expect(named.out).toMatch(/^000000 {2}[0-9a-f ]{47} {2}/);
  });

  it('show takes cases of another folder', async () => {
    const vectors = 'conformance/testdata/wrong_expectation';
    const { out } = await goldvec('show', 'round/directed/1', '--vectors', vectors);
    expect(out.slice(out.indexOf('expected: ok'))).toMatch(/\[2\] +0 +0x00000000/);
    const { out: ours } = await goldvec('show', 'round/directed/1');
    expect(ours.slice(ours.indexOf('expected: ok'))).toMatch(/\[2\] +1 +0x00000001/);
  });

  it('show and list tell the arithmetic that a case is sensitive to', async () => {
    const { out } = await goldvec('show', 'axpby/directed/1');
    expect(out).toContain('another arithmetic changes its answer: fma_contraction');
    const { out: listed } = await goldvec('list', 'cases', '--json');
    const [marked] = JSON.parse(listed).filter(
      (row: { case: string }) => row.case === 'sym-2026-07-21/axpby/directed/1',
    );
    expect(marked.sensitivity).toContain('fma_contraction');
  });

  it('diff explains two contracts', async () => {
    const names = ['sym-2026-06-23', 'sym-2026-07-21'];
    const { out } = await goldvec('diff', ...names, '--op', 'requant_dynamic');
    expect(out).toMatch(/requant +divide +→ +ratio/);
    expect(out).toMatch(/y\[1\]: 1024 \(.*\) → 1023/);
    const json = JSON.parse((await goldvec('diff', ...names, '--op', 'round', '--json')).out);
    expect(json.ops[0].differing).toEqual([]);
  });
});
