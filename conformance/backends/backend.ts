/**
 * What a backend is to the runner: something that answers a hello and then, one at a time, run requests.
 *
 * A backend never sees an expected value. `run` rejects with GoldError `backend-timeout` or
 * `backend-protocol` when the backend crashes, hangs or sends garbage; it is dead from then on, and the
 * runner calls `start` again before the next case.
 */

import type { HelloReply, RunReply, RunRequest } from '../../schema/format/types.ts';
import type { Pieces } from '../core/frame.ts';

/** Stands for a reply that holds what was expected. */
export const right = 'right';

/** One of many requests that are under way at the same time. */
export interface Question {
  readonly request: RunRequest;
  /** the request as canonical bytes, where they are known without encoding it */
  readonly payload?: Pieces;
  /** whether these bytes are a right answer, which need not be decoded */
  readonly isAnsweredBy?: (payload: Uint8Array) => boolean;
}

export interface Backend {
  /** `<kind>` or `<kind>:<id>`: `js`, `native:gcc-O2`, `qemu:mps2-an386` */
  readonly id: string;
  /** whether it takes far longer than others for the same cases; where several run at the same time, it begins first */
  readonly isSlow?: boolean;
  /** Begins what `start` would wait for, where that takes no waiting; `start` or `stop` comes after it. */
  prepare?(): void;
  /** Builds what must be built, starts, says hello. Errors: backend-build, -unavailable, -protocol, -timeout. */
  start(): Promise<HelloReply>;
  /** Runs one case. Only one request may be under way. */
  run(request: RunRequest): Promise<RunReply>;
  /**
   * Runs the cases that `next` gives until it gives none, several under way, where the link keeps them meanwhile.
   * `take` gets the replies in that order, `right` in place of one that `isAnsweredBy` accepts. False where the backend crashed, hung or sent garbage before it had
   * answered all that were under way; it is dead from then on.
   */
  stream?(
    next: () => Question | undefined,
    take: (reply: RunReply | typeof right) => void,
  ): Promise<boolean>;
  /**
   * Runs several cases that are sent at once, where the link keeps them meanwhile. Fewer replies than requests
   * mean that the backend crashed, hung or sent garbage on the one after; it is dead from then on.
   */
  runAll?(requests: readonly RunRequest[]): Promise<RunReply[]>;
  /** Says bye, ends everything the backend started; never rejects, may be called at any time, twice too. */
  stop(): Promise<void>;
}

export interface BackendOptions {
  /** longest time from a run request to its reply */
  readonly timeoutMs: number;
}

export interface Availability {
  readonly ok: boolean;
  /** of the decisive tool: `gcc 12.2.0`, `qemu-system-arm 7.2.19` */
  readonly version?: string;
  /** where not ok: what is missing and how to get it (`apt-get install qemu-system-arm`) */
  readonly hint?: string;
}

export interface BackendFactory {
  readonly id: string;
  /** one sentence for `goldvec doctor` and `goldvec list backends` */
  readonly summary: string;
  /** part of `goldvec run` without --backend, where available */
  readonly isDefault: boolean;
  /** Looks for tools only; does not build. Never rejects. */
  available(): Promise<Availability>;
  create(options: BackendOptions): Backend;
}

export const defaultBackendOptions: BackendOptions = { timeoutMs: 30_000 };
