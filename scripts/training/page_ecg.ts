/** The part of the training page about the anomaly detector: scores, threshold, reconstructions. */

import {
  histogram,
  lineChart,
  type Series,
  sparkPair,
} from '../../conformance/reporters/charts/lines.ts';
import { escapeHtml, type Html } from '../../conformance/reporters/html/tag.ts';
import type { EcgResult } from './examples.ts';
import { colour, matrixTable, nameOf, shortNumber, shownRun, table } from './page_parts.ts';
import type { Trained } from './train.ts';

function textOf(parts: readonly Html[]): string {
  return parts.map(({ html }) => html).join('\n');
}

function ecgResults(runs: readonly Trained[]): (Trained & { result: EcgResult })[] {
  return runs.flatMap((run) => {
    const { result } = run;
    return result.kind === 'ecg' ? [{ ...run, result }] : [];
  });
}

async function rocChart(runs: readonly (Trained & { result: EcgResult })[]): Promise<Html> {
  const series = runs.map((run, i): Series => {
    const points = run.result.roc.map((p) => [p.falsePositiveRate, p.truePositiveRate] as const);
    return { name: nameOf(run), colour: colour(i), points };
  });
  const areas = runs.map((run) => `${nameOf(run)} ${run.result.auc.toFixed(4)}`);
  return await lineChart(
    {
      title: 'ROC of the test set',
      text: `Area under the curve: ${areas.join(', ')}.`,
      xLabel: 'false positive rate',
      yLabel: 'true positive rate',
      isNested: true,
      xRange: [0, 1],
      yRange: [0, 1],
    },
    series,
  );
}

async function scoreChart(name: string, result: EcgResult): Promise<Html> {
  const { normalScores, anomalousScores, threshold } = result;
  const sorted = [...anomalousScores].sort((a, b) => a - b);
  // the longest tail would squeeze everything else into one bin
  const high = Math.max(1.2 * threshold, sorted[Math.floor(0.95 * (sorted.length - 1))]!);
  return await histogram(
    {
      title: `Scores of ${name}`,
      text: `Reconstruction error of normal beats ${shortNumber(result.mseNormal)}, of anomalous beats ${shortNumber(result.mseAnomalous)} on average; threshold ${shortNumber(threshold)}. The last bin holds everything beyond.`,
      xLabel: 'mean squared error',
      yLabel: 'share of the class',
      xRange: [0, high],
      marks: [{ x: threshold, name: 'threshold' }],
    },
    [
      { name: 'normal', colour: 0, values: normalScores },
      { name: 'anomalous', colour: 1, values: anomalousScores },
    ],
  );
}

/** How the threshold was found, and what it would be for who has seen no anomalous beat. */
function thresholdText(name: string, result: EcgResult): string {
  const { threshold, blindThreshold, confusion, blindConfusion, auc } = result;
  const below = (table: EcgResult['confusion']): string => {
    const [low, high] = table[1]!;
    return `${low} of ${low! + high!}`;
  };
  return `<p>The threshold is chosen on the validation beats, which take no part in the training and none in the numbers of the test
set: of the cuts between neighbouring errors the one with the most anomalous beats above less normal beats above, as shares. For
${escapeHtml(name)} it is ${shortNumber(threshold)}, and ${below(confusion)} anomalous test beats stay below it. A device that has seen no anomalous
beat has to take something like mean + 3σ of the errors of its training beats, here ${shortNumber(blindThreshold)}: every unusual
training beat widens σ and moves it out, and ${below(blindConfusion)} anomalous test beats stay below that. The area under the curve,
${auc.toFixed(4)}, asks only whether anomalous beats have the larger errors, and needs no threshold. Compare variants by it; accuracy and
confusion below are those of the chosen threshold.</p>`;
}

export async function ecgSections(
  runs: readonly Trained[],
  classNames: readonly string[],
): Promise<string> {
  const results = ecgResults(runs);
  const shown = results.find((run) => nameOf(run) === nameOf(shownRun(runs)))!;
  const { result } = shown;
  const name = nameOf(shown);
  const values = result.reconstructions.flatMap(({ input, output }) => [...input, ...output]);
  const range = [Math.min(...values), Math.max(...values)] as const;
  const beat = async (r: EcgResult['reconstructions'][number]): Promise<Html> =>
    await sparkPair(
      {
        title: r.isAnomalous ? 'anomalous beat' : 'normal beat',
        text: `error ${shortNumber(r.score)}, ${r.score > result.threshold ? 'above' : 'below'} the threshold`,
      },
      r.input,
      r.output,
      range,
    );
  const beats = await Promise.all(result.reconstructions.map(beat));
  const charts = [await rocChart(results), await scoreChart(name, result)];
  const rows = results.map((run) => [
    nameOf(run),
    run.result.auc.toFixed(4),
    run.result.validationAuc.toFixed(4),
    run.result.mseNormal,
    run.result.mseAnomalous,
    run.result.threshold,
    run.result.accuracy.toFixed(4),
  ]);
  const head = [
    'variant',
    'AUC test',
    'AUC validation',
    'error normal',
    'error anomalous',
    'threshold',
    'accuracy at threshold',
  ];
  return `<h2>Anomaly scores</h2>
${table(head, rows)}
${thresholdText(name, result)}
<div class="row">${textOf(charts)}</div>
<h2>Reconstructions of ${escapeHtml(name)}</h2>
<p class="sub">The beat in ink, its reconstruction in colour; the same axes everywhere.</p>
<div class="trio">${textOf(beats)}</div>
<h2>Confusion at the threshold</h2>
<div class="row">${results.map((run) => matrixTable(nameOf(run), classNames, run.result.confusion)).join('')}</div>`;
}
