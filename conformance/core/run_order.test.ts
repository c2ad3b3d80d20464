/**
 * Goal: the backend that takes longest never runs alone at the end, and one job takes the given order. Method: the same
 * three fakes, the last of them slow, with one and with two at the same time.
 */

import { expect, test } from 'vitest';
import { newFakeLinkLog } from '../backends/fakes/fake_link.ts';
import { fakeBackend } from '../backends/fakes/index.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { noKnownFailures } from './known_failures.ts';
import { casesOf } from './load.ts';
import { runAll } from './run.ts';

const cases = casesOf(sampleFile());

test.each([
  [1, ['wrong_rng', 'zeros', 'always_right']],
  [2, ['always_right', 'wrong_rng', 'zeros']],
])('with %i at the same time, backends start in this order: %j', async (jobs, order) => {
  const log = newFakeLinkLog();
  const [first, second, slow] = (['wrong_rng', 'zeros', 'always_right'] as const).map((name) =>
    fakeBackend(name, cases, log),
  );
  const started: string[] = [];
  const end = await runAll({
    version: '0.0.0',
    cases,
    corpus: { cases, has: () => true },
    backends: [first!, second!, { ...slow!, isSlow: true }],
    known: noKnownFailures,
    jobs,
    giveUpAfter: 3,
    allowEmpty: false,
    signal: new AbortController().signal,
    emit: (event) => void (event.event === 'backend_start' && started.push(event.backend)),
    now: () => 0,
    time: '2026-01-01T00:00:00Z',
  });
  expect(started).toEqual(order);
  expect(end.totals).toMatchObject({ pass: 9, fail: 6 });
});
