/**
 * Goal: every misbehaviour gets its exact verdict, none is lost, and the exit code follows. Method: fakes spoil the expected
 * answers in one way, over one case of every kind (1 ok, 2 order-dependent, 3 refused, 4 overflow, 5 ok).
 */

import { describe, expect, it } from 'vitest';
import { decode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { HelloReply, RunRequest } from '../../schema/format/types.ts';
import { validateEvent } from '../../schema/format/validate.ts';
import { newFakeLinkLog } from '../backends/fakes/fake_link.ts';
import { type FakeName, fakeBackend, fakes } from '../backends/fakes/index.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import type { BackendEnd, CaseEnd, RunEnd, RunEvent } from './events.ts';
import { type KnownFailures, noKnownFailures, parseKnownFailures } from './known_failures.ts';
import { casesOf } from './load.ts';
import { type RunOptions, runAll } from './run.ts';

const cases = casesOf(sampleFile());

interface Run {
  readonly events: readonly RunEvent[];
  readonly end: RunEnd;
  readonly verdicts: string;
  readonly requests: readonly Uint8Array[];
  readonly opened: number;
  readonly closed: number;
}

interface Settings extends Partial<RunOptions> {
  readonly hello?: Partial<HelloReply>;
  readonly isBuffered?: boolean;
}

async function runFake(name: FakeName, settings: Settings = {}): Promise<Run> {
  const { hello = {}, isBuffered = false, ...options } = settings;
  const log = newFakeLinkLog();
  const events: RunEvent[] = [];
  const end = await runAll({
    version: '0.0.0',
    cases,
    corpus: { cases, has: (id) => cases.some((test) => test.id === id) },
    backends: [fakeBackend(name, options.cases ?? cases, log, hello, isBuffered)],
    known: noKnownFailures,
    jobs: 2,
    giveUpAfter: 3,
    allowEmpty: false,
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    now: () => 0,
    time: '2026-01-01T00:00:00Z',
    ...options,
  });
  for (const event of events) validateEvent(JSON.parse(JSON.stringify(event)));
  const verdicts = caseEnds(events).map(({ verdict }) => verdict);
  return { events, end, verdicts: verdicts.join(' '), ...log };
}

function caseEnds(events: readonly RunEvent[]): CaseEnd[] {
  return events.filter((event) => event.event === 'case_end');
}

function backendEnd({ events }: Run): BackendEnd {
  return events.find((event) => event.event === 'backend_end')!;
}

/** name, verdicts of cases 1 to 5, restarts, state, exit code */
const expectations: Readonly<
  Record<FakeName, readonly [string, number, BackendEnd['state'], number]>
> = {
  always_right: ['pass pass pass pass pass', 0, 'done', 0],
  off_by_one_lsb: ['fail fail pass pass fail', 0, 'done', 1],
  wrong_scale: ['fail fail pass pass fail', 0, 'done', 1],
  wrong_rng: ['fail fail pass pass fail', 0, 'done', 1],
  wrong_shape: ['fail fail pass pass fail', 0, 'done', 1],
  zeros: ['fail fail pass pass fail', 0, 'done', 1],
  never_refuses: ['pass pass fail pass pass', 0, 'done', 1],
  refuses_with_outputs: ['pass pass fail pass pass', 0, 'done', 1],
  offers_a_constructor: ['fail fail pass pass fail', 0, 'done', 1],
  changes_its_hello: ['pass pass error error error', 1, 'gave_up', 1],
  writes_before_refusing: ['pass pass fail pass pass', 0, 'done', 1],
  overwrites_guards: ['fail fail fail fail fail', 0, 'done', 1],
  stray_overflow_flag: ['fail fail pass fail fail', 0, 'done', 1],
  misses_overflow: ['pass pass pass fail pass', 0, 'done', 1],
  lies_about_capabilities: ['fail fail pass fail fail', 0, 'done', 1],
  wrong_seq: ['error error error error error', 3, 'gave_up', 1],
  crashes_on_case_3: ['pass pass error pass pass', 1, 'done', 1],
  crashes_always: ['error error error error error', 3, 'gave_up', 1],
  hangs: ['pass error pass pass pass', 1, 'done', 1],
  garbage_frames: ['pass error pass pass pass', 1, 'done', 1],
  no_exit: ['pass pass pass pass pass', 0, 'done', 0],
  // its hello offers the op
  unsupported: ['skip skip skip skip skip', 0, 'done', 1],
};

describe.each([
  ['one at a time', false],
  ['sent ahead', true],
])('a fake gets the verdicts it deserves, %s', (_how, isBuffered) => {
  it.each(Object.keys(fakes) as FakeName[])('%s', async (name) => {
    const [verdicts, restarts, state, exitCode] = expectations[name];
    const run = await runFake(name, { isBuffered });
    expect(run.verdicts).toBe(verdicts);
    expect(backendEnd(run)).toMatchObject({ restarts, state });
    expect(run.end.exit_code).toBe(exitCode);
    expect(run.closed).toBe(run.opened);
  });
});

describe('a library with the exp and log of its platform', () => {
  const sensitive = cases.map((test, i) => ({ ...test, isLibmSensitive: i === 0 }));
  const capabilities = ['canary', 'overflow', 'poison', 'platform_libm'];

  it('is not asked what depends on them: skipped by name, never passed', async () => {
    const run = await runFake('always_right', { cases: sensitive, hello: { capabilities } });
    expect(run.verdicts).toBe('skip pass pass pass pass');
    expect(caseEnds(run.events)[0]).toMatchObject({ verdict: 'skip', reason: 'libm-sensitive' });
    expect(run.end.totals).toMatchObject({ pass: 4, skip: 1 });
  });

  it('a wrong answer elsewhere fails all the same', async () => {
    const run = await runFake('off_by_one_lsb', { cases: sensitive, hello: { capabilities } });
    expect(run.verdicts).toBe('skip fail pass pass fail');
  });

  it('without the capability every case is asked', async () => {
    const run = await runFake('off_by_one_lsb', { cases: sensitive });
    expect(run.verdicts).toBe('fail fail pass pass fail');
  });
});

describe('what is reported', () => {
  it('says where, what and how far, and how to replay it', async () => {
    const run = await runFake('off_by_one_lsb');
    const x = { dtype: 'FLOAT32', shape: [2, 2] };
    const y = { dtype: 'SYM_INT32', shape: [2, 2], bits: 12, scale: '0.5' };
    expect(caseEnds(run.events)[0]).toEqual({
      event: 'case_end',
      backend: 'off_by_one_lsb',
      case: 'sym-2026-07-21/sample/directed/1',
      clause: 'S36',
      flags: ['Tie'],
      verdict: 'fail',
      duration_us: 0,
      differences: [
        {
          kind: 'data',
          name: 'y',
          index: 0,
          at: [0, 0],
          expected: '7',
          got: '8',
          expected_hex: '0x00000007',
          got_hex: '0x00000008',
          expected_real: '3.5',
          got_real: '4',
          lsb: '1',
          differing: 1,
          of: 4,
        },
      ],
      observed: { accumulate: 0, multiply: 0, cast: 0, where: '' },
      call: {
        params: ['bits = 12'],
        rng: 1,
        tensors: [
          { name: 'x', role: 'input', ...x, values: '3.5 -1.5 0 1023.5' },
          { name: 'y', role: 'expected', ...y, values: '7 -3 0 2047' },
          { name: 'y', role: 'got', ...y, values: '8 -3 0 2047', distances: '1 0 0 0' },
        ],
      },
      catches: ['Tie: ties go to even (S16)'],
      rule: 'S16 Half away from zero: Rounds a float to the nearest integer, exact halves away from zero.',
      explain: 'npx goldvec explain S16',
      replay: 'npx goldvec run --backend off_by_one_lsb --filter sym-2026-07-21/sample/directed/1',
    });
  });

  it.each([
    ['wrong_scale', 1, 'scale'],
    ['wrong_rng', 1, 'rng'],
    ['wrong_shape', 1, 'shape'],
    ['never_refuses', 3, 'status'],
    ['refuses_with_outputs', 3, 'unexpected'],
    ['offers_a_constructor', 1, 'unexpected'],
    ['writes_before_refusing', 3, 'poison'],
    ['overwrites_guards', 1, 'canary'],
    ['stray_overflow_flag', 1, 'overflow'],
    ['misses_overflow', 4, 'overflow'],
    ['lies_about_capabilities', 1, 'overflow'],
  ] as const)('%s: case %i differs in %s', async (name, nth, kind) => {
    const run = await runFake(name);
    const kinds = caseEnds(run.events)[nth - 1]!.differences!.map((d) => d.kind);
    expect(kinds).toEqual([kind]);
  });

  it.each([
    ['crashes_on_case_3', 3, 'was killed by SIGSEGV'],
    ['hangs', 2, 'no reply to run in 100 ms'],
    ['garbage_frames', 2, 'text where a reply should be: "Segmentation fault"'],
    ['changes_its_hello', 4, 'its hello is another one than at the first start: ops'],
    ['wrong_seq', 1, 'reply carries seq 2, expected 1'],
  ] as const)('%s: case %i says "%s"', async (name, nth, message) => {
    const run = await runFake(name);
    expect(caseEnds(run.events)[nth - 1]!.message).toContain(message);
  });
});

describe('what a backend is not asked', () => {
  it.each([
    ['another contract', { contracts: ['sym-2026-06-11'] }, 'unsupported-contract'],
    ['another op', { ops: ['other'] }, 'unsupported-op'],
    ['a tiny frame', { max_frame: 64 }, 'frame-too-large'],
  ] as const)('%s', async (_name, hello, reason) => {
    const run = await runFake('always_right', { hello });
    expect(new Set(caseEnds(run.events).map((event) => event.reason))).toEqual(new Set([reason]));
    expect(run.end.totals.skip).toBe(5);
  });

  it('overflow cases, where it cannot observe overflow', async () => {
    const run = await runFake('lies_about_capabilities', { hello: { capabilities: ['poison'] } });
    expect(run.verdicts).toBe('pass pass pass skip pass');
    expect(caseEnds(run.events)[3]!.reason).toBe('overflow-unobservable');
    expect(run.end.exit_code).toBe(0);
  });

  it('anything expected: requests hold exactly the call', async () => {
    const { requests } = await runFake('always_right');
    const runs = requests.map((bytes) => decode(bytes) as RunRequest).filter(isRun);
    expect(runs).toHaveLength(5);
    for (const request of runs) {
      const keys = ['verb', 'seq', 'contract', 'op', 'params', 'inputs', 'targets', 'rng'];
      expect(Object.keys(request)).toEqual(keys);
      for (const target of Object.values(request.targets))
        expect(target).not.toHaveProperty('data');
    }
    const sent = Buffer.concat(requests);
    for (const { vector } of cases) {
      for (const { data } of Object.values(vector.expected.outputs ?? {})) {
        expect(sent.includes(Buffer.from(data))).toBe(false);
      }
      if (vector.expected.refusal !== undefined) {
        expect(sent.includes(vector.expected.refusal)).toBe(false);
      }
    }
    for (const word of ['expected', 'flags', 'Tie', 'outputs']) {
      expect(sent.includes(word)).toBe(false);
    }
  });
});

function isRun(request: { readonly verb: string }): boolean {
  return request.verb === 'run';
}

function known(backend: string, ...nth: number[]): KnownFailures {
  const signature = backend === 'changes_its_hello' ? 'error' : 'fail';
  const lines = nth.map((n) => `${backend} ${cases[n - 1]!.id} ${signature} # why`);
  return parseKnownFailures(lines.join('\n'), 'known');
}

describe('known failures', () => {
  it('an exact list makes the run pass', async () => {
    const run = await runFake('off_by_one_lsb', { known: known('off_by_one_lsb', 1, 2, 5) });
    expect(run.verdicts).toBe('xfail xfail pass pass xfail');
    expect(run.end.exit_code).toBe(0);
  });

  it('an entry that passes fails the run', async () => {
    const run = await runFake('off_by_one_lsb', { known: known('off_by_one_lsb', 1, 2, 3, 5) });
    expect(run.verdicts).toBe('xfail xfail xpass pass xfail');
    expect(run.end.stale_known_failures).toEqual([`off_by_one_lsb ${cases[2]!.id} fail`]);
    expect(run.end.exit_code).toBe(1);
  });

  it('an entry for a case that does not exist fails the run', async () => {
    const entries = parseKnownFailures(
      'always_right sym-2026-07-21/sample/random/99 fail # why',
      'known',
    );
    const run = await runFake('always_right', { known: entries });
    expect(run.end.stale_known_failures).toHaveLength(1);
    expect(run.end.exit_code).toBe(1);
  });

  it('another failure of a known case fails the run', async () => {
    const { id } = cases[0]!;
    const right = await runFake('off_by_one_lsb', { bail: 1 });
    const [{ differences }] = caseEnds(right.events) as [CaseEnd];
    const { at, got } = differences![0]!;
    const line = (value: string): string =>
      `off_by_one_lsb ${id} y.data[${at!.join()}]=${value} # why`;
    const listed = (value: string) => parseKnownFailures(line(value), 'known');
    const same = await runFake('off_by_one_lsb', { known: listed(got), cases: cases.slice(0, 1) });
    expect([same.verdicts, same.end.exit_code]).toEqual(['xfail', 0]);
    const other = await runFake('off_by_one_lsb', {
      known: listed(`${got}0`),
      cases: cases.slice(0, 1),
    });
    expect([other.verdicts, other.end.exit_code]).toEqual(['fail', 1]);
    expect(caseEnds(other.events)[0]!.message).toContain('known to fail otherwise');
  });

  it('entries of other backends, and of cases that are not selected, do not matter', async () => {
    const entries = parseKnownFailures(
      `js ${cases[0]!.id} fail # why\nalways_right ${cases[4]!.id} fail # why`,
      'known',
    );
    const run = await runFake('always_right', { known: entries, cases: cases.slice(0, 2) });
    expect(run.end.exit_code).toBe(0);
  });
});

describe('the run as a whole', () => {
  it('an empty selection is an error unless it is allowed', async () => {
    await expect(runFake('always_right', { cases: [] })).rejects.toMatchObject({
      code: 'selection-empty',
      exitCode: 2,
    });
    const run = await runFake('always_right', { cases: [], allowEmpty: true });
    expect(run.end.exit_code).toBe(0);
  });

  it('tries nothing more once enough cases failed: exit 1', async () => {
    const run = await runFake('off_by_one_lsb', { bail: 2 });
    expect(run.verdicts).toBe('fail fail');
    expect(backendEnd(run)).toMatchObject({ state: 'bailed', totals: { fail: 2 } });
    expect(run.end).toMatchObject({ interrupted: 0, exit_code: 1 });
    expect(run.closed).toBe(run.opened);
  });

  it('a run that fails less often than that is whole', async () => {
    const run = await runFake('off_by_one_lsb', { bail: 4 });
    expect(run.verdicts).toBe('fail fail pass pass fail');
    expect(backendEnd(run).state).toBe('done');
  });

  it('what failed in one backend keeps the next from starting', async () => {
    const log = newFakeLinkLog();
    const backends = ['crashes_always', 'always_right'] as const;
    const run = await runFake('always_right', {
      bail: 1,
      jobs: 1,
      backends: backends.map((name) => fakeBackend(name, cases, log, {})),
    });
    const ends = run.events.filter((event) => event.event === 'backend_end');
    expect(ends.map(({ state }) => state)).toEqual(['bailed', 'bailed']);
    expect(run.verdicts).toBe('error');
  });

  it('a backend of another protocol version does not start: exit 4', async () => {
    const run = await runFake('always_right', { hello: { protocol: 2 } });
    expect(backendEnd(run).state).toBe('unavailable');
    expect(backendEnd(run).message).toContain('speaks protocol 2, this runner 1');
    expect(run.end.exit_code).toBe(4);
  });

  it('a hello that changes after a known crash does not turn the rest into skipped cases', async () => {
    const run = await runFake('changes_its_hello', { known: known('changes_its_hello', 3) });
    expect(run.verdicts).toBe('pass pass xfail error error');
    expect(run.end.exit_code).toBe(1);
  });

  it('an error that interrupts the run decides the exit code', async () => {
    const controller = new AbortController();
    const error = new GoldError('file-unwritable', 'no space');
    const run = await runFake('always_right', {
      signal: controller.signal,
      emit: (event) => void (event.event === 'case_end' && controller.abort(error)),
    });
    expect(run.end).toMatchObject({ interrupted: 1, exit_code: 2 });
    expect(run.closed).toBe(run.opened);
  });

  it('ends the backends where the run itself breaks off', async () => {
    const log = newFakeLinkLog();
    const emit = (event: RunEvent): void => {
      if (event.event === 'case_end') throw new Error('a bug');
    };
    const backends = [fakeBackend('always_right', cases, log)];
    await expect(runFake('always_right', { backends, emit })).rejects.toThrow('a bug');
    expect([log.opened, log.closed]).toEqual([1, 1]);
  });

  it('an interrupt cuts off the request under way, closes the backend, and flushes: exit 130', async () => {
    const controller = new AbortController();
    const events: RunEvent[] = [];
    const run = await runFake('hangs', {
      signal: controller.signal,
      emit: (event) => {
        events.push(event);
        if (event.event === 'case_end') setTimeout(() => controller.abort(), 10);
      },
    });
    expect(caseEnds(events)).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ event: 'run_end', interrupted: 1, exit_code: 130 });
    expect(events.at(-2)).toMatchObject({ event: 'backend_end', state: 'interrupted' });
    expect(run.closed).toBe(run.opened);
  });
});
