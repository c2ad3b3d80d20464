/**
 * Whole models (L33, L34): layers by kind through the op kernels, losses, scaling, optimizer. Everything runs
 * on private copies that are handed over at the end, so that a refusal leaves no trace.
 */

import type { WireParam, WireRounding } from '../../../../schema/format/types.ts';
import {
  f32,
  i32,
  JsCall,
  type JsContext,
  type JsKernel,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
  KernelUnsupported,
} from '../api.ts';
import { takeCopy, withWorkspace } from '../workspace.ts';
import { crossEntropyFactor, mseFactor } from './losses.ts';
import {
  adamRates,
  adamW,
  demandAdamW,
  demandGradient,
  scale,
  sgd,
  sgdMomentum,
  zero,
} from './optimizers.ts';

const fround = Math.fround;
const trainable = ['weight', 'bias', 'gamma', 'beta'] as const;

type Params = Record<string, WireParam>;
type Tensors = Record<string, JsTensor>;

/** A model call on private copies of everything it writes. */
export interface Run {
  readonly ctx: JsContext;
  readonly kernels: JsKernels;
  readonly call: JsCall;
  readonly layers: number;
  readonly loss: string;
  /** layer whose backward runs first */
  readonly first: number;
  /** output wire of each layer */
  readonly outputs: readonly JsTensor[];
  /** gradient of each layer's input, and of the output, as far as there are any */
  readonly gradients: readonly (JsTensor | undefined)[];
  readonly masks: readonly (JsTensor | undefined)[];
  /** names of the trainable tensors in optimizer order */
  readonly names: readonly string[];
  /** `no` in an evaluation: Dropout passes everything */
  readonly training: 'yes' | 'no';
  /** what the kernels of each layer are called with */
  readonly layerCalls: { readonly forward: PartCall[]; readonly backward: PartCall[] };
  /** the same of the loss */
  readonly lossCalls: { forward?: PartCall; backward?: PartCall };
}

/** What is called for every sample; only the tensors that belong to the sample change. */
interface PartCall {
  readonly kernel: JsKernel;
  readonly call: JsCall;
  readonly tensors: Tensors;
}

function copyOf(t: JsTensor): JsTensor {
  return { ...t, data: takeCopy(t.data) };
}

/** Buffers of the framework start zeroed with scale 1. */
function clear(t: JsTensor): void {
  t.data.fill(0);
  t.scale = 1;
}

export function openRun(
  ctx: JsContext,
  kernels: JsKernels,
  given: JsCall,
  training: Run['training'] = 'yes',
): Run {
  const tensors = Object.fromEntries(Object.entries(given.tensors).map(([k, t]) => [k, copyOf(t)]));
  const call = new JsCall(given.params, tensors);
  const layers = call.int('layers');
  const loss = call.word('loss');
  const first = loss === 'MSE' ? layers - 1 : layers - 2;
  const indices = Array.from({ length: layers }, (_, i) => i);
  const names = indices
    .flatMap((i) => trainable.map((name) => `l${i}_${name}`))
    .filter((name) => tensors[name] !== undefined);
  const outputs = indices.map((i) => call.tensor(`f${i}`));
  const gradients = [...indices, layers].map((i) => tensors[`d${i}`]);
  const masks = indices.map((i) => tensors[`l${i}_mask`]);
  const layerCalls = { forward: [], backward: [] };
  return {
    ...{ ctx, kernels, call, layers, loss, first, names, training, layerCalls, lossCalls: {} },
    ...{ outputs, gradients, masks },
  };
}

/** Hands the copies over. */
export function close(run: Run, given: JsCall): void {
  for (const [name, copy] of Object.entries(run.call.tensors)) {
    const t = given.tensors[name]!;
    t.data.set(copy.data as never);
    t.scale = copy.scale;
    t.zeroPoint = copy.zeroPoint;
  }
}

/** The layer's own parameter, or the model's, under the name that the op kernel knows. */
function inherit(run: Run, i: number, own: string, shared: string): WireParam {
  return run.call.params[`l${i}_${own}`] ?? run.call.params[shared]!;
}

function windowParams(run: Run, i: number): Params {
  const { params } = run.call;
  const or = (name: string, otherwise: WireParam): WireParam =>
    params[`l${i}_${name}`] ?? otherwise;
  return {
    kernel: or('kernel', 1),
    stride: or('stride', 1),
    dilation: or('dilation', 1),
    padding: or('padding', 'VALID'),
    padding_amount: or('padding_amount', 0),
    // the norm kernels tell GroupNorm by its groups
    ...(params[`l${i}_kind`] === 'layer_norm' ? {} : { groups: or('groups', 1) }),
    output_padding: or('output_padding', 0),
    output_size: or('output_size', 1),
    // 1e-5f
    eps: or('eps', 0x3727c5ac),
    p: or('p', 0),
    training: run.training,
  };
}

