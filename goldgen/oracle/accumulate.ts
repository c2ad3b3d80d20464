/** Oracle of the accumulation engines and of the funnel around the identity (S56–S68). */

import {
  addedAtScale,
  addedOnGrid,
  addedToAffine,
  addedToFloat32,
  addedToPacked,
  addedToSym,
  floatAddedToSym,
  type OutputMode,
  passedThrough,
} from '../../reference/independent/accumulation.ts';
import type { Stored } from '../../reference/independent/conversion.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import { type Oracle, roundingOf, tensorOf, wordParam } from '../op.ts';
import { filledFrom, isKnownWidth, storedOf } from './adapt.ts';

type Engine = (g: Generator, target: Stored, increment: Stored) => Stored | undefined;

function engineOracle(engine: Engine, takesNoFloats = false): Oracle {
  return (call, _contract, g) => {
    const t = tensorOf(call, 'target');
    const aliased = wordParam(call, 'alias') === 'target';
    const [target, increment] = [storedOf(t), storedOf(aliased ? t : tensorOf(call, 'increment'))];
    if (target === undefined || increment === undefined || !isKnownWidth(t)) return undefined;
    if (target.numbers.length !== increment.numbers.length) return 'refused';
    // packed targets refuse themselves (S60–S62)
    if (aliased && (t.dtype === 'SYM' || t.dtype === 'ASYM')) return 'refused';
    // no fixed scale takes floats (S59)
    if (takesNoFloats && increment.format === 'FLOAT32') return 'refused';
    const result = engine(g, target, increment);
    return result === undefined ? 'refused' : { target: filledFrom(t, result) };
  };
}

export const accumulateFloat32Oracle = engineOracle((_g, t, d) => addedToFloat32(t, d));
export const accumulateSymDynamicOracle = engineOracle(addedToSym);
export const accumulateSymFloatIncrementOracle = engineOracle(floatAddedToSym);
export const accumulateSymFixedOracle = engineOracle(addedAtScale, true);
export const accumulatePackedFixedOracle = engineOracle(addedOnGrid);
export const accumulatePackedRescaleOracle = engineOracle(addedToPacked);
export const accumulateAsymOracle = engineOracle(addedToAffine);

/** One operand through the identity kernel; products and refused gradient modes have no answer. */
export const executeOpOracle: Oracle = (call, _contract, g) => {
  const mode = wordParam(call, 'mode') as OutputMode;
  if (wordParam(call, 'kernel') !== 'identity' || call.tensors.x1 !== undefined) return undefined;
  if (wordParam(call, 'site') === 'gradient' && mode === 'OUT_WRITE') return 'refused';
  const name = mode === 'OUT_WRITE' ? 'y' : 'target';
  const t = tensorOf(call, name);
  const [x, target] = [storedOf(tensorOf(call, 'x0')), storedOf(t)];
  if (x === undefined || target === undefined || !isKnownWidth(t)) return undefined;
  if (x.numbers.length === 0 || x.numbers.length !== target.numbers.length) return undefined;
  const format = wordParam(call, 'arithmetic') === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32';
  const rounding = roundingOf(call, 'rounding');
  const result = passedThrough(g, x, { format, rounding, mode }, target);
  return result === undefined ? 'refused' : { [name]: filledFrom(t, result) };
};
