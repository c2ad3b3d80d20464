/** A byte link to a backend: what the framed protocol needs of a process, a FIFO pair, a port or a worker. */

import { inspect } from 'node:util';

export interface LinkEvents {
  /** Bytes from the backend, in any slicing. */
  data(chunk: Uint8Array): void;
  /** The backend is gone; the reason is a clause such as `exited with status 3`. At most once. */
  end(reason: string): void;
}

export interface Link {
  /** The bytes are the link's from then on, which may hand them to a thread: nobody else reads them any more. */
  send(bytes: Uint8Array): void;
  /** What the backend printed besides frames, trimmed; empty if nothing. */
  diagnostics(): string;
  /** Ends the backend and everything it started, after at most graceMs of waiting; never rejects. */
  close(graceMs: number): Promise<void>;
}

/** Opens a link; once the signal is aborted nobody waits for it any more, and what it builds need not be built. */
export type OpenLink = (events: LinkEvents, signal: AbortSignal) => Promise<Link>;

/** What has begun before somebody listens: it is opened once, or closed. */
export interface BegunLink {
  readonly open: OpenLink;
  close(): Promise<void>;
}

/** What was thrown, which may be anything. */
export function thrownText(cause: unknown): string {
  return cause instanceof Error ? cause.message : inspect(cause);
}

/** Keeps the beginning and the end of a text of any length. */
export interface BoundedText {
  add(chunk: Uint8Array): void;
  text(): string;
}

export function newBoundedText(headBytes = 2048, tailBytes = 6144): BoundedText {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let total = 0;

  function add(chunk: Uint8Array): void {
    total += chunk.length;
    const room = headBytes - head.length;
    if (room > 0) head = Buffer.concat([head, chunk.subarray(0, room)]);
    const rest = chunk.subarray(Math.max(0, room));
    if (rest.length > 0) tail = Buffer.concat([tail, rest]).subarray(-tailBytes);
  }

  function text(): string {
    const cut = total - head.length - tail.length;
    const middle = cut > 0 ? `\n[... ${cut} bytes left out ...]\n` : '';
    return `${head.toString('utf8')}${middle}${tail.toString('utf8')}`.trim();
  }

  return { add, text };
}
