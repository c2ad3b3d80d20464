/**
 * Frames and messages between runner and backend, and a loop that answers them.
 *
 * @module goldvec/protocol
 */

import {
  encodeFrame,
  type FrameReader,
  frameTypes,
  newFrameReader,
} from '../../conformance/core/frame.ts';
import { decode, encode } from '../../schema/format/codec.ts';
import type {
  HelloReply,
  Reply,
  Request,
  RunReply,
  RunRequest,
} from '../../schema/format/types.ts';
import { validateRequest } from '../../schema/format/validate.ts';

export {
  encodeFrame,
  type Frame,
  type FrameReader,
  type FrameType,
  frameTypes,
  newFrameReader,
} from '../../conformance/core/frame.ts';
export { decode, encode } from '../../schema/format/codec.ts';
export { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';
export {
  type ByeReply,
  type ByeRequest,
  type HelloReply,
  type HelloRequest,
  protocolVersion,
  type Reply,
  type Request,
  type RunReply,
  type RunRequest,
  type WireObserved,
  type WireTarget,
  type WireTensor,
} from '../../schema/format/types.ts';
export { validateReply, validateRequest } from '../../schema/format/validate.ts';

/** What a program that serves kernels says and does. */
export interface Server {
  /** the answer to `hello`; `verb` and `protocol` are filled in */
  readonly hello: Omit<HelloReply, 'verb' | 'protocol'>;
  /** answers one call; an exception becomes the status `error` with its message */
  run(request: RunRequest): RunReply;
}

/** Where frames come from: `process.stdin`, or any stream of bytes. */
export interface ByteSource {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
}

/** Where frames go: `process.stdout`, or any stream of bytes. */
export interface ByteSink {
  write(bytes: Uint8Array): unknown;
}

function answerTo(server: Server, request: Request): Reply {
  if (request.verb === 'bye') return { verb: 'bye' };
  if (request.verb === 'hello') return { verb: 'hello', protocol: 1, ...server.hello };
  try {
    return server.run(request);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { verb: 'run', seq: request.seq, status: 'error', message, canary: 'intact' };
  }
}

/**
 * Answers the frames of `source` on `sink` until `bye` or the end of the stream, so that a program becomes a
 * backend: `serve({ hello, run })`. Nothing else may be written to the sink; a frame that is broken, or a
 * request that its schema refuses, throws a GoldError and so ends the program.
 */
export function serve(
  server: Server,
  source: ByteSource = process.stdin,
  sink: ByteSink = process.stdout,
): void {
  const reader: FrameReader = newFrameReader(server.hello.max_frame);
  source.on('data', (chunk) => {
    for (const { payload } of reader.push(chunk)) {
      const request = validateRequest(decode(payload));
      sink.write(encodeFrame(frameTypes.reply, encode(answerTo(server, request))));
      if (request.verb === 'bye' && source === process.stdin) process.stdin.pause();
    }
  });
}
