/**
 * Goal: no bytes whatever make the C harness crash, hang or answer with anything but a frame. Method: a
 * harness built with the address and undefined-behaviour sanitizers is fed noise, damaged frames, every
 * truncation of a request and every request with one byte replaced.
 */

import { afterEach, describe, expect, it } from 'vitest';
import { encode } from '../../../schema/format/codec.ts';
import type { Reply, Request, RunReply } from '../../../schema/format/types.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../core/frame.ts';
import { decodeReply } from '../framed.ts';
import type { Link, LinkEvents } from '../link.ts';
import { openProcess } from '../process.ts';
import { buildTarget } from './build.ts';
import { float32, refusedSeedCall, roundCall, shuffleCall } from './calls.ts';
import { readyTargets } from './tools.ts';

interface Session {
  readonly link: Link;
  /** Sends bytes and waits for the given number of replies, or for the end of the program. */
  readonly ask: (bytes: Uint8Array, replies: number) => Promise<Reply[]>;
  readonly ended: () => string | undefined;
}

const links: Link[] = [];
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.close(0)));
});

/** A changed byte may well be a value that overflows, which is not what is looked for here. */
const kernelFlags = ['-fno-sanitize=signed-integer-overflow,float-cast-overflow'];

async function open(): Promise<Session> {
  const { path } = await buildTarget('native:clang-asan', { kernelFlags });
  const reader = newFrameReader();
  const got: Reply[] = [];
  let reason: string | undefined;
  let wake = (): void => undefined;
  const events: LinkEvents = {
    data: (chunk) => {
      got.push(...reader.push(chunk).map(decodeReply));
      wake();
    },
    end: (why) => {
      reason = why;
      wake();
    },
  };
  const { signal } = new AbortController();
  const link = await openProcess({ file: path, args: [] })(events, signal);
  links.push(link);
  const ask = async (bytes: Uint8Array, replies: number): Promise<Reply[]> => {
    link.send(bytes);
    while (got.length < replies && reason === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (got.length < replies) throw new Error(`${reason}: ${link.diagnostics()}`);
    return got.splice(0);
  };
  return { link, ask, ended: () => reason };
}

const frame = (request: Request): Uint8Array => encodeFrame(frameTypes.request, encode(request));
const hello: Request = { verb: 'hello', protocol: 1 };
const error = (reply: Reply | undefined): string | undefined => (reply as RunReply).message;

const sym = {
  dtype: 'SYM_INT32',
  shape: [2],
  scale_bits: 0x3f800000,
  bits: 12,
  rounding: 'SR_HALF_AWAY',
} as const;
const requant: Request = {
  ...roundCall([1]),
  op: 'requant_dynamic',
  inputs: { x: { ...sym, shape: [1, 2], order: [1, 0], data: new Uint8Array(8) } },
  targets: { y: sym },
};

const ready = await readyTargets(['native:clang-asan']);

describe.runIf(ready.size > 0)('frames', () => {
  it('skips noise before a frame, also noise that begins like one', async () => {
    const { ask } = await open();
    const noise = Buffer.from('boot\r\nG GV\x02\x00GVGV');
    const [reply] = await ask(Buffer.concat([noise, frame(hello)]), 1);
    expect(reply!.verb).toBe('hello');
  });

  it('answers a damaged frame with an error and goes on', async () => {
    const { ask } = await open();
    const damaged = frame(roundCall([1]));
    damaged[damaged.length - 1]! ^= 1;
    const [reply, next] = await ask(Buffer.concat([damaged, frame(hello)]), 2);
    expect(error(reply)).toBe('a frame is too large or its checksum is wrong');
    expect(next!.verb).toBe('hello');
  });

  it('answers an oversized frame with an error and goes on', async () => {
    const { ask } = await open();
    const oversized = Buffer.from('GV\x01\x00\xff\xff\xff\x7f', 'latin1');
    const [reply, next] = await ask(Buffer.concat([oversized, frame(hello)]), 2);
    expect(error(reply)).toBe('a frame is too large or its checksum is wrong');
    expect(next!.verb).toBe('hello');
  });

  it('takes frames in single bytes', async () => {
    const { ask, link } = await open();
    const bytes = frame(hello);
    for (const byte of bytes.subarray(0, -1)) link.send(Uint8Array.of(byte));
    const [reply] = await ask(bytes.subarray(-1), 1);
    expect(reply!.verb).toBe('hello');
  });

  it('leaves after bye, with status 0', async () => {
    const { ask, ended } = await open();
    const [reply] = await ask(frame({ verb: 'bye' }), 1);
    expect(reply).toEqual({ verb: 'bye' });
    while (ended() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ended()).toBe('exited with status 0');
  });

  it('carries a tensor of nearly a whole frame', async () => {
    const { ask } = await open();
    const values = Array.from({ length: 32000 }, (_, i) => i / 2);
    const [reply] = await ask(frame(roundCall(values)), 1);
    expect((reply as RunReply).outputs!.y!.data.length).toBe(128000);
  });
});

describe.runIf(ready.size > 0)('malformed requests', () => {
  const body = roundCall([1]);
  const rows: readonly (readonly [string, object, string])[] = [
    ['no verb', { seq: 1 }, 'a request has no known verb'],
    ['an unknown field', { ...body, extra: 1 }, 'a request has an unknown field'],
    ['a text for a number', { ...body, seq: 'one' }, 'an unsigned number was expected'],
    ['an array for a map', { ...body, params: [] }, 'the parameters are not a map'],
    [
      'five axes',
      { ...body, targets: { y: { dtype: 'INT32', shape: [1, 1, 1, 1, 1] } } },
      'a tensor has more axes than this build supports',
    ],
    [
      'more elements than memory',
      { ...body, targets: { y: { dtype: 'INT32', shape: [65536, 65536, 65536, 65536] } } },
      'a tensor is larger than tensor memory',
    ],
    [
      'an order that repeats',
      { ...body, targets: { y: { dtype: 'INT32', shape: [2, 2], order: [1, 1] } } },
      'an order is not a permutation of the axes',
    ],
    [
      'an axis that is not there',
      { ...body, targets: { y: { dtype: 'INT32', shape: [2, 2], order: [0, 9] } } },
      'an order names an axis that does not exist',
    ],
    [
      'a payload of the wrong size',
      { ...body, inputs: { x: { ...float32([1, 2]), shape: [3] } } },
      'the payload of a tensor has the wrong size',
    ],
    [
      'data in a target',
      { ...body, targets: { y: float32([1]) } },
      'an input needs data and a target has none',
    ],
    [
      'an unknown dtype',
      { ...body, targets: { y: { dtype: 'INT64', shape: [1] } } },
      'a dtype is unknown',
    ],
  ];
  it.each(rows)('%s', async (_name, request, message) => {
    const { ask } = await open();
    const [reply] = await ask(encodeFrame(frameTypes.request, encode(request)), 1);
    expect(reply).toMatchObject({ verb: 'run', status: 'error', message });
  });

  const requests = [roundCall([1, 2.5]), shuffleCall([1, 2, 3]), refusedSeedCall(), requant];
  const originals = requests.map((r) => encode(r));

  it('every truncation is answered with an error', async () => {
    const { ask } = await open();
    for (const bytes of originals) {
      for (let length = 0; length < bytes.length; length++) {
        const [reply] = await ask(encodeFrame(frameTypes.request, bytes.slice(0, length)), 1);
        expect(error(reply)).toBe('the payload is not one msgpack value');
      }
    }
  });

  it('every single replaced byte is answered', async () => {
    const { ask } = await open();
    let answered = 0;
    for (const bytes of originals) {
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0x00, 0x7f, 0x80, 0x8f, 0xc0, 0xc1, 0xc6, 0xcf, 0xd3, 0xdf, 0xff]) {
          const changed = bytes.slice();
          changed[at] = value;
          const [reply] = await ask(encodeFrame(frameTypes.request, changed), 1);
          answered += reply === undefined ? 0 : 1;
        }
      }
    }
    expect(answered).toBe(11 * originals.reduce((sum, bytes) => sum + bytes.length, 0));
  });
});
