/** Sequential models as data, their parameters and their wires (L33, S118). */

import { type Layer, type Parameter, parametersOf } from '../layers/layer.ts';
import type { LossKind } from '../losses/loss.ts';
import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { newTensor, type QuantRecord, type Tensor } from '../tensor.ts';

/** A layer with the records of the wires it declares; Flatten declares none. */
export interface ModelLayer {
  readonly layer: Layer;
  readonly output: QuantRecord | undefined;
  readonly propLoss: QuantRecord | undefined;
}

export interface Model {
  readonly layers: readonly ModelLayer[];
  readonly loss: LossKind;
}

/** S118: trainable tensors in model order, weight or γ before bias or β. */
export function modelParameters(_n: Numerics, model: Model): Parameter[] {
  return model.layers.flatMap(({ layer }) => [...parametersOf(layer)]);
}

/** A record at the default width of the contract. */
export function atDefaultWidth(n: Numerics, record: QuantRecord): QuantRecord {
  const bits = record.dtype === 'SYM_INT32' ? n.contract.operandBits : 0;
  return { dtype: record.dtype, bits, rounding: record.rounding };
}

/** L33 step 1: record of a forward wire: the declared one, or the input wire's where none is declared. */
export function forwardRecord(
  n: Numerics,
  declared: QuantRecord | undefined,
  input: QuantRecord,
): QuantRecord {
  const record = declared ?? input;
  return n.contract.wires === 'default_width' ? n.fn.atDefaultWidth(n, record) : record;
}

/**
 * L33 step 5: record of a layer's dx wire: the declared one (Flatten: the input wire's), or under the June
 * contracts the input wire's dtype and mode at the default width.
 */
export function propLossRecord(
  n: Numerics,
  declared: QuantRecord | undefined,
  input: QuantRecord,
): QuantRecord {
  if (n.contract.wires === 'default_width') return n.fn.atDefaultWidth(n, input);
  return declared ?? input;
}

/** A zeroed wire of scale 1; only FLOAT32 and SYM_INT32 exist (else B9). */
export function newWire(_n: Numerics, record: QuantRecord, shape: readonly number[]): Tensor {
  const known = record.dtype === 'FLOAT32' || record.dtype === 'SYM_INT32';
  demand(known, 'B9', `a wire of ${record.dtype}`);
  return newTensor(record.dtype, shape, record.bits, record.rounding);
}

/** L33 step 1: all forward wires in layer order. */
export function allocateForward(n: Numerics, model: Model, x: Tensor): Tensor[] {
  const wires: Tensor[] = [];
  let input = x;
  for (const { layer, output } of model.layers) {
    const shape = n.fn.layerOutputShape(n, layer, input.shape);
    input = n.fn.newWire(n, n.fn.forwardRecord(n, output, input), shape);
    wires.push(input);
  }
  return wires;
}
