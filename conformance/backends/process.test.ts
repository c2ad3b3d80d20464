/**
 * Goal: a program that crashes, hangs, talks nonsense or does not leave is an error with its last words, can
 * be started again, and leaves no process behind. Method: a real program, fakes/program.mjs.
 */

import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HelloReply, RunRequest } from '../../schema/format/types.ts';
import type { Backend } from './backend.ts';
import { isAlive, untilDead } from './fakes/alive.ts';
import { framedBackend } from './framed.ts';
import { factoriesNamed } from './index.ts';
import { newBoundedText, type OpenLink } from './link.ts';
import { commandFactory, processBackend } from './process.ts';

const program = fileURLToPath(new URL('./fakes/program.mjs', import.meta.url));

const request: RunRequest = {
  verb: 'run',
  seq: 1,
  contract: 'sym-2026-07-21',
  op: 'sample',
  params: {},
  inputs: { x: { dtype: 'FLOAT32', shape: [1], data: new Uint8Array(4) } },
  targets: {},
  rng: 1,
};

const started: Backend[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
});

function newBackend(mode: string, timeoutMs = 10_000): Backend {
  const command = { file: process.execPath, args: [program, mode] };
  const backend = processBackend(mode, command, { timeoutMs });
  started.push(backend);
  return backend;
}

function pidsOf(hello: HelloReply): number[] {
  return [Number(hello.toolchain), Number(hello.version)];
}

describe('a program over stdin and stdout', () => {
  it('answers, and leaves after bye', async () => {
    const backend = newBackend('echo');
    const hello = await backend.start();
    const reply = await backend.run(request);
    expect(reply).toMatchObject({ seq: 1, status: 'ok', outputs: request.inputs });
    await backend.stop();
    await untilDead(Number(hello.toolchain));
  });

  it.each([
    ['exit', 'backend-protocol', 'the backend exited with status 3'],
    ['abort', 'backend-protocol', 'the backend was killed by SIGABRT'],
    ['garbage', 'backend-protocol', 'text where a reply should be: "result = 42\\n"'],
    ['half', 'backend-protocol', 'the backend exited with status 0 inside a frame (8 bytes)'],
    ['invalid', 'backend-protocol', 'malformed reply at status'],
  ])('%s: %s, and can be started again', async (mode, code, message) => {
    const backend = newBackend(mode);
    for (let round = 0; round < 2; round++) {
      await backend.start();
      await expect(backend.run(request)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      });
    }
  });

  it('quotes the end of what it printed, without the middle', async () => {
    const backend = newBackend('exit');
    await backend.start();
    const error = await backend.run(request).catch((e: Error) => e);
    expect((error as Error).message).toMatch(/stderr: xxx[\s\S]*bytes left out[\s\S]*last words$/);
  });

  it('hang: backend-timeout, and neither the program nor its child is left', async () => {
    const backend = newBackend('hang', 300);
    const hello = await backend.start();
    await expect(backend.run(request)).rejects.toMatchObject({
      code: 'backend-timeout',
      message: expect.stringContaining('no reply to run in 300 ms'),
    });
    for (const pid of pidsOf(hello)) await untilDead(pid);
  });

  it
    .runIf(process.platform === 'linux')
    .each(['flees', 'forks_twice', 'is_renamed', 'changes_environment', 'closes_everything'])(
    '%s: a process in a session of its own is found and ended',
    async (mode) => {
      const backend = newBackend(mode, 300);
      const hello = await backend.start();
      const [, fled] = pidsOf(hello);
      expect(isAlive(fled!)).toBe(true);
      await backend.stop();
      for (const pid of pidsOf(hello)) await untilDead(pid);
    },
  );

  it.runIf(process.platform === 'linux')(
    'sheds: a child without session and environment is found while its parent is there',
    async () => {
      const backend = newBackend('sheds', 300);
      const hello = await backend.start();
      await expect(backend.run(request)).rejects.toMatchObject({ code: 'backend-timeout' });
      for (const pid of pidsOf(hello)) await untilDead(pid);
    },
  );

  it('a start that stop comes before rejects at once, and what it opens is closed', async () => {
    let closed = 0;
    let isOpen = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      isOpen = resolve;
    });
    const open: OpenLink = async (_events, signal) => {
      await opened;
      expect(signal.aborted).toBe(true);
      return { send: () => undefined, diagnostics: () => '', close: async () => void closed++ };
    };
    const backend = framedBackend({ id: 'slow', open, timeoutMs: 1000 });
    const start = expect(backend.start()).rejects.toThrow('was stopped while it started');
    await backend.stop();
    await start;
    isOpen();
    await vi.waitFor(() => expect(closed).toBe(1));
  });

  it('stubborn: is killed after bye', async () => {
    const backend = newBackend('stubborn');
    const hello = await backend.start();
    await backend.stop();
    await untilDead(Number(hello.toolchain));
  });

  it('a request that is cut off by stop rejects', async () => {
    const backend = newBackend('hang');
    const hello = await backend.start();
    const cut = expect(backend.run(request)).rejects.toMatchObject({ code: 'backend-protocol' });
    await backend.stop();
    await cut;
    for (const pid of pidsOf(hello)) await untilDead(pid);
  });

  it('run before start is an error', async () => {
    await expect(newBackend('echo').run(request)).rejects.toThrow('is not started');
  });

  it('a program that does not exist is unavailable', async () => {
    const backend = processBackend(
      'none',
      { file: './no-such-program', args: [] },
      { timeoutMs: 1 },
    );
    await expect(backend.start()).rejects.toMatchObject({ code: 'backend-unavailable' });
  });

  it('cmd: runs a command line', async () => {
    const factory = commandFactory(`'${process.execPath}' '${program}' echo`);
    const backend = factory.create({ timeoutMs: 10_000 });
    started.push(backend);
    expect((await backend.start()).name).toBe('program');
  });
});

describe('backend names', () => {
  it('an unknown one is refused with the known ones', () => {
    expect(() => factoriesNamed('jss')).toThrow(
      expect.objectContaining({ code: 'backend-unknown', hint: expect.stringContaining('js, ') }),
    );
  });

  it.each([
    ['js', 'js'],
    ['cmd:python3 kernels.py', 'cmd:python3 kernels.py'],
  ])('%s', (name, id) => {
    expect(factoriesNamed(name).map((factory) => factory.id)).toEqual([id]);
  });
});

describe('newBoundedText', () => {
  it('keeps beginning and end', () => {
    const bounded = newBoundedText(4, 4);
    for (const part of ['abc', 'defgh', 'ij', 'klmn']) bounded.add(Buffer.from(part));
    expect(bounded.text()).toBe('abcd\n[... 6 bytes left out ...]\nklmn');
  });

  it('is whole where it fits', () => {
    const bounded = newBoundedText(4, 4);
    bounded.add(Buffer.from('abcdefg\n'));
    expect(bounded.text()).toBe('abcdefg');
  });
});
