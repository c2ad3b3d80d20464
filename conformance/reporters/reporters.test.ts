/** Goal: what people and CI systems read. Method: one recorded event stream through every reporter. */

import { describe, expect, it } from 'vitest';
import { coloursFor, wantsColour } from '../core/colour.ts';
import { plainTotals, type RunEvent, zeroTotals } from '../core/events.ts';
import { mergeRuns, parseEvents } from '../core/merge.ts';
import { backend, described, end, failed, passed, runEnd, start, stream } from './fixtures.ts';
import { reporters } from './index.ts';
import { newProgress } from './progress.ts';

async function render(
  name: string,
  events: readonly RunEvent[] = stream,
  failuresShown = 5,
): Promise<string> {
  const options = { colours: coloursFor(false), width: 100, failuresShown };
  const reporter = reporters.get(name)!(options);
  return events.map((event) => reporter.event(event)).join('') + (await reporter.end());
}

describe('pretty', () => {
  it('shows failing cases in full, the table, and the plain last line', async () => {
    expect(await render('pretty', stream.slice(0, 5).concat(runEnd))).toBe(
      `goldvec 1.2.3: 2 cases of sym-2026-07-21

native:gcc-O2: kernels 1, gcc 12
FAIL sym-2026-07-21/round/random/2 on native:gcc-O2, clause S16
    y.data[3] at [1, 0]: expected 5 (0x00000005, real 0.625), got 4 (0x00000004, real 0.5), distance -1 LSB; 2 of 6 differ
    overflow: cast: expected never, got 1 at gv_round.c:12
    made to catch: Tie: ties go to even (S16)
    rule S16 Half away from zero: Rounds a float.
    explain: npx goldvec explain S16
    replay: npx goldvec run --backend native:gcc-O2 --filter sym-2026-07-21/round/random/2

op     native:gcc-O2
─────  ─────────────
round        ✗ 1 ✓ 1

pass 1 · fail 1 · error 1 · skip 1
1 passed, 2 failed, 1 skipped
`,
    );
  });

  it('has one column per backend, and gives the reason of skips', async () => {
    const text = await render('pretty');
    expect(text).toContain('op     native:gcc-O2   js\n');
    expect(text).toContain('round        ✗ 1 ✓ 1  ✗ 1\n');
    expect(text).toContain('\njs does not offer 1 of 1 op: 1 case not asked\n');
  });

  it('sorts ops and sums them up, and keeps the order of the backends', async () => {
    const other = {
      ...passed,
      backend: 'js',
      case: 'sym-2026-07-21/bool_access/random/1',
    } as const;
    const late = [start, { ...described, backend: 'js' }, other, described, passed, failed, runEnd];
    expect(await render('pretty', late)).toContain(`
op           native:gcc-O2   js
───────────  ─────────────  ───
bool_access                 ✓ 1
round              ✗ 1 ✓ 1
all                ✗ 1 ✓ 1  ✓ 1
`);
  });

  it('limits the failing cases shown and counts the others', async () => {
    const text = await render('pretty', stream, 0);
    expect(text).not.toContain('replay:');
    expect(text).toContain('... and 1 more failing cases: native:gcc-O2 round\n');
  });

  it('numbers the columns that do not fit; backends with the same column share one', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `native:compiler-${i}`);
    const events = [
      { ...start, backends: names },
      ...names.flatMap((b, i) => [
        { ...described, backend: b },
        { ...(i === 4 ? failed : passed), backend: b },
      ]),
      runEnd,
    ];
    const others = names.filter((_, i) => i !== 4).join(', ');
    expect(await render('pretty', events)).toContain(`
[1] ${others}
[2] native:compiler-4

op     [1]  [2]
─────  ───  ───
round  ✓ 1  ✗ 1
`);
  });

  it('says that a stream is incomplete', async () => {
    expect(await render('pretty', stream.slice(0, 4))).toMatch(/incomplete: .* no run_end\n$/);
  });
});

