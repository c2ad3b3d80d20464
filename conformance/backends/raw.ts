/**
 * Payloads put to a C build as they are, well-formed or not: how the harness is tried with what no runner of
 * ours would send. A build that dies or does not answer is opened again for the next payload.
 */

import type { Reply } from '../../schema/format/types.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../core/frame.ts';
import { decodeReply } from './framed.ts';
import type { Link, OpenLink } from './link.ts';
import { openNative } from './native/index.ts';
import { openQemu } from './qemu/index.ts';
import type { BuildOptions } from './toolchain/build.ts';
import { openWasm } from './wasm/index.ts';

/** A link to a C build by its id. Errors, on opening: backend-unknown, -unavailable, -build. */
export function openBuild(id: string, build: BuildOptions = {}): OpenLink {
  if (id.startsWith('wasm')) return openWasm(id, build);
  return id.startsWith('qemu') ? openQemu(id, build) : openNative(id, build);
}

export interface RawSession {
  /** the reply, or what happened instead of one */
  ask(payload: Uint8Array): Promise<Reply | string>;
  close(): Promise<void>;
}

export function rawSession(open: OpenLink, timeoutMs: number): RawSession {
  let link: Link | undefined;
  let settle: (answer: Reply | string) => void = () => undefined;

  async function reopen(): Promise<Link> {
    const reader = newFrameReader();
    return await open({
      data(chunk) {
        try {
          for (const frame of reader.push(chunk)) settle(decodeReply(frame));
        } catch (cause) {
          settle(cause instanceof Error ? cause.message : String(cause));
        }
      },
      end: (reason) => settle(`the backend ${reason}`),
    });
  }

  async function close(): Promise<void> {
    await link?.close(0);
    link = undefined;
  }

  async function ask(payload: Uint8Array): Promise<Reply | string> {
    link ??= await reopen();
    const current = link;
    const answer = await new Promise<Reply | string>((resolve) => {
      const timer = setTimeout(() => settle('no reply in time'), timeoutMs);
      settle = (got) => {
        clearTimeout(timer);
        resolve(got);
      };
      current.send(encodeFrame(frameTypes.request, payload));
    });
    if (typeof answer !== 'string') return answer;
    const said = current.diagnostics();
    await close();
    return `${answer}\n${said}`;
  }

  return { ask, close };
}
