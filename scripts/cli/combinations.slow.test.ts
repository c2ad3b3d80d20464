/**
 * Goal: a run ends whole whatever several failing backends, options and interrupts come together. Method: drawn command
 * lines over backends that fail in every way; a run that hangs never ends this test.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../conformance/core/events.ts';
import { newRandom, type Random } from '../../goldgen/kit/random.ts';
import { root } from './paths.ts';
import { goldvec, program } from './run_command.ts';

const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
const dir = mkdtempSync(join(tmpdir(), 'goldvec-combinations-'));
afterAll(() => rmSync(dir, { recursive: true }));

const modes = ['echo', 'exit', 'abort', 'garbage', 'half', 'invalid', 'hang', 'stubborn'];
const backends = ['js', 'cmd:exit 3', ...modes.map((mode) => program(`${mode} round`))];
const reporters = ['junit', 'html', 'tap', 'markdown', 'pretty'];
/** What a run may be told besides; each is taken or left. */
const options: readonly (readonly string[])[] = [
  ['--jobs', '1'],
  ['--jobs', '5'],
  ['--bail', '2'],
  ['--give-up-after', '1'],
  ['--no-diagnosis'],
  ['--shard', '1/2'],
  ['--last-failed'],
  ['--fail-on-skip', 'unsupported-op'],
  ['--require-ops', 'round'],
  ['--update-known-failures', 'drawn', '--known-failures', join(dir, 'known')],
];

function lineOf(r: Random): string[] {
  const chosen = Array.from({ length: r.int(1, 4) }, () => r.pick(backends));
  const taken = options.filter(() => r.chance(1, 3));
  const written = reporters.filter(() => r.chance(1, 3)).map((name) => `${name}=${dir}/${name}`);
  return [
    ...['run', '--vectors', vectors, '--timeout-ms', '400'],
    ...[...new Set(chosen)].flatMap((backend) => ['-b', backend]),
    ...taken.flat(),
    ...['json', ...written].flatMap((name) => ['--reporter', name]),
  ];
}

const eventsOf = (out: string): RunEvent[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);

/** Whether it began, for every backend, and how it ended. */
function checkWhole(out: string, status: number | null): void {
  const events = eventsOf(out);
  const [start, end] = [events[0]!, events.at(-1)!];
  if (start.event !== 'run_start' || end.event !== 'run_end') throw new Error('cut off');
  expect(end.exit_code).toBe(status);
  expect(events.filter(({ event }) => event === 'backend_end')).toHaveLength(start.backends.length);
}

describe.each(Array.from({ length: 30 }, (_, i) => `combination ${i}`))('%s', (label) => {
  const r = newRandom(label);
  const argv = lineOf(r);
  const interruptAfter = r.int(1, 6);

  it('ends whole', async () => {
    const { status, out, err } = await goldvec(argv, { cwd: dir });
    expect(`${status} ${err}`).toMatch(/^[0-4] /);
    expect(err).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    checkWhole(out, status);
  });

  it('ends whole after an interrupt', async () => {
    let isSent = false;
    const { status, out } = await goldvec(argv, {
      cwd: dir,
      onOutput: (text, pid) => {
        if (isSent || text.split('\n').length <= interruptAfter) return;
        isSent = true;
        process.kill(pid, 'SIGINT');
      },
    });
    // it may have been at its end already
    expect([0, 1, 4, 130]).toContain(status);
    checkWhole(out, status);
  });
});
