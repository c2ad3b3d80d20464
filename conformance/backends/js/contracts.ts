/** The contracts that the JavaScript kernels know, as the choices that their arithmetic depends on. */

import type { JsContext } from './api.ts';
import { KernelUnsupported } from './api.ts';

export interface JsContract {
  /** width of operands that the funnel converts, and of quantized increments */
  readonly operandBits: number;
  /** largest label of a SYM product operand; 0 = labels and dtypes are not looked at */
  readonly labelMax: number;
  /** dtype and count of a bias are checked */
  readonly biasChecked: boolean;
  /** producers write through the funnel and restore the declared width */
  readonly restored: boolean;
  /** dynamic requant multiplies by the ratio of the scales; else it multiplies, then divides */
  readonly ratioRequant: boolean;
  /** dynamic encoders clamp codes after rounding; else they clamp quotients before it */
  readonly clampAfterRounding: boolean;
  /** conversions with SYM on one side exist */
  readonly symCells: boolean;
  /** one affine rule for every source; else one per source, with an int16 zero point (H4) */
  readonly oneAffineRule: boolean;
  /** largest width that a SYM payload is written at */
  readonly symWidthMax: number;
  /** norm statistics check the label; else only the layer's entry does */
  readonly statisticsLabelChecked: boolean;
  /** a same-type conversion compares widths and copies the SYM scale; else neither (H4) */
  readonly sameTypeChecked: boolean;
  /** bias seeds have the S20 guard and the bias record's mode; else they round half away, unguarded */
  readonly guardedSeeds: boolean;
  /** a norm layer of an empty tensor only sets the scale 1; else it runs its course */
  readonly emptyNormReturns: boolean;
  /** OUT_WRITE rounds in the operation's mode; else in the target's */
  readonly operationRounds: boolean;
  /** SGD keeps momentum in its stored form and has none for momentum 0; else unrounded and always */
  readonly storedMomentum: boolean;
}

const june11: JsContract = {
  operandBits: 16,
  labelMax: 0,
  biasChecked: false,
  restored: false,
  ratioRequant: false,
  clampAfterRounding: false,
  symCells: false,
  oneAffineRule: false,
  symWidthMax: 32,
  statisticsLabelChecked: true,
  sameTypeChecked: false,
  guardedSeeds: false,
  emptyNormReturns: false,
  operationRounds: false,
  storedMomentum: false,
};

const june23: JsContract = {
  ...june11,
  operandBits: 12,
  labelMax: 12,
  symCells: true,
  guardedSeeds: true,
  emptyNormReturns: true,
  statisticsLabelChecked: false,
};

const july21: JsContract = {
  ...june23,
  biasChecked: true,
  restored: true,
  ratioRequant: true,
  clampAfterRounding: true,
  oneAffineRule: true,
  symWidthMax: 31,
  statisticsLabelChecked: true,
  sameTypeChecked: true,
  operationRounds: true,
  storedMomentum: true,
};

const table: ReadonlyMap<string, JsContract> = new Map([
  ['sym-2026-06-11', june11],
  ['sym-2026-06-23', june23],
  ['sym-2026-07-21', july21],
]);

export const jsContracts: readonly string[] = [...table.keys()];

/** The contract of a call. */
export function contractOf(ctx: JsContext): JsContract {
  const contract = table.get(ctx.contract);
  if (contract === undefined) throw new KernelUnsupported(`no contract ${ctx.contract}`);
  return contract;
}
