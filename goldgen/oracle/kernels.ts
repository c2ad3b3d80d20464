/** Oracle of views, pointwise forms, reductions, fused forms and thresholds (S74–S82, S96–S110). */

import { fromInteger, minus, over, plus, times } from '../../reference/independent/float32.ts';
import {
  addedProduct,
  addedQuotient,
  blocks,
  encodedRoots,
  encodedSum,
  interpolated,
  mantissaMean,
  mean,
  positions,
  reciprocalRoot,
  summed,
  sumOfSquares,
  variance,
  weighted,
} from '../../reference/independent/kernels.ts';
import { decoded, quantized } from '../../reference/independent/primitives.ts';
import { exact } from '../../reference/independent/rational.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { numberParam, type OpCall, type Oracle, tensorOf, wordParam } from '../op.ts';
import {
  extentsOf,
  filled,
  int32,
  isIdentity,
  isSymmetricWidth,
  logicalNumbersOf,
  numbersOf,
  sameExtents,
} from './adapt.ts';

type Fn = (a: number, b: number) => number;

/** S75, S82 */
const integerFns: Readonly<Record<string, Fn>> = {
  add: (a, b) => int32(BigInt(a) + BigInt(b)),
  sub: (a, b) => int32(BigInt(a) - BigInt(b)),
  mul: (a, b) => int32(BigInt(a) * BigInt(b)),
  div: (a, b) => int32(BigInt(a) / BigInt(b)),
};

const floatFns: Readonly<Record<string, Fn>> = { add: plus, sub: minus, mul: times, div: over };

function pairOf(call: OpCall): { a: Tensor; b: Tensor } {
  return { a: tensorOf(call, 'a'), b: tensorOf(call, 'b') };
}

/** Values at the storage position of each logical index. */
function scatteredBack(t: Tensor, values: readonly number[]): number[] {
  const result = numbersOf(t);
  positions(t).forEach((at, i) => {
    result[at] = values[i]!;
  });
  return result;
}

/** S74 */
export const pointwiseOracle: Oracle = (call) => {
  const { a, b } = pairOf(call);
  if (!sameExtents(a, b)) return 'refused';
  const fn = (a.dtype === 'FLOAT32' ? floatFns : integerFns)[wordParam(call, 'fn')]!;
  const right = logicalNumbersOf(b);
  const result = logicalNumbersOf(a).map((v, i) => fn(v, right[i]!));
  const y = call.tensors.y;
  // results are written flat, whatever the order of the target
  return y === undefined ? { a: filled(a, scatteredBack(a, result)) } : { y: filled(y, result) };
};

/** Flat integer arms of S76, S78–S81. */
export function symFlatOracle(fn: 'add' | 'sub' | 'mul' | 'div'): Oracle {
  return (call) => {
    const { a, b } = pairOf(call);
    const [left, right] = [numbersOf(a), numbersOf(b)];
    if (left.length !== right.length) return 'refused';
    const keeps = fn === 'add' || fn === 'sub';
    if (keeps && a.scale !== b.scale) return undefined;
    const scaled = fn === 'mul' ? times(a.scale, b.scale) : over(a.scale, b.scale);
    const numbers = left.map((q, i) => integerFns[fn]!(q, right[i]!));
    const [name, target] = call.tensors.y === undefined ? ['a', a] : ['y', call.tensors.y];
    return { [name]: filled(target, numbers, keeps ? a.scale : scaled) };
  };
}

/** S77 */
export const symAddInplaceOracle: Oracle = (call, contract, g) => {
  const { a, b } = pairOf(call);
  if (!sameExtents(a, b)) return 'refused';
  if (!isSymmetricWidth(a.bits)) return undefined;
  const right = scatteredBack(a, logicalNumbersOf(b));
  const { bits, rounding } = a;
  const left = numbersOf(a);
  const { encode } = contract;
  const grid = encodedSum(g, left, a.scale, right, b.scale, bits, rounding, encode);
  return { a: filled(a, grid.codes, grid.scale) };
};

const flatSub = symFlatOracle('sub');

