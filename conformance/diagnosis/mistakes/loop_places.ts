/** The loops over terms that there are, each with every mistake of `loops.ts` that can be made in it. */

import type { ConvExtents, TapVisitor } from '../../../reference/kernels/conv1d.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { type LoopMistake, loopMistakes, type Steps } from './loops.ts';

interface LoopPlace {
  readonly id: string;
  readonly clause: string;
  /** whose terms they are */
  readonly words: string;
  readonly with: (steps: Steps, losesStart: boolean) => Partial<Primitives>;
  /** whether both operands are read term by term */
  readonly isPaired: boolean;
}

/** The steps that are taken of `n`, in order. */
function stepsOf(steps: Steps, n: number): (readonly [number, number])[] {
  return Array.from({ length: n }, (_, i) => steps(i, n)).filter((step) => step !== undefined);
}

/** Two matrices of the terms that are read, so that their product is that of the mistaken loop. */
function operandsOf(n: Numerics, a: Tensor, b: Tensor, steps: Steps): readonly [Tensor, Tensor] {
  const views = n.fn.matmulViews(n, a, b);
  const { rows, columns: inner } = views.a;
  const { columns } = views.b;
  const taken = stepsOf(steps, inner);
  const left = new (a.data.constructor as Int32ArrayConstructor)(rows * taken.length);
  const right = new (b.data.constructor as Int32ArrayConstructor)(taken.length * columns);
  taken.forEach(([i, j], k) => {
    for (let row = 0; row < rows; row++) {
      left[row * taken.length + k] = a.data[row * views.a.rowStride + i * views.a.columnStride]!;
    }
    for (let column = 0; column < columns; column++) {
      right[k * columns + column] = b.data[j * views.b.rowStride + column * views.b.columnStride]!;
    }
  });
  return [
    { ...a, shape: [rows, taken.length], order: [0, 1], data: left },
    { ...b, shape: [taken.length, columns], order: [0, 1], data: right },
  ];
}

const products = (
  steps: Steps,
  losesStart = false,
): Pick<Primitives, 'matmulInt' | 'matmulFloat'> => {
  function taken<T>(n: Numerics, a: Tensor, b: Tensor, start: T): [Tensor, Tensor, T | undefined] {
    const [left, right] = operandsOf(n, a, b, steps);
    const isLost = losesStart && left.shape[1]! < n.fn.matmulViews(n, a, b).a.columns;
    return [left, right, isLost ? undefined : start];
  }
  return {
    matmulInt: (n, a, b, seeds) => primitives.matmulInt(n, ...taken(n, a, b, seeds)),
    matmulFloat: (n, a, b, bias) => primitives.matmulFloat(n, ...taken(n, a, b, bias)),
  };
};

type Visit = Parameters<TapVisitor>;

/** The visits, in runs in which `keyOf` stays the same. */
function runsOf(visits: readonly Visit[], keyOf: (visit: Visit) => number): Visit[][] {
  const runs: Visit[][] = [];
  let key: number | undefined;
  for (const visit of visits) {
    if (runs.length === 0 || keyOf(visit) !== key) runs.push([]);
    key = keyOf(visit);
    runs.at(-1)!.push(visit);
  }
  return runs;
}

type Nest = (visit: TapVisitor) => void;

function collected(nest: Nest): Visit[] {
  const visits: Visit[] = [];
  nest((xi, wi, yi) => visits.push([xi, wi, yi]));
  return visits;
}

/** A run of taps with the mistake in it: x is the first operand, w the second. */
function emitRun(run: readonly Visit[], steps: Steps, visit: TapVisitor): void {
  for (const [i, j] of stepsOf(steps, run.length)) visit(run[i]![0], run[j]![1], run[i]![2]);
}

/** Taps of one window and channel, all terms of one output, channels of one output. */
const gathers: Readonly<
  Record<
    string,
    (visits: readonly Visit[], e: ConvExtents, steps: Steps, visit: TapVisitor) => void
  >
