/** What a worker thread answers to one message, as one message. */

import type { MessagePort } from 'node:worker_threads';

/** Sends the pieces as one array of bytes, which is handed over and not copied. */
export function postTogether(port: MessagePort, pieces: readonly Uint8Array[]): void {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  port.postMessage(all, [all.buffer]);
}
