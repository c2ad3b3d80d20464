/**
 * Two FIFOs in a folder of their own, both ends opened without blocking.
 *
 * Opening a FIFO for reading and writing never waits for a peer, so a peer that dies before it opens its
 * end cannot hang anything here; the price, no end-of-file, is paid by watching the peer's process.
 */

import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FifoPair {
  readonly folder: string;
  /** names inside the folder */
  readonly requests: string;
  readonly replies: string;
  /** writes into `requests` */
  readonly sender: Socket;
  /** reads from `replies` */
  readonly receiver: Socket;
  /** closes both and removes the folder; may be called twice */
  remove(): void;
}

const flags = constants.O_RDWR | constants.O_NONBLOCK;

const folders = new Set<string>();
let exitHookIsSet = false;

function removeFolder(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

function track(folder: string): void {
  folders.add(folder);
  if (exitHookIsSet) return;
  exitHookIsSet = true;
  process.on('exit', () => {
    for (const left of folders) removeFolder(left);
  });
}

export function newFifoPair(): FifoPair {
  const folder = mkdtempSync(join(tmpdir(), `goldvec-fifo-${process.pid}-`));
  track(folder);
  const [requests, replies] = ['requests', 'replies'];
  const opened: number[] = [];
  try {
    execFileSync('mkfifo', ['-m', '600', requests, replies], { cwd: folder });
    for (const name of [requests, replies]) opened.push(openSync(join(folder, name), flags));
  } catch (cause) {
    for (const fd of opened) closeSync(fd);
    removeFolder(folder);
    throw cause;
  }
  const sender = new Socket({ fd: opened[0]!, readable: false, writable: true });
  const receiver = new Socket({ fd: opened[1]!, readable: true, writable: false });
  // a write into a FIFO that has just been closed: the peer's end is what gets reported
  sender.on('error', () => undefined);
  receiver.on('error', () => undefined);

  function remove(): void {
    sender.destroy();
    receiver.destroy();
    removeFolder(folder);
  }

  return { folder, requests, replies, sender, receiver, remove };
}