/** S78 */
export const symSubOracle: Oracle = (call, contract, g) => {
  const { a, b } = pairOf(call);
  if (a.scale === b.scale) return flatSub(call, contract, g);
  const y = tensorOf(call, 'y');
  if (!sameExtents(a, b)) return 'refused';
  if (!isSymmetricWidth(y.bits)) return undefined;
  const right = scatteredBack(a, logicalNumbersOf(b));
  const values = numbersOf(a).map((q, i) =>
    minus(decoded(q, a.scale), decoded(right[i]!, b.scale)),
  );
  const { codes, scale } = quantized(g, values, y.bits, y.rounding, contract.encode);
  return { y: filled(y, codes, scale) };
};

/** A float without its fraction, as an exact integer. */
function truncated(v: number): bigint {
  if (!Number.isFinite(v)) return 1n << 40n;
  const { num, den } = exact(v);
  return num / den;
}

/** S82 */
export const symMixedOracle: Oracle = (call) => {
  const { a, b } = pairOf(call);
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left.length !== right.length) return 'refused';
  const sums = left.map((q, i) => int32(BigInt(q) + BigInt(int32(truncated(right[i]!)))));
  return { a: filled(a, sums) };
};

/** The blocks that the trailing k axes make (S96). */
function blocksOf(call: OpCall): number[][] | undefined {
  const x = tensorOf(call, 'x');
  const extents = extentsOf(x);
  const k = numberParam(call, 'k');
  if (k > extents.length) return undefined;
  const size = extents.slice(extents.length - k).reduce((n, extent) => n * extent, 1);
  return size === 0 ? [] : blocks(logicalNumbersOf(x), size);
}

function reductionOracle(reduce: (block: readonly number[], mean: number) => number): Oracle {
  return (call) => {
    const pieces = blocksOf(call);
    if (pieces === undefined) return 'refused';
    if (pieces.length === 0) return undefined;
    const means = call.tensors.mean === undefined ? [] : numbersOf(call.tensors.mean);
    return {
      y: filled(
        tensorOf(call, 'y'),
        pieces.map((piece, i) => reduce(piece, means[i]!)),
      ),
    };
  };
}

export const meanFloat32Oracle = reductionOracle(mean);
export const varianceFloat32Oracle = reductionOracle(variance);
export const sumSquaresFloat32Oracle = reductionOracle(sumOfSquares);

/** S101, S102: SYM_INT32 with a width of 1 to 16. */
function isNarrow(x: Tensor): boolean {
  return x.dtype === 'SYM_INT32' && x.bits >= 1 && x.bits <= 16;
}

/** S101 */
export const meanSymOracle: Oracle = (call, contract, g) => {
  const x = tensorOf(call, 'x');
  if (!isNarrow(x)) return 'refused';
  const pieces = blocksOf(call);
  if (pieces === undefined || (pieces[0]?.length ?? 0) >= 2 ** (32 - x.bits)) return 'refused';
  for (const piece of pieces) piece.reduce((sum, q) => int32(sum + q), 0);
  return reductionOracle((piece) => mantissaMean(piece, x.scale))(call, contract, g);
};

/** S102 */
export const varianceSymOracle: Oracle = (call, contract, g) => {
  const x = tensorOf(call, 'x');
  if (!isNarrow(x)) return 'refused';
  const around = (piece: readonly number[], m: number): number =>
    variance(
      piece.map((q) => decoded(q, x.scale)),
      m,
    );
  return reductionOracle(around)(call, contract, g);
};

export const rsqrtFloat32Oracle: Oracle = (call) => {
  const eps = numberParam(call, 'eps');
  const roots = numbersOf(tensorOf(call, 'x')).map((v) => reciprocalRoot(v, eps));
  return { y: filled(tensorOf(call, 'y'), roots) };
};

/** S103; roots of negative values have no answer here. */
export const rsqrtSymOracle: Oracle = (call, contract, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  if (!isNarrow(x) || y.bits > 16) return 'refused';
  if (!isSymmetricWidth(y.bits)) return undefined;
  const [q, eps] = [numbersOf(x), numberParam(call, 'eps')];
  const roots = q.map((v) => reciprocalRoot(decoded(v, x.scale), eps));
  // an all-zero result leaves what the target held
  if (roots.some(Number.isNaN) || roots.every((r) => r === 0)) return undefined;
  const grid = encodedRoots(g, q, x.scale, eps, y.bits, y.rounding, contract.encode);
  return { y: filled(y, grid.codes, grid.scale) };
};

