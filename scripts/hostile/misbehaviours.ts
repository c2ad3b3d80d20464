/** What a backend may send in place of a reply: bytes that are no frame, no message, or not the one that was asked for. */

import { encodeFrame, frameTypes } from '../../conformance/core/frame.ts';
import { encode } from '../../schema/format/codec.ts';
import type { Reply } from '../../schema/format/types.ts';

/** Bytes in place of the right reply; a backend that dies or says nothing. */
export type Answer = Uint8Array | 'crash' | 'hang';
export type Misbehaviour = (right: Reply) => Answer;

const framed = (payload: Uint8Array): Uint8Array => encodeFrame(frameTypes.reply, payload);
const message = (value: object): Uint8Array => framed(encode(value));
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const raw = (...bytes: number[]): Uint8Array => framed(Uint8Array.from(bytes));

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** The frame of the right reply with one byte changed. */
function damaged(right: Reply, at: number, value: number): Uint8Array {
  const frame = message(right);
  frame[at < 0 ? frame.length + at : at]! ^= value;
  return frame;
}

/** An array of so many ones, as the payload of a frame. */
function ones(count: number): Uint8Array {
  const bytes = new Uint8Array(5 + count).fill(1);
  bytes[0] = 0xdd;
  new DataView(bytes.buffer).setUint32(1, count);
  return framed(bytes);
}

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(times * bytes.length);
  for (let i = 0; i < times; i++) all.set(bytes, i * bytes.length);
  return all;
}

/** A map of a million different keys of four letters. */
function millionKeys(): Uint8Array {
  const entries = new Uint8Array(6_000_000);
  for (let i = 0; i < 1_000_000; i++) {
    const key = i.toString(36).padStart(4, '_');
    entries.set([0xa4, ...text(key), 1], 6 * i);
  }
  return framed(joined(Uint8Array.of(0xdf, 0, 0x0f, 0x42, 0x40), entries));
}

/** Each is an error of the backend, whatever it was asked. */
export const misbehaviours: Readonly<Record<string, Misbehaviour>> = {
  dies: () => 'crash',
  'says nothing': () => 'hang',
  'prints a line': () => text('result = 42\n'),
  'prints a prompt': () => text('> '.repeat(8)),
  'prints zeros': () => new Uint8Array(64),
  'prints a megabyte': () => new Uint8Array(1 << 20).fill(0x61),
  'writes half a frame and dies': (right) => message(right).subarray(0, 9),
  'writes a header only': () => text('GV\x02\x00\x10\x00\x00\x00'),
  'announces four gigabytes': () => Uint8Array.of(0x47, 0x56, 2, 0, 255, 255, 255, 255),
  'has another magic': (right) => damaged(right, 0, 0x20),
  'has an unknown frame type': (right) => damaged(right, 2, 0x40),
  'sends a request frame': (right) => encodeFrame(frameTypes.request, encode(right)),
  'uses the reserved byte': (right) => damaged(right, 3, 1),
  'has a wrong length': (right) => damaged(right, 4, 1),
  'has a damaged payload': (right) => damaged(right, 10, 4),
  'has a damaged checksum': (right) => damaged(right, -1, 1),
  'sends an empty payload': () => framed(new Uint8Array(0)),
  'sends nil': () => raw(0xc0),
  'sends true': () => raw(0xc3),
  'sends a number': () => raw(7),
  'sends a float': () => raw(0xca, 0, 0, 0, 0),
  'sends an extension': () => raw(0xd4, 1, 1),
  'sends a text': () => framed(encode('hello')),
  'sends a list': () => framed(encode([1, 2, 3])),
  'sends an empty map': () => message({}),
  'sends a map with a number as key': () => raw(0x81, 1, 1),
  'sends a key twice': () => raw(0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 1),
  'sends a key of the prototype': () => raw(0x81, 0xa9, ...text('__proto__'), 1),
  'announces more entries than there are': () => raw(0xdf, 255, 255, 255, 255),
  'announces a longer list than there is': () => raw(0xdd, 255, 255, 255, 255),
  'announces a longer text than there is': () => raw(0xdb, 255, 255, 255, 255),
  'nests a million levels': () => framed(new Uint8Array(1 << 20).fill(0x91)),
  'nests maps a million levels': () =>
    framed(new Uint8Array(3 << 20).map((_, i) => [0x81, 0xa1, 0x61][i % 3]!)),
  'sends a map of a million keys': () => millionKeys(),
  'sends a million empty frames': () => repeated(framed(new Uint8Array(0)), 1_000_000),
  'announces a text of two gigabytes': () => raw(0xdb, 0x80, 0, 0, 0),
  'announces bytes of two gigabytes': () => raw(0xc6, 0x7f, 255, 255, 255),
  'sends a text of thirty megabytes': () => message({ verb: 'x'.repeat(30 << 20) }),
  'sends ten million values': () => ones(10_000_000),
  'sends a long header for a short text': (right) => {
    const payload = encode(right);
    return framed(joined(payload.subarray(0, 1), Uint8Array.of(0xd9, 4), payload.subarray(2)));
  },
  'adds a byte to the message': (right) => framed(joined(encode(right), Uint8Array.of(0))),
  'leaves out the verb': ({ verb: _, ...rest }) => message(rest),
  'has an unknown verb': (right) => message({ ...right, verb: 'shutdown' }),
  'has a verb of the prototype': (right) => message({ ...right, verb: 'constructor' }),
  'has a field too many': (right) => message({ ...right, extra: 1 }),
  'has a field named constructor': (right) => message({ ...right, constructor: 1 }),
  'says bye': () => message({ verb: 'bye' }),
  'answers twice': (right) => joined(message(right), message(right), message(right)),
  'adds a line to the frame': (right) => joined(message(right), text('done\n')),
  'sends a text that is no UTF-8': () => raw(0x81, 0xa4, ...text('verb'), 0xa2, 0xff, 0xfe),
};
