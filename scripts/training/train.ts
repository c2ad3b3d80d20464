/** One training from its initial values, or from where it stopped, to its result. */

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { mean } from '../../reference/examples/metrics.ts';
import type { TrainingRecord, VariantRecord } from '../../reference/examples/record.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { bitsOfFloat32, float32Bytes } from '../../schema/format/tensor.ts';
import type { Example, Result } from './examples.ts';
import { measureHeadroom } from './headroom.ts';
import {
  type LockstepPiece,
  runLockstep,
  type TrainingDifference,
  tensorTitle,
} from './lockstep.ts';
import {
  evaluate,
  type Session,
  stepsPerCall,
  type TrainingPiece,
  type TrainingRows,
  type TrainingState,
} from './session.ts';
import { startOf, trainingContract } from './start.ts';
import type { EpochLog, RunStore, Setup } from './store.ts';
import { statisticsOfAll } from './wires.ts';

export interface Plan {
  readonly example: Example;
  readonly variant: VariantRecord;
  readonly training: TrainingRecord;
  readonly seed: number;
}

export interface TrainOptions {
  readonly plan: Plan;
  /** the first one's bits are taken, the others must give the same */
  readonly sessions: readonly Session[];
  readonly store: RunStore;
  readonly isResumed: boolean;
  readonly signal: AbortSignal;
  /** called after each piece with the steps that it did, and the last loss */
  readonly onSteps: (steps: number, loss: number) => void;
  /** called once with the steps that an earlier process did */
  readonly onResumed: (steps: number) => void;
}

export interface Trained {
  readonly plan: Plan;
  readonly epochs: readonly EpochLog[];
  readonly result: Result;
  readonly state: TrainingState;
}

/** Two backends trained differently; the text names step, sample, layer and tensor. */
function differenceError(plan: Plan, d: TrainingDifference): GoldError {
  const kindOf = (layer: number): string => plan.example.record.layers[layer]?.kind ?? 'output';
  const where = d.sample === undefined ? 'after its last sample' : `sample ${d.sample}`;
  const element = d.element < 0 ? '' : `, element ${d.element}`;
  const lines = [
    `${d.backend} leaves ${d.reference} in ${plan.variant.name}, seed ${plan.seed}, step ${d.step}`,
    `first differing: ${where}, ${tensorTitle(d.tensor, kindOf)}${element}`,
    `expected ${d.expected}, got ${d.got}`,
  ];
  return new GoldError('training-difference', lines.join('\n  '));
}

/** Pieces are kept short, so that progress moves and an interrupt is soon seen. */
const stepsMost = 16;

export function interrupted(): GoldError {
  const hint = 'the same command with --resume goes on';
  return new GoldError('interrupted', 'the training was interrupted', { hint });
}

/** Samples on which accumulators are measured. */
const probedSamples = 4;

