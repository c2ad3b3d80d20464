/** Goal: a project with a configuration. Method: runs in a folder of its own, on three cases. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './paths.ts';
import { goldvecHere, type Outcome } from './run_command.ts';

const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-project-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const goldvec = (...argv: string[]): Promise<Outcome> => goldvecHere(argv, folder);
const run = (...argv: string[]): Promise<Outcome> => goldvec('run', '--no-diagnosis', ...argv);

function configure(config: object): void {
  const whole = { vectors, backends: { ours: 'js' }, ...config };
  writeFileSync(join(folder, 'goldvec.config.json'), JSON.stringify(whole));
}

const fake = `'${process.execPath}' '${join(root, 'conformance/backends/fakes/program.mjs')}'`;

describe('a run in a project', () => {
  it('takes backends by name, which stand in every report', async () => {
    configure({ reporters: ['pretty', 'junit=report.xml'] });
    const { status, out } = await run();
    expect(status).toBe(1);
    expect(out).toContain('FAIL sym-2026-07-21/round/directed/1 on ours');
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('ours');
  });

  it('knows failures by that name, and the command line is stronger than the file', async () => {
    configure({ knownFailures: 'known.txt' });
    writeFileSync(
      join(folder, 'known.txt'),
      'ours sym-2026-07-21/round/directed/1 fail # the fake answers it wrongly\n',
    );
    expect((await run()).status).toBe(0);
    expect((await run('--backend', 'js')).status).toBe(1);
    writeFileSync(join(folder, 'empty.txt'), '');
    expect((await run('--known-failures', 'empty.txt')).status).toBe(1);
  });

  it('fails where a required op has no answer, and refuses one that there is not', async () => {
    const backends = { mine: { command: `${fake} echo` } };
    configure({ backends, required: ['round'] });
    const { status, out } = await run('--allow-empty');
    expect(out).toContain('not met: mine answers no case of round, which is required\n');
    expect(status).toBe(1);
    configure({ required: ['ruond'] });
    const refused = await run();
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('no op "ruond"')]);
  });

  it('says which field is wrong', async () => {
    configure({ overflow: 'ignore' });
    const { status, err } = await run();
    expect([status, err]).toEqual([2, expect.stringMatching(/error\[usage-bad-value\].*overflow/)]);
  });
});

describe('init', () => {
  it('writes a configuration that runs, once', async () => {
    const made = await goldvec('init', '--command', `${fake} echo`, '--require', 'round');
    expect(made.status).toBe(0);
    expect((await run('--vectors', vectors)).out).toContain('mine answers no case of round');
    expect(await goldvec('init')).toMatchObject({ status: 2 });
  });
});
