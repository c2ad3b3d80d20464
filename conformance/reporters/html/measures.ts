/** Distances of wrong elements, and times. */

import { barChart } from '../charts/bars.ts';
import { backendsOf, seconds } from './backends.ts';
import { type Collected, distanceLabels } from './collect.ts';
import { type Html, html } from './tag.ts';

/** Ops of which the times are drawn. */
const slowestShown = 15;

function distanceCharts({ distances }: Collected): Promise<Html>[] {
  return [...distances].map(async ([backend, counts]) => {
    const bars = distanceLabels.map((name) => {
      const value = counts.get(name) ?? 0;
      return { name, value, label: String(value) };
    });
    const [most] = [...bars].sort((a, b) => b.value - a.value);
    const text = `First wrong element of each wrong tensor, and wrong scales, in units of the last place (got − expected). Most often ${most!.name}: ${most!.value}.`;
    return await barChart({ title: `Distances on ${backend}`, text }, bars);
  });
}

function timeCharts(found: Collected): Promise<Html>[] {
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
    barChart(
      { title: 'Time per backend', text: `Start and end included, ${seconds(total)} in all.` },
      backends,
    ),
    barChart(
      {
        title: 'Time per op',
        text: 'From request to reply, all backends together, the longest.',
      },
      slowest,
    ),
  ];
}

export async function measureSection(found: Collected): Promise<Html> {
  const charts = await Promise.all([...distanceCharts(found), ...timeCharts(found)]);
  return html`<h2 id="measures">Distances and times</h2>
<div class="grid">${charts}</div>
`;
}
