/**
 * Where a report is written. A file is written beside its place and renamed at the end, so that an old report is
 * kept until the new one is whole, and nothing half-written is left. A write that cannot be made throws.
 */

import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { isatty, WriteStream } from 'node:tty';
import { makeFolder } from '../../schema/format/make_folder.ts';

/** Standard output as the process has it. */
export type StandardStream = NodeJS.WriteStream & { readonly fd: number };

export interface Sink {
  write(text: string): void;
  /** All was written: the report takes its place; resolves when it is out. */
  commit(): Promise<void>;
  /** Nothing more comes, and what was written is not wanted. */
  discard(): void;
}

const drafts = new Set<string>();
let exitHookIsSet = false;
let draftCount = 0;

function trackDraft(path: string): void {
  drafts.add(path);
  if (exitHookIsSet) return;
  exitHookIsSet = true;
  process.on('exit', () => {
    for (const draft of drafts) rmSync(draft, { force: true });
  });
}

/** Writes all of it; one call may take only a part. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** A text that cannot be written whole is not written: a reader never sees half a line. */
function writeWhole(fd: number, text: string): void {
  const { size } = fstatSync(fd);
  try {
    writeAll(fd, text);
  } catch (cause) {
    ftruncateSync(fd, size);
    throw cause;
  }
}

function found(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** What a stream could not take yet is kept for it: to wait for its reader would keep everything else from running. */
function waitingSink(stream: Writable, failed: (cause: Error) => void): Sink {
  return {
    write(text) {
      if (text === '') return;
      stream.write(text, (cause) => {
        if (cause) failed(cause);
      });
    },
    async commit() {
      // an error is told of after the write, even where that was made at once
      await new Promise((resolve) => setImmediate(resolve));
      if (stream.writableLength === 0) return;
      await new Promise<void>((resolve) => void stream.write('', () => resolve()));
    },
    discard: () => undefined,
  };
}

/** A terminal or a pipe that has a name, which is written as it stands; a pipe without a reader does not open. */
function deviceSink(path: string, failed: (cause: Error) => void): Sink {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const close = (): void => closeSync(fd);
  if (!fstatSync(fd).isFIFO() && !isatty(fd)) {
    return { write: (text) => writeAll(fd, text), commit: async () => close(), discard: close };
  }
  const stream = isatty(fd)
    ? new WriteStream(fd)
    : new Socket({ fd, readable: false, writable: true });
  stream.on('error', () => undefined);
  const { write, commit } = waitingSink(stream, failed);
  const discard = (): void => void stream.destroy();
  return { write, commit: () => commit().then(discard), discard };
}

/**
 * A regular file, or one that is not there yet; makes its folder. `failed` is told of what goes wrong with a pipe after
 * `write`. Throws what the system says.
 */
export function fileSink(path: string, failed: (cause: Error) => void): Sink {
  const before = found(path);
  if (before !== undefined && !before.isFile()) return deviceSink(path, failed);
  // a link stays a link
  const place = before === undefined ? path : realpathSync(path);
  makeFolder(dirname(place));
  const draft = `${place}.${process.pid}-${++draftCount}.tmp`;
  const fd = openSync(draft, 'w');
  trackDraft(draft);
  let isOpen = true;

  function close(): void {
    if (isOpen) closeSync(fd);
    isOpen = false;
  }

  return {
    write: (text) => writeAll(fd, text),
    async commit() {
      close();
      renameSync(draft, place);
      drafts.delete(draft);
    },
    discard() {
      close();
      rmSync(draft, { force: true });
      drafts.delete(draft);
    },
  };
}

/** Standard output; `failed` is told of what goes wrong after `write`. */
export function streamSink(stream: StandardStream, failed: (cause: Error) => void): Sink {
  const stats = fstatSync(stream.fd);
  const isStream = stream.isTTY || stats.isFIFO() || stats.isSocket();
  const nothing = (): void => undefined;
  if (!isStream) {
    const write = stats.isFile() ? writeWhole : writeAll;
    return {
      write: (text) => write(stream.fd, text),
      commit: async () => undefined,
      discard: nothing,
    };
  }
  return waitingSink(stream, failed);
}
