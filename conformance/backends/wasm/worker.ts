/** Runs one WebAssembly module of the portable kernels: request frames in, reply frames out. */

import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { encodeFrame, newFrameReader } from '../../core/frame.ts';
import { postTogether } from '../post_together.ts';
import { Instance, Module } from '../webassembly.ts';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  gv_wasm_request_buffer(): number;
  gv_wasm_request_room(): number;
  gv_wasm_reply_buffer(): number;
  gv_wasm_handle(length: number): number;
}

const { path } = workerData.extra as { readonly path: string };
const wasm = new Instance(new Module(readFileSync(path)), {}).exports as Exports;

/** One frame through the module; a trap ends the worker with its message. */
function handle(frame: Uint8Array): Uint8Array {
  if (frame.length > wasm.gv_wasm_request_room()) throw new RangeError('request frame too large');
  new Uint8Array(wasm.memory.buffer).set(frame, wasm.gv_wasm_request_buffer());
  const length = wasm.gv_wasm_handle(frame.length);
  const at = wasm.gv_wasm_reply_buffer();
  return new Uint8Array(wasm.memory.buffer).slice(at, at + length);
}

const reader = newFrameReader();
parentPort!.on('message', (chunk: Uint8Array) => {
  const replies = reader.push(chunk).map(({ type, payload }) => handle(encodeFrame(type, payload)));
  if (replies.length > 0) postTogether(parentPort!, replies);
});