describe('junit', async () => {
  const text = await render('junit');

  it('has one suite per backend and op with counts, toolchain and times', () => {
    expect(text).toContain(
      '<testsuite name="native:gcc-O2 round" tests="2" failures="1" errors="0" skipped="0" time="0.001500" timestamp="2026-01-02T03:04:05">',
    );
    expect(text).toContain(
      '<testsuite name="js round" tests="2" failures="0" errors="1" skipped="1"',
    );
    expect(text).toContain('<property name="toolchain" value="gcc 12"/>');
    expect(text).toContain('<skipped message="unsupported-op"/>');
    expect(text).toContain('<failure type="fail" message="y.data[3] at [1, 0]:');
  });

  it('has no character that XML forbids, and escapes the others', () => {
    expect(text).toContain('[31m&lt;&amp;&quot;&gt; ');
    const controls = [...text].filter((c) => c < ' ' && c !== '\n');
    expect(controls).toEqual([]);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  it('reports a backend that did not start', async () => {
    const events: RunEvent[] = [
      start,
      { ...end, backend, state: 'unavailable', message: 'no gcc' },
      runEnd,
    ];
    expect(await render('junit', events)).toContain('<error type="unavailable">no gcc</error>');
  });
});

describe('json and tap', () => {
  it('json is the stream, and can be read back', async () => {
    expect(parseEvents(await render('json'), 'events.jsonl')).toEqual(stream);
  });

  it('tap numbers the lines and says why', async () => {
    const lines = (await render('tap')).split('\n');
    expect(lines[0]).toBe('TAP version 14');
    expect(lines).toContain('ok 1 - native:gcc-O2 sym-2026-07-21/round/random/1');
    expect(lines).toContain('not ok 2 - native:gcc-O2 sym-2026-07-21/round/random/2');
    expect(lines).toContain('ok 3 - js sym-2026-07-21/round/random/1 # SKIP unsupported-op');
    expect(lines).toContain('1..4');
  });
});

describe('mergeRuns', () => {
  const shard = (i: number): RunEvent[] => [
    { ...start, shard: `${i}/2`, cases: 1 },
    described,
    i === 1 ? passed : failed,
    { ...end, backend },
    {
      ...runEnd,
      totals: { ...zeroTotals(), ...(i === 1 ? { pass: 1 } : { fail: 1 }) },
      exit_code: i - 1,
    },
  ];

  it('makes one run of two shards', () => {
    const merged = mergeRuns([shard(1), shard(2)]);
    expect(merged[0]).toEqual({ ...start, cases: 2 });
    expect(merged.filter((e) => e.event === 'backend_start')).toHaveLength(1);
    expect(merged.at(-1)).toMatchObject({ totals: { pass: 1, fail: 1 }, exit_code: 1 });
  });

  it('is incomplete if one part is', () => {
    const merged = mergeRuns([shard(1), shard(2).slice(0, -1)]);
    expect(merged.some((e) => e.event === 'run_end')).toBe(false);
  });

  it('refuses different versions, and parts without a beginning', () => {
    const other = [{ ...start, goldvec: '9.9.9' }, ...shard(2).slice(1)];
    expect(() => mergeRuns([shard(1), other])).toThrow('different versions');
    expect(() => mergeRuns([shard(1).slice(1)])).toThrow('beginning with run_start');
  });

  it('names the line that is no event', () => {
    const text = `${JSON.stringify(start)}\n{"event":"case_end"}\n`;
    expect(() => parseEvents(text, 'a.jsonl')).toThrow(
      expect.objectContaining({ code: 'vector-schema', path: 'a.jsonl:2' }),
    );
  });
});

describe('totals, colour, progress', () => {
  it('counts errors and unexpected passes as failed, known failures as skipped', () => {
    const totals = { pass: 1, fail: 2, error: 4, skip: 8, xfail: 16, xpass: 32 };
    expect(plainTotals(totals)).toBe('1 passed, 38 failed, 24 skipped');
  });

  it.each([
    ['always', {}, false, true],
    ['never', { FORCE_COLOR: '1' }, true, false],
    ['auto', {}, true, true],
    ['auto', {}, false, false],
    ['auto', { CI: 'true' }, false, false],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { TERM: 'dumb' }, true, false],
  ] as const)('%s %j on a terminal: %s → %s', (option, env, isTTY, expected) => {
    expect(wantsColour(option, env, { isTTY })).toBe(expected);
  });

  it('draws at most ten times a second and clears before other output', () => {
    let [time, text] = [0, ''];
    const progress = newProgress(
      (t) => {
        text += t;
      },
      () => time,
    );
    progress.event(start);
    for (time = 0; time < 250; time += 25) progress.event(passed);
    expect(text.match(/\[\+/g)).toHaveLength(3);
    expect(text).toContain('[+1|-0|~0] 25% native:gcc-O2 round');
    progress.clear();
    expect(text.endsWith('\r\u001b[K')).toBe(true);
  });
});
