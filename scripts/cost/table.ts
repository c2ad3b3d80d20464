/** Costs as text: the sums of every training, and the layers of one. */

import { columns, kilobytes } from '../cli/print.ts';
import type { Cost } from './cost.ts';

const million = (count: number): string => `${(count / 1e6).toFixed(3)} M`;

function totalRam({ ram }: Cost): number {
  return ram.parameters + ram.gradients + ram.optimizer + ram.wires + ram.scratch;
}

/** One line for each board and variant; `of float` is the share of the FLOAT32 training on the same board. */
export function sumRows(costs: readonly Cost[]): string[][] {
  const head = [
    'board',
    'variant',
    'instructions',
    'of float',
    'forward',
    'loss',
    'backward',
    'update',
  ];
  const rows = costs.map((cost) => {
    const float = costs.find((c) => c.board === cost.board && c.variant === 'float');
    const share =
      float === undefined ? '' : `${((100 * cost.instructions) / float.instructions).toFixed(0)} %`;
    const { forward, loss, backward, update } = cost.phases;
    return [
      ...[cost.board, cost.variant, million(cost.instructions), share],
      ...[forward, loss, backward, update].map(million),
      ...[kilobytes(totalRam(cost)), kilobytes(cost.flash)],
    ];
  });
  return [[...head, 'RAM', 'flash'], ...rows];
}

function layerRows({ layers }: Cost): string[][] {
  const rows = layers.map(({ kind, forward, backward }, i) => [
    `${i}`,
    kind,
    million(forward),
    million(backward),
  ]);
  return [['layer', 'kind', 'forward', 'backward'], ...rows];
}

/** Instructions per training sample, then the layers of every training. */
export function costTables(costs: readonly Cost[]): string[] {
  const indented = (rows: string[][]) => columns(rows).map((line) => `  ${line}`);
  return [
    'instructions per training sample, bytes at the peak, bytes of code and constants',
    ...indented(sumRows(costs)),
    ...costs.flatMap((cost) => [
      '',
      `${cost.variant} on ${cost.board}`,
      ...indented(layerRows(cost)),
    ]),
  ];
}
