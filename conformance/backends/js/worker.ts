/** The worker thread of the js backend: frames in, frames out. */

import { parentPort } from 'node:worker_threads';
import { decode, encode } from '../../../schema/format/codec.ts';
import type { Request } from '../../../schema/format/types.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../core/frame.ts';
import { postTogether } from '../post_together.ts';
import { answer } from './answer.ts';
import { jsKernels } from './registry.ts';

const reader = newFrameReader();

parentPort!.on('message', (chunk: Uint8Array) => {
  const replies: Uint8Array[] = [];
  for (const frame of reader.push(chunk)) {
    const request = decode(frame.payload) as Request;
    replies.push(encodeFrame(frameTypes.reply, encode(answer(jsKernels, request))));
    if (request.verb === 'bye') parentPort!.close();
  }
  if (replies.length > 0) postTogether(parentPort!, replies);
});
