/** The losses that the gold trajectories hold, as charts below the page of the trainings. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineChart } from '../../../conformance/reporters/charts/lines.ts';
import { float32FromBits } from '../../../reference/num/float32.ts';
import type { GoldTrajectories } from '../../../schema/format/types.ts';

async function chart(gold: GoldTrajectories): Promise<string> {
  const series = gold.runs.map(({ variant, checkpoints }, i) => ({
    name: variant,
    colour: i,
    points: checkpoints.map(({ step, loss_bits }): readonly [number, number] => [
      step,
      float32FromBits(Number.parseInt(loss_bits, 16)),
    ]),
  }));
  const last = series.map(({ name, points }) => `${name} ${points.at(-1)![1].toPrecision(4)}`);
  const { html } = await lineChart(
    {
      title: `Loss of ${gold.example}`,
      text: `Loss of ${gold.example} at the checkpoints; at the last one ${last.join(', ')}.`,
      xLabel: 'step',
      yLabel: 'loss of the batch',
      isNested: true,
    },
    series,
  );
  return `### Loss of ${gold.example} {#loss-${gold.example}}

Contract [${gold.contract}](/contracts/${gold.contract}), seed ${gold.seed}.

<div class="chart" v-pre>${html.replaceAll('\n', ' ')}</div>
`;
}

export async function lossCharts(vectorsDir: string): Promise<string> {
  const folder = join(vectorsDir, 'training');
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const gold = names.map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as GoldTrajectories,
  );
  const charts = await Promise.all(gold.map(chart));
  return `## Losses of the gold trajectories\n\nEvery backend must give these losses bit for bit; \`npx goldvec train ecg --check\` compares.\n\n${charts.join('\n')}`;
}
