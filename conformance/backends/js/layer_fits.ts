/**
 * A model call is a list of layers, and each layer, the loss and the optimizer must fit their wires like a
 * call of the op that each of them stands for (`goldgen/layer_fits.ts`).
 */

import type { FitTensor } from '../../../schema/format/fit_tensor.ts';
import { type FitScope, firstMisfit } from '../../../schema/format/fits.ts';
import { layers as kinds } from './gen/calls.ts';

/** The wires of a layer, or output, label and gradient of a loss (`@x`, `@y`, `@dx`). */
interface Wires {
  readonly '@x'?: FitTensor | undefined;
  readonly '@y'?: FitTensor | undefined;
  readonly '@dy'?: FitTensor | undefined;
  readonly '@dx'?: FitTensor | undefined;
}

/** The name in the call of what a term is about. */
function nameInCall(name: string, layer: number): string {
  switch (name) {
    case '@x':
      return layer === 0 ? 'x' : `f${layer - 1}`;
    case '@y':
      return `f${layer}`;
    case '@dy':
      return `d${layer + 1}`;
    case '@dx':
      return `d${layer}`;
    default:
      return name.replace('#', `${layer}`);
  }
}

/** Names of terms by layer, each put together once: a training asks for the same ones in every call. */
const names = new Map<string, string[]>();

/** The name with the number of a layer in the place of its `#`. */
function numbered(name: string, layer: number): string {
  let known = names.get(name);
  if (known === undefined) {
    known = [];
    names.set(name, known);
  }
  known[layer] ??= name.replace('#', `${layer}`);
  return known[layer];
}

/** Row 0 of [S, …]; all rows are alike. */
function rowOf(stack: FitTensor): FitTensor {
  const [rows = 0, ...rest] = stack.shape;
  return rows === 0 ? stack : { ...stack, shape: [1, ...rest], count: stack.count / rows };
}

/** Holds a part of a model against the fits of its kind; says what does not fit. */
type Check = (
  kind: unknown,
  layer: number,
  wires: Wires,
  isBackward?: boolean,
) => string | undefined;

function newCheck(call: FitScope): Check {
  return (kind, layer, wires, isBackward = false) => {
    const fits = kinds.get(String(kind ?? ''));
    if (fits === undefined) return `parameter "${kind ?? ''}" is no kind of a layer`;
    const scope: FitScope = {
      contract: call.contract,
      tensor: (name) =>
        name.startsWith('@') ? wires[name as keyof Wires] : call.tensor(numbered(name, layer)),
      param: (name) => call.param(numbered(name, layer)),
    };
    const name = firstMisfit(scope, isBackward ? fits.backward : fits.forward);
    if (name === undefined) return undefined;
    return `tensor "${nameInCall(name, layer)}" does not fit the layer`;
  };
}

/** Asks for every sample of a call; a call without numbered ones has a stack of rows that are alike. */
function firstOfSamples(
  call: FitScope,
  checkSample: (x: FitTensor, label: FitTensor) => string | undefined,
): string | undefined {
  if (call.param('samples') === undefined) {
    const x = call.tensor('x')!;
    return checkSample(rowOf(x), rowOf(call.tensor('label') ?? x));
  }
  for (let i = 0; i < Number(call.param('samples')); i++) {
    const [x, label] = [call.tensor(`x${i}`), call.tensor(`label${i}`)];
    if (x === undefined || label === undefined) {
      return `tensor "${x === undefined ? 'x' : 'label'}" of a sample is missing`;
    }
    const misfit = checkSample(x, label);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

/** Why a part of a model does not fit; `undefined` where all do. */
export function firstMisfitOfLayers(call: FitScope): string | undefined {
  const count = Number(call.param('layers'));
  const loss = String(call.param('loss'));
  const optimizer = call.param('optimizer');
  const trains = optimizer !== undefined;
  const least = loss === 'MSE' ? 1 : 2;
  if (count < 1) return 'parameter "layers" is too small';
  const first = trains ? count - least : -1;
  const check = newCheck(call);

  function checkLayer(layer: number, x: FitTensor | undefined): string | undefined {
    const wires: Wires = {
      '@x': x,
      '@y': call.tensor(`f${layer}`),
      '@dy': call.tensor(`d${layer + 1}`),
      '@dx': call.tensor(`d${layer}`),
    };
    const kind = call.param(`l${layer}_kind`);
    const forward = check(kind, layer, wires);
    return forward ?? (layer <= first ? check(kind, layer, wires, true) : undefined);
  }

  /** All that depends on a sample: the first layer and the loss. */
  function checkSample(x: FitTensor, label: FitTensor): string | undefined {
    const wires: Wires = {
      '@x': call.tensor(`f${count - 1}`),
      '@y': label,
      '@dx': call.tensor(`d${first + 1}`),
    };
    return (
      checkLayer(0, x) ??
      check(loss, count - 1, wires) ??
      (trains ? check(loss, count - 1, wires, true) : undefined)
    );
  }

  const ofSamples = firstOfSamples(call, checkSample);
  if (ofSamples !== undefined) return ofSamples;
  for (let i = 0; i < count; i++) {
    const misfit =
      (i > 0 ? checkLayer(i, call.tensor(`f${i - 1}`)) : undefined) ??
      (trains ? check(optimizer, i, {}) : undefined);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}
