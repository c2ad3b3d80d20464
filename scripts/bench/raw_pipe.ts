/**
 * The floor below a runner: one request sent again and again as bytes that are ready, whose replies are counted
 * and not read. What a runner needs beyond this is its own cost.
 */

import { openJs } from '../../conformance/backends/js/index.ts';
import type { OpenLink } from '../../conformance/backends/link.ts';
import { openBuild } from '../../conformance/backends/raw.ts';
import {
  encodeFrame,
  frameTypes,
  headerBytes,
  trailerBytes,
} from '../../conformance/core/frame.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { protocolVersion, type Request } from '../../schema/format/types.ts';

/** Bytes in flight, which a pipe of any system holds. */
const windowBytes = 32 * 1024;

export interface RawPipe {
  /** gets the request answered so many times */
  pump(request: Request, count: number): Promise<void>;
  close(): Promise<void>;
}

const frameOf = (request: Request) => encodeFrame(frameTypes.request, encode(request));

/** Length of a frame, which its header says. */
function wholeBytes(frame: Uint8Array): number {
  const { buffer, byteOffset } = frame;
  return headerBytes + new DataView(buffer, byteOffset).getUint32(4, true) + trailerBytes;
}

/** Opens the backend and says hello. Errors: backend-unknown, those of building it, backend-protocol. */
export async function openRawPipe(id: string): Promise<RawPipe> {
  let onBytes: (chunk: Uint8Array) => void = () => undefined;
  let onEnd: () => void = () => undefined;
  let ended: string | undefined;
  const open: OpenLink = id === 'js' ? openJs : openBuild(id);
  const events = {
    data: (chunk: Uint8Array) => onBytes(chunk),
    end: (reason: string) => {
      ended = reason;
      onEnd();
    },
  };
  const link = await open(events, new AbortController().signal);

  /** Sends bytes; the backend may be gone already, which is told once. */
  function send(bytes: Uint8Array, reject: (error: GoldError) => void): void {
    onEnd = () => reject(new GoldError('backend-protocol', `the backend ${ended}`));
    if (ended === undefined) link.send(bytes);
    else onEnd();
  }

  /** Sends a frame and waits for the whole reply; its bytes, which may come in pieces. */
  function exchangeOne(frame: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      let got: Uint8Array = new Uint8Array(0);
      onBytes = (chunk) => {
        got = Buffer.concat([got, chunk]);
        if (got.length >= headerBytes && got.length >= wholeBytes(got)) resolve(got.length);
      };
      send(frame.slice(), reject);
    });
  }

  /** Sends bytes and waits for so many in return. */
  function exchange(bytes: Uint8Array, replyBytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let got = 0;
      onBytes = ({ length }) => {
        got += length;
        if (got >= replyBytes) resolve();
      };
      send(bytes, reject);
    });
  }

  async function pump(request: Request, count: number): Promise<void> {
    const frame = frameOf(request);
    const replyBytes = await exchangeOne(frame);
    const window = Math.max(1, Math.floor(windowBytes / Math.max(frame.length, replyBytes)));
    for (let left = count - 1; left > 0; left -= window) {
      const sent = Math.min(window, left);
      const bytes = Buffer.concat(new Array<Uint8Array>(sent).fill(frame));
      await exchange(bytes, sent * replyBytes);
    }
  }

  await exchangeOne(frameOf({ verb: 'hello', protocol: protocolVersion }));
  return { pump, close: () => link.close(0) };
}
