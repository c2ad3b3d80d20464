/** Goal: a worker thread that hangs, throws, leaves or sends what cannot be read is an error that says so, and can be started again. */

import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Backend } from './backend.ts';
import { framedBackend } from './framed.ts';
import { newThread, openWorker } from './worker_link.ts';

const module = new URL('./fakes/misbehaving_worker.ts', import.meta.url);
const started: Backend[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
});

describe('a worker thread', () => {
  it.each([
    ['hang', 'backend-timeout', 'no reply to run in 300 ms'],
    ['throw', 'backend-protocol', 'the backend threw offset is out of bounds'],
    ['exit', 'backend-protocol', 'the backend exited with status 3'],
  ])('that does %s: %s, and can be started again', async (extra, code, message) => {
    const open = openWorker(module, extra);
    const backend = framedBackend({ id: extra, open, timeoutMs: 300 });
    started.push(backend);
    for (let round = 0; round < 2; round++) {
      await backend.start();
      const call = { params: {}, inputs: {}, targets: {}, rng: 1 };
      const request = { verb: 'run', seq: 1, contract: 'c', op: 'sample', ...call } as const;
      await expect(backend.run(request)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      });
    }
  });

  it('that sends what cannot be read ends, after an error with the cause', async () => {
    const worker = newThread(module, 'hang');
    onTestFinished(async () => void (await worker.terminate()));
    const cause = new Error('no such class here');
    const terminate = vi.spyOn(worker, 'terminate');
    const events: unknown[] = [];
    const exited = new Promise<void>((resolve) => {
      worker.on('error', (thrown) => events.push(thrown)).on('exit', () => resolve());
    });
    // what the engine does where it cannot make the message again
    worker.emit('messageerror', cause);
    expect(terminate).toHaveBeenCalled();
    await exited;
    expect(events).toEqual([cause]);
  });
});
