/**
 * Frames of the wire protocol: `[magic u16 "GV"][type u8][reserved u8 = 0][len u32][payload][crc32 u32]`,
 * little-endian. The checksum is CRC-32 (IEEE 802.3, as in zlib) over type, reserved, len and payload.
 * The payload is the canonical msgpack of one message.
 */

import { crc32 } from 'node:zlib';
import { GoldError } from '../../schema/format/errors.ts';

/** 'G', 'V' on the wire */
export const frameMagic = 0x5647;
export const frameTypes = { request: 1, reply: 2 } as const;
export type FrameType = (typeof frameTypes)[keyof typeof frameTypes];

export const headerBytes = 8;
export const trailerBytes = 4;
/** Largest payload that this side accepts unless told otherwise. */
export const defaultMaxPayload = 16 * 1024 * 1024;

export interface Frame {
  readonly type: FrameType;
  readonly payload: Uint8Array;
}

/** Incremental decoder; throws GoldError backend-protocol at the first byte that cannot belong to a frame. */
export interface FrameReader {
  /**
   * Takes the next bytes of the stream and returns the frames completed by them. A payload may be a view of these
   * bytes, which nobody writes to any more.
   */
  push(chunk: Uint8Array): readonly Frame[];
  /** Bytes of an unfinished frame. */
  pending(): number;
}

function protocolError(message: string, hint?: string): GoldError {
  return new GoldError('backend-protocol', message, hint === undefined ? {} : { hint });
}

/** Bytes of a frame around so many of payload. */
export const frameBytes = (payloadBytes: number): number =>
  headerBytes + payloadBytes + trailerBytes;

/** Bytes in pieces that stand one behind the other. */
export type Pieces = readonly Uint8Array[];

export const lengthOf = (pieces: Pieces): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);

/** Frames one behind the other, in memory of their own. */
export function encodeFrames(
  type: FrameType,
  payloads: readonly Pieces[],
): Uint8Array<ArrayBuffer> {
  const total = payloads.reduce((sum, pieces) => sum + frameBytes(lengthOf(pieces)), 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const pieces of payloads) {
    view.setUint16(at, frameMagic, true);
    view.setUint8(at + 2, type);
    let end = at + headerBytes;
    for (const piece of pieces) {
      bytes.set(piece, end);
      end += piece.length;
    }
    view.setUint32(at + 4, end - at - headerBytes, true);
    view.setUint32(end, crc32(bytes.subarray(at + 2, end)), true);
    at = end + trailerBytes;
  }
  return bytes;
}

export const encodeFrame = (type: FrameType, payload: Uint8Array): Uint8Array =>
  encodeFrames(type, [[payload]]);

const textShown = 200;

/** What stands where a frame should begin, if it is text: what a library printed, most likely. */
function textAt(view: DataView, available: number): string | undefined {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, Math.min(available, textShown));
  const text = Buffer.from(bytes).toString('latin1');
  const isText = text.length >= 4 && /^[\t\n\r\x20-\x7e]+$/.test(text.slice(0, 16));
  return isText ? JSON.stringify(text.replace(/[^\t\n\r\x20-\x7e].*$/s, '')) : undefined;
}

function checkHeader(view: DataView, available: number, maxPayload: number): void {
  if (available >= 2 && view.getUint16(0, true) !== frameMagic) {
    const got = `0x${view.getUint16(0, true).toString(16).padStart(4, '0')}`;
    const text = textAt(view, available);
    throw protocolError(
      text === undefined
        ? `frame magic expected 0x5647, got ${got}`
        : `text where a reply should be: ${text}`,
      'only frames may be written to the reply stream; print to stderr instead',
    );
  }
  if (available >= 3 && view.getUint8(2) !== 1 && view.getUint8(2) !== 2) {
    throw protocolError(`frame type expected 1 or 2, got ${view.getUint8(2)}`);
  }
  if (available >= 4 && view.getUint8(3) !== 0) {
    throw protocolError(`reserved frame byte expected 0, got ${view.getUint8(3)}`);
  }
  if (available >= headerBytes && view.getUint32(4, true) > maxPayload) {
    throw protocolError(
      `frame payload of ${view.getUint32(4, true)} bytes is over the limit of ${maxPayload}`,
    );
  }
}

