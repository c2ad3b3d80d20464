/**
 * Hostile backends over a small vector file with one case of every kind: each case gets exactly the verdict that it
 * must get, the run ends, and every link that was opened is closed.
 */

import type { Backend } from '../../conformance/backends/backend.ts';
import {
  type Behaviour,
  newFakeLinkLog,
  openFake,
} from '../../conformance/backends/fakes/fake_link.ts';
import { fakeHello } from '../../conformance/backends/fakes/index.ts';
import { sampleFile } from '../../conformance/backends/fakes/sample.ts';
import { framedBackend } from '../../conformance/backends/framed.ts';
import type { RunEnd, RunEvent, Verdict } from '../../conformance/core/events.ts';
import { encodeFrame, frameTypes } from '../../conformance/core/frame.ts';
import { noKnownFailures } from '../../conformance/core/known_failures.ts';
import { casesOf } from '../../conformance/core/load.ts';
import { runAll } from '../../conformance/core/run.ts';
import { encode } from '../../schema/format/codec.ts';
import type { HelloReply, Reply, Request } from '../../schema/format/types.ts';
import { type Answer, misbehaviours } from './misbehaviours.ts';
import { rightReplyOf } from './replies.ts';
import { badHellos, otherHellos, spoils, type Wanted } from './spoils.ts';
import { newCounter, type Tally } from './tally.ts';

const cases = casesOf(sampleFile());
/** the case that is answered badly, from 1; an ordinary one */
const chosen = 1;

/** What a hostile backend says in place of the right reply. */
type Hostile = (right: Reply, request: Request, starts: number) => Answer;

const frameOf = (reply: object): Uint8Array => encodeFrame(frameTypes.reply, encode(reply));

function rightReply(request: Request): Reply {
  if (request.verb === 'hello') return fakeHello;
  if (request.verb === 'bye') return { verb: 'bye' };
  return rightReplyOf(cases[request.seq - 1]!, request.seq);
}

interface Trial {
  readonly what: string;
  readonly behave: Hostile;
  /** of the five cases; empty where the backend does not start */
  readonly verdicts: readonly Verdict[];
  readonly exitCode: number;
  /** bytes that arrive at once */
  readonly slice?: number;
}

const right: Hostile = (reply) => frameOf(reply);

function verdictsWith(wanted: Verdict): Verdict[] {
  return cases.map((_, i) => (i + 1 === chosen ? wanted : 'pass'));
}

function onHello(change: (reply: Reply) => Answer): Hostile {
  return (reply, { verb }) => (verb === 'hello' ? change(reply) : frameOf(reply));
}

function onRun(change: (reply: Reply) => Answer): Hostile {
  return (reply, request) =>
    request.verb === 'run' && request.seq === chosen ? change(reply) : frameOf(reply);
}

/** A line that follows the right frame is the fault of what comes after it, where there is something. */
const lateFaults = new Set(['answers twice', 'adds a line to the frame']);

function trials(): Trial[] {
  const all: Trial[] = [
    { what: 'right', behave: right, verdicts: verdictsWith('pass'), exitCode: 0 },
    ...[1, 2, 7].map((slice) => ({
      what: `right, ${slice} bytes at once`,
      behave: right,
      verdicts: verdictsWith('pass'),
      exitCode: 0,
      slice,
    })),
  ];
  for (const [name, misbehave] of Object.entries(misbehaviours)) {
    const isLate = lateFaults.has(name);
    // what follows a whole hello is noticed by the first case
    const isUp = name === 'answers twice';
    const verdicts = isUp ? cases.map((): Verdict => 'error') : [];
    const exitCode = isUp ? 1 : 4;
    all.push({ what: `hello: ${name}`, behave: onHello(misbehave), verdicts, exitCode });
    if (isLate) continue;
    for (const slice of [Number.POSITIVE_INFINITY, 4096]) {
      const verdicts = verdictsWith('error');
      all.push({ what: `run: ${name}`, behave: onRun(misbehave), verdicts, exitCode: 1, slice });
    }
  }
  for (const [name, change] of Object.entries(badHellos)) {
    const behave = onHello((reply) => frameOf(change(reply as HelloReply)));
    all.push({ what: `hello with ${name}`, behave, verdicts: [], exitCode: 4 });
  }
  const codes: Readonly<Record<Wanted, number>> = { pass: 0, skip: 0, fail: 1, error: 1 };
  for (const [name, [wanted, change]] of Object.entries(spoils)) {
    const behave = onRun((reply) => frameOf(change(reply as never)));
    all.push({
      what: `answer with ${name}`,
      behave,
      verdicts: verdictsWith(wanted),
      exitCode: codes[wanted],
    });
  }
  for (const [name, other] of Object.entries(otherHellos)) {
    const behave: Hostile = (reply, request, starts) => {
      if (request.verb === 'hello' && starts > 1) return frameOf({ ...fakeHello, ...other });
      return request.verb === 'run' && request.seq === 2 ? 'crash' : frameOf(reply);
    };
    const verdicts: Verdict[] = ['pass', 'error', 'error', 'error', 'error'];
    all.push({ what: `after a crash another hello: ${name}`, behave, verdicts, exitCode: 1 });
  }
  return all;
}

async function problemOf(trial: Trial): Promise<string | undefined> {
  const links = newFakeLinkLog();
  const events: RunEvent[] = [];
  const behave: Behaviour = (request, starts) => trial.behave(rightReply(request), request, starts);
  const open = openFake(behave, links, trial.slice);
  const backend: Backend = framedBackend({
    id: 'hostile',
    open,
    timeoutMs: 200,
    startTimeoutMs: 200,
    graceMs: 50,
  });
  const end: RunEnd = await runAll({
    version: '0',
    cases,
    corpus: new Set(cases.map(({ id }) => id)),
    backends: [backend],
    known: noKnownFailures,
    jobs: 1,
    giveUpAfter: 5,
    allowEmpty: false,
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    now: () => 0,
    time: '2026-01-01T00:00:00Z',
  });
  const got = events.flatMap((event) => (event.event === 'case_end' ? [event.verdict] : []));
  if (`${got}` !== `${trial.verdicts}`) return `verdicts ${got}, expected ${trial.verdicts}`;
  if (end.exit_code !== trial.exitCode) return `exit ${end.exit_code}, not ${trial.exitCode}`;
  return links.opened === links.closed ? undefined : `${links.opened - links.closed} left open`;
}

export async function tryBackends(): Promise<Tally> {
  const counter = newCounter('hostile backends');
  for (const trial of trials()) counter.add(trial.what, await problemOf(trial));
  return counter.tally();
}
