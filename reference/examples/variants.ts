/** The variants of both examples: from all FLOAT32 to nothing but SYM. */

import type { Arithmetic } from '../funnel.ts';
import type { QuantRecord } from '../tensor.ts';
import type { VariantRecord } from './record.ts';

const float: Arithmetic = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };
const sym: Arithmetic = { type: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY' };
const float32: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };
const sym12: QuantRecord = { dtype: 'SYM_INT32', bits: 12, rounding: 'HALF_AWAY' };
const sym16: QuantRecord = { dtype: 'SYM_INT32', bits: 16, rounding: 'HALF_AWAY' };
const packed8: QuantRecord = { dtype: 'SYM', bits: 8, rounding: 'HALF_AWAY' };

/** The twin that the others are measured against. */
export const floatVariant: VariantRecord = {
  name: 'float',
  summary: 'everything FLOAT32',
  forward: float,
  weightGrad: float,
  biasGrad: float,
  propLoss: float,
  output: float32,
  propLossWire: float32,
  parameter: float32,
  gradient: float32,
  accumulate: 'OUT_ACC_DYNAMIC_RESCALE',
  state: float32,
  writeBack: 'HALF_AWAY',
};

/** Weights and biases packed to 8 bits; operands are quantized per operation, wires stay float. */
const sym8: VariantRecord = {
  ...floatVariant,
  name: 'sym8',
  summary: 'packed 8-bit weights, 12-bit forward operands, float wires',
  forward: sym,
  parameter: packed8,
  writeBack: 'SR_HALF_AWAY',
};

/** Every wire, every gradient operand and every parameter SYM_INT32 at 12 bits. */
const fullSym: VariantRecord = {
  ...floatVariant,
  name: 'sym',
  summary: 'SYM_INT32 12: wires, dx, weights, biases; float gradient sums and momentum',
  forward: sym,
  weightGrad: sym,
  biasGrad: sym,
  propLoss: sym,
  output: sym12,
  propLossWire: sym12,
  parameter: sym12,
  writeBack: 'SR_HALF_AWAY',
};

/** As `sym`, and gradients (bias included, DYNAMIC) and momentum are SYM_INT32 at 16 bits too. */
const symGrad: VariantRecord = {
  ...fullSym,
  name: 'sym-grad',
  summary: 'as sym, with SYM_INT32 16 gradients and momentum: nothing float is stored',
  gradient: sym16,
  state: sym16,
};

export const variants: readonly VariantRecord[] = [
  floatVariant,
  sym8,
  {
    ...sym8,
    name: 'sym8-det',
    summary: 'as sym8, write-back half away from zero',
    writeBack: 'HALF_AWAY',
  },
  fullSym,
  {
    ...fullSym,
    name: 'sym-det',
    summary: 'as sym, write-back half away from zero',
    writeBack: 'HALF_AWAY',
  },
  symGrad,
];

/** A variant by its name; throws RangeError for an unknown one. */
export function variantNamed(name: string): VariantRecord {
  const found = variants.find((v) => v.name === name);
  if (found === undefined) throw new RangeError(`there is no variant "${name}"`);
  return found;
}
