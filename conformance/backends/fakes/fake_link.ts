/** A byte link without anything behind it but a function, to test the runner with every kind of misbehaviour. */

import { decode, encode } from '../../../schema/format/codec.ts';
import type { Reply, Request } from '../../../schema/format/types.ts';
import { validateRequest } from '../../../schema/format/validate.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../core/frame.ts';
import type { OpenLink } from '../link.ts';

/** A reply; raw bytes for the reply stream; the backend dies; or nothing comes. */
export type Answer = Reply | Uint8Array | 'crash' | 'hang';

export interface FakeLinkLog {
  /** payloads of all requests, as they arrived */
  readonly requests: Uint8Array[];
  opened: number;
  closed: number;
}

export function newFakeLinkLog(): FakeLinkLog {
  return { requests: [], opened: 0, closed: 0 };
}

/** What a fake does with a request; `starts` is how often it was opened so far, from 1. */
export type Behaviour = (request: Request, starts: number) => Answer;

/** A link to a fake. Bytes arrive in pieces of `slice`. */
export function openFake(
  behave: Behaviour,
  log: FakeLinkLog,
  slice: number = Number.POSITIVE_INFINITY,
): OpenLink {
  return async (events) => {
    const starts = ++log.opened;
    const reader = newFrameReader();
    let isOpen = true;

    function end(reason: string): void {
      if (!isOpen) return;
      isOpen = false;
      log.closed++;
      events.end(reason);
    }

    function say(bytes: Uint8Array): void {
      for (let at = 0; at < bytes.length && isOpen; at += slice) {
        events.data(bytes.subarray(at, at + slice));
      }
    }

    function respond(payload: Uint8Array): void {
      log.requests.push(payload);
      const answer = behave(validateRequest(decode(payload)), starts);
      if (answer === 'hang' || !isOpen) return;
      if (answer === 'crash') end('was killed by SIGSEGV');
      else if (answer instanceof Uint8Array) say(answer);
      else say(encodeFrame(frameTypes.reply, encode(answer)));
    }

    return {
      send: (bytes) => {
        for (const frame of reader.push(bytes)) setImmediate(() => respond(frame.payload));
      },
      // what a program prints is in nobody's hands either
      diagnostics: () => '\u001b[31ma fake\u001b[0m\n::error::forged',
      close: async () => end('was closed'),
    };
  };
}
