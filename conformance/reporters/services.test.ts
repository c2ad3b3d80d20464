/** Goal: what services read: annotations, a summary, a badge. Method: one recorded stream, and hostile texts in it. */

import { describe, expect, it } from 'vitest';
import { coloursFor } from '../core/colour.ts';
import { type RunEvent, zeroTotals } from '../core/events.ts';
import { newBadge } from './badge.ts';
import { backend, failed, runEnd, skipped, start, stream } from './fixtures.ts';
import { newGithub } from './github.ts';
import { newMarkdown } from './markdown.ts';
import type { Reporter } from './reporter.ts';

const options = { colours: coloursFor(false), width: 100, failuresShown: 5 };

async function render(reporter: Reporter, events: readonly RunEvent[] = stream): Promise<string> {
  return events.map((event) => reporter.event(event)).join('') + (await reporter.end());
}

describe('github', () => {
  it('annotates the first failing case of each op and backend, and ends with the totals', async () => {
    const events = [...stream.slice(0, 4), failed, ...stream.slice(4)];
    const lines = (await render(newGithub(), events)).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^::error title=round on native%3Agcc-O2::fail sym-2026-07-21\/round\/random\/2%0Ay\.data\[3\] at \[1, 0\]: expected 5 /,
    );
    expect(lines[1]).toMatch(
      /^::error title=round on js::error .*%0Athe backend was killed by SIGSEGV%0A/,
    );
    expect(lines[2]).toBe('1 passed, 2 failed, 1 skipped');
  });

  it('gives a demand that is not met, a diagnosis and a backend that gave up a line each', async () => {
    const unmet = ['js answers no case of round, which is required'];
    const text = await render(newGithub(), [
      {
        event: 'backend_end',
        backend,
        state: 'gave_up',
        restarts: 5,
        duration_ms: 1,
        totals: zeroTotals(),
      },
      { event: 'diagnosis', backend, failures: 1, findings: [], lines: ['100% ties', 'second'] },
      { ...runEnd, unmet },
    ]);
    expect(text).toContain('::error title=native%3Agcc-O2%3A gave up::not every case was tried\n');
    expect(text).toContain('::100%25 ties%0Asecond\n');
    expect(text).toContain(`::error title=Demand::${unmet[0]}\n`);
    expect(await render(newGithub(), [start])).toContain('::error title=Incomplete::');
  });
});

describe('markdown', () => {
  it('shows the table, and failing cases to unfold', async () => {
    const text = await render(newMarkdown(options));
    expect(text).toContain('## goldvec: ✗ 1 passed, 2 failed, 1 skipped\n');
    expect(text).toContain(
      '| op | `native:gcc-O2` | `js` |\n| --- | ---: | ---: |\n| `round` | ✗ 1 ✓ 1 | ✗ 1 |\n',
    );
    expect(text).toContain(
      '<summary>fail sym-2026-07-21/round/random/2 on native:gcc-O2</summary>',
    );
  });

  it('leaves out what no backend offers, and says in a line what a backend does not', async () => {
    const skip = { ...skipped, case: 'sym-2026-07-21/fill/random/1' } as const;
    const text = await render(newMarkdown(options), [...stream.slice(0, -1), skip, runEnd]);
    expect(text).not.toContain('`fill`');
    expect(text).toContain('\n- js does not offer 2 of 2 ops: 2 cases not asked\n');
  });

  it('lets no text of a backend out of its place', async () => {
    const hostile = { ...failed, backend: 'a|b`<img src=x>', message: '```\n<script>' } as const;
    const text = await render(newMarkdown(options), [start, hostile, runEnd]);
    expect(text).toContain('on a|b`&lt;img src=x&gt;</summary>');
    expect(text).toContain('````text\n');
  });
});

describe('badge', () => {
  it.each([
    ['red', '2 of 3 failed', runEnd],
    [
      'brightgreen',
      '7 bit-exact',
      { ...runEnd, totals: { ...zeroTotals(), pass: 7 }, exit_code: 0 },
    ],
    [
      'yellow',
      '1 known failure',
      { ...runEnd, totals: { ...zeroTotals(), xfail: 1 }, exit_code: 0 },
    ],
    ['red', 'not conforming', { ...runEnd, totals: zeroTotals(), exit_code: 2 }],
    ['lightgrey', 'incomplete', { ...runEnd, interrupted: 1 }],
  ] as const)('is %s with "%s"', async (color, message, end) => {
    const badge: unknown = JSON.parse(await render(newBadge(), [end]));
    expect(badge).toEqual({ schemaVersion: 1, label: 'goldvec', message, color });
  });
});
