/** Goal: what a build starts ends with an abort, and what cannot be built says so. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { untilDead } from '../fakes/alive.ts';
import { execute } from './execute.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-execute-'));
afterAll(() => rmSync(dir, { recursive: true }));

const never = new AbortController().signal;

/** A compiler that hands its work to another program, as compilers do. */
function tool(text: string): string {
  const path = join(dir, 'tool');
  writeFileSync(path, text);
  return path;
}

describe('execute', () => {
  it('ends the tool and the programs that it runs', async () => {
    const pidFile = join(dir, 'pid');
    const path = tool(`sleep 600 & echo $! > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; wait`);
    const controller = new AbortController();
    const run = execute('sh', [path], dir, controller.signal).catch((error: unknown) => error);
    while (!existsSync(pidFile)) await sleep(10);
    controller.abort();
    expect(await run).toMatchObject({ code: 'backend-build' });
    await untilDead(Number(readFileSync(pidFile, 'utf8')));
  });

  it('does not wait for what a tool leaves running, such as a server of a compiler cache', async () => {
    const pidFile = join(dir, 'server');
    const path = tool(`sleep 600 & echo $! > ${pidFile}`);
    await execute('sh', [path], dir, never);
    await untilDead(Number(readFileSync(pidFile, 'utf8')));
  });

  it('says what a tool printed that failed, and names one that is not there', async () => {
    const path = tool('echo no such register >&2; exit 1');
    await expect(execute('sh', [path], dir, never)).rejects.toMatchObject({
      code: 'backend-build',
      message: 'no such register',
    });
    await expect(execute('./no-such-tool', [], dir, never)).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
  });
});
