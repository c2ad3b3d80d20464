/** What a worker thread answers to one message, as one message. */

import type { MessagePort } from 'node:worker_threads';
import { lengthOf, type Pieces } from '../core/frame.ts';

/** Sends the pieces as one array of bytes, which is handed over and not copied. */
export function postTogether(port: MessagePort, pieces: Pieces): void {
  const all = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  port.postMessage(all, [all.buffer]);
}