export function stepsOfEpoch(plan: Plan): number {
  return Math.floor(plan.example.rows.x.length / plan.training.batch);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function hashOf(rows: TrainingRows): string {
  const hash = createHash('sha256');
  for (const row of [...rows.x, ...(rows.label ?? [])]) hash.update(float32Bytes(row));
  return hash.digest('hex');
}

export function setupOf({ example, variant, training, seed }: Plan): Setup {
  return {
    example: example.name,
    variant: variant.name,
    seed,
    contract: trainingContract,
    source: example.source,
    data: hashOf(example.rows),
    rate: training.learningRate,
    momentum: training.momentum,
    batch: training.batch,
  };
}

/** Epochs after which accumulators are measured: powers of two and the last. */
function isProbed(epoch: number, last: number): boolean {
  return (epoch & (epoch - 1)) === 0 || epoch === last;
}

/**
 * Some steps on all sessions. A guard of the semantics that fires is an outcome of the training: the error
 * names its step, which is searched for one by one.
 */
async function runPiece(
  options: TrainOptions,
  state: TrainingState,
  indices: readonly number[],
): Promise<LockstepPiece> {
  const { plan, sessions } = options;
  const { rows } = plan.example;
  const { batch } = plan.training;
  try {
    return await runLockstep(sessions, state, rows, indices, batch);
  } catch (cause) {
    if (!(cause instanceof GoldError) || cause.code !== 'training-refused') throw cause;
    if (indices.length === batch) {
      const step = state.step + 1;
      throw new GoldError('training-refused', `step ${step}, ${cause.message}`, { cause });
    }
    const first = await runPiece(options, state, indices.slice(0, batch));
    return runPiece(options, first.piece.state, indices.slice(batch));
  }
}

/** The steps of an epoch, before they are looked at. */
interface EpochSteps {
  readonly state: TrainingState;
  readonly wires: TrainingPiece['wires'];
  readonly losses: readonly number[];
  readonly digests: readonly number[];
}

async function runEpoch(
  options: TrainOptions,
  state: TrainingState,
  order: readonly number[],
): Promise<EpochSteps> {
  const { plan, sessions, signal } = options;
  const { rows } = plan.example;
  const { batch } = plan.training;
  const steps = stepsOfEpoch(plan);
  const per = Math.min(...sessions.map((s) => stepsPerCall(s, state, rows, batch, stepsMost)));
  const losses: number[] = [];
  const digests: number[] = [];
  let [reached, wires]: [TrainingState, TrainingPiece['wires']] = [state, {}];
  for (let from = 0; from < steps; from += per) {
    if (signal.aborted) throw interrupted();
    const indices = order.slice(from * batch, Math.min(from + per, steps) * batch);
    const { piece, difference } = await runPiece(options, reached, indices);
    if (difference !== undefined) throw differenceError(plan, difference);
    reached = piece.state;
    wires = piece.wires;
    losses.push(...piece.losses);
    digests.push(...piece.digests);
    options.onSteps(piece.digests.length, losses.at(-1)!);
  }
  return { state: reached, wires, losses, digests };
}

async function logOf(
  { plan }: TrainOptions,
  { state, wires, losses, digests }: EpochSteps,
  order: readonly number[],
): Promise<EpochLog> {
  const { rows } = plan.example;
  const epoch = Math.round(state.step / stepsOfEpoch(plan));
  const parameters = Object.entries(state.tensors).filter(([name]) => !name.includes('_grad'));
  return {
    epoch,
    step: state.step,
    loss: mean(losses),
    losses: losses.map((loss) => hex(bitsOfFloat32(loss))),
    digests: digests.map(hex),
    rng: state.rng,
    tensors: statisticsOfAll({ ...wires, ...Object.fromEntries(parameters) }),
    ...(isProbed(epoch, plan.training.epochs)
      ? { headroom: await measureHeadroom(state, rows, order.slice(0, probedSamples)) }
      : {}),
  };
}

/** So many epochs may wait to be measured and kept. */
const waitingMost = 4;

/**
 * Trains one plan. While the backends do an epoch, those before are measured and kept, one after the other. Errors:
 * interrupted, training-refused, training-difference, those of the backends.
 */
export async function trainPlan(options: TrainOptions): Promise<Trained> {
  const { plan, sessions, store, isResumed } = options;
  const { example, variant, training, seed } = plan;
  const { order, ...start } = startOf(
    example.record,
    variant,
    training,
    seed,
    example.rows.x.length,
  );
  const stored = isResumed ? store.load() : undefined;
  if (stored === undefined) store.begin();
  let state = stored?.state ?? start.state;
  const epochs: EpochLog[] = [...(stored?.epochs ?? [])];
  if (stored !== undefined) options.onResumed(state.step);
  const keep = async (done: EpochSteps): Promise<void> => {
    // the backends get the next epoch first
    await setImmediate();
    const log = await logOf(options, done, order);
    epochs.push(log);
    store.epoch(log, done.state);
  };
  const keeping: Promise<void>[] = [];
  try {
    for (let epoch = epochs.length; epoch < training.epochs; epoch++) {
      const done = await runEpoch(options, state, order);
      state = done.state;
      const kept = (keeping.at(-1) ?? Promise.resolve()).then(() => keep(done));
      // what becomes of it is asked for below
      kept.catch(() => undefined);
      keeping.push(kept);
      await keeping.at(-1 - waitingMost);
    }
    const result = await example.measureModel((rows) => evaluate(sessions[0]!, state, rows));
    await keeping.at(-1);
    store.result(result);
    return { plan, epochs, result, state };
  } finally {
    // also what was done before an interrupt is kept
    await keeping.at(-1);
  }
}
