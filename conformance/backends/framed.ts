/**
 * A backend that speaks the wire protocol over a byte link: hello, run, bye as frames, each under a time limit, one
 * request at a time or several under way. After any failure the link is closed; `start` opens a new one.
 */

import { decode, encode } from '../../schema/format/codec.ts';
import { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';
import {
  type HelloReply,
  protocolVersion,
  type Reply,
  type Request,
  type RunReply,
  type RunRequest,
} from '../../schema/format/types.ts';
import { validateReply } from '../../schema/format/validate.ts';
import {
  defaultMaxPayload,
  encodeFrame,
  encodeFrames,
  type Frame,
  frameBytes,
  frameTypes,
  lengthOf,
  newFrameReader,
  type Pieces,
} from '../core/frame.ts';
import { type Backend, type Question, right } from './backend.ts';
import { type Link, newBoundedText, type OpenLink, thrownText } from './link.ts';

export interface FramedOptions {
  readonly id: string;
  readonly open: OpenLink;
  /** from a request to its reply */
  readonly timeoutMs: number;
  /** from `open` to the hello reply; a build before it is not counted */
  readonly startTimeoutMs?: number;
  /** wait for a voluntary exit after bye */
  readonly graceMs?: number;
  /** whether the link keeps requests that the backend has not read yet, so that several may be sent at once */
  readonly isBuffered?: boolean;
  /** whether bytes may be lost, and others come between frames: a line that a board shares with its log, say */
  readonly isNoisy?: boolean;
}

/** Requests one after the other, and what is done with the reply to each: the error of one that cannot be right. */
interface Asked {
  next(): AnyQuestion | undefined;
  take(answer: Answer, request: Request): GoldError | undefined;
}

type AnyQuestion = Omit<Question, 'request'> & { readonly request: Request };
type Answer = Reply | typeof right;

/** Bytes of requests that are sent before their replies are there, if there is more than one request. */
const windowBytes = 64 * 1024;

/** One open link with its reader and the request that waits for a reply. */
interface Session {
  readonly link: Link;
  /** the time limit holds for each reply; resolves to what went wrong, if anything did */
  readonly stream: (asked: Asked, timeoutMs: number) => Promise<GoldError | undefined>;
  /** true while a request waits for its reply */
  readonly isBusy: () => boolean;
  /** the reason, once the backend is gone */
  readonly ended: () => string | undefined;
}

/** A single request. */
function once(request: Request, take: Asked['take']): Asked {
  let left: AnyQuestion | undefined = { request };
  const next = (): AnyQuestion | undefined => {
    const given = left;
    left = undefined;
    return given;
  };
  return { next, take };
}

const mixedUp = (message: string) => new GoldError('backend-protocol', message);

function failure(code: GoldErrorCode, message: string, diagnostics: string): GoldError {
  return new GoldError(code, diagnostics === '' ? message : `${message}\nstderr: ${diagnostics}`);
}

/** Values in a reply, more than any op of any library needs: what comes from a backend is bounded before it is read. */
const replyValuesMax = 16_384;

/** Decodes and checks one reply frame. Errors: backend-protocol. */
export function decodeReply(frame: Frame): Reply {
  if (frame.type !== frameTypes.reply) {
    throw new GoldError('backend-protocol', 'the backend sent a request frame');
  }
  try {
    return validateReply(decode(frame.payload, replyValuesMax));
  } catch (cause) {
    const at = cause instanceof GoldError && cause.path !== undefined ? ` at ${cause.path}` : '';
    throw new GoldError('backend-protocol', `malformed reply${at}: ${thrownText(cause)}`, {
      cause,
    });
  }
}

/** Whether a reply answers another request than this one, which a noisy line may have lost. */
function isStray(reply: Reply, request: Request | undefined): boolean {
  if (request === undefined || reply.verb !== request.verb) return true;
  return reply.verb === 'run' && request.verb === 'run' && reply.seq !== request.seq;
}

/** Who waits for replies. */
interface Waiter {
  readonly awaited: () => AnyQuestion | undefined;
  take(answer: Answer): void;
  failed(error: GoldError): void;
}

/** What an open link and the requests under way share. */
interface Channel {
  waiter?: Waiter | undefined;
  broken?: GoldError;
  ended?: string;
}

function failChannel(channel: Channel, error: GoldError): void {
  channel.broken ??= error;
  channel.waiter?.failed(channel.broken);
}

/** Sends requests ahead of their replies, within a window; the time limit holds for each reply. */
function streamOver(
  channel: Channel,
  link: Link,
  { next, take }: Asked,
  timeoutMs: number,
): Promise<GoldError | undefined> {
  return new Promise((resolve) => {
    const waiting: { readonly question: AnyQuestion; readonly bytes: number }[] = [];
    let [bytesUnderWay, answered] = [0, 0];
    let [isAllSent, isSettled] = [false, false];
    const fail = (error: GoldError) => failChannel(channel, error);
    const onLate = (before: number): void => {
      if (isSettled || answered > before) return;
      const { verb } = waiting[0]!.question.request;
      fail(new GoldError('backend-timeout', `no reply to ${verb} in ${timeoutMs} ms`));
    };
    const timer = setTimeout(() => {
      // where this process was kept from running, the reply may be here already: it is read first
      const before = answered;
      setImmediate(() => setImmediate(() => onLate(before)));
    }, timeoutMs);
    const settle = (error?: GoldError) => {
      isSettled = true;
      clearTimeout(timer);
      channel.waiter = undefined;
      resolve(error);
    };
    const send = (): void => {
      const payloads: Pieces[] = [];
      while (!isAllSent && bytesUnderWay < windowBytes) {
        const question = next();
        if (question === undefined) isAllSent = true;
        else {
          const { request, payload = [encode(request)] } = question;
          const bytes = frameBytes(lengthOf(payload));
          payloads.push(payload);
          waiting.push({ question, bytes });
          bytesUnderWay += bytes;
        }
      }
      if (payloads.length > 0) link.send(encodeFrames(frameTypes.request, payloads));
    };
    channel.waiter = {
      awaited: () => waiting[0]?.question,
      take(answer) {
        const { question, bytes } = waiting.shift()!;
        bytesUnderWay -= bytes;
        answered++;
        const error = take(answer, question.request);
        if (error !== undefined) return fail(error);
        // fewer and larger pieces than one per reply
        if (bytesUnderWay < windowBytes / 2) send();
        if (waiting.length === 0) settle();
        else timer.refresh();
      },
      failed: settle,
    };
    if (channel.broken !== undefined) return settle(channel.broken);
    send();
    if (waiting.length === 0) settle();
  });
}

async function openSession(
  { open, isNoisy = false }: Pick<FramedOptions, 'open' | 'isNoisy'>,
  signal: AbortSignal,
): Promise<Session> {
  const noise = newBoundedText();
  const reader = newFrameReader(defaultMaxPayload, isNoisy ? noise.add : undefined);
  const channel: Channel = {};

  function onData(chunk: Uint8Array): void {
    if (channel.broken !== undefined) return;
    try {
      for (const frame of reader.push(chunk)) {
        const awaited = channel.waiter?.awaited();
        if (frame.type === frameTypes.reply && awaited?.isAnsweredBy?.(frame.payload) === true) {
          channel.waiter!.take(right);
          continue;
        }
        const reply = decodeReply(frame);
        if (isNoisy && isStray(reply, awaited?.request)) continue;
        if (channel.waiter === undefined) throw mixedUp(`unasked-for ${reply.verb} reply`);
        channel.waiter.take(reply);
      }
    } catch (cause) {
      failChannel(channel, cause instanceof GoldError ? cause : mixedUp(thrownText(cause)));
    }
  }

  function onEnd(reason: string): void {
    channel.ended = reason;
    const partial = reader.pending() > 0 ? ` inside a frame (${reader.pending()} bytes)` : '';
    failChannel(channel, mixedUp(`the backend ${reason}${partial}`));
  }

  const link = await open({ data: onData, end: onEnd }, signal);

  /** Not every link tells of its end once it was closed, which a request under way waits for. */
  const close = (graceMs: number): Promise<void> =>
    link.close(graceMs).then(() => failChannel(channel, mixedUp('the backend was closed')));

  function diagnostics(): string {
    return [link.diagnostics(), noise.text()].filter((text) => text !== '').join('\n');
  }

  return {
    link: { ...link, diagnostics, close },
    stream: (asked, timeoutMs) => streamOver(channel, link, asked, timeoutMs),
    isBusy: () => channel.waiter !== undefined,
    ended: () => channel.ended,
  };
}

/** Opens a session unless `stop` comes first; what opens all the same is closed. */
async function openUnlessStopped(options: FramedOptions, signal: AbortSignal): Promise<Session> {
  const pending = openSession(options, signal);
  const stopped = new Promise<never>((_, reject) => {
    const message = `backend ${options.id} was stopped while it started`;
    const onAbort = (): void => reject(new GoldError('backend-protocol', message));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([pending, stopped]);
  } catch (cause) {
    pending.then(
      ({ link }) => link.close(0),
      () => undefined,
    );
    throw cause;
  }
}

function otherProtocol(id: string, { protocol }: HelloReply): string {
  return `backend ${id} speaks protocol ${protocol}, this runner ${protocolVersion}`;
}

const helloEveryMs = 1000;

/** The reply to one request, or why there is none. */
async function askOnce(
  { stream }: Session,
  request: Request,
  timeoutMs: number,
): Promise<Reply | GoldError> {
  let answer: Reply | undefined;
  const take: Asked['take'] = (reply) => {
    answer = reply as Reply;
    if (answer.verb === request.verb) return undefined;
    return mixedUp(`asked ${request.verb}, answered ${answer.verb}`);
  };
  return (await stream(once(request, take), timeoutMs)) ?? answer!;
}

/** A board that waits for the rest of a frame, or is about to start, may miss the first hello. */
async function repeating<T>(link: Link, request: Request, ask: () => Promise<T>): Promise<T> {
  const frame = encodeFrame(frameTypes.request, encode(request));
  const timer = setInterval(() => void link.send(frame.slice()), helloEveryMs);
  try {
    return await ask();
  } finally {
    clearInterval(timer);
  }
}

/** Takes replies to runs only, each to its own request. */
function ownReplies(take: (reply: RunReply | typeof right) => void): Asked['take'] {
  return (reply, request) => {
    if (reply === right) {
      take(right);
      return undefined;
    }
    if (reply.verb !== 'run' || reply.seq !== (request as RunRequest).seq) {
      return mixedUp('the reply is to another request');
    }
    take(reply);
    return undefined;
  };
}

/** The replies to all requests, as far as they came. */
async function collected(
  stream: NonNullable<Backend['stream']>,
  requests: readonly RunRequest[],
): Promise<RunReply[]> {
  const replies: RunReply[] = [];
  const queue = requests.values();
  await stream(
    () => {
      const { value: request } = queue.next();
      return request && { request };
    },
    (reply) => replies.push(reply as RunReply),
  );
  return replies;
}

/** A Backend over any byte link. */
export function framedBackend(options: FramedOptions): Backend {
  const { startTimeoutMs = Math.max(options.timeoutMs, 10_000), graceMs = 1000 } = options;
  let session: Session | undefined;
  let opening: AbortController | undefined;
  async function close(grace: number): Promise<void> {
    const closing = session;
    session = undefined;
    await closing?.link.close(grace);
  }

  async function ask(request: Request, timeoutMs: number): Promise<Reply> {
    if (session === undefined) throw notStarted();
    const asked = session;
    const answer = await askOnce(asked, request, timeoutMs);
    if (!(answer instanceof GoldError)) return answer;
    await close(0);
    throw failure(answer.code, answer.message, asked.link.diagnostics());
  }

  const notStarted = () => mixedUp(`backend ${options.id} is not started`);

  async function start(): Promise<HelloReply> {
    // before the first wait, so that no stop is missed
    opening = new AbortController();
    const { signal } = opening;
    await close(0);
    session = await openUnlessStopped(options, signal);
    const hello = { verb: 'hello', protocol: protocolVersion } as const;
    const greet = () => ask(hello, startTimeoutMs);
    const answer = options.isNoisy ? repeating(session.link, hello, greet) : greet();
    const reply = (await answer) as HelloReply;
    if (reply.protocol !== protocolVersion) {
      await close(graceMs);
      throw mixedUp(otherProtocol(options.id, reply));
    }
    return reply;
  }

  async function run(request: RunRequest): Promise<RunReply> {
    const reply = (await ask(request, options.timeoutMs)) as RunReply;
    if (reply.seq === request.seq) return reply;
    await close(0);
    throw mixedUp(`reply carries seq ${reply.seq}, expected ${request.seq}`);
  }

  async function stream(
    next: () => Question | undefined,
    take: (reply: RunReply | typeof right) => void,
  ): Promise<boolean> {
    if (session === undefined) throw notStarted();
    const asked = { next, take: ownReplies(take) };
    const error = await session.stream(asked, options.timeoutMs);
    if (error !== undefined) await close(0);
    return error === undefined;
  }

  async function stop(): Promise<void> {
    opening?.abort();
    if (session === undefined) return;
    // a request under way is cut off: its promise rejects when the link has ended
    const isIdle = !session.isBusy() && session.ended() === undefined;
    const bye = once({ verb: 'bye' }, () => undefined);
    const isLeaving = isIdle && (await session.stream(bye, graceMs)) === undefined;
    await close(isLeaving ? graceMs : 0);
  }

  const backend: Backend = { id: options.id, start, run, stop };
  if (options.isBuffered !== true) return backend;
  return { ...backend, stream, runAll: (requests) => collected(stream, requests) };
}
