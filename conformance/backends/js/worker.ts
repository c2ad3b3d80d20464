/** The worker thread of the js backend: frames in, frames out. */

import { parentPort } from 'node:worker_threads';
import { encode, peek } from '../../../schema/format/codec.ts';
import type { Request } from '../../../schema/format/types.ts';
import { encodeFrames, frameTypes, newFrameReader, type Pieces } from '../../core/frame.ts';
import { keepCode } from '../keep_code.ts';
import { answer } from './answer.ts';
import { jsKernels } from './registry.ts';

const reader = newFrameReader();

parentPort!.on('message', (chunk: Uint8Array) => {
  const payloads: Pieces[] = [];
  for (const frame of reader.push(chunk)) {
    // the buffers of a call copy what it holds
    const request = peek(frame.payload) as Request;
    payloads.push([encode(answer(jsKernels, request))]);
    if (request.verb !== 'bye') continue;
    keepCode();
    parentPort!.close();
  }
  if (payloads.length === 0) return;
  const replies = encodeFrames(frameTypes.reply, payloads);
  // handed over, not copied
  parentPort!.postMessage(replies, [replies.buffer]);
});
