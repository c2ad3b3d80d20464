import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilDead } from './fakes/alive.ts';
import { backends as js } from './js/index.ts';
import { programFactory, renamedFactory } from './named.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldvec-named-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = { timeoutMs: 60_000 };

describe('a program under a name', () => {
  it('is built once, in its folder and with its environment, before it starts', async () => {
    const build = 'echo "$WORD" >> built.txt';
    const program = { command: 'exit 3', build, cwd: folder, env: { WORD: 'yes' } };
    const factory = programFactory('mine', program);
    const backend = factory.create(options);
    expect(backend.id).toBe('mine');
    // it ends at once, which is no matter of the build
    await expect(backend.start()).rejects.toMatchObject({
      message: expect.stringMatching(/status 3/),
    });
    await expect(factory.create(options).start()).rejects.toThrow(/status 3/);
    expect(readFileSync(join(folder, 'built.txt'), 'utf8')).toBe('yes\n');
    await backend.stop();
  });

  it('does not start where its build fails, and shows what that printed', async () => {
    const build = 'echo no such header >&2; exit 7';
    const program = { command: 'touch started', build, cwd: folder };
    const backend = programFactory('mine', program).create(options);
    await expect(backend.start()).rejects.toMatchObject({
      code: 'backend-build',
      message: expect.stringMatching(/mine: the build exited with status 7[\s\S]*no such header/),
    });
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });

  it('does not wait for what its build leaves running, which is ended', async () => {
    // it keeps the pipes of the build open
    const build = 'sleep 600 & echo $! > pid';
    const backend = programFactory('mine', { command: 'exit 3', build, cwd: folder });
    await expect(backend.create(options).start()).rejects.toThrow(/status 3/);
    await untilDead(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  });

  it('is stopped while it is built, with all that the build started', async () => {
    const build = 'sleep 600 & echo $! > new; mv new pid; wait';
    const backend = programFactory('mine', { command: 'touch started', build, cwd: folder });
    const mine = backend.create(options);
    const start = expect(mine.start()).rejects.toThrow('was stopped while it started');
    while (!existsSync(join(folder, 'pid'))) await sleep(10);
    await mine.stop();
    await start;
    await untilDead(Number(readFileSync(join(folder, 'pid'), 'utf8')));
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });
});

describe('another backend under a name', () => {
  it('answers as that one', async () => {
    const backend = renamedFactory('ours', js[0]!).create(options);
    expect(backend.id).toBe('ours');
    expect((await backend.start()).ops).toContain('round');
    await backend.stop();
  });
});
