/**
 * Goal: the workflows would run, and a release is only attached where both checkouts packed the same. Method: what they
 * name is looked up, and the steps of the release run in a shell with stand-ins for npm and gh.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cloneCommands } from '../cli/commands/of_sources.ts';
import { newProgram } from '../cli/main.ts';
import { root } from '../cli/paths.ts';
import { readWorkflows, stepsOf } from './workflows.ts';

const workflows = readWorkflows();
const jobs = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${file}: ${name}`, job, jobs })),
);
const lines = jobs.flatMap(({ name, job }) =>
  (job.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [{ name, run }])),
);

describe.each(jobs)('the job $name', ({ job, jobs: all }) => {
  it('has a machine and an end, and waits for jobs that there are', () => {
    expect(job['runs-on']).toMatch(/^ubuntu-/);
    // a deployment alone ends by itself
    if (job.steps!.some(({ run }) => run !== undefined)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
    for (const needed of [job.needs ?? []].flat()) expect(all).toHaveProperty([needed]);
  });

  it('pins what it uses, and each step is either an action or a command', () => {
    for (const { uses, run } of job.steps!) {
      expect([uses, run].filter((text) => text !== undefined)).toHaveLength(1);
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
    }
  });
});

describe.each(lines)('$name runs "$run"', ({ run }) => {
  it('which a shell can read', () => {
    const { status, stderr } = spawnSync('bash', ['-n', '-c', run], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('with commands and options that exist', async () => {
    const program = await newProgram([], cloneCommands);
    const commands = new Map(program.commands.map((command) => [command.name(), command]));
    for (const [, name, rest] of run.matchAll(/(?:npx goldvec|bin\.js) (\w+)([^|&;>)]*)/g)) {
      const options = commands.get(name!)?.options.map(({ long }) => long);
      expect(options, name).toBeDefined();
      for (const [option] of rest!.matchAll(/--[a-z-]+/g)) expect(options).toContain(option);
    }
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, script] of run.matchAll(/npm run ([\w:]+)/g)) {
      expect(scripts).toHaveProperty([script!]);
    }
    for (const [, file] of run.matchAll(/^bash (\S+)/gm))
      expect(existsSync(join(root, file!))).toBe(true);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'goldvec-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Checkout {
  readonly version: string;
  readonly kept: string;
  readonly packs: string;
}

/** Runs the steps of the release after the checkouts; what gh was asked for, or the step that failed. */
function release(name: string, tag: string, checkouts: Readonly<Record<string, Checkout>>): string {
  const place = join(folder, name);
  mkdirSync(join(place, 'bin'), { recursive: true });
  const stand = (tool: string, text: string): void =>
    writeFileSync(join(place, 'bin', tool), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  stand('npm', 'exit 0');
  stand('npx', '[ "$2" = pack ] || exit 0; mkdir -p "$4" && cat packs > "$4/vectors.zip"');
  stand('gh', `echo "$@" > ${place}/asked`);
  for (const [path, { version, kept, packs }] of Object.entries(checkouts)) {
    mkdirSync(join(place, path, 'vectors'), { recursive: true });
    writeFileSync(join(place, path, 'package.json'), JSON.stringify({ version }));
    writeFileSync(join(place, path, 'vectors/released.json'), JSON.stringify({ release: kept }));
    writeFileSync(join(place, path, 'packs'), packs);
  }
  const workflow = workflows.find(({ file }) => file === 'release.yml')!;
  const env = {
    ...process.env,
    PATH: `${join(place, 'bin')}:${process.env.PATH}`,
    GITHUB_REF_NAME: tag,
  };
  for (const step of stepsOf(workflow, 'release')) {
    if (step.run === undefined) continue;
    const cwd = join(place, step['working-directory'] ?? '.');
    const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step.run], { cwd, env });
    if (status !== 0) return `failed: ${step.name}`;
  }
  return readFileSync(join(place, 'asked'), 'utf8').trim();
}

describe('a release', () => {
  const good = { version: '1.2.3', kept: '1.2.3', packs: 'same' };

  it('attaches the archives to its tag', () => {
    const asked = release('good', 'v1.2.3', { first: good, second: good });
    expect(asked).toMatch(/^release create v1\.2\.3 release\/vectors\.zip --verify-tag /);
  });

  it.each([
    ['the tag is another version', 'v1.2.4', good, 'version'],
    ['the gate knows no such release', 'v1.2.3', { ...good, kept: '1.2.2' }, 'version'],
    ['the checkouts pack other bytes', 'v1.2.3', { ...good, packs: 'other' }, 'compare'],
  ])('attaches nothing where %s', (name, tag, first, step) => {
    const asked = release(name, tag, { first, second: good });
    expect(asked).toBe(`failed: ${step}`);
  });
});
