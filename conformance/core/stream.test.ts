/**
 * Requests that are sent ahead: every case has its verdict in its place, whatever is lost with a backend that dies
 * while several are under way.
 */

import { describe, expect, it } from 'vitest';
import type { Request, RunRequest } from '../../schema/format/types.ts';
import { type Answer, newFakeLinkLog, openFake } from '../backends/fakes/fake_link.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { framedBackend } from '../backends/framed.ts';
import { driveBackend } from './drive.ts';
import type { BackendEnd, CaseEnd, RunEvent } from './events.ts';
import { casesOf } from './load.ts';

const sample = casesOf(sampleFile());
/** Case 1 of the sample, so often that a window does not hold all of them. */
const many = Array.from({ length: 3000 }, (_, i) => ({ ...sample[0]!, id: `c/sample/many/${i}` }));
const hello = {
  verb: 'hello',
  protocol: 1,
  name: 'fake',
  version: '1',
  toolchain: 'none',
  capabilities: [],
  ops: ['sample'],
  contracts: ['sym-2026-07-21'],
  max_frame: 65536,
} as const;

const right = ({ seq, rng }: RunRequest): Answer => ({
  verb: 'run',
  seq,
  status: 'ok',
  outputs: sample[0]!.vector.expected.outputs!,
  rng: sample[0]!.vector.expected.rng ?? rng,
  canary: 'intact',
});

interface Run {
  readonly ends: readonly CaseEnd[];
  readonly last: BackendEnd;
  readonly mostUnderWay: number;
}

/** Drives a backend that answers by a function of the request and of how often it was started before. */
async function drive(
  behave: (request: RunRequest, restarts: number) => Answer,
  more: {
    readonly isOver?: (ends: readonly CaseEnd[]) => boolean;
    readonly cases?: typeof many;
  } = {},
): Promise<Run> {
  const log = newFakeLinkLog();
  const events: RunEvent[] = [];
  const ends: CaseEnd[] = [];
  let [sent, answered, mostUnderWay] = [0, 0, 0];
  const answer = (request: Request): Answer => {
    if (request.verb === 'hello') return hello;
    if (request.verb === 'bye') return { verb: 'bye' };
    answered++;
    return behave(request, log.opened - 1);
  };
  const open = openFake(answer, log);
  const backend = framedBackend({ id: 'f', open, timeoutMs: 200, graceMs: 50, isBuffered: true });
  const { stream } = backend;
  const counted = {
    ...backend,
    stream: (...[next, take]: Parameters<NonNullable<typeof stream>>) =>
      stream!(() => {
        const question = next();
        if (question !== undefined) sent++;
        mostUnderWay = Math.max(mostUnderWay, sent - answered);
        return question;
      }, take),
  };
  const last = await driveBackend(counted, more.cases ?? many, {
    giveUpAfter: 3,
    signal: new AbortController().signal,
    isOver: () => more.isOver?.(ends) ?? false,
    emit: (event) => {
      events.push(event);
      if (event.event === 'case_end') ends.push(event);
    },
    now: () => 0,
  });
  expect(ends.map((end) => end.case)).toEqual(
    (more.cases ?? many).slice(0, ends.length).map(({ id }) => id),
  );
  return { ends, last, mostUnderWay };
}

const failing = ({ ends }: Run) =>
  ends.flatMap(({ verdict }, i) => (verdict === 'pass' ? [] : [[i + 1, verdict]]));

describe('requests that are sent ahead', () => {
  it('are many, and bounded', async () => {
    const run = await drive(right);
    expect(failing(run)).toEqual([]);
    expect(run.ends).toHaveLength(many.length);
    expect(run.mostUnderWay).toBeGreaterThan(20);
    expect(run.mostUnderWay).toBeLessThan(1000);
  });

  it('are lost with the backend: what ends it again is to blame', async () => {
    // the replies to 1000 to 1006 are lost in a buffer
    let isFirst = true;
    const run = await drive((request) => {
      if (request.seq >= 1000 && isFirst) {
        isFirst = request.seq < 1007;
        return isFirst ? 'hang' : 'crash';
      }
      return request.seq === 1007 ? 'crash' : right(request);
    });
    expect(failing(run)).toEqual([[1007, 'error']]);
    expect(run.ends[1006]!.message).toContain('was killed by SIGSEGV');
    expect(run.last).toMatchObject({ restarts: 1, state: 'done' });
    expect(run.ends).toHaveLength(many.length);
  });

  it('a crash that does not happen again is an error all the same', async () => {
    let isFirst = true;
    const run = await drive((request) => {
      if (request.seq !== 50 || !isFirst) return right(request);
      isFirst = false;
      return 'crash';
    });
    expect(failing(run)).toEqual([[50, 'error']]);
    expect(run.ends[49]!.message).toContain('the backend was lost between this case and');
    expect(run.last).toMatchObject({ restarts: 1, state: 'done' });
  });

  it('a reply that answers another request ends the stream', async () => {
    const run = await drive((request) => {
      const answer = right(request) as { readonly seq: number };
      return (request.seq === 9 ? { ...answer, seq: 8 } : answer) as Answer;
    });
    expect(failing(run)).toEqual([[9, 'error']]);
    expect(run.ends[8]!.message).toContain('reply carries seq 8, expected 9');
  });

  it('end with the run: what came back after it has no verdict', async () => {
    const isOver = (ends: readonly CaseEnd[]) => ends.length >= 30;
    const run = await drive(right, { isOver });
    expect(run.ends).toHaveLength(30);
    expect(run.last.state).toBe('bailed');
  });

  it('leave skipped cases in their places', async () => {
    const cases = many
      .slice(0, 100)
      .map((test, i) => (i % 3 === 0 ? { ...test, op: 'other' } : test));
    const run = await drive(right, { cases });
    expect(run.ends.map(({ verdict }) => verdict)).toEqual(
      cases.map((_, i) => (i % 3 === 0 ? 'skip' : 'pass')),
    );
  });

  it('stop where a backend ends always', async () => {
    const run = await drive(() => 'crash');
    expect(run.ends).toHaveLength(many.length);
    expect(run.last).toMatchObject({ restarts: 3, state: 'gave_up' });
  });
});
