/**
 * Goal: an interrupt ends a run in any phase, with a report of what there was. Method: backends that never answer, so that
 * nothing would end by itself; the vectors are those of `run.test.ts`. `scripts/hostile` interrupts the other commands.
 */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from './paths.ts';
import { goldvec, program } from './run_command.ts';

const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
const dir = mkdtempSync(join(tmpdir(), 'goldvec-interrupt-'));
afterAll(() => rmSync(dir, { recursive: true }));

function eventsOf(out: string) {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('an interrupt', () => {
  it('stops the backends and flushes the report: exit 130', async () => {
    let isSent = false;
    const argv = ['run', '--vectors', vectors, '-b', 'js', '-b', 'cmd:sleep 600', '--json'];
    const { status, out } = await goldvec(argv, {
      onOutput: (text, pid) => {
        if (isSent || !text.includes('"state":"done"')) return;
        isSent = true;
        process.kill(pid, 'SIGINT');
      },
    });
    const events = eventsOf(out);
    expect(status).toBe(130);
    expect(events.at(-1)).toMatchObject({ event: 'run_end', interrupted: 1, exit_code: 130 });
    expect(events.at(-2)).toMatchObject({ event: 'backend_end', state: 'interrupted' });
  });

  it('starts no backend whose turn has not come: exit 130', async () => {
    const [asked, late] = [join(dir, 'first'), join(dir, 'late')];
    const named = [program(`silent round '${asked}'`), `cmd:touch '${late}'; sleep 600`];
    const backends = named.flatMap((backend) => ['-b', backend]);
    const argv = ['run', '--vectors', vectors, ...backends, '--jobs', '1', '--json'];
    const { status, out } = await goldvec([...argv, '--timeout-ms', '2000000'], {
      onStart: async (pid) => {
        while (!existsSync(asked)) await sleep(20);
        process.kill(pid, 'SIGINT');
      },
    });
    const ends = eventsOf(out).filter(({ event }) => event === 'backend_end');
    expect(status).toBe(130);
    expect(ends.map(({ state }) => state)).toEqual(['interrupted', 'interrupted']);
    expect(existsSync(late)).toBe(false);
  });

  it('of a diagnosis keeps every verdict: exit 130', async () => {
    const asked = join(dir, 'asked');
    const backend = program(`silent_when_started_again round '${asked}'`);
    const argv = ['run', '--vectors', vectors, '-b', backend, '--json', '--timeout-ms', '2000000'];
    // the diagnosis asks a case alone, of a program that never answers again
    const { status, out } = await goldvec(argv, {
      onStart: async (pid) => {
        while (!existsSync(`${asked}.again`)) await sleep(20);
        process.kill(pid, 'SIGINT');
      },
    });
    const events = eventsOf(out);
    expect(status).toBe(130);
    expect(events.at(-2)).toMatchObject({ event: 'backend_end', state: 'done' });
    expect(events.at(-1)).toMatchObject({ event: 'run_end', interrupted: 1, exit_code: 130 });
    expect(events.at(-1).totals).toMatchObject({ pass: 0, fail: 3 });
  });

  // it comes somewhere between the last line and the end of the process: several times, not always at the same place
  it.each([0, 1, 2, 4, 8, 16, 32, 64])('%i ms after the report changes nothing', async (ms) => {
    let isSent = false;
    const argv = ['run', '--vectors', vectors, '-b', 'js', '--json', '--no-diagnosis'];
    const { status, out } = await goldvec(argv, {
      onOutput: async (text, pid) => {
        if (isSent || !text.includes('"run_end"')) return;
        isSent = true;
        await sleep(ms);
        try {
          process.kill(pid, 'SIGINT');
        } catch {
          // it has ended
        }
      },
    });
    expect(status).toBe(eventsOf(out).at(-1).exit_code);
  });
});
