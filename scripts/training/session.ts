/**
 * A whole training on a backend: consecutive `training_run` calls. The state (parameters, gradients, momentum,
 * generator) travels with every call, so a backend needs no memory, and a training can stop and go on anywhere.
 */

import type { Backend } from '../../conformance/backends/backend.ts';
import { GoldError } from '../../schema/format/errors.ts';
import {
  countOfShape,
  float32Bytes,
  float32OfBytes,
  int32OfBytes,
  payloadBytesOf,
} from '../../schema/format/tensor.ts';
import type {
  HelloReply,
  RunReply,
  WireParams,
  WireTarget,
  WireTensor,
} from '../../schema/format/types.ts';

/** Everything that the next step depends on, besides the data. */
export interface TrainingState {
  readonly params: WireParams;
  /** parameters, gradients and optimizer state by name */
  readonly tensors: Readonly<Record<string, WireTensor>>;
  /** wires and argmax buffers: records without data */
  readonly wires: Readonly<Record<string, WireTarget>>;
  readonly rng: number;
  /** steps done */
  readonly step: number;
}

/** Rows of equally long values; the label is missing where each row is its own. */
export interface TrainingRows {
  readonly x: readonly Float32Array[];
  /** extents of a row */
  readonly shape: readonly number[];
  readonly label?: readonly Float32Array[];
}

export interface TrainingPiece {
  readonly state: TrainingState;
  /** loss of each step */
  readonly losses: Float32Array;
  /** checkpoint of all parameters after each step */
  readonly digests: Uint32Array;
  /** wires of the last sample */
  readonly wires: Readonly<Record<string, WireTensor>>;
}

export interface Evaluation {
  readonly outputs: readonly Float32Array[];
  readonly losses: Float32Array;
  readonly classes: Int32Array;
}

/** What a training or an evaluation runs on. */
export interface Session {
  readonly backend: Backend;
  readonly hello: HelloReply;
  readonly contract: string;
}

const runOp = 'training_run';
const forwardOp = 'model_forward';

/** Frame overhead per tensor besides its payload, generously. */
const recordBytes = 160;

/** Starts a backend for trainings. Errors: those of `start`, backend-unavailable without the ops. */
export async function openTraining(backend: Backend, contract: string): Promise<Session> {
  const hello = await backend.start();
  const missing = [runOp, forwardOp].filter((op) => !hello.ops.includes(op));
  if (missing.length > 0 || !hello.contracts.includes(contract)) {
    const what = missing.length > 0 ? missing.join(', ') : contract;
    throw new GoldError('backend-unavailable', `${backend.id} does not offer ${what}`);
  }
  return { backend, hello, contract };
}

/** Rows as one FLOAT32 tensor [rows, …shape]. */
export function stackOf(rows: readonly Float32Array[], shape: readonly number[]): WireTensor {
  const size = countOfShape(shape);
  const values = new Float32Array(size * rows.length);
  for (const [i, row] of rows.entries()) values.set(row, i * size);
  return { dtype: 'FLOAT32', shape: [rows.length, ...shape], data: float32Bytes(values) };
}

function dataOf(rows: TrainingRows, indices: readonly number[]): Record<string, WireTensor> {
  const pick = (from: readonly Float32Array[]) => indices.map((i) => from[i]!);
  const x = stackOf(pick(rows.x), rows.shape);
  if (rows.label === undefined) return { x };
  return { x, label: stackOf(pick(rows.label), [rows.label[0]!.length]) };
}

function rowBytes(rows: TrainingRows): number {
  return 4 * (rows.x[0]!.length + (rows.label?.[0]?.length ?? 0));
}

function bytesOf(records: Readonly<Record<string, WireTarget>>): number {
  return Object.values(records).reduce((sum, t) => sum + payloadBytesOf(t) + recordBytes, 0);
}

/** How many units fit into one frame. Errors: backend-unavailable if not even one does. */
function unitsPerFrame(session: Session, fixed: number, perUnit: number): number {
  const room = session.hello.max_frame - fixed - 8192;
  if (room >= perUnit) return Math.floor(room / perUnit);
  const message = `${session.backend.id} takes frames of ${session.hello.max_frame} bytes; a step of this model needs ${fixed + perUnit + 8192}`;
  throw new GoldError('backend-unavailable', message);
}

/** Steps of `batch` samples that one call may do: bounded by the frame and by `most`. */
export function stepsPerCall(
  session: Session,
  state: TrainingState,
  rows: TrainingRows,
  batch: number,
  most: number,
): number {
  const fixed = bytesOf(state.tensors) + bytesOf(state.wires);
  return Math.min(most, unitsPerFrame(session, fixed, batch * rowBytes(rows) + 8));
}

