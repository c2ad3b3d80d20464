/**
 * Goal: `npm ci` runs no script of a dependency, whatever the version of npm. Method: an installation in an empty folder
 * whose shell for scripts only notes that it was called; that it would be called is shown with the settings turned off.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../cli/paths.ts';

let dir = '';
let called = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-install-'));
  called = join(dir, 'called');
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(join(root, name), join(dir, name));
  }
  const shell = join(dir, 'shell');
  writeFileSync(shell, `#!/bin/sh\necho "$@" >> ${called}\n`);
  chmodSync(shell, 0o755);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Without the setting of this checkout, which the npm or npx that started this test hands on to its programs. */
const { npm_config_ignore_scripts: _, ...env } = process.env;

/** `npm ci` of a major version of npm, with the noting shell. */
function install(major: number): { status: number | null; text: string } {
  const tools = join(dir, 'tools');
  const own = ['install', '--prefix', tools, '--no-audit', '--no-fund', `npm@${major}`];
  expect(spawnSync('npm', own, { cwd: tmpdir(), env, encoding: 'utf8' }).status).toBe(0);
  const cli = join(tools, 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const args = [cli, 'ci', '--no-audit', '--no-fund', `--script-shell=${join(dir, 'shell')}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
  return { status, text: `${stdout}${stderr}` };
}

/** Without a registry nothing can be said. */
const canInstall = spawnSync('npm', ['ping'], { env, encoding: 'utf8' }).status === 0;

describe.runIf(canInstall)('npm ci', () => {
  it.each([10, 11])('of npm %i runs no script', (major) => {
    const { status, text } = install(major);
    expect([status, text.slice(-2000)]).toEqual([0, expect.anything()]);
    expect(existsSync(join(dir, 'node_modules', 'esbuild'))).toBe(true);
    expect(existsSync(called)).toBe(false);
  });

  it('would run scripts without the settings', () => {
    rmSync(join(dir, '.npmrc'));
    install(10);
    expect(existsSync(called)).toBe(true);
  });
});
