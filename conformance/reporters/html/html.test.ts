/**
 * Goal: the page says what the stream says, is one file, and nothing a backend says becomes markup.
 * Method: a recorded stream through the reporter; what must stand in the page is written here by hand.
 */

import { describe, expect, it } from 'vitest';
import { coloursFor } from '../../core/colour.ts';
import type { RunEvent } from '../../core/events.ts';
import { backend, failed, passed, start, stream } from '../fixtures.ts';
import { distanceLabel } from './collect.ts';
import { newHtml } from './index.ts';
import { html } from './tag.ts';

function render(events: readonly RunEvent[] = stream, failuresShown = 5): string {
  const reporter = newHtml({ colours: coloursFor(false), width: 100, failuresShown });
  return events.map((event) => reporter.event(event)).join('') + reporter.end();
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

  it('has the totals, the failing case, its differences and its replay line', () => {
    const page = render();
    expect(page).toContain(
      '<p class="verdict fail">1 passed, 2 failed, 1 skipped; exit code 1</p>',
    );
    expect(page).toContain('<b>sym-2026-07-21/round/random/2</b> on native:gcc-O2, clause S16');
    expect(page).toContain('y.data[3] at [1, 0]: expected 5 (0x00000005, real 0.625), got 4');
    expect(page).toContain('replay: npx goldvec run --backend native:gcc-O2 --filter');
    expect(page).toContain('<tr><td>unsupported-op</td><td>js</td><td class="n">1</td></tr>');
    expect(page).toContain('<title>round on native:gcc-O2: 1 passed, 1 failed, 0 skipped</title>');
    expect(page).toContain('Failing on at least one backend: round.');
    expect(page).toContain('Most often −1: 1.');
  });

  it('puts the diagnosis before everything else', () => {
    const lines = [`diagnosis: ${backend}: ties go to even`, '  in round'];
    const diagnosis = { event: 'diagnosis', backend, failures: 1, findings: [], lines } as const;
    const page = render([...stream.slice(0, -1), diagnosis, stream.at(-1)!]);
    expect(page.indexOf('<p class="cause">diagnosis: native:gcc-O2: ties')).toBeGreaterThan(0);
    expect(page.indexOf('ties go to even')).toBeLessThan(page.indexOf('<h2>Backends</h2>'));
  });

  it('is one file: nothing is loaded from anywhere', () => {
    expect(render()).not.toMatch(/\b(src|href)=|url\(|@import/);
  });

  it('lets nothing that a backend says become markup', () => {
    const page = render();
    expect(page).toContain('&lt;&amp;&quot;&gt;');
    expect(page).not.toContain('<&"');
  });

  it('limits the failing cases shown and counts the others', () => {
    const other = { ...failed, case: 'sym-2026-07-21/round/random/3' } as const;
    const page = render([...stream.slice(0, -1), other, stream.at(-1)!], 1);
    expect(page).toContain('native:gcc-O2 round: 2</summary>');
    expect(page).toContain('… and 1 more');
    expect(page).not.toContain('random/3');
  });

  it('says that a stream is incomplete, and that nothing fails', () => {
    const page = render([start, passed]);
    expect(page).toContain('Incomplete: the event stream has no end.');
    expect(page).toContain('No op fails on any backend.');
  });
});
