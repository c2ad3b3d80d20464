/** Goal: a diagnosis reaches every report, its first line as it stands in the event. */

import { expect, it } from 'vitest';
import { coloursFor } from '../core/colour.ts';
import { type RunEvent, zeroTotals } from '../core/events.ts';
import { reporters } from './index.ts';

const totals = { ...zeroTotals(), fail: 1 };
const first = 'diagnosis: js: halves are rounded to the even neighbour (round_half_even, S16)';

const events: readonly RunEvent[] = [
  {
    event: 'case_end',
    backend: 'js',
    case: 'sym-2026-07-21/round/directed/1',
    clause: 'S16',
    flags: [],
    verdict: 'fail',
  },
  {
    event: 'diagnosis',
    backend: 'js',
    failures: 1,
    findings: [],
    lines: [first, '  in round'],
  },
  {
    event: 'run_end',
    interrupted: 0,
    duration_ms: 0,
    totals,
    stale_known_failures: [],
    exit_code: 1,
  },
];

it.each([
  ['pretty', `${first}\n  in round\n`],
  ['tap', `# ${first}\n#   in round\n`],
  ['json', JSON.stringify(first)],
  ['junit', `<property name="diagnosis" value="${first}&#10;  in round"/>`],
])('%s', async (name, expected) => {
  const options = { colours: coloursFor(false), width: 120, failuresShown: 5 };
  const reporter = reporters.get(name)!(options);
  const text = events.map((event) => reporter.event(event)).join('') + (await reporter.end());
  expect(text).toContain(expected);
});
