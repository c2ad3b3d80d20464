/** Distances of wrong elements, and times. */

import { backendsOf, seconds } from './backends.ts';
import { barChart } from './charts.ts';
import { type Collected, distanceLabels } from './collect.ts';
import { type Html, html } from './tag.ts';

/** Ops of which the times are drawn. */
const slowestShown = 15;

function distanceCharts({ distances }: Collected): Html[] {
  return [...distances].map(([backend, counts]) => {
    const bars = distanceLabels.map((name) => {
      const value = counts.get(name) ?? 0;
      return { name, value, label: String(value) };
    });
    const [most] = [...bars].sort((a, b) => b.value - a.value);
    const text = `First wrong element of each wrong tensor, and wrong scales, in units of the last place (got − expected). Most often ${most!.name}: ${most!.value}.`;
    return barChart(`Distances on ${backend}`, text, bars);
  });
}

function timeCharts(found: Collected): Html[] {
  const backends = backendsOf(found).flatMap((name) => {
    const ms = found.ends.get(name)?.duration_ms;
    return ms === undefined ? [] : [{ name, value: ms, label: seconds(ms) }];
  });
  const ops = [...found.opTimes].map(([name, us]) => {
    return { name, value: us, label: seconds(us / 1000) };
  });
  const slowest = ops.sort((a, b) => b.value - a.value).slice(0, slowestShown);
  const total = backends.reduce((sum, { value }) => sum + value, 0);
  return [
    barChart('Time per backend', `Start and end included, ${seconds(total)} in all.`, backends),
    barChart('Time per op', 'From request to reply, all backends together, the longest.', slowest),
  ];
}

export function measureSection(found: Collected): Html {
  return html`<h2 id="measures">Distances and times</h2>
<div class="grid">${distanceCharts(found)}${timeCharts(found)}</div>
`;
}
