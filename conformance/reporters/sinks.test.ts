/** Goal: a report is whole or absent, and an old one stays until the new one is whole. */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GoldError } from '../../schema/format/errors.ts';
import { runEnd, stream } from './fixtures.ts';
import { openOutputs } from './outputs.ts';
import { fileSink, type StandardStream } from './sinks.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-sinks-'));
afterAll(() => rmSync(dir, { recursive: true }));

const options = { colour: 'never', failuresShown: 5 } as const;
const stdout = process.stdout as StandardStream;

const failed = (cause: Error): void => {
  throw cause;
};

describe('a report in a file', () => {
  it('takes its place at the end, and only then', async () => {
    const path = join(dir, 'kept');
    writeFileSync(path, 'old');
    const sink = fileSink(path, failed);
    sink.write('new');
    expect(readFileSync(path, 'utf8')).toBe('old');
    await sink.commit();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('leaves the old one, and nothing beside it, where it is not wanted', () => {
    const path = join(dir, 'left');
    writeFileSync(path, 'old');
    const sink = fileSink(path, failed);
    sink.write('new');
    sink.discard();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('follows a link', async () => {
    const [path, link] = [join(dir, 'linked'), join(dir, 'link')];
    writeFileSync(path, 'old');
    symlinkSync(path, link);
    const sink = fileSink(link, failed);
    sink.write('new');
    await sink.commit();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });
});

describe.runIf(process.platform !== 'win32')('a report in a pipe with a name', () => {
  const text = `${'x'.repeat(1 << 20)}\n`;

  function newPipe(name: string): string {
    const path = join(dir, name);
    execFileSync('mkfifo', [path]);
    return path;
  }

  it('reaches a reader that is slower, whole', async () => {
    const path = newPipe('slow');
    const reader = spawn('sh', ['-c', `exec < ${path}; echo open; sleep 0.2; wc -c`]);
    const hold = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    await once(reader.stdout, 'data');
    const sink = fileSink(path, failed);
    closeSync(hold);
    sink.write(text);
    sink.write(text);
    await sink.commit();
    const [said] = await once(reader.stdout, 'data');
    expect(Number(said)).toBe(2 * text.length);
  });

  it('keeps nothing from running where nobody reads it, and is left by an interrupt', async () => {
    const path = newPipe('stuck');
    const hold = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const interrupt = new AbortController();
    const reporters = [`json=${path}`, `tap=${join(dir, 'beside')}`];
    const outputs = openOutputs({ ...options, reporters, signal: interrupt.signal }, stdout);
    for (let i = 0; i < 2000; i++) for (const event of stream.slice(0, -1)) outputs.event(event);
    interrupt.abort();
    await expect(outputs.end()).rejects.toMatchObject({ code: 'interrupted', path });
    expect(readFileSync(join(dir, 'beside'), 'utf8')).toContain('TAP version');
    closeSync(hold);
  });
});

describe('a write error', () => {
  it('is told at once and at the end; the other reports become whole', async () => {
    const told: GoldError[] = [];
    const path = join(dir, 'events.jsonl');
    const outputs = openOutputs(
      {
        ...options,
        reporters: ['json=/dev/full', `json=${path}`],
        onFailure: (error) => told.push(error),
      },
      stdout,
    );
    for (const event of stream) outputs.event(event);
    expect(told).toMatchObject([{ code: 'file-unwritable', path: '/dev/full' }]);
    await expect(outputs.end()).rejects.toBe(told[0]);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1)!)).toEqual(runEnd);
  });

  it('of a place that cannot be opened leaves the others as they were', () => {
    const path = join(dir, 'others');
    writeFileSync(path, 'old');
    const reporters = [`json=${path}`, `json=${dir}/kept/below`];
    expect(() => openOutputs({ ...options, reporters }, stdout)).toThrow(
      expect.objectContaining({ code: 'file-unwritable' }),
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