/** Parameters of both directions; a kernel reads its own. */
function paramsOf(run: Run, i: number, backward: boolean): Params {
  const params = windowParams(run, i);
  const operations = backward ? (['weight', 'bias', 'dx'] as const) : ([] as const);
  for (const operation of operations) {
    for (const field of ['arithmetic', 'rounding']) {
      params[`${operation}_${field}`] = inherit(run, i, `${operation}_${field}`, field);
    }
  }
  const main = backward ? 'dx' : 'forward';
  params.arithmetic = inherit(run, i, `${main}_arithmetic`, 'arithmetic');
  params.rounding = inherit(run, i, `${main}_rounding`, 'rounding');
  params.weight_mode = inherit(run, i, 'weight_mode', 'weight_mode');
  params.bias_mode = inherit(run, i, 'bias_mode', 'bias_mode');
  params.gamma_mode = params.weight_mode;
  params.beta_mode = params.bias_mode;
  return params;
}

/** The tensors of a layer without their prefix. */
function tensorsOf(run: Run, i: number): Tensors {
  const tensors: Tensors = {};
  for (const name of [...trainable, ...trainable.map((n) => `${n}_grad`), 'argmax', 'mask']) {
    const t = run.call.tensors[`l${i}_${name}`];
    if (t !== undefined) tensors[name] = t;
  }
  return tensors;
}

function demandWire(t: JsTensor): void {
  if (t.dtype !== 'FLOAT32' && t.dtype !== 'SYM_INT32') {
    throw new KernelRefusal(`B9: a wire of ${t.dtype}`);
  }
}

/** Output wire of layer i, or the sample itself below layer 0. */
function wireBelow(run: Run, i: number, x: JsTensor): JsTensor {
  return i === 0 ? x : run.outputs[i - 1]!;
}

function newPartCall(kernel: JsKernel, params: Params, tensors: Tensors): PartCall {
  return { kernel, call: new JsCall(params, tensors), tensors };
}

function newLayerCall(run: Run, i: number, backward: boolean, x: JsTensor): PartCall {
  const { call } = run;
  const op = `${call.word(`l${i}_kind`)}_${backward ? 'backward' : 'forward'}`;
  const kernel = run.kernels[op];
  if (kernel === undefined) throw new KernelUnsupported(`no kernel ${op}`);
  const wires = backward
    ? { dy: run.gradients[i + 1]!, dx: run.gradients[i]! }
    : { y: run.outputs[i]! };
  const tensors = { ...tensorsOf(run, i), x: wireBelow(run, i, x), ...wires };
  return newPartCall(kernel, paramsOf(run, i, backward), tensors);
}

/** The same for every sample, so it is put together once; layer 0 alone reads another tensor each time. */
function runLayer(run: Run, i: number, backward: boolean, x: JsTensor): void {
  const calls = backward ? run.layerCalls.backward : run.layerCalls.forward;
  calls[i] ??= newLayerCall(run, i, backward, x);
  const { kernel, call, tensors } = calls[i]!;
  if (i === 0) tensors.x = x;
  withWorkspace(() => kernel(run.ctx, call));
}

/** L33: all layers in order; returns the output wire. */
export function forwardPass(run: Run, x: JsTensor): JsTensor {
  const { outputs, masks } = run;
  for (const output of outputs) {
    demandWire(output);
    clear(output);
  }
  for (let i = 0; i < run.layers; i++) {
    masks[i]?.data.fill(0);
    runLayer(run, i, false, x);
  }
  return outputs.at(-1)!;
}

/** L33: adds the gradients of one sample; returns its loss. */
function computeGradients(run: Run, sample: number): number {
  const { call } = run;
  const [x, label] = [call.tensor(`x${sample}`), call.tensor(`label${sample}`)];
  const output = forwardPass(run, x);
  const loss = lossValue(run, output, label);
  withWorkspace(() => seedGradient(run, output, label));
  for (let i = run.first; i >= 0; i--) {
    const dx = run.gradients[i]!;
    demandWire(dx);
    clear(dx);
    runLayer(run, i, true, x);
  }
  return loss;
}

/** L28, L29: the reported loss of one sample. */
export function lossValue(run: Run, output: JsTensor, label: JsTensor): number {
  run.lossCalls.forward ??= newLossCall(run, output);
  const { kernel, call, tensors } = run.lossCalls.forward;
  tensors.label = label;
  withWorkspace(() => kernel(run.ctx, call));
  return call.tensor('loss').data[0]!;
}

const lossFamily = (run: Run): string => (run.loss === 'MSE' ? 'mse' : 'cross_entropy');

function newLossCall(run: Run, output: JsTensor): PartCall {
  const loss = {
    ...output,
    dtype: 'FLOAT32' as const,
    shape: [1],
    count: 1,
    data: new Float32Array(1),
  };
  const params = { reduction: run.call.word('forward_reduction') };
  return newPartCall(run.kernels[`${lossFamily(run)}_forward`]!, params, { output, loss });
}

/** The gradient that enters below the last layer that is run backward. */
function seedGradient(run: Run, output: JsTensor, label: JsTensor): void {
  const gradient = run.gradients[run.first + 1]!;
  clear(gradient);
  run.lossCalls.backward ??= newPartCall(
    run.kernels[`${lossFamily(run)}_backward`]!,
    {},
    { output, gradient },
  );
  const { kernel, call, tensors } = run.lossCalls.backward;
  tensors.label = label;
  kernel(run.ctx, call);
}