export const squareOracle: Oracle = (call) => {
  const x = tensorOf(call, 'x');
  const fn = x.dtype === 'FLOAT32' ? times : integerFns.mul!;
  return {
    y: filled(
      tensorOf(call, 'y'),
      numbersOf(x).map((v) => fn(v, v)),
    ),
  };
};

export const sumOracle: Oracle = (call) => {
  const x = tensorOf(call, 'x');
  const values = numbersOf(x);
  const sum = x.dtype === 'FLOAT32' ? summed(values) : values.reduce((s, v) => int32(s + v), 0);
  return { y: filled(tensorOf(call, 'y'), [sum]) };
};

/** S104 */
export function rowOracle(form: 'scale' | 'subtract'): Oracle {
  return (call) => {
    const [m, vector] = [tensorOf(call, 'm'), tensorOf(call, 'vector')];
    const out = tensorOf(call, 'out');
    const isPlain = [m, vector, out].every((t) => t.dtype === 'FLOAT32' && isIdentity(t));
    if (!isPlain || m.shape.length !== 2 || vector.shape.length !== 1) return 'refused';
    if (`${m.shape}` !== `${out.shape}`) return 'refused';
    const [rows, columns] = m.shape as [number, number];
    const values = numbersOf(vector);
    if (values.length !== (form === 'scale' ? rows : columns)) return 'refused';
    const numbers = numbersOf(m).map((v, i) =>
      form === 'scale'
        ? times(values[Math.trunc(i / columns)]!, v)
        : minus(v, values[i % columns]!),
    );
    return { out: filled(out, numbers) };
  };
}

/** S105 */
export const axpbyOracle: Oracle = (call) => {
  const [x, y, out] = [tensorOf(call, 'x'), tensorOf(call, 'y'), tensorOf(call, 'out')];
  if (y.dtype !== 'FLOAT32' || !isIdentity(out)) return 'refused';
  if (!sameExtents(x, y) || !sameExtents(x, out)) return 'refused';
  const [a, b, right] = [numberParam(call, 'a'), numberParam(call, 'b'), logicalNumbersOf(y)];
  const values = logicalNumbersOf(x).map((v, i) => weighted(a, v, b, right[i]!));
  return { out: filled(out, values) };
};

/** S106–S108: operands in identity order, element by element, into the first. */
function fusedOracle(
  names: readonly string[],
  form: (call: OpCall, values: readonly number[]) => number,
): Oracle {
  return (call) => {
    const tensors = names.map((name) => tensorOf(call, name));
    const [a] = tensors as [Tensor];
    const fits = tensors.every(
      (t) => t.dtype === 'FLOAT32' && isIdentity(t) && `${t.shape}` === `${a.shape}`,
    );
    if (!fits) return 'refused';
    const columns = tensors.map(numbersOf);
    const result = columns[0]!.map((_, i) =>
      form(
        call,
        columns.map((column) => column[i]!),
      ),
    );
    return { a: filled(a, result) };
  };
}

export const lerpOracle = fusedOracle(['a', 'b'], (call, [a, b]) =>
  interpolated(a!, b!, numberParam(call, 'w')),
);
export const addcmulOracle = fusedOracle(['a', 'b', 'c'], (call, [a, b, c]) =>
  addedProduct(a!, b!, c!, numberParam(call, 's')),
);
export const addcdivOracle = fusedOracle(['a', 'b', 'v'], (call, [a, b, v]) => {
  const [s, divisor, eps] = ['s', 'divisor', 'eps'].map((name) => numberParam(call, name));
  return addedQuotient(a!, b!, v!, s!, divisor!, eps!);
});

/** S109: mantissas and values below a threshold replaced; scales stay the target's. */
function thresholdOracle(below: (call: OpCall, x: Tensor, v: number) => boolean): Oracle {
  return (call) => {
    const x = tensorOf(call, 'x');
    const alt = numberParam(call, 'alt');
    const numbers = numbersOf(x).map((v) => (below(call, x, v) ? alt : v));
    return { y: filled(tensorOf(call, 'y'), numbers) };
  };
}

export const thresholdOracleOfValues = thresholdOracle((call, _x, v) => v < numberParam(call, 'b'));
export const thresholdSymOracle = thresholdOracle(
  (call, x, q) => fromInteger(q) < over(fromInteger(numberParam(call, 'b')), x.scale),
);
export const thresholdSymZeroOracle = thresholdOracle((_call, _x, q) => q < 0);
