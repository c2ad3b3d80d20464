/**
 * The commands that run backends: what they print and how they exit. The vectors are those of
 * conformance/testdata/wrong_expectation, three cases with one wrong expectation. All but the first test run in this
 * process and ask for no diagnosis, which need not be started each time; `run.thorough.test.ts` has what needs a process.
 */

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from './paths.ts';
import { goldvec, goldvecHere, program } from './run_command.ts';

const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
const wrong = 'sym-2026-07-21/round/directed/1';
const dir = mkdtempSync(join(tmpdir(), 'goldvec-run-'));
afterAll(() => rmSync(dir, { recursive: true }));

const inFolder = (cwd: string, ...argv: string[]) =>
  goldvecHere(['run', '--vectors', vectors, '--no-diagnosis', ...argv], cwd);
const run = (...argv: string[]) => inFolder(root, ...argv);

function lastLine(out: string): string {
  return out.trimEnd().split('\n').at(-1)!;
}

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

describe('goldvec run', () => {
  it('fails on the wrong expectation: exit 1, replay command, plain last line', async () => {
    const { status, out } = await goldvec(['run', '--vectors', vectors, '--backend', 'js']);
    expect(status).toBe(1);
    expect(out).toContain(`FAIL ${wrong} on js, clause S16–S18\n    y.data[2] at [2]: expected 0`);
    expect(out).toContain(
      `replay: npx goldvec run --backend js --filter ${wrong} --vectors ${vectors}\n`,
    );
    expect(lastLine(out)).toBe('2 passed, 1 failed, 0 skipped');
  });

  it('passes without it: exit 0', async () => {
    const { status, out } = await run('--backend', 'js', '--exclude', wrong);
    expect([status, lastLine(out)]).toEqual([0, '2 passed, 0 failed, 0 skipped']);
  });

  it('with an exact list of known failures: exit 0; with an entry too many: exit 1', async () => {
    const exact = file('exact', `js ${wrong} y.data[2]=1 # on purpose\n`);
    const { status, out } = await run('-b', 'js', '--known-failures', exact);
    expect([status, lastLine(out)]).toEqual([0, '2 passed, 0 failed, 1 skipped']);
    const more = file(
      'more',
      `js ${wrong} fail # on purpose\njs sym-2026-07-21/round/directed/0 fail # why\n`,
    );
    const second = await run('-b', 'js', '--known-failures', more);
    expect(second.status).toBe(1);
    expect(second.out).toContain('stale known failure: js sym-2026-07-21/round/directed/0 fail\n');
  });

  it('tests what it must test, or says that it does not', async () => {
    const demand = ['-b', 'js', '--require-ops', 'round'];
    const nothing = await run(...demand, '--exclude', 'round', '--allow-empty');
    expect([nothing.status, nothing.out]).toEqual([2, '']);
    expect(nothing.err).toContain('error[selection-empty]: --require-ops round: no case of it');
    // another shard may have its cases
    const shard = await run(...demand, '--exclude', 'round', '--allow-empty', '--shard', '1/2');
    expect([shard.status, shard.err]).toEqual([
      0,
      'required, but no case of it is selected: round\n',
    ]);
    const project = join(dir, 'demanding');
    mkdirSync(project);
    const config = { vectors, required: ['round'], failOnSkip: [] };
    writeFileSync(join(project, 'goldvec.config.json'), JSON.stringify(config));
    const argv = ['run', '-b', 'js', '--exclude', 'round', '--allow-empty'];
    const configured = await goldvecHere(argv, project);
    expect([configured.status, configured.err]).toEqual([shard.status, shard.err]);
    expect((await run(...demand, '--flag', 'tie_even')).err).not.toContain('--require-ops');
  });

  it('writes what failed into the list of known failures, and passes with it', async () => {
    const list = join(dir, 'made', 'known');
    const options = ['-b', 'js', '--known-failures', list];
    const first = await run(...options, '--update-known-failures', 'on purpose');
    expect([first.status, readFileSync(list, 'utf8')]).toEqual([
      1,
      `js ${wrong} y.data[2]=1 # on purpose\n`,
    ]);
    const second = await run(...options);
    expect([second.status, lastLine(second.out)]).toEqual([0, '2 passed, 0 failed, 1 skipped']);
  });

  it('runs what failed last with --last-failed, and everything where nothing did', async () => {
    const project = join(dir, 'project');
    mkdirSync(project);
    const again = (...argv: string[]) => inFolder(project, '-b', 'js', ...argv);
    expect(lastLine((await again()).out)).toBe('2 passed, 1 failed, 0 skipped');
    expect(lastLine((await again('--last-failed')).out)).toBe('0 passed, 1 failed, 0 skipped');
    // what is not tried stays
    await again('--exclude', wrong);
    expect(lastLine((await again('--last-failed')).out)).toBe('0 passed, 1 failed, 0 skipped');
    const list = file('mended', `js ${wrong} fail # on purpose\n`);
    await again('--known-failures', list);
    const { out, err } = await again('--last-failed');
    expect(lastLine(out)).toBe('2 passed, 1 failed, 0 skipped');
    expect(err).toContain('nothing of this failed in the last run');
    expect(readdirSync(join(project, '.goldvec')).sort()).toEqual([
      '.gitignore',
      'last_failed.json',
    ]);
  });

  it('leaves a report as it was where the list of known failures is none', async () => {
    const report = file('kept', 'an earlier report');
    const list = file('broken', 'js\n');
    const { status, err } = await run('--known-failures', list, '--reporter', `json=${report}`);
    expect(status).toBe(2);
    expect(err).toContain('expected "<backend> <case> <signature> # <reason>", got "js"');
    expect(readFileSync(report, 'utf8')).toBe('an earlier report');
  });

  it('ends after the first failure with --bail', async () => {
    const { status, out } = await run('-b', 'js', '--bail', '--filter', 'round/directed/*');
    expect(status).toBe(1);
    expect(out).toContain('bailed js: enough cases failed (--bail); the others were not tried');
    expect(lastLine(out)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('writes the page', async () => {
    const page = join(dir, 'report.html');
    const { out } = await run('-b', 'js', '--reporter', 'pretty', '--reporter', `html=${page}`);
    expect(lastLine(out)).toBe('2 passed, 1 failed, 0 skipped');
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('2 passed, 1 failed, 0 skipped; exit code 1');
    expect(text).toContain('<p id="count" class="sub" role="status">1 cases</p>');
    expect(text.trimEnd().endsWith('</html>')).toBe(true);
  });

  it.each(['json', 'junit', 'pretty'])(
    '%s on a full disk: exit 2, and the backends are gone',
    async (name) => {
      const argv = ['-b', program('echo'), '-b', 'js', '--reporter', `${name}=/dev/full`];
      const { status, err } = await run(...argv);
      expect([status, err]).toEqual([2, expect.stringContaining('error[file-unwritable]')]);
    },
  );

  it.each([
    [['-b', 'js', '--filter', 'no_such_op'], 2, 'error[selection-empty]'],
    [
      ['-b', 'js', '--filter', 'round', '--filter', 'no_such_op'],
      2,
      'no case matches --filter no_s',
    ],
    [['-b', 'js', '--op', 'round', '--op', 'ruond'], 2, 'error[op-unknown]'],
    [['-b', 'js', '--op', 'round,rount'], 2, 'did you mean round?'],
    [['-b', 'js', '--contract', 'sym-2026-07-12'], 2, 'error[contract-unknown]'],
    [['-b', 'js', '--flag', 'constructor'], 2, 'there is no flag "constructor"'],
    [['-b', 'js', '--reporter', 'toString'], 2, 'there is no reporter "toString"'],
    [['-b', 'js', '--reporter', 'constructor=x'], 2, 'there is no reporter "constructor"'],
    [['-b', 'js', '--timeout-ms', '2147483648'], 2, 'integer from 1 to 2147483647'],
    [['-b', 'js', '--timeout-ms', '1e3'], 2, 'integer from 1 to'],
    [['-b', 'nonsense'], 2, 'error[backend-unknown]'],
    [['-b', 'js', '--reporter', 'xml'], 2, 'error[usage-bad-value]'],
    [['-b', 'js', '--reporter', 'tap', '--json'], 2, 'only one reporter can write to standard'],
    [['-b', 'js', '--shard', '3/2'], 2, 'shard expected i/n'],
    [['-b', 'js', '--jobs', '0'], 2, 'integer of at least 1'],
    [['-b', 'js', '--bail', 'x'], 2, 'integer of at least 1'],
    [['-b', 'js', '--update-known-failures', 'why'], 2, 'needs a list to update'],
    [['-b', 'js', '--known-failures', 'no-such-file'], 2, 'error[file-missing]'],
    [['-b', 'js', '--vectors', '/no/such/folder'], 2, 'at: /no/such/folder\n'],
    [['-b', 'js', '--vectors', '.'], 2, 'it has no manifest.json'],
    [['-b', 'serial:/dev/no-such-line'], 4, 'error[backend-unavailable]'],
  ])('%j: exit %i', async (argv, status, text) => {
    const result = await goldvecHere(['run', '--vectors', vectors, ...argv]);
    expect([result.status, result.out]).toEqual([status, '']);
    expect(result.err).toContain(text);
  });

  it('a corpus that was changed: exit 3', async () => {
    const manifest = JSON.parse(readFileSync(join(vectors, 'manifest.json'), 'utf8'));
    manifest.files[0].sha256 = '0'.repeat(64);
    const changed = join(dir, 'changed');
    cpSync(vectors, changed, { recursive: true });
    writeFileSync(join(changed, 'manifest.json'), JSON.stringify(manifest));
    const { status, err } = await goldvecHere(['run', '-b', 'js', '--vectors', changed]);
    expect(status).toBe(3);
    expect(err).toContain('error[vector-hash-mismatch]');
    expect(err).toContain('at: sym-2026-07-21/round.mp');
  });

  it('a backend that does not start: exit 4', async () => {
    const { status, out } = await run('-b', 'cmd:false');
    expect(status).toBe(4);
    expect(out).toContain('unavailable cmd:false: the backend exited with status 1');
  });

  it('not one case answered: exit 2', async () => {
    const { status, out } = await run('-b', program('echo'));
    expect([status, lastLine(out)]).toEqual([2, '0 passed, 0 failed, 3 skipped']);
  });

  it('shards split the cases, and their event streams merge into one report', async () => {
    const parts = [];
    for (const shard of ['1/2', '2/2']) {
      const { out } = await run('-b', 'js', '--shard', shard, '--json');
      parts.push(file(`events-${shard.slice(0, 1)}.jsonl`, out));
    }
    const { status, out } = await goldvecHere(['report', ...parts]);
    expect([status, lastLine(out)]).toEqual([1, '2 passed, 1 failed, 0 skipped']);
  });

  it('writes several reports at once', async () => {
    const junit = join(dir, 'reports', 'junit.xml');
    const { out } = await run('-b', 'js', '--reporter', `junit=${junit}`);
    expect(lastLine(out)).toBe('2 passed, 1 failed, 0 skipped');
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite name="js round" tests="3"');
  });
});

describe('goldvec smoke and doctor', () => {
  it('smoke says hello and runs cases', async () => {
    const { status, out } = await goldvecHere(['smoke', '-b', 'js', '--vectors', vectors]);
    expect(status).toBe(0);
    expect(out).toContain('js: goldvec typed-array kernels');
    expect(lastLine(out)).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('doctor lists every backend', async () => {
    const { status, out } = await goldvecHere(['doctor', '--json']);
    expect(status).toBe(0);
    const list = JSON.parse(out) as { readonly id: string; readonly ok: boolean }[];
    expect(list.find(({ id }) => id === 'js')).toMatchObject({ ok: true });
    expect(list.length).toBeGreaterThan(10);
  });
});