> = {
  taps: (visits, e, steps, visit) => {
    for (const run of runsOf(visits, ([, wi]) => Math.floor(wi / e.kernel))) {
      emitRun(run, steps, visit);
    }
  },
  terms: (visits, _e, steps, visit) => emitRun(visits, steps, visit),
  channels: (visits, e, steps, visit) => {
    const runs = runsOf(visits, ([, wi]) => Math.floor(wi / e.kernel));
    for (const [i, j] of stepsOf(steps, runs.length)) {
      for (const [tap, [xi, , yi]] of runs[i]!.entries()) visit(xi, runs[j]![tap]![1], yi);
    }
  },
};

const gathering = (loop: string, steps: Steps): Pick<Primitives, 'gatherTaps'> => ({
  gatherTaps: (n, c, e, at, visit) =>
    gathers[loop]!(
      collected((to) => primitives.gatherTaps(n, c, e, at, to)),
      e,
      steps,
      visit,
    ),
});

/** Taps that one input of a scatter sends to one output channel. */
const scattering = (steps: Steps): Pick<Primitives, 'scatterTaps'> => ({
  scatterTaps: (n, c, e, visit) => {
    const visits = collected((to) => primitives.scatterTaps(n, c, e, to));
    // the weight row and the input together: no two neighbouring runs have both
    const keyOf = ([xi, wi]: Visit): number => xi * 2 ** 20 + Math.floor(wi / e.kernel);
    for (const run of runsOf(visits, keyOf)) {
      for (const [i, j] of stepsOf(steps, run.length)) visit(run[i]![0], run[j]![1], run[i]![2]);
    }
  },
});

/** Blocks of a reduction with the mistake in each; the number of elements to divide by stays. */
const reductions = (steps: Steps): Pick<Primitives, 'foldBlocks'> => ({
  foldBlocks: (n, x, k, step) => {
    const { blocks, size, positions } = n.fn.reductionBlocks(n, x, k);
    const taken = stepsOf(steps, size);
    return Float32Array.from({ length: blocks }, (_, block) =>
      taken.reduce((sum, [i]) => step(sum, positions[block * size + i]!, block), 0),
    );
  },
});

type At = Parameters<Primitives['gatherTaps']>[3];

/** Outputs of a convolution along one axis: which one's window or weight each of them is made from. */
const gatheredAxis = (
  axis: keyof At,
  extentOf: (e: ConvExtents) => number,
  steps: Steps,
): Pick<Primitives, 'gatherTaps'> => ({
  gatherTaps: (n, c, e, at, visit) => {
    const from = steps(at[axis], extentOf(e));
    if (from === undefined) return;
    const yi = (at.b * e.outChannels + at.oc) * e.outLength + at.o;
    const moved = { ...at, [axis]: from[0] };
    primitives.gatherTaps(n, c, e, moved, (xi, wi) => visit(xi, wi, yi));
  },
});

interface Axis {
  /** elements from one index to the next, and the number of indices */
  readonly step: (e: ConvExtents) => number;
  readonly extent: (e: ConvExtents) => number;
}

const inputAxes: Readonly<Record<'position' | 'channel' | 'item', Axis>> = {
  position: { step: () => 1, extent: (e) => e.inLength },
  channel: { step: (e) => e.inLength, extent: (e) => e.inChannels },
  item: { step: (e) => e.inLength * e.inChannels, extent: (e) => e.batch },
};

/** Inputs of a scatter along one axis: which one's value each of them sends. */
const scatteredAxis = ({ step, extent }: Axis, steps: Steps): Pick<Primitives, 'scatterTaps'> => ({
  scatterTaps: (n, c, e, visit) =>
    primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
      const at = Math.floor(xi / step(e)) % extent(e);
      const from = steps(at, extent(e));
      if (from !== undefined) visit(xi + (from[0] - at) * step(e), wi, yi);
    }),
});