let seq = 0;

async function ask(
  session: Session,
  op: string,
  params: WireParams,
  inputs: Readonly<Record<string, WireTensor>>,
  targets: Readonly<Record<string, WireTarget>>,
  rng: number,
): Promise<RunReply> {
  seq += 1;
  const { contract, backend } = session;
  const request = { verb: 'run', seq, contract, op, params, inputs, targets, rng } as const;
  const reply = await backend.run(request);
  if (reply.status === 'ok' && reply.canary === 'intact') return reply;
  if (reply.status === 'refused') {
    throw new GoldError('training-refused', `${backend.id}: ${reply.message ?? 'refused'}`);
  }
  const why = reply.status === 'ok' ? `wrote beyond ${reply.canary}` : (reply.message ?? '');
  throw new GoldError('backend-protocol', `${backend.id} ${reply.status} in ${op}: ${why}`);
}

function outputOf(reply: RunReply, name: string): WireTensor {
  const t = reply.outputs?.[name];
  if (t === undefined) throw new GoldError('backend-protocol', `the reply lacks "${name}"`);
  return t;
}

/** Consecutive steps over the given rows, `batch` rows per step; a remainder is an error of the caller. */
export async function runSteps(
  session: Session,
  state: TrainingState,
  rows: TrainingRows,
  indices: readonly number[],
  batch: number,
): Promise<TrainingPiece> {
  const steps = indices.length / batch;
  const results = {
    losses: { dtype: 'FLOAT32', shape: [steps] },
    digests: { dtype: 'INT32', shape: [steps] },
  } as const;
  const inputs = { ...dataOf(rows, indices), ...state.tensors };
  const targets = { ...state.wires, ...results };
  const params = { ...state.params, batch };
  const reply = await ask(session, runOp, params, inputs, targets, state.rng);
  const tensors = Object.fromEntries(
    Object.entries(state.tensors).map(([name, t]) => [name, reply.outputs?.[name] ?? t]),
  );
  const wires = Object.keys(state.wires).map((name) => [name, outputOf(reply, name)]);
  return {
    state: { ...state, tensors, rng: reply.rng ?? state.rng, step: state.step + steps },
    losses: float32OfBytes(outputOf(reply, 'losses').data),
    digests: new Uint32Array(int32OfBytes(outputOf(reply, 'digests').data)),
    wires: Object.fromEntries(wires),
  };
}

const parameterName = /^l\d+_(weight|bias|gamma|beta)$/;
const trainingOnly =
  /^(batch|backward_reduction|weight_mode|bias_mode|optimizer|update_arithmetic|write_back|lr|momentum|weight_decay|beta[12]|epsilon|decay|t|l\d+_(weight|bias|dx)_.*)$/;

function matching<T>(record: Readonly<Record<string, T>>, test: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => test(name)));
}

/** Forward passes only: decoded outputs, losses and classes of all rows. */
export async function evaluate(
  session: Session,
  state: TrainingState,
  rows: TrainingRows,
): Promise<Evaluation> {
  const params = matching(state.params, (name) => !trainingOnly.test(name));
  const parameters = matching(state.tensors, (name) => parameterName.test(name));
  const wires = matching(state.wires, (name) => !name.startsWith('d'));
  const last = wires[`f${Number(params.layers) - 1}`]!;
  const shape = last.shape.slice(1);
  const size = countOfShape(shape);
  const perRow = rowBytes(rows) + 4 * size + 8;
  const most = unitsPerFrame(session, bytesOf(parameters) + bytesOf(wires), perRow);
  const outputs: Float32Array[] = [];
  const losses = new Float32Array(rows.x.length);
  const classes = new Int32Array(rows.x.length);
  for (let from = 0; from < rows.x.length; from += most) {
    const count = Math.min(most, rows.x.length - from);
    const indices = Array.from({ length: count }, (_, i) => from + i);
    const targets = {
      ...wires,
      outputs: { dtype: 'FLOAT32', shape: [count, ...shape] },
      losses: { dtype: 'FLOAT32', shape: [count] },
      classes: { dtype: 'INT32', shape: [count] },
    } as const;
    const inputs = { ...dataOf(rows, indices), ...parameters };
    const reply = await ask(session, forwardOp, params, inputs, targets, state.rng);
    const values = float32OfBytes(outputOf(reply, 'outputs').data);
    for (let i = 0; i < count; i++) outputs.push(values.subarray(i * size, (i + 1) * size));
    losses.set(float32OfBytes(outputOf(reply, 'losses').data), from);
    classes.set(int32OfBytes(outputOf(reply, 'classes').data), from);
  }
  return { outputs, losses, classes };
}
