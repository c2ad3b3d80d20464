/** A worker thread that answers hello and then does what its extra data says. */

import { parentPort, workerData } from 'node:worker_threads';
import { decode, encode } from '../../../schema/format/codec.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../core/frame.ts';

const reader = newFrameReader();

function misbehave(): void {
  switch (workerData.extra as string) {
    case 'hang':
      for (;;);
    case 'throw':
      throw new RangeError('offset is out of bounds');
    default:
      process.stderr.write('giving up\n');
      process.exit(3);
  }
}

parentPort!.on('message', (chunk: Uint8Array) => {
  for (const { payload } of reader.push(chunk)) {
    const { verb } = decode(payload) as { readonly verb: string };
    if (verb !== 'hello') return misbehave();
    const hello = {
      verb: 'hello',
      protocol: 1,
      name: 'misbehaving',
      version: '1',
      toolchain: 'none',
      capabilities: [],
      ops: [],
      contracts: [],
      max_frame: 1024,
    };
    parentPort!.postMessage(encodeFrame(frameTypes.reply, encode(hello)));
  }
});
