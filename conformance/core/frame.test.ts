/**
 * Goal: frames survive any slicing of the stream, and anything that is not a frame is noticed at the first
 * byte that shows it. The byte example is checked with another CRC-32: that of 02 00 02 00 00 00 81 c0.
 */

import { describe, expect, it } from 'vitest';
import { encodeFrame, frameTypes, headerBytes, newFrameReader, trailerBytes } from './frame.ts';

const payload = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
const frame = encodeFrame(frameTypes.request, payload);

function slices(bytes: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += size) parts.push(bytes.subarray(i, i + size));
  return parts;
}

/** Frame bytes with one byte replaced. */
function changed(at: number, byte: number): Uint8Array {
  const bytes = frame.slice();
  bytes[at] = byte;
  return bytes;
}

describe('encodeFrame', () => {
  it('writes magic, type, reserved, length, payload, checksum', () => {
    const bytes = encodeFrame(frameTypes.reply, Uint8Array.of(0x81, 0xc0));
    expect(Buffer.from(bytes).toString('hex')).toBe('475602000200000081c0a51233d3');
    expect(bytes).toHaveLength(headerBytes + 2 + trailerBytes);
  });

  it('covers type, reserved byte and length of an empty payload', () => {
    const bytes = encodeFrame(frameTypes.request, new Uint8Array(0));
    expect(Buffer.from(bytes).toString('hex')).toBe('475601000000000006729e7a');
  });
});

describe('newFrameReader', () => {
  it.each([1, 2, 7, 11, 64, 1000])('puts three frames together from slices of %i', (size) => {
    const reader = newFrameReader();
    const stream = Buffer.concat([frame, frame, frame]);
    const frames = slices(stream, size).flatMap((part) => reader.push(part));
    expect(frames.map((f) => Buffer.from(f.payload).equals(payload))).toEqual([true, true, true]);
    expect(reader.pending()).toBe(0);
  });

  it('grows for a payload larger than its buffer', () => {
    const big = new Uint8Array(1_000_000).fill(7);
    const reader = newFrameReader();
    const frames = slices(encodeFrame(frameTypes.reply, big), 65536).flatMap((p) => reader.push(p));
    expect(frames).toHaveLength(1);
    expect(frames[0]!.payload).toHaveLength(1_000_000);
  });

  it('gives payloads that stay what they are, from one piece and from several', () => {
    const reader = newFrameReader();
    const other = encodeFrame(frameTypes.request, new Uint8Array(300).fill(9));
    const inOne = reader.push(frame);
    const inPieces = slices(frame, 100).flatMap((part) => reader.push(part));
    // one whole frame and the beginning of the next, which is put together behind it
    const both = reader.push(Buffer.concat([frame, other.subarray(0, 50)]));
    const last = reader.push(other.subarray(50));
    for (let i = 0; i < 400; i++) reader.push(other);
    for (const found of [inOne, inPieces, both]) {
      expect(found.map((f) => Buffer.from(f.payload).equals(payload))).toEqual([true]);
    }
    expect(last[0]!.payload).toEqual(new Uint8Array(300).fill(9));
  });

  it.each([
    ['magic', changed(0, 0x48), 'frame magic expected 0x5647, got 0x5648'],
    ['type', changed(2, 9), 'frame type expected 1 or 2, got 9'],
    ['reserved', changed(3, 1), 'reserved frame byte expected 0, got 1'],
    ['length', changed(7, 0x7f), 'over the limit'],
    ['payload', changed(headerBytes, 99), 'frame checksum does not match its 300 payload bytes'],
    ['checksum', changed(frame.length - 1, 0), 'frame checksum does not match'],
  ])('rejects a wrong %s', (_what, bytes, message) => {
    expect(() => newFrameReader().push(bytes)).toThrow(message);
  });

  it('shows text that stands where a frame should begin', () => {
    const bytes = Buffer.concat([Buffer.from('epoch 1: loss 0.5\n'), Buffer.of(0, 255)]);
    expect(() => newFrameReader().push(bytes)).toThrow(
      'text where a reply should be: "epoch 1: loss 0.5\\n"',
    );
  });

  it.each([
    ['nothing', '', '', ''],
    ['text before', 'boot\n', '', 'boot\n'],
    ['text between', '', 'log GV\x02 GVx', 'log GV\x02 GVx'],
    ['the beginning of a frame', Buffer.from(frame).subarray(0, 9), 'G', null],
  ])('reads on after noise, %s', (_, before, between, skipped) => {
    let noise = '';
    const reader = newFrameReader(undefined, (bytes) => {
      noise += Buffer.from(bytes).toString('latin1');
    });
    const all = [before, frame, between, frame, frame].map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
    );
    const found = [...Buffer.concat(all)].flatMap((byte) => reader.push(Uint8Array.of(byte)));
    expect(found.map((f) => Buffer.from(f.payload).equals(payload))).toEqual([true, true, true]);
    if (skipped !== null) expect(noise).toBe(skipped);
  });

  it('rejects wrong magic before the header is complete', () => {
    expect(() => newFrameReader().push(Uint8Array.of(0x53, 0x65))).toThrow('frame magic');
  });

  it('notices every single-bit error', () => {
    const small = encodeFrame(frameTypes.reply, Uint8Array.of(0x81, 0xc0));
    for (let bit = 0; bit < small.length * 8; bit++) {
      const bytes = small.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      let frames = 0;
      try {
        frames = newFrameReader(1024).push(bytes).length;
      } catch {
        continue;
      }
      // a longer length waits for more bytes; it never yields a frame
      expect(frames).toBe(0);
    }
  });
});
