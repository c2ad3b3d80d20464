/** Oracle of the accumulation engines and of the funnel around the identity (S56–S68). */

import type { Contract } from '../../../reference/contracts.ts';
import {
  addedAtScale,
  addedOnGrid,
  addedToAffine,
  addedToFloat32,
  addedToPacked,
  addedToSym,
  floatAddedToSym,
  funnelled,
  type Kernel,
  type Operation,
  type OutputMode,
} from '../../../reference/independent/accumulation.ts';
import type { Stored } from '../../../reference/independent/conversion.ts';
import { positions } from '../../../reference/independent/kernels.ts';
import { floatProduct, symProduct } from '../../../reference/independent/matmul.ts';
import type { Generator } from '../../../reference/independent/primitives.ts';
import { type Tensor, tensorCount } from '../../../reference/tensor.ts';
import { isProductLabel } from '../../kit/matmul_oracle.ts';
import {
  extentsOf,
  filledFrom,
  fitting,
  isIdentity,
  isKnownWidth,
  storedOf,
} from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

type Engine = (
  g: Generator,
  target: Stored,
  increment: Stored,
  contract: Contract,
) => Stored | undefined;

/** Arms of the funnel's epilogue alone: targets beyond the gradient width are refused first (S68). */
const gradientBits = 16;

function armOracle(engine: Engine, takesNoFloats = false): Oracle {
  const oracle = engineOracle(engine, takesNoFloats);
  return (call, contract, g) =>
    call.tensor('target').bits > gradientBits ? 'refused' : oracle(call, contract, g);
}

function engineOracle(engine: Engine, takesNoFloats = false): Oracle {
  return (call, contract, g) => {
    const t = call.tensor('target');
    const aliased = call.word('alias') === 'target';
    const [target, increment] = [storedOf(t), storedOf(aliased ? t : call.tensor('increment'))];
    if (target === undefined || increment === undefined || !isKnownWidth(t)) return undefined;
    if (target.numbers.length !== increment.numbers.length) return 'refused';
    // packed targets refuse themselves (S60–S62)
    if (aliased && (t.dtype === 'SYM' || t.dtype === 'ASYM')) return 'refused';
    // no fixed scale takes floats (S59)
    if (takesNoFloats && increment.format === 'FLOAT32') return 'refused';
    const result = engine(g, target, increment, contract);
    return result === undefined ? 'refused' : { target: filledFrom(t, result) };
  };
}

export const accumulateFloat32Oracle = engineOracle((_g, t, d) => addedToFloat32(t, d));
export const accumulateSymDynamicOracle = engineOracle(addedToSym);
export const accumulateSymFloatIncrementOracle = armOracle(floatAddedToSym);
export const accumulateSymFixedOracle = armOracle(addedAtScale, true);
export const accumulatePackedFixedOracle = engineOracle(addedOnGrid);
export const accumulatePackedRescaleOracle = engineOracle(addedToPacked);
export const accumulateAsymOracle = engineOracle(addedToAffine);

/** S84–S87 of a vector and a matrix inside the funnel. */
function productKernel(g: Generator, contract: Contract, weight: Tensor, columns: number): Kernel {
  const places = positions(weight);
  return ([a, b, bias]) => {
    if (a === undefined || b === undefined) return undefined;
    const rows = a.numbers.length;
    const left = { rows: 1, columns: rows, at: (_row: number, k: number) => a.numbers[k]! };
    const at = (k: number, c: number): number => b.numbers[places[k * columns + c]!]!;
    const right = { rows, columns, at };
    if (a.format === 'FLOAT32') return { ...a, numbers: floatProduct(left, right, bias?.numbers) };
    if (!isProductLabel(contract, a.bits) || !isProductLabel(contract, b.bits)) return undefined;
    const record = bias && { mantissas: bias.numbers, scale: bias.scale, mode: bias.mode };
    const result = symProduct(g, left, a.scale, right, b.scale, record, contract);
    return result && { ...a, numbers: fitting(result.sums), scale: result.scale };
  };
}

/** Whether a row, a matrix and a bias fit a product of so many columns. */
function areFitting([a, b, bias]: readonly Tensor[], columns: number): boolean {
  const [row, matrix] = [extentsOf(a!), extentsOf(b!)];
  const isRow = row.length < 3 && row.at(-1) === tensorCount(a!);
  const isMatrix = matrix.length < 3 && matrix[0] === row.at(-1) && (matrix[1] ?? 1) === columns;
  return isRow && isMatrix && (bias === undefined || tensorCount(bias) === columns);
}

/** Up to three operands through the identity, or through a product of one row. */
export const executeOpOracle: Oracle = (call, contract, g) => {
  const mode = call.word('mode') as OutputMode;
  if (call.tensors.x3 !== undefined) return 'refused';
  if (call.word('site') === 'gradient' && mode === 'OUT_WRITE') return 'refused';
  const name = mode === 'OUT_WRITE' ? 'y' : 'target';
  const t = call.tensor(name);
  const target = storedOf(t);
  const tensors = ['x0', 'x1', 'x2'].flatMap((operand) => call.tensors[operand] ?? []);
  const operands = tensors.flatMap((x) => storedOf(x) ?? []);
  if (target === undefined || !isKnownWidth(t) || operands.length < tensors.length)
    return undefined;
  if (operands.some((x) => x.numbers.length === 0)) return undefined;
  const isProduct = call.word('kernel') === 'product';
  if (!isProduct && operands[0]!.numbers.length !== target.numbers.length) return undefined;
  if (isProduct && !areFitting(tensors, target.numbers.length)) return undefined;
  if (isProduct && [t, ...tensors].some((x, i) => i !== 2 && !isIdentity(x))) return undefined;
  const format = call.word('arithmetic') === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32';
  const operation: Operation = { format, rounding: call.rounding('rounding'), mode };
  const kernel: Kernel = isProduct
    ? productKernel(g, contract, call.tensor('x1'), target.numbers.length)
    : ([x]) => x;
  const result = funnelled(g, operands, operation, kernel, target, contract);
  return result === undefined ? 'refused' : { [name]: filledFrom(t, result) };
};
