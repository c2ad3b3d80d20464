/**
 * The opt-in model validator (H5, L35). It reports, never throws, and nothing calls it on its own.
 */

import type { Contract } from '../contracts.ts';
import type { Arithmetic } from '../funnel.ts';
import type { LayerKind } from '../layers/layer.ts';
import type { Dtype } from '../tensor.ts';

/** What the rules look at; `undefined` stands for a null element. */
export interface ValidatedLayer {
  readonly kind: LayerKind;
  /** dtype of the declared output storage; `undefined` where a layer declares none */
  readonly output: Dtype | undefined;
  /** declared forward arithmetic; `undefined` where a layer has none */
  readonly forward: Arithmetic['type'] | undefined;
}

export interface Violation {
  /** index of the layer; −1 for the model itself */
  readonly index: number;
  readonly reason: 'null_model' | 'null_layer' | 'unquantized_producer';
}

/** Producers that must be followed by a Quantization layer: the set grew with V2. */
const producers: Readonly<Record<'V1' | 'V2' | 'V3', readonly LayerKind[]>> = {
  V1: ['linear', 'layer_norm'],
  V2: ['linear', 'layer_norm', 'conv1d', 'conv1d_transposed'],
  V3: ['linear', 'layer_norm', 'conv1d', 'conv1d_transposed'],
};

/** Whether a layer's raw SYM_INT32 output must be requantized: keyed on storage (V1, V2) or arithmetic (V3). */
function isProducer(rule: 'V1' | 'V2' | 'V3', layer: ValidatedLayer): boolean {
  if (!producers[rule].includes(layer.kind)) return false;
  return rule === 'V3' ? layer.forward === 'ARITH_SYM_INT32' : layer.output === 'SYM_INT32';
}

/**
 * All violations of a model under a contract's rule, in layer order; an empty list means valid. A producer
 * in last position is allowed; an empty model is valid. V4 checks for null elements only.
 */
export function validateModel(
  model: readonly (ValidatedLayer | undefined)[] | undefined,
  contract: Pick<Contract, 'validator'>,
): Violation[] {
  if (model === undefined) return [{ index: -1, reason: 'null_model' }];
  const rule = contract.validator;
  const violations: Violation[] = [];
  model.forEach((layer, index) => {
    if (layer === undefined) {
      violations.push({ index, reason: 'null_layer' });
      return;
    }
    const last = index === model.length - 1;
    if (rule === 'V4' || last || !isProducer(rule, layer)) return;
    const followed = model[index + 1]?.kind === 'quantization';
    if (!followed) violations.push({ index, reason: 'unquantized_producer' });
  });
  return violations;
}
