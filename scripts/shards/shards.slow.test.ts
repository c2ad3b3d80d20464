/**
 * The recipes on this machine: the steps of the workflow, GNU parallel, and a cluster of Slurm that consists of this
 * machine alone. Each must come to what one run comes to.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWorkflows } from '../release/workflows.ts';
import { openCluster } from './cluster.ts';
import { hasPrograms, here, shell, verdictOf } from './recipes.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-shards-'));

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const words = ['run', '--backend', 'js', '--op', 'round', 'requant_fixed'];
const whole = shell('sh', ['-c', `$GOLDVEC ${words.join(' ')}`]);

function joined(folder: string) {
  return shell('sh', [join(here, 'join.sh'), folder, 'run']);
}

it('there is something to divide', () => {
  expect(whole.status).toBe(0);
  expect(verdictOf(whole)).toMatch(/^[1-9]\d{2,} passed, 0 failed/);
});

describe('the workflow', () => {
  const { jobs } = readWorkflows().find(({ file }) => file === 'shards.yml')!;
  const commands = (job: string): string[] =>
    jobs[job]!.steps!.flatMap(({ run }) => (run?.includes('scripts/shards') ? [run] : []));

  it('comes to what one run comes to', () => {
    const folder = join(dir, 'workflow');
    const env = { WORDS: words.slice(1).join(' ') };
    const at = (text: string): string => text.replace(/ shards run/, ` ${folder} run`);
    expect([commands('shard'), commands('report')].map((list) => list.length)).toEqual([1, 1]);
    for (const i of [1, 2, 3, 4]) {
      const step = at(commands('shard')[0]!).replace(/\$\{\{ matrix\.shard \}\}/g, `${i}`);
      expect(shell('bash', ['-e', '-c', step], env).status).toBe(0);
    }
    const report = at(commands('report')[0]!).replace('--reporter github', '');
    const ended = shell('bash', ['-e', '-c', report]);
    expect([ended.status, verdictOf(ended)]).toEqual([0, verdictOf(whole)]);
  });
});

describe.skipIf(!hasPrograms('parallel'))('GNU parallel (Debian: parallel)', () => {
  it('comes to what one run comes to', () => {
    const folder = join(dir, 'parallel');
    const ended = shell('sh', [join(here, 'parallel.sh'), '3', folder, ...words]);
    expect([ended.status, ended.err]).toEqual([0, '']);
    expect(verdictOf(joined(folder))).toBe(verdictOf(whole));
  });

  it('tells of a shard that fails', () => {
    const folder = join(dir, 'failing');
    const bad = [
      '--vectors',
      'conformance/testdata/wrong_expectation',
      '--filter',
      'round/directed/1',
    ];
    shell('sh', [join(here, 'parallel.sh'), '1', folder, 'run', '--backend', 'js', ...bad]);
    const ended = joined(folder);
    expect([ended.status, verdictOf(ended)]).toEqual([1, '0 passed, 1 failed, 0 skipped']);
  });
});

const isClusterPossible =
  process.getuid?.() === 0 && hasPrograms('munged', 'slurmctld', 'slurmd', 'sbatch');

describe.skipIf(!isClusterPossible)('Slurm (root; Debian: slurm-wlm, munge)', () => {
  it('comes to what one run comes to', async () => {
    const folder = join(dir, 'slurm');
    mkdirSync(folder);
    const cluster = await openCluster(join(dir, 'cluster'));
    try {
      const script = join(here, 'slurm.sh');
      const args = ['--wait', '--array=1-3', `--output=${folder}/%a.log`, script, folder, ...words];
      const ended = shell('sbatch', args, cluster.env);
      expect([ended.status, ended.err]).toEqual([0, '']);
      expect(verdictOf(joined(folder))).toBe(verdictOf(whole));
    } finally {
      await cluster.close();
    }
  });
});
