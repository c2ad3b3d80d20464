/**
 * Goal: the page says what the stream says, is one file, and nothing a backend says becomes markup.
 * Method: a recorded stream through the reporter; what must stand in the page is written here by hand.
 */

import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { coloursFor } from '../../core/colour.ts';
import type { RunEvent } from '../../core/events.ts';
import { backend, described, failed, passed, runEnd, skipped, start, stream } from '../fixtures.ts';
import type { ShownCases } from './cases.ts';
import { distanceLabel } from './collect.ts';
import { newHtml } from './index.ts';
import { html } from './tag.ts';

async function render(events: readonly RunEvent[] = stream): Promise<string> {
  const clauseText = (id: string): string | undefined =>
    id === 'S16' ? 'S16 rounds <b>away</b>' : undefined;
  const options = { colours: coloursFor(false), width: 100, failuresShown: 1, clauseText };
  const reporter = newHtml(options);
  return events.map((event) => reporter.event(event)).join('') + (await reporter.end());
}

/** The data that the script of the page reads. */
function embedded(page: string): ShownCases {
  const [, data = ''] = /<script type="application\/gzip" id="data">([^<]*)</.exec(page) ?? [];
  return JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ShownCases;
}

describe('html', () => {
  it('escapes what is interpolated, and only that', () => {
    const list = ['<', html`<i>${'>'}</i>`, undefined, 3];
    expect(html`<b title="${'"&\''}">${list}</b>`.html).toBe(
      '<b title="&quot;&amp;&#39;">&lt;<i>&gt;</i>3</b>',
    );
  });

  it.each([
    ['-1000', '≤ −1000'],
    ['-999', '−999 … −10'],
    ['-10', '−999 … −10'],
    ['-9', '−9 … −2'],
    ['-2', '−9 … −2'],
    ['-1', '−1'],
    ['1', '+1'],
    ['2', '+2 … +9'],
    ['9', '+2 … +9'],
    ['10', '+10 … +999'],
    ['999', '+10 … +999'],
    ['1000', '≥ +1000'],
    ['0', 'no number'],
    [undefined, 'no number'],
  ])('the distance %s is of the class %s', (lsb, label) => {
    expect(distanceLabel(lsb)).toBe(label);
  });

  it('has the totals, the tiles and what was skipped', async () => {
    const page = await render();
    expect(page).toContain(
      '<p class="verdict fail">1 passed, 2 failed, 1 skipped; exit code 1</p>',
    );
    expect(page).not.toContain('<h2 id="skipped">');
    const large = { ...skipped, reason: 'frame-too-large' } as const;
    expect(await render([start, large, runEnd])).toContain(
      '<tr><td>frame-too-large</td><td>js</td><td class="n">1</td></tr>',
    );
    expect(page).toContain('aria-label="round on native:gcc-O2: 1 passed, 1 failed, 0 skipped"');
    expect(page).toContain('Failing on at least one backend: round.');
    expect(page).toContain('Most often −1: 1.');
  });

  it('has every failing case with its differences, its replay line and the text of its clause', async () => {
    const { cases, clauses } = embedded(await render());
    expect(cases.map(({ id, backend: on, verdict }) => [id, on, verdict])).toEqual([
      ['sym-2026-07-21/round/random/2', 'native:gcc-O2', 'fail'],
      ['sym-2026-07-21/round/random/2', 'js', 'error'],
    ]);
    expect(cases[0]!.lines[0]).toContain('y.data[3] at [1, 0]: expected 5 (0x00000005');
    expect(cases[0]!.lines.at(-1)).toBe(`replay: ${failed.replay}`);
    expect([cases[0]!.op, cases[0]!.contract, cases[0]!.flags]).toEqual([
      'round',
      'sym-2026-07-21',
      ['Tie'],
    ]);
    expect(cases[0]!.text).toBe('S16');
    expect(clauses).toEqual({ S16: 'S16 rounds <b>away</b>' });
  });

  it('holds a failing case in a few bytes', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => {
      return { ...failed, case: `sym-2026-07-21/round/random/${i}` } as const;
    });
    const page = await render([start, ...many, runEnd]);
    expect(embedded(page).cases).toHaveLength(2000);
    expect(page.length).toBeLessThan(100_000);
  });

  it('links a tile of failing cases to them', async () => {
    expect(await render()).toContain('<a xlink:href="#op=round&amp;backend=native%3Agcc-O2"');
  });

  it('leaves a tile without failing cases as it is', async () => {
    const page = await render([start, described, passed, runEnd]);
    expect(page).toContain('aria-label="round on native:gcc-O2: 1 passed, 0 failed, 0 skipped"');
    expect(page).not.toContain('<a ');
  });

  it('says in one line what is not offered, and leaves out ops that nobody offers', async () => {
    const other = { ...skipped, case: 'sym-2026-07-21/relu/random/1' } as const;
    const page = await render([...stream.slice(0, -1), other, other, stream.at(-1)!]);
    expect(page).toContain(
      '<summary>js does not offer 2 of 2 ops: 3 cases not asked</summary>relu, round',
    );
    expect(page).not.toContain('relu on ');
    expect(page).toContain('1 op that no backend offers is left out.');
  });

  it('puts every finding of the diagnosis before everything else', async () => {
    const finding = {
      kind: 'mistake',
      confidence: 'reproduced',
      ids: ['half_even'],
      functions: ['round'],
      text: 'round: ties go to even',
      clause: 'S16',
      fix: 'round ties away from zero',
      explains: 3,
      of: 4,
      ops: ['round'],
    } as const;
    const second = { ...finding, text: 'relu <: keeps −0', rivals: ['other'] };
    const findings = [finding, second];
    const diagnosis = { event: 'diagnosis', backend, failures: 4, findings, lines: [''] } as const;
    const page = await render([...stream.slice(0, -1), diagnosis, stream.at(-1)!]);
    const places = [
      '<p class="cause">round: ties go to even</p>',
      '<dd>3 of 4 wrong answers reproduced</dd>',
      '<dd>round ties away from zero</dd>',
      '<p class="cause">relu &lt;: keeps −0</p>',
      '<code>other</code>',
      '>Backends</h2>',
    ].map((text) => page.indexOf(text));
    expect(places[0]).toBeGreaterThan(0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('is one file: nothing is loaded from anywhere', async () => {
    expect(await render()).not.toMatch(/\bsrc=|\bhref="[^#]|url\(|@import|\bfetch\(/);
  });

  it('lets nothing that a backend says become markup', async () => {
    const hostile = '</script><img onerror=alert(1)>"\'';
    const events = stream.map((event) =>
      'backend' in event && event.backend === 'js' ? { ...event, backend: hostile } : event,
    );
    const page = await render(events);
    expect(embedded(page).cases[1]!.backend).toBe(hostile);
    expect(embedded(page).cases[1]!.lines[1]).toContain('<&">');
    expect(page).toContain('&lt;/script&gt;&lt;img onerror');
    expect(page).not.toMatch(/<img|<&"/);
  });

  it('says that a stream is incomplete, and that nothing fails', async () => {
    const page = await render([start, passed]);
    expect(page).toContain('Incomplete: the event stream has no end.');
    expect(page).toContain('No op fails on any backend.');
  });
});
