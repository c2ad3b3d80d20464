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

export function openFake(behave: (request: Request) => Answer, log: FakeLinkLog): OpenLink {
  return async (events) => {
    log.opened++;
    const reader = newFrameReader();
    let isOpen = true;

    function end(reason: string): void {
      if (!isOpen) return;
      isOpen = false;
      log.closed++;
      events.end(reason);
    }

    function respond(payload: Uint8Array): void {
      log.requests.push(payload);
      const answer = behave(validateRequest(decode(payload)));
      if (answer === 'hang' || !isOpen) return;
      if (answer === 'crash') end('was killed by SIGSEGV');
      else if (answer instanceof Uint8Array) events.data(answer);
      else events.data(encodeFrame(frameTypes.reply, encode(answer)));
    }

    return {
      send: (bytes) => {
        for (const frame of reader.push(bytes)) setImmediate(() => respond(frame.payload));
      },
      diagnostics: () => 'a fake has nothing to say',
      close: async () => end('was closed'),
    };
  };
}
