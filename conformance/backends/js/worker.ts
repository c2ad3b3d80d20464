/** The worker thread of the js backend: frames in, frames out. */

import { parentPort } from 'node:worker_threads';
import { decode, encode } from '../../../schema/format/codec.ts';
import type { Request } from '../../../schema/format/types.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../core/frame.ts';
import { answer } from './answer.ts';
import { jsKernels } from './registry.ts';

const reader = newFrameReader();

parentPort!.on('message', (chunk: Uint8Array) => {
  for (const frame of reader.push(chunk)) {
    const request = decode(frame.payload) as Request;
    parentPort!.postMessage(encodeFrame(frameTypes.reply, encode(answer(jsKernels, request))));
    if (request.verb === 'bye') parentPort!.close();
  }
});