function reduced(run: Run, losses: readonly number[]): number {
  const sum = losses.reduce((total, loss) => fround(total + loss), 0);
  const mean = run.call.word('forward_reduction') === 'MEAN';
  return mean ? fround(sum / fround(losses.length)) : sum;
}

/** L34 before the step: gradients of the samples, scaled where the loss says so; returns all losses. */
function accumulate(run: Run, batch: readonly number[]): { losses: number[]; loss: number } {
  const losses = batch.map((sample) => computeGradients(run, sample));
  if (run.call.word('backward_reduction') === 'MEAN') {
    const label = run.call.tensor(`label${batch[0]!}`);
    const factor =
      run.loss === 'MSE' ? mseFactor(batch.length, label) : crossEntropyFactor(batch.length);
    for (const name of run.names) scale(run.ctx, run.call.tensor(`${name}_grad`), factor);
  }
  return { losses, loss: reduced(run, losses) };
}

function demandOptimizer(run: Run): void {
  const arithmetic = run.call.word('update_arithmetic');
  if (arithmetic !== 'ARITH_FLOAT32') throw new KernelRefusal(`A23: ${arithmetic} updates`);
  for (const name of run.names) demandGradient(run.call.tensor(`${name}_grad`));
  if (run.call.word('optimizer') !== 'ADAMW') return;
  demandAdamW(run.call.f64('beta1'), run.call.f64('beta2'), run.call.f64('epsilon'));
}

function adamStep(run: Run, done: number, writeBack: WireRounding): void {
  const { call } = run;
  const rates = adamRates(
    call.f32('lr'),
    call.f64('beta1'),
    call.f64('beta2'),
    call.f64('epsilon'),
    call.f64('decay'),
    call.int('t') + done + 1,
  );
  for (const name of run.names) {
    const [p, g] = [call.tensor(name), call.tensor(`${name}_grad`)];
    const [m, v] = [call.tensor(`${name}_s0`), call.tensor(`${name}_s1`)];
    adamW(run.ctx, p, g, m, v, rates, writeBack);
  }
}

/** S118: one step over all parameters; `done` steps of this run came before. */
function step(run: Run, done: number): void {
  const { ctx, call } = run;
  const writeBack = call.rounding('write_back');
  if (call.word('optimizer') === 'ADAMW') {
    adamStep(run, done, writeBack);
    return;
  }
  const momentum = call.f32('momentum');
  const rates = { lr: call.f32('lr'), momentum, weightDecay: call.f32('weight_decay') };
  const stateless = ctx.contract.sgd === 'stored_momentum' && momentum === 0;
  for (const name of run.names) {
    const [p, g] = [call.tensor(name), call.tensor(`${name}_grad`)];
    if (stateless) sgd(ctx, p, g, rates, writeBack);
    else sgdMomentum(ctx, p, g, call.tensor(`${name}_s0`), rates, writeBack);
  }
}

function absorb(hash: number, bytes: Uint8Array): number {
  let h = hash;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i]!, 16777619);
  return h;
}

/** FNV-1a over payload, scale and zero point of every parameter. */
function checkpoint(run: Run): number {
  let h = 0x811c9dc5 | 0;
  const record = new DataView(new ArrayBuffer(8));
  for (const name of run.names) {
    const t = run.call.tensor(name);
    h = absorb(h, new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength));
    if (t.dtype === 'FLOAT32') continue;
    record.setFloat32(0, t.scale, true);
    record.setInt32(4, t.zeroPoint, true);
    h = absorb(h, new Uint8Array(record.buffer));
  }
  return h;
}

/** L34: steps of `batch` samples, round robin over the first `count`, with losses and checkpoints. */
export function runSteps(run: Run, count: number): void {
  demandOptimizer(run);
  const losses = f32(run.call.tensor('losses'));
  const digests = i32(run.call.tensor('digests'));
  const size = run.call.int('batch');
  for (let s = 0; s < losses.length; s++) {
    const batch = Array.from({ length: size }, (_, m) => (s * size + m) % count);
    losses[s] = accumulate(run, batch).loss;
    withWorkspace(() => step(run, s));
    for (const name of run.names) zero(run.ctx, run.call.tensor(`${name}_grad`));
    digests[s] = checkpoint(run);
  }
}

/** The model ops over the kernels of layers and losses. */
export function modelKernels(kernels: JsKernels): JsKernels {
  return {
    training_step(ctx, given) {
      const run = openRun(ctx, kernels, given);
      demandOptimizer(run);
      const batch = Array.from({ length: given.int('samples') }, (_, i) => i);
      const { losses, loss } = accumulate(run, batch);
      step(run, 0);
      f32(run.call.tensor('losses')).set(losses);
      f32(run.call.tensor('loss'))[0] = loss;
      close(run, given);
    },
    trajectory(ctx, given) {
      const run = openRun(ctx, kernels, given);
      runSteps(run, given.int('samples'));
      close(run, given);
    },
  };
}
