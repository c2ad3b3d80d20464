/** The training page: one self-contained HTML file with inline pictures and their text alternatives. */

import { lineChart, type Series, stripChart } from '../../conformance/reporters/charts/lines.ts';
import { escapeHtml, type Html } from '../../conformance/reporters/html/tag.ts';
import { mean } from '../../reference/examples/metrics.ts';
import type { HarResult } from './examples.ts';
import { costSection } from './page_cost.ts';
import { ecgSections } from './page_ecg.ts';
import { originList } from './page_origin.ts';
import {
  colour,
  firstSeed,
  matrixTable,
  nameOf,
  shortNumber,
  shownRun,
  table,
} from './page_parts.ts';
import { wholePage } from './page_style.ts';
import type { HeadroomRow, TrainingReport, VariantSummary } from './report.ts';
import type { Trained } from './train.ts';

function differenceText({ difference: d }: VariantSummary): string {
  if (d === undefined) return '';
  const sign = (v: number): string => `${v < 0 ? '−' : '+'}${Math.abs(v).toFixed(4)}`;
  return `${sign(d.mean)} (${sign(d.low)} … ${sign(d.high)})`;
}

function summaryTable(report: TrainingReport): string {
  const rows = report.variants.map((v) => [
    v.variant,
    v.summary,
    String(v.seeds.length),
    v.seeds.length > 1 ? `${v.mean.toFixed(4)} ± ${v.deviation.toFixed(4)}` : v.mean.toFixed(4),
    differenceText(v),
  ]);
  const head = ['variant', 'what it is', 'seeds', report.measure, '− float (95 % interval)'];
  return table(head, rows);
}

/** Trainings that a guard of the semantics ended. */
function refusedList({ refused }: TrainingReport): string {
  if (refused.length === 0) return '';
  const rows = refused.map((r) => [r.variant, String(r.seed), r.message]);
  return `<h2>Refused trainings</h2>
<p class="sub">A guard of the semantics ended these; they are in no other number of this page.</p>
${table(['variant', 'seed', 'where and why'], rows)}`;
}

async function lossChart(runs: readonly Trained[]): Promise<Html> {
  const series = runs.map((run, i): Series => {
    return {
      name: nameOf(run),
      colour: colour(i),
      points: run.epochs.map(({ epoch, loss }) => [epoch, loss]),
    };
  });
  const ends = runs.map((run) => `${nameOf(run)} ${shortNumber(run.epochs.at(-1)!.loss)}`);
  return await lineChart(
    {
      title: 'Training loss',
      text: `Mean loss of each epoch, first seed; lines that lie on each other are drawn thinner and thinner. At the end: ${ends.join(', ')}.`,
      xLabel: 'epoch',
      yLabel: 'loss (logarithmic)',
      isLogarithmic: true,
      isNested: true,
    },
    series,
  );
}

async function seedChart(report: TrainingReport): Promise<Html | undefined> {
  if (report.variants.every((v) => v.values.length < 2)) return undefined;
  const series = report.variants.map((v, i): Series => {
    return { name: v.variant, colour: colour(i), points: v.values.map((value) => [i, value]) };
  });
  const text = report.variants.map((v) => `${v.variant} ${v.mean.toFixed(3)}`).join(', ');
  return await stripChart(
    {
      title: `${report.measure} of every seed`,
      text: `One dot per seed, the bar is the mean: ${text}.`,
      xLabel: 'variant',
      yLabel: report.measure,
    },
    series,
  );
}

function harSections(trained: readonly Trained[], classNames: readonly string[]): string {
  const groups = new Map<string, HarResult[]>();
  for (const run of trained) {
    const { result } = run;
    if (result.kind !== 'har') continue;
    groups.set(nameOf(run), [...(groups.get(nameOf(run)) ?? []), result]);
  }
  const rows = [...groups].map(([name, results]) => [
    name,
    mean(results.map((r) => r.accuracy)).toFixed(4),
    mean(results.map((r) => r.f1)).toFixed(4),
    mean(results.map((r) => r.loss)),
    mean(results.map((r) => r.trainAccuracy)).toFixed(4),
  ]);
  const matrices = [...groups].map(([name, results]) => {
    const sums = results[0]!.confusion.map((row, i) =>
      row.map((_, k) => results.reduce((sum, r) => sum + r.confusion[i]![k]!, 0)),
    );
    return matrixTable(`${name}, all seeds`, classNames, sums);
  });
  const head = ['variant', 'accuracy', 'macro F1', 'test loss', 'accuracy on training rows'];
  return `<h2>Classification of the test set</h2>
<p class="sub">Means over the seeds.</p>
${table(head, rows)}
<h2>Confusion</h2>
<div class="row">${matrices.join('')}</div>`;
}

