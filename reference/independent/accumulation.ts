/** The accumulation engines and the funnel once more (S56–S68). */

import {
  converted,
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
  int32,
  type Mode,
  quantized,
  rescaledSeed,
  roundMode,
} from './primitives.ts';
import type { Rules } from './rules.ts';

function sums(target: Stored, data: readonly number[]): number[] {
  return values(target).map((v, i) => plus(v, data[i]!));
}

/** S56 */
export function addedToFloat32(target: Stored, increment: Stored): Stored {
  return { ...target, numbers: sums(target, values(increment)) };
}

/** S57 */
export function addedToSym(g: Generator, target: Stored, increment: Stored, rules: Rules): Stored {
  const data = sums(target, values(increment));
  const { codes, scale } = streamed(g, data, target.bits, target.mode, rules);
  return { ...target, numbers: codes, scale };
}

/** S58 */
export function floatAddedToSym(
  g: Generator,
  target: Stored,
  increment: Stored,
  rules: Rules,
): Stored {
  const narrow = quantized(g, increment.numbers, rules.incrementBits, target.mode, rules);
  const data = sums(
    target,
    narrow.codes.map((q) => decoded(q, narrow.scale)),
  );
  const { codes, scale } = quantized(g, data, target.bits, target.mode, rules);
  return { ...target, numbers: codes, scale };
}

/** S59 */
export function addedAtScale(
  g: Generator,
  target: Stored,
  increment: Stored,
  rules: Rules,
): Stored | undefined {
  const numbers: number[] = [];
  for (const [i, q] of increment.numbers.entries()) {
    const seed = rescaledSeed(g, q, increment.scale, target.scale, target.mode, rules);
    if (seed === undefined) return undefined;
    numbers.push(int32(target.numbers[i]! + seed));
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
export function addedToPacked(
  g: Generator,
  target: Stored,
  increment: Stored,
  rules: Rules,
): Stored | undefined {
  const data = sums(target, values(increment));
  return packed(target, streamed(g, data, target.bits, target.mode, rules));
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
  rules: Rules,
): Stored | undefined {
  if (target.format === 'INT32') return undefined;
  if (target.format === 'FLOAT32') return addedToFloat32(target, raw);
  if (target.bits > rules.gradientBitsMax) return undefined;
  if (target.format === 'ASYM') return fixed ? undefined : addedToAffine(g, target, raw);
  if (target.format === 'SYM') {
    return fixed ? addedOnGrid(g, target, raw) : addedToPacked(g, target, raw, rules);
  }
  if (fixed) return raw.format === 'SYM_INT32' ? addedAtScale(g, target, raw, rules) : undefined;
  const add = raw.format === 'SYM_INT32' ? addedToSym : floatAddedToSym;
  return add(g, target, raw, rules);
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

/** S65: an operand in the format of an operation. */
export function operandFor(
  g: Generator,
  x: Stored,
  { format, rounding }: Pick<Operation, 'format' | 'rounding'>,
  rules: Rules,
): Stored | undefined {
  if (x.format === format) return x;
  const scratch = { format, numbers: [], scale: 1, zeroPoint: 0, mode: rounding };
  return converted(g, x, { ...scratch, bits: rules.operandBits }, rules);
}

/** S64–S68 */
export function funnelled(
  g: Generator,
  inputs: readonly Stored[],
  operation: Operation,
  kernel: Kernel,
  target: Stored,
  rules: Rules,
): Stored | undefined {
  const operands: Stored[] = [];
  for (const x of inputs) {
    const operand = operandFor(g, x, operation, rules);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  const result = kernel(operands);
  if (result === undefined) return undefined;
  const { format, rounding, mode } = operation;
  const { numbers, scale } = result;
  const raw = { format, numbers, scale, zeroPoint: 0, bits: rules.operandBits, mode: rounding };
  if (mode !== 'OUT_WRITE') {
    return accumulated(g, target, raw, mode === 'OUT_ACC_FIXED_SCALE', rules);
  }
  const owner = rules.writeRounding === 'operation' ? rounding : target.mode;
  const written = stored(g, raw, { ...target, mode: owner }, rules);
  return written === undefined ? undefined : { ...written, mode: target.mode };
}

/** S70 */
export function passedThrough(
  g: Generator,
  x: Stored,
  operation: Operation,
  target: Stored,
  rules: Rules,
): Stored | undefined {
  return funnelled(g, [x], operation, ([operand]) => operand, target, rules);
}
