/**
 * The same training steps on several backends, compared bit by bit. At the first difference the step, then the
 * sample and the tensor are searched for by running shorter and shorter pieces from the last common state.
 */

import type { WireTensor } from '../../schema/format/types.ts';
import {
  runSteps,
  type Session,
  type TrainingPiece,
  type TrainingRows,
  type TrainingState,
} from './session.ts';

export interface TrainingDifference {
  /** the backend that gives another answer than the first one */
  readonly backend: string;
  readonly reference: string;
  /** first differing step of the training, 1 = the first */
  readonly step: number;
  /** sample of that step's macro batch, 1 = the first; undefined where no sample's wires differ */
  readonly sample: number | undefined;
  /** where the difference first shows */
  readonly tensor: string;
  readonly element: number;
  readonly expected: string;
  readonly got: string;
}

export interface LockstepPiece {
  readonly piece: TrainingPiece;
  readonly difference: TrainingDifference | undefined;
}

interface TensorDifference {
  readonly tensor: string;
  readonly element: number;
  readonly expected: string;
  readonly got: string;
}

function elementText(t: WireTensor, element: number): string {
  if (t.dtype !== 'FLOAT32' && t.dtype !== 'SYM_INT32' && t.dtype !== 'INT32') {
    return `byte ${t.data[element]}`;
  }
  const view = new DataView(t.data.buffer, t.data.byteOffset);
  if (t.dtype !== 'FLOAT32') return String(view.getInt32(4 * element, true));
  const bits = view
    .getUint32(4 * element, true)
    .toString(16)
    .padStart(8, '0');
  return `${view.getFloat32(4 * element, true)} (0x${bits})`;
}

/** The first differing element, or scale, of two tensors of one record. */
function firstElement(name: string, a: WireTensor, b: WireTensor): TensorDifference | undefined {
  if (a.scale_bits !== b.scale_bits) {
    const text = (t: WireTensor) => `scale 0x${(t.scale_bits ?? 0).toString(16).padStart(8, '0')}`;
    return { tensor: name, element: -1, expected: text(a), got: text(b) };
  }
  const byte = a.data.findIndex((v, i) => v !== b.data[i]);
  if (byte < 0) return undefined;
  const width = a.dtype === 'FLOAT32' || a.dtype === 'SYM_INT32' || a.dtype === 'INT32' ? 4 : 1;
  const element = Math.floor(byte / width);
  return {
    tensor: name,
    element,
    expected: elementText(a, element),
    got: elementText(b, element),
  };
}

function firstTensor(
  names: readonly string[],
  a: Readonly<Record<string, WireTensor>>,
  b: Readonly<Record<string, WireTensor>>,
): TensorDifference | undefined {
  for (const name of names) {
    const found = firstElement(name, a[name]!, b[name]!);
    if (found !== undefined) return found;
  }
  return undefined;
}

function indexOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

/** Wires in the order in which a step computes them: outputs upwards, gradients downwards. */
export function programOrder(names: readonly string[]): string[] {
  const forward = names.filter((name) => name.startsWith('f'));
  const backward = names.filter((name) => name.startsWith('d'));
  return [
    ...forward.sort((a, b) => indexOf(a) - indexOf(b)),
    ...backward.sort((a, b) => indexOf(b) - indexOf(a)),
  ];
}

/** `output of layer 3 (conv1d)` for `f3`, `gradient of layer 3’s input` for `d3`. */
export function tensorTitle(name: string, kindOf: (layer: number) => string): string {
  const i = indexOf(name);
  if (name.startsWith('f')) return `${name}, output of layer ${i} (${kindOf(i)})`;
  if (name.startsWith('d')) return `${name}, gradient of the input of layer ${i} (${kindOf(i)})`;
  return /^l\d+/.test(name) ? `${name}, layer ${i} (${kindOf(i)})` : name;
}

/** First step of two pieces that differs; undefined if all losses, checkpoints and the end state agree. */
function firstStep(a: TrainingPiece, b: TrainingPiece): number | undefined {
  for (let s = 0; s < a.digests.length; s++) {
    if (a.digests[s] !== b.digests[s] || !Object.is(a.losses[s], b.losses[s])) return s;
  }
  const names = Object.keys(a.state.tensors);
  const isSame =
    a.state.rng === b.state.rng &&
    firstTensor(names, a.state.tensors, b.state.tensors) === undefined;
  return isSame ? undefined : a.digests.length - 1;
}

interface Pair {
  readonly good: Session;
  readonly other: Session;
  readonly rows: TrainingRows;
  readonly batch: number;
}

/** Inside one step: the first sample whose wires differ, else the first differing state tensor. */
async function searchStep(
  pair: Pair,
  state: TrainingState,
  indices: readonly number[],
): Promise<TrainingDifference> {
  const { good, other, rows } = pair;
  const common = {
    backend: other.backend.id,
    reference: good.backend.id,
    step: state.step + 1,
  };
  for (let sample = 1; sample <= indices.length; sample++) {
    const part = indices.slice(0, sample);
    const a = await runSteps(good, state, rows, part, sample);
    const b = await runSteps(other, state, rows, part, sample);
    const wires = firstTensor(programOrder(Object.keys(a.wires)), a.wires, b.wires);
    if (wires !== undefined) return { ...common, sample, ...wires };
    if (sample < indices.length) continue;
    const tensors = firstTensor(Object.keys(a.state.tensors), a.state.tensors, b.state.tensors);
    if (tensors !== undefined) return { ...common, sample: undefined, ...tensors };
    const text = (p: TrainingPiece) =>
      `loss ${p.losses[0]}, checkpoint ${p.digests[0]!.toString(16)}, generator ${p.state.rng}`;
    return {
      ...common,
      sample: undefined,
      tensor: 'loss, checkpoint or generator',
      element: -1,
      expected: text(a),
      got: text(b),
    };
  }
  throw new RangeError('a step without samples');
}

async function search(
  pair: Pair,
  state: TrainingState,
  indices: readonly number[],
  first: number,
): Promise<TrainingDifference> {
  const { good, rows, batch } = pair;
  const before = indices.slice(0, first * batch);
  const reached = first === 0 ? state : (await runSteps(good, state, rows, before, batch)).state;
  return searchStep(pair, reached, indices.slice(first * batch, (first + 1) * batch));
}

/** Runs the steps on every backend; the first one's answer is taken, the others must give the same bits. */
export async function runLockstep(
  sessions: readonly Session[],
  state: TrainingState,
  rows: TrainingRows,
  indices: readonly number[],
  batch: number,
): Promise<LockstepPiece> {
  // every backend must be idle again before anything else is asked
  const settled = await Promise.allSettled(
    sessions.map((session) => runSteps(session, state, rows, indices, batch)),
  );
  const pieces = settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  const piece = pieces[0]!;
  for (let k = 1; k < pieces.length; k++) {
    const first = firstStep(piece, pieces[k]!);
    if (first === undefined) continue;
    const pair = { good: sessions[0]!, other: sessions[k]!, rows, batch };
    return { piece, difference: await search(pair, state, indices, first) };
  }
  return { piece, difference: undefined };
}
