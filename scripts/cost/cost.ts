/** What a training costs on a microcontroller: instructions per sample by layer and phase, memory, and flash. */

import { execFileSync } from 'node:child_process';
import { buildTarget } from '../../conformance/backends/toolchain/build.ts';
import type { VariantRecord } from '../../reference/examples/record.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { int32OfBytes, payloadBytesOf } from '../../schema/format/tensor.ts';
import type { RunRequest } from '../../schema/format/types.ts';
import type { Example } from '../training/examples.ts';
import { stackOf } from '../training/session.ts';
import { startOf, trainingContract } from '../training/start.ts';
import {
  type BoardName,
  type BoardProgram,
  instructionsOf,
  programOn,
  runOnBoard,
} from './board_run.ts';

/** Samples that are run; the update of a batch is charged to them as to a whole batch. */
const samples = 4;
const seed = 42;

/** Phases by their number in gv_cost.h; the digests of the last one are no part of a training. */
const phaseNumbers = { forward: 1, loss: 2, backward: 3, update: 4 } as const;
export type Phase = keyof typeof phaseNumbers;

/** Instructions of one layer per sample. */
export interface LayerCost {
  readonly kind: string;
  readonly forward: number;
  readonly backward: number;
}

export interface Cost {
  readonly board: BoardName;
  readonly variant: string;
  /** instructions per training sample, all phases */
  readonly instructions: number;
  readonly phases: Readonly<Record<Phase, number>>;
  readonly layers: readonly LayerCost[];
  /** bytes at the peak */
  readonly ram: {
    readonly parameters: number;
    readonly gradients: number;
    readonly optimizer: number;
    readonly wires: number;
    readonly scratch: number;
  };
  /** bytes of code and constants that the training adds to an image without any op */
  readonly flash: number;
  /** of all parameters after the batch, as a proof that the bits are the reference's */
  readonly digest: string;
}

/** The table of ops of an image that holds the training alone, and of one to subtract: a table is never empty. */
const onlyTraining = { 'gen/ops.def': 'GV_OP(training_run, 1)\n' };
const onlyRound = { 'gen/ops.def': 'GV_OP(round, 1)\n' };

function textBytes(path: string): number {
  const [, line] = execFileSync('arm-none-eabi-size', [path], { encoding: 'utf8' }).split('\n');
  return Number(line!.trim().split(/\s+/)[0]);
}

interface Image {
  readonly program: BoardProgram;
  readonly flash: number;
}

async function imageOf(board: BoardName, signal: AbortSignal): Promise<Image> {
  const id = `cost:${board}`;
  const { path } = await buildTarget(id, { overlay: onlyTraining }, signal);
  const small = await buildTarget(id, { overlay: onlyRound }, signal);
  return { program: programOn(board, path), flash: textBytes(path) - textBytes(small.path) };
}

function bytesWhere(
  tensors: Readonly<Record<string, Parameters<typeof payloadBytesOf>[0]>>,
  test: (name: string) => boolean,
): number {
  return Object.entries(tensors).reduce(
    (sum, [n, t]) => sum + (test(n) ? payloadBytesOf(t) : 0),
    0,
  );
}

/** Ticks by phase and layer, and the peak of scratch. */
function readLines(lines: readonly (readonly string[])[]) {
  const ticks = new Map<string, number>();
  let scratch = Number.NaN;
  for (const [word, ...numbers] of lines) {
    if (word === 'cost') ticks.set(`${numbers[0]} ${numbers[1]}`, Number(numbers[2]));
    if (word === 'scratch') scratch = Number(numbers[0]);
  }
  if (Number.isNaN(scratch)) throw new GoldError('backend-protocol', 'the board printed no counts');
  return { ticks, scratch };
}

/** The batch as a request: samples in the order of the training, and everything that the step depends on. */
function requestOf({ record, training, rows }: Example, variant: VariantRecord): RunRequest {
  const { state, order } = startOf(record, variant, training, seed, rows.x.length);
  const chosen = order.slice(0, samples);
  const x = stackOf(
    chosen.map((i) => rows.x[i]!),
    rows.shape,
  );
  const label =
    rows.label &&
    stackOf(
      chosen.map((i) => rows.label![i]!),
      [rows.label[0]!.length],
    );
  return {
    verb: 'run',
    seq: 1,
    contract: trainingContract,
    op: 'training_run',
    params: { ...state.params, batch: samples },
    inputs: { x, ...(label === undefined ? {} : { label }), ...state.tensors },
    targets: {
      ...state.wires,
      losses: { dtype: 'FLOAT32', shape: [1] },
      digests: { dtype: 'INT32', shape: [1] },
    },
    rng: state.rng,
  };
}

function ramOf({ inputs, targets }: RunRequest, scratch: number): Cost['ram'] {
  return {
    parameters: bytesWhere(inputs, (n) => /_(weight|bias|gamma|beta)$/.test(n)),
    gradients: bytesWhere(inputs, (n) => n.endsWith('_grad')),
    optimizer: bytesWhere(inputs, (n) => /_s[01]$/.test(n)),
    wires: bytesWhere(targets, (n) => n !== 'losses' && n !== 'digests'),
    scratch,
  };
}

/** One batch on a board. Errors: backend-unavailable, backend-build, backend-protocol. */
export async function costOf(
  example: Example,
  variant: VariantRecord,
  board: BoardName,
  signal: AbortSignal,
): Promise<Cost> {
  const { program, flash } = await imageOf(board, signal);
  const request = requestOf(example, variant);
  const { reply, lines } = await runOnBoard(program, request, signal);
  const { ticks, scratch } = readLines(lines);
  const spent = (phase: number, layer: number, share: number) =>
    Math.round(instructionsOf(program, ticks.get(`${phase} ${layer}`) ?? 0) / share);
  const layers = example.record.layers.map(({ kind }, i) => ({
    kind,
    forward: spent(phaseNumbers.forward, i, samples),
    backward: spent(phaseNumbers.backward, i, samples),
  }));
  const sum = (of: (layer: LayerCost) => number) => layers.reduce((all, l) => all + of(l), 0);
  const phases = {
    forward: sum((l) => l.forward),
    loss: spent(phaseNumbers.loss, 0, samples),
    backward: sum((l) => l.backward),
    update: spent(phaseNumbers.update, 0, example.training.batch),
  };
  const digest = int32OfBytes(reply.outputs!.digests!.data)[0]! >>> 0;
  return {
    board,
    variant: variant.name,
    instructions: phases.forward + phases.loss + phases.backward + phases.update,
    phases,
    layers,
    ram: ramOf(request, scratch),
    flash,
    digest: digest.toString(16).padStart(8, '0'),
  };
}