function headroomTable(rows: readonly HeadroomRow[]): string {
  const bar = (bits: number, budget: number): string => {
    const width = (b: number): string => `${Math.min(100, (100 * b) / 31).toFixed(0)}%`;
    return `<span class="bar" aria-hidden="true"><i style="width:${width(budget)}"></i><i style="width:${width(bits)}"></i></span>`;
  };
  const lines = rows.map(
    (r) =>
      `<tr><td class="n">${r.layer}</td><td>${r.kind}</td><td>${r.operation}</td><td class="n">${r.terms}</td><td class="n">${r.peak}</td><td class="n">${r.bits}</td><td class="n">${r.budgetBits > 31 ? '&gt; 31' : r.budgetBits}</td><td>${bar(r.bits, r.budgetBits)}</td></tr>`,
  );
  const words = ['kind', 'operation', 'of 31'];
  const names = ['layer', 'kind', 'operation', 'terms', 'largest', 'bits', 'static bits', 'of 31'];
  const head = names.map((n) => `<th${words.includes(n) ? '' : ' class="n"'}>${n}</th>`).join('');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${lines.join('\n')}</tbody></table></div>`;
}

/** One line per layer over the epochs, from what `pick` finds in an epoch's log. */
function overTime(
  run: Trained,
  pick: (epoch: Trained['epochs'][number]) => readonly (readonly [string, number])[],
): Series[] {
  const series = new Map<string, [number, number][]>();
  for (const entry of run.epochs) {
    for (const [name, value] of pick(entry)) {
      series.set(name, [...(series.get(name) ?? []), [entry.epoch, value]]);
    }
  }
  return [...series].map(([name, points], i) => ({ name, colour: colour(i), points }));
}

function layerTitle(run: Trained, i: number): string {
  return `${i} ${run.plan.example.record.layers[i]!.kind}`;
}

/** Layers with weights: the ones whose accumulators grow. */
function weightedLayers(run: Trained): number[] {
  const { layers } = run.plan.example.record;
  return layers.flatMap((l, i) => (l.kind.startsWith('conv1d') || l.kind === 'linear' ? [i] : []));
}

/** Bits of the largest accumulator of each weighted layer; nothing for a float model. */
async function accumulatorChart(run: Trained, worst: number): Promise<Html | undefined> {
  const series = overTime(run, ({ headroom = [] }) =>
    weightedLayers(run).flatMap((i) => {
      const own = headroom.filter((h) => h.layer === i).map((h) => h.bits);
      return own.length === 0 ? [] : [[layerTitle(run, i), Math.max(...own)] as const];
    }),
  );
  if (series.length === 0) return undefined;
  return await lineChart(
    {
      title: 'Largest accumulator per layer',
      text: `Bits of the largest int32 accumulator of any operation; 31 is the end. At most ${worst} were used.`,
      xLabel: 'epoch',
      yLabel: 'bits',
      yRange: [0, 33],
      marks: [{ y: 31, name: 'int32' }],
    },
    series,
  );
}

/** One statistic of the weighted layers' wires or weights over time; `#` stands for the layer. */
async function statisticChart(
  run: Trained,
  field: 'saturated' | 'scale',
  tensor: string,
  title: string,
  text: string,
): Promise<Html> {
  const series = overTime(run, ({ tensors }) =>
    weightedLayers(run).flatMap((i) => {
      const t = tensors[tensor.replace('#', String(i))];
      return t === undefined ? [] : [[layerTitle(run, i), t[field]] as const];
    }),
  );
  const isLogarithmic = field === 'scale';
  const yLabel = isLogarithmic ? 'scale (logarithmic)' : 'share';
  return await lineChart({ title, text, xLabel: 'epoch', yLabel, isLogarithmic }, series);
}

async function instrumentSections(report: TrainingReport, run: Trained): Promise<string> {
  const name = nameOf(run);
  const rows = report.headroom[name] ?? [];
  const figures = await Promise.all([
    accumulatorChart(run, Math.max(0, ...rows.map((r) => r.bits))),
    statisticChart(
      run,
      'saturated',
      'f#',
      'Saturation of the output wires',
      'Share of elements at the largest mantissa of the wire’s width. The scale follows the largest element, so one element in every tensor is the least.',
    ),
    statisticChart(
      run,
      'scale',
      'f#',
      'Scale drift of the output wires',
      'Scale of each wire for the last sample of an epoch (FLOAT32: its largest magnitude).',
    ),
    statisticChart(
      run,
      'scale',
      'l#_weight',
      'Scale drift of the weights',
      'Scale of each weight tensor after an epoch (FLOAT32: its largest magnitude).',
    ),
  ]);
  const budget =
    rows.length === 0
      ? ''
      : `<h2>Overflow headroom of ${escapeHtml(name)}</h2>
<p>The largest int32 accumulator of every operation, measured in the reference after epochs 1, 2, 4, 8, … and the last one, beside the static budget: as many terms with all mantissas full. The strong bar is what was used, the pale one what the budget allows for, the whole width is 31 bits.</p>
${headroomTable(rows)}`;
  return `${budget}
<h2>Inside ${escapeHtml(name)} over time</h2>
<div class="row">${figures.map((found) => found?.html ?? '').join('\n')}</div>`;
}

/** The whole page. */
export async function trainingPage(
  report: TrainingReport,
  trained: readonly Trained[],
): Promise<string> {
  const runs = firstSeed(trained);
  const { classNames } = trained[0]!.plan.example;
  const title = report.example === 'ecg' ? 'ECG anomaly autoencoder' : 'HAR classifier';
  const [losses, seeds] = [await lossChart(runs), await seedChart(report)];
  const sections =
    report.example === 'ecg'
      ? await ecgSections(runs, classNames)
      : harSections(trained, classNames);
  const sub = `${report.source}. ${report.samples} training samples, batches of ${report.batch}, ${report.epochs} epochs, learning rate ${shortNumber(report.rate)}.`;
  return wholePage(
    'train',
    title,
    sub,
    `${summaryTable(report)}
${refusedList(report)}
<h2>Training</h2>
<div class="row">${losses.html}${seeds?.html ?? ''}</div>
${sections}
${await instrumentSections(report, shownRun(runs))}
${costSection(trained[0]!.plan.example.name)}
${originList(report)}`,
  );
}
