/** How the parts of a model are named in a call, which is flat; nothing else puts these names together. */

import type { Tensor } from '../../../reference/tensor.ts';
import type { OpCall } from '../../op.ts';

/** Fields of the trainable tensors that a layer may have, in optimizer order. */
export const parameterFields = ['weight', 'bias', 'gamma', 'beta'] as const;

/** A parameter or a tensor of layer i. */
export const ofLayer = (i: number, field: string): string => `l${i}_${field}`;
export const gradientOf = (parameter: string): string => `${parameter}_grad`;
/** State k of the optimizer for a parameter. */
export const stateOf = (parameter: string, k: number): string => `${parameter}_s${k}`;
/** The output wire of layer i. */
export const forwardWire = (i: number): string => `f${i}`;
/** The gradient entering below layer i. */
export const gradientWire = (i: number): string => `d${i}`;
export const sampleName = (i: number): string => `x${i}`;
export const labelName = (i: number): string => `label${i}`;

/** Whether a model writes a tensor of this name on its way: a wire, or a buffer that a layer has of its own. */
export const isWire = (name: string): boolean => /^([fd]\d+|l\d+_(argmax|mask))$/.test(name);

/** Names of the trainable tensors of a layer. */
export function parametersOfLayer(i: number): string[] {
  return parameterFields.map((field) => ofLayer(i, field));
}

/** Names of the parameters that a call has, in optimizer order, such as `l0_weight`. */
export function parameterNamesOf(tensors: OpCall['tensors'], layers: number): string[] {
  return Array.from({ length: layers }, (_, i) => parametersOfLayer(i))
    .flat()
    .filter((name) => tensors[name] !== undefined);
}

/** The parameters and tensors of one layer of a call, by field. */
export interface LayerFields {
  readonly word: (field: string) => string | undefined;
  readonly number: (field: string, otherwise: number) => number;
  readonly has: (field: string) => boolean;
  readonly parameter: (field: string) => { readonly value: Tensor; readonly grad: Tensor };
}

export function wordOf(call: OpCall, name: string): string | undefined {
  const value = call.params[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(call: OpCall, name: string, otherwise: number): number {
  const value = call.params[name];
  return typeof value === 'number' ? value : otherwise;
}

export function layerFields(call: OpCall, i: number): LayerFields {
  return {
    word: (field) => wordOf(call, ofLayer(i, field)),
    number: (field, otherwise) => numberOf(call, ofLayer(i, field), otherwise),
    has: (field) => call.tensors[ofLayer(i, field)] !== undefined,
    parameter: (field) => {
      const name = ofLayer(i, field);
      return { value: call.tensor(name), grad: call.tensor(gradientOf(name)) };
    },
  };
}
