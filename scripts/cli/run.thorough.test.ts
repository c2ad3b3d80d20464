/**
 * What of `goldvec run` needs a process of its own, signals and the end of it, and `goldvec bench`. The vectors are those
 * of `run.test.ts`.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BenchResult } from '../bench/bench.ts';
import { root } from './paths.ts';
import { goldvec } from './run_command.ts';

const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
const dir = mkdtempSync(join(tmpdir(), 'goldvec-run-'));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

describe('goldvec run', () => {
  it('runs again with --watch when a file changes, builds anew, and ends on an interrupt', async () => {
    const project = join(dir, 'watched');
    mkdirSync(join(project, 'src'), { recursive: true });
    writeFileSync(join(project, 'src/mine.sh'), 'exit 3');
    const fake = join(root, 'conformance/backends/fakes/program.mjs');
    // what the build writes is watched too, and starts no loop without end
    const build = 'cp src/mine.sh built && echo >> src/log';
    const config = { backends: { mine: { command: 'sh built', build } }, vectors, failOnSkip: [] };
    writeFileSync(join(project, 'goldvec.config.json'), JSON.stringify(config));
    let isEdited = false;
    let isDone = false;
    const argv = ['run', '--watch', '--no-diagnosis', '--give-up-after', '1'];
    const { status, out, err } = await goldvec(argv, {
      cwd: project,
      onError: (text, pid) => {
        const waits = text.split('waiting for a change').length - 1;
        if (!isEdited && waits >= 2) {
          isEdited = true;
          writeFileSync(join(project, 'src/mine.sh'), `'${process.execPath}' '${fake}' echo`);
        }
        if (isEdited && !isDone && text.includes('mine.sh') && waits >= 3) {
          isDone = true;
          process.kill(pid, 'SIGINT');
        }
      },
    });
    expect(status).toBe(130);
    expect(err).toMatch(/changed: .*src\/mine\.sh/);
    const ends = out.split('\n').filter((line) => /^\d+ passed/.test(line));
    expect([ends[0], ends.at(-1)]).toEqual([
      '0 passed, 0 failed, 0 skipped',
      '0 passed, 0 failed, 3 skipped',
    ]);
  });

  it('an old report survives a run that dies under way', async () => {
    const report = file('survivor', 'an earlier report');
    const argv = [
      '-b',
      'cmd:cat > /dev/null',
      '--reporter',
      `json=${report}`,
      '--vectors',
      vectors,
    ];
    const { status } = await goldvec(['run', ...argv], {
      onOutput: (_, pid) => process.kill(pid, 'SIGKILL'),
    });
    expect([status, readFileSync(report, 'utf8')]).toEqual([null, 'an earlier report']);
  });
});

describe('goldvec bench', () => {
  it('prints every figure beside a baseline of the same run', async () => {
    const argv = ['bench', 'frames', '-b', 'js', '--short', '-r', '1', '--vectors', vectors];
    const { status, out } = await goldvec([...argv, '--json']);
    expect(status).toBe(0);
    const { machine, kinds } = JSON.parse(out) as BenchResult;
    expect(machine.cores).toBeGreaterThan(0);
    const [{ rows } = { rows: [] }] = kinds[0]!.series;
    expect(rows.map(({ name }) => name)).toEqual([
      'bytes alone',
      'one at a time',
      'runner, with verdicts',
    ]);
    expect(rows[0]).toMatchObject({ ratio: 1 });
  });
});
