/** The accumulation engines and the funnel's identity once more (S56–S68), current contract. */

import {
  type Format,
  onAffineGrid,
  packed,
  type Stored,
  stored,
  streamed,
  values,
} from './conversion.ts';
import { fromInteger, over, plus, times } from './float32.ts';
import {
  decoded,
  type Generator,
  gridScale,
  type Mode,
  OutsideInt32,
  quantized,
  rescaledSeed,
  roundMode,
} from './primitives.ts';

const order = 'round_then_clamp';

/** Largest width of an accumulation target, and the width of operands (S68, S124). */
const gradientBits = 16;
const operandBits = 12;

function sums(target: Stored, data: readonly number[]): number[] {
  return values(target).map((v, i) => plus(v, data[i]!));
}

/** S56 */
export function addedToFloat32(target: Stored, increment: Stored): Stored {
  return { ...target, numbers: sums(target, values(increment)) };
}

/** S57 */
export function addedToSym(g: Generator, target: Stored, increment: Stored): Stored {
  const data = sums(target, values(increment));
  const { codes, scale } = streamed(g, data, target.bits, target.mode, order);
  return { ...target, numbers: codes, scale };
}

/** S58 */
export function floatAddedToSym(g: Generator, target: Stored, increment: Stored): Stored {
  const narrow = quantized(g, increment.numbers, operandBits, target.mode, order);
  const data = sums(
    target,
    narrow.codes.map((q) => decoded(q, narrow.scale)),
  );
  const { codes, scale } = quantized(g, data, target.bits, target.mode, order);
  return { ...target, numbers: codes, scale };
}

/** S59 */
export function addedAtScale(g: Generator, target: Stored, increment: Stored): Stored | undefined {
  const numbers: number[] = [];
  for (const [i, q] of increment.numbers.entries()) {
    const seed = rescaledSeed(g, q, increment.scale, target.scale, target.mode);
    if (seed === undefined) return undefined;
    const sum = target.numbers[i]! + seed;
    if (sum < -2147483648 || sum > 2147483647) throw new OutsideInt32(`${sum}`);
    numbers.push(sum);
  }
  return { ...target, numbers };
}

/** S60 */
export function addedOnGrid(g: Generator, target: Stored, increment: Stored): Stored | undefined {
  const data = values(increment);
  let { scale } = target;
  if (target.numbers.every((code) => code === 0)) {
    scale = gridScale(Math.max(0, ...data.map(Math.abs)), target.bits);
  }
  const codes = target.numbers.map((t, i) => {
    const sum = plus(times(fromInteger(t), scale), data[i]!);
    return roundMode(g, over(sum, scale), target.mode);
  });
  return packed(target, { codes, scale });
}

/** S61 */
export function addedToPacked(g: Generator, target: Stored, increment: Stored): Stored | undefined {
  const data = sums(target, values(increment));
  return packed(target, streamed(g, data, target.bits, target.mode, order));
}

/** S62 */
export function addedToAffine(g: Generator, target: Stored, increment: Stored): Stored | undefined {
  return onAffineGrid(g, sums(target, values(increment)), target);
}

/** S68 of a raw result */
export function accumulated(
  g: Generator,
  target: Stored,
  raw: Stored,
  fixed: boolean,
): Stored | undefined {
  if (target.format === 'INT32') return undefined;
  if (target.format === 'FLOAT32') return addedToFloat32(target, raw);
  if (target.bits > gradientBits) return undefined;
  if (target.format === 'ASYM') return fixed ? undefined : addedToAffine(g, target, raw);
  if (target.format === 'SYM') {
    return fixed ? addedOnGrid(g, target, raw) : addedToPacked(g, target, raw);
  }
  if (fixed) return raw.format === 'SYM_INT32' ? addedAtScale(g, target, raw) : undefined;
  return raw.format === 'SYM_INT32' ? addedToSym(g, target, raw) : floatAddedToSym(g, target, raw);
}

export type OutputMode = 'OUT_WRITE' | 'OUT_ACC_DYNAMIC_RESCALE' | 'OUT_ACC_FIXED_SCALE';

/** A kernel of the funnel: the raw result of its operands; `undefined` = refused. */
export type Kernel = (operands: readonly Stored[]) => Stored | undefined;

/** The arithmetic of one operation: the format of operands and raw result, and how it rounds. */
export interface Operation {
  readonly format: Extract<Format, 'FLOAT32' | 'SYM_INT32'>;
  readonly rounding: Mode;
  readonly mode: OutputMode;
}

/** S64–S68 */
export function funnelled(
  g: Generator,
  inputs: readonly Stored[],
  { format, rounding, mode }: Operation,
  kernel: Kernel,
  target: Stored,
): Stored | undefined {
  const scratch = {
    format,
    numbers: [],
    scale: 1,
    zeroPoint: 0,
    bits: operandBits,
    mode: rounding,
  };
  const operands: Stored[] = [];
  for (const x of inputs) {
    const operand = x.format === format ? x : stored(g, x, scratch);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  const result = kernel(operands);
  if (result === undefined) return undefined;
  const raw = { ...scratch, numbers: result.numbers, scale: result.scale };
  if (mode !== 'OUT_WRITE') return accumulated(g, target, raw, mode === 'OUT_ACC_FIXED_SCALE');
  const written = stored(g, raw, { ...target, mode: rounding });
  return written === undefined ? undefined : { ...written, mode: target.mode };
}

/** S70 */
export function passedThrough(
  g: Generator,
  x: Stored,
  operation: Operation,
  target: Stored,
): Stored | undefined {
  return funnelled(g, [x], operation, ([operand]) => operand, target);
}