/** A buffer of this size stays; a larger one is given back once it has been read. */
const bufferBytes = 64 * 1024;

/** Bytes that are not read yet: in a buffer of our own, or in what came last. */
interface Unread {
  bytes: Uint8Array;
  isOurs: boolean;
  start: number;
  end: number;
}

/** Makes room for so many bytes more behind what is there: at the front of the same buffer where it is large enough. */
function reserve(unread: Unread, more: number): void {
  const { bytes, start, end } = unread;
  if (end + more <= bytes.length) return;
  const needed = end - start + more;
  const target =
    needed <= bytes.length ? bytes : new Uint8Array(Math.max(2 * bytes.length, needed));
  target.set(bytes.subarray(start, end), 0);
  unread.bytes = target;
  unread.start = 0;
  unread.end = end - start;
}

function append(unread: Unread, chunk: Uint8Array): void {
  reserve(unread, chunk.length);
  unread.bytes.set(chunk, unread.end);
  unread.end += chunk.length;
}

/** The next frame, if all of it is there. Errors: backend-protocol. */
function takeFrame(unread: Unread, maxPayload: number): Frame | undefined {
  const { bytes, isOurs, start, end } = unread;
  const available = end - start;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, available);
  checkHeader(view, available, maxPayload);
  if (available < headerBytes) return undefined;
  const length = view.getUint32(4, true);
  const total = frameBytes(length);
  if (available < total) {
    // the next pieces go straight to where they stay
    if (isOurs) reserve(unread, total - available);
    return undefined;
  }
  const body = bytes.subarray(start + 2, start + headerBytes + length);
  const expected = view.getUint32(headerBytes + length, true);
  if (crc32(body) !== expected) {
    throw protocolError(`frame checksum does not match its ${length} payload bytes`);
  }
  const [from, to] = [start + headerBytes, start + headerBytes + length];
  unread.start += total;
  // our own buffer is written to again
  const payload = isOurs ? bytes.slice(from, to) : bytes.subarray(from, to);
  return { type: view.getUint8(2) as FrameType, payload };
}

/** Goes on where the next frame may begin; the bytes before it. */
function skipNoise(unread: Unread): Uint8Array {
  const { bytes, start, end } = unread;
  const at = bytes.subarray(start + 1, end).indexOf(frameMagic & 0xff);
  unread.start = at < 0 ? end : start + 1 + at;
  return bytes.slice(start, unread.start);
}

/**
 * With `noise`, what belongs to no frame is passed there, and reading goes on at the next frame: for lines on which
 * others write too, and boards that are reset in the middle of a frame.
 */
export function newFrameReader(
  maxPayload = defaultMaxPayload,
  noise?: (bytes: Uint8Array) => void,
): FrameReader {
  const own = new Uint8Array(bufferBytes);
  const unread: Unread = { bytes: own, isOurs: true, start: 0, end: 0 };

  function next(): Frame | undefined {
    for (;;) {
      try {
        return takeFrame(unread, maxPayload);
      } catch (cause) {
        if (noise === undefined) throw cause;
        noise(skipNoise(unread));
      }
    }
  }

  /** Back to the own buffer, with what is left of another one in front. */
  function takeBack(): void {
    const rest = unread.bytes.subarray(unread.start, unread.end);
    Object.assign(unread, { bytes: own, isOurs: true, start: 0, end: 0 });
    append(unread, rest);
  }

  function push(chunk: Uint8Array): readonly Frame[] {
    if (unread.start < unread.end) append(unread, chunk);
    else Object.assign(unread, { bytes: chunk, isOurs: false, start: 0, end: chunk.length });
    const frames: Frame[] = [];
    for (let frame = next(); frame !== undefined; frame = next()) frames.push(frame);
    if (!unread.isOurs || unread.start === unread.end) takeBack();
    return frames;
  }

  return { push, pending: () => unread.end - unread.start };
}
