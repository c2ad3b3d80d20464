/** Goal: a project with a configuration. Method: real processes in a folder of its own, on three cases. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './paths.ts';

const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
const command = join(root, 'scripts', 'goldvec.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-project-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function goldvec(...argv: string[]): { status: number | null; out: string; err: string } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' };
  const args = [command, ...argv];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

function configure(config: object): void {
  const whole = { vectors, backends: { ours: 'js' }, ...config };
  writeFileSync(join(folder, 'goldvec.config.json'), JSON.stringify(whole));
}

const fake = `'${process.execPath}' '${join(root, 'conformance/backends/fakes/program.mjs')}'`;

describe('a run in a project', () => {
  it('takes backends by name, which stand in every report', () => {
    configure({ reporters: ['pretty', 'junit=report.xml'] });
    const { status, out } = goldvec('run');
    expect(status).toBe(1);
    expect(out).toContain('FAIL sym-2026-07-21/round/directed/1 on ours');
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('ours');
  });

  it('knows failures by that name, and the command line is stronger than the file', () => {
    configure({ knownFailures: 'known.txt' });
    writeFileSync(
      join(folder, 'known.txt'),
      'ours sym-2026-07-21/round/directed/1 fail # the fake answers it wrongly\n',
    );
    expect(goldvec('run').status).toBe(0);
    expect(goldvec('run', '--backend', 'js').status).toBe(1);
    writeFileSync(join(folder, 'empty.txt'), '');
    expect(goldvec('run', '--known-failures', 'empty.txt').status).toBe(1);
  });

  it('fails where a required op has no answer, and refuses one that there is not', () => {
    const backends = { mine: { command: `${fake} echo` } };
    configure({ backends, required: ['round'] });
    const { status, out } = goldvec('run', '--allow-empty');
    expect(out).toContain('not met: mine answers no case of round, which is required\n');
    expect(status).toBe(1);
    configure({ required: ['ruond'] });
    const refused = goldvec('run');
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('no op "ruond"')]);
  });

  it('says which field is wrong', () => {
    configure({ overflow: 'ignore' });
    const { status, err } = goldvec('run');
    expect([status, err]).toEqual([2, expect.stringMatching(/error\[usage-bad-value\].*overflow/)]);
  });
});

describe('init', () => {
  it('writes a configuration that runs, once', () => {
    const made = goldvec('init', '--command', `${fake} echo`, '--require', 'round');
    expect(made.status).toBe(0);
    expect(goldvec('run', '--vectors', vectors).out).toContain('mine answers no case of round');
    expect(goldvec('init')).toMatchObject({ status: 2 });
  });
});