/** A matrix of which every row is another one, or zeros. */
function rowsOf(n: Numerics, t: Tensor, side: 'left' | 'right', steps: Steps): Tensor {
  const view = n.fn.matrixView(n, t, side);
  const byRow = side === 'left';
  const extent = byRow ? view.rows : view.columns;
  const data = new (t.data.constructor as Int32ArrayConstructor)(view.rows * view.columns);
  for (let row = 0; row < view.rows; row++) {
    for (let column = 0; column < view.columns; column++) {
      const from = steps(byRow ? row : column, extent);
      if (from === undefined) continue;
      const [i, j] = byRow ? [from[0], column] : [row, from[0]];
      data[row * view.columns + column] = t.data[i * view.rowStride + j * view.columnStride]!;
    }
  }
  return { ...t, shape: [view.rows, view.columns], order: [0, 1], data };
}

const productAxis = (
  side: 'left' | 'right',
  steps: Steps,
): Pick<Primitives, 'matmulInt' | 'matmulFloat'> => {
  const moved = (n: Numerics, a: Tensor, b: Tensor): readonly [Tensor, Tensor] =>
    side === 'left' ? [rowsOf(n, a, side, steps), b] : [a, rowsOf(n, b, side, steps)];
  return {
    matmulInt: (n, a, b, seeds) => primitives.matmulInt(n, ...moved(n, a, b), seeds),
    matmulFloat: (n, a, b, bias) => primitives.matmulFloat(n, ...moved(n, a, b), bias),
  };
};

const place = (
  id: string,
  clause: string,
  words: string,
  isPaired: boolean,
  of: LoopPlace['with'],
): LoopPlace => ({ id, clause, words, isPaired, with: of });

const terms: readonly LoopPlace[] = [
  place('matmul_terms', 'S84', 'the terms of a matrix product', true, products),
  place('conv_taps', 'S91', 'the taps of a convolution', true, (s) => gathering('taps', s)),
  place('conv_channels', 'S91', 'the input channels of a convolution', true, (s) =>
    gathering('channels', s),
  ),
  place('conv_terms', 'S91', 'the terms of a convolution', true, (s) => gathering('terms', s)),
  place('scatter_taps', 'S93', 'the taps of a transposed convolution', true, scattering),
  place('block', 'S97', 'the elements of a reduced block', false, reductions),
];

const outputs: readonly LoopPlace[] = [
  place('matmul_rows', 'S84', 'the rows of a matrix product', false, (s) => productAxis('left', s)),
  place('matmul_columns', 'S84', 'the columns of a matrix product', false, (s) =>
    productAxis('right', s),
  ),
  place('conv_positions', 'S91', 'the output positions of a convolution', false, (s) =>
    gatheredAxis('o', (e) => e.outLength, s),
  ),
  place('conv_outputs', 'S91', 'the output channels of a convolution', false, (s) =>
    gatheredAxis('oc', (e) => e.outChannels, s),
  ),
  place('conv_items', 'S91', 'the batch items of a convolution', false, (s) =>
    gatheredAxis('b', (e) => e.batch, s),
  ),
  place('scatter_positions', 'S93', 'the input positions of a transposed convolution', false, (s) =>
    scatteredAxis(inputAxes.position, s),
  ),
  place('scatter_channels', 'S93', 'the input channels of a transposed convolution', false, (s) =>
    scatteredAxis(inputAxes.channel, s),
  ),
  place('scatter_items', 'S93', 'the batch items of a transposed convolution', false, (s) =>
    scatteredAxis(inputAxes.item, s),
  ),
];

function mutantOf(of: LoopPlace, mistake: LoopMistake): Mutant {
  return {
    id: `${of.id}_${mistake.id}`,
    clause: of.clause,
    bug: `of ${of.words} ${mistake.words}`,
    fix: mistake.fix,
    fn: of.with(mistake.of, mistake.losesStart === true),
    prior: mistake.prior ?? 0,
  };
}

/** Every mistake in every loop; only a sum has a start to lose. */
export const loopSlips: readonly Mutant[] = [...terms, ...outputs].flatMap((of) =>
  loopMistakes
    .filter(({ isAlike }) => isAlike || of.isPaired)
    .filter(({ losesStart }) => losesStart !== true || terms.includes(of))
    .map((m) => mutantOf(of, m)),
);
