/** The conversion matrix once more (S24, S26, S27, S29–S50, S53, S69); `undefined` stands for a refusal. */

import { fromInteger, minus, over, plus, times } from './float32.ts';
import {
  codeOf,
  decoded,
  type Generator,
  type Grid,
  gridScale,
  int32,
  type Mode,
  OutsideInt32,
  quantized,
  requantized,
  roundMode,
} from './primitives.ts';
import { exact } from './rational.ts';
import type { Rules } from './rules.ts';
import { fits } from './storage.ts';

export type { Rules };

export type Format = 'INT32' | 'FLOAT32' | 'SYM_INT32' | 'SYM' | 'ASYM';

/** A tensor as numbers: float values of FLOAT32, integer codes of every other format. */
export interface Stored {
  readonly format: Format;
  readonly numbers: readonly number[];
  readonly scale: number;
  readonly zeroPoint: number;
  readonly bits: number;
  readonly mode: Mode;
}

interface Affine {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** S27 */
export function values(x: Stored): number[] {
  switch (x.format) {
    case 'FLOAT32':
      return [...x.numbers];
    case 'INT32':
      return x.numbers.map(fromInteger);
    case 'ASYM':
      return x.numbers.map((c) => {
        return times(plus(fromInteger(c), fromInteger(x.zeroPoint)), x.scale);
      });
    default:
      return x.numbers.map((q) => decoded(q, x.scale));
  }
}

/** S24 of values, or of 0 where there are none (S62), widths 1..24 */
export function affineGrid(
  g: Generator,
  data: readonly number[],
  bits: number,
  mode: Mode,
): Affine | undefined {
  let [low, high] = [data[0] ?? 0, data[0] ?? 0];
  for (const v of data) {
    low = v < low ? v : low;
    high = v > high ? v : high;
  }
  const constant = low === 0 ? 1 : Math.abs(low);
  const scale = low === high ? constant : over(minus(high, low), 2 ** bits - 1);
  const z = over(low, scale);
  if (Number.isNaN(z) || z < -2147483648 || z >= 2147483648) return undefined;
  return { scale, zeroPoint: roundMode(g, z, mode) };
}

/** S26 */
export function affineCode(
  g: Generator,
  v: number,
  grid: Affine,
  bits: number,
  mode: Mode,
): number {
  const code = roundMode(g, minus(over(v, grid.scale), fromInteger(grid.zeroPoint)), mode);
  if (code < 0) return 0;
  return code < 2 ** bits ? code : 2 ** bits - 1;
}

/** S38 */
export function onAffineGrid(g: Generator, data: readonly number[], y: Stored): Stored | undefined {
  const grid = affineGrid(g, data, y.bits, y.mode);
  if (grid === undefined) return undefined;
  return { ...y, ...grid, numbers: data.map((v) => affineCode(g, v, grid, y.bits, y.mode)) };
}

/** S41, S50, S61: a grid whose peak is searched from 0. */
export function streamed(
  g: Generator,
  data: readonly number[],
  bits: number,
  mode: Mode,
  rules: Pick<Rules, 'encode'>,
): Grid {
  let peak = 0;
  for (const v of data) peak = Math.abs(v) > peak ? Math.abs(v) : peak;
  const scale = gridScale(peak, bits);
  return { scale, codes: data.map((v) => codeOf(g, over(v, scale), bits, mode, rules)) };
}

/** S28 before S5 */
export function packed(y: Stored, { codes, scale }: Grid): Stored | undefined {
  return fits(codes, y.bits) ? { ...y, numbers: codes, scale } : undefined;
}

function truncated(v: number): number {
  if (!Number.isFinite(v)) throw new OutsideInt32(`${v}`);
  const { num, den } = exact(v);
  return int32(num / den);
}

/** S39, S43, S47 */
function integers(x: Stored): number[] {
  if (x.format === 'FLOAT32') return x.numbers.map(truncated);
  return x.numbers.map((q) => int32(q + (x.format === 'ASYM' ? x.zeroPoint : 0)));
}

function intoSymInt32(g: Generator, x: Stored, y: Stored, rules: Rules): Stored {
  if (x.format === 'FLOAT32') {
    const { codes, scale } = quantized(g, x.numbers, y.bits, y.mode, rules);
    return { ...y, numbers: codes, scale };
  }
  const scale = x.format === 'INT32' ? 1 : x.scale;
  const bits = x.format === 'SYM' ? x.bits : y.bits;
  return { ...y, numbers: integers(x), scale, bits };
}

function intoSym(g: Generator, x: Stored, y: Stored, rules: Rules): Stored | undefined {
  if (x.format === 'INT32') return packed(y, { codes: [...x.numbers], scale: 1 });
  const grid =
    x.format === 'FLOAT32'
      ? quantized(g, x.numbers, y.bits, y.mode, rules)
      : streamed(g, values(x), y.bits, y.mode, rules);
  return packed(y, grid);
}

/** H4: rounded after a float clamp, on a grid whose zero point is cut to int16; each source has bounds. */
function onCellGrid(g: Generator, x: Stored, y: Stored): Stored {
  const data = values(x);
  const [least, most] = [Math.min(...x.numbers), Math.max(...x.numbers)];
  const [low, high] = [Math.min(...data), Math.max(...data)];
  const isFloat = x.format === 'FLOAT32';
  const top = 2 ** y.bits - (x.format === 'INT32' ? 2 : 1);
  let [scale, zeroPoint] = [low, 1];
  if (least !== most) {
    // integers are subtracted as such, in 32 bits
    const span = x.format === 'INT32' ? fromInteger(int32(most - least)) : minus(high, low);
    scale = over(span, 2 ** y.bits - (isFloat ? 0 : 1));
    zeroPoint = Number(BigInt.asIntN(16, BigInt(roundMode(g, over(low, scale), y.mode))));
  }
  const numbers = data.map((v) => {
    const shifted = minus(over(v, scale), fromInteger(zeroPoint));
    return roundMode(g, Math.min(Math.max(shifted, 0), top), y.mode);
  });
  return { ...y, scale, zeroPoint, numbers };
}

/** S29, H4 of one format */
function copied(x: Stored, y: Stored, { sameType }: Rules): Stored | undefined {
  const widths = x.format === 'SYM' || x.format === 'ASYM';
  if (sameType === 'checked' && widths && x.bits !== y.bits) return undefined;
  const scale = sameType === 'payload' && x.format === 'SYM' ? y.scale : x.scale;
  return { ...y, numbers: x.numbers, scale, zeroPoint: x.zeroPoint };
}

/** The per-cell rules keep zero points in int16, and have no empty packed payloads. */
function isEarlyStorage(x: Stored, y: Stored): boolean {
  const isNarrow =
    x.format !== 'ASYM' || BigInt.asIntN(16, BigInt(x.zeroPoint)) === BigInt(x.zeroPoint);
  const isPacked = [x, y].some(({ format }) => format === 'SYM' || format === 'ASYM');
  return isNarrow && (!isPacked || x.numbers.length > 0);
}

/** Whether a rule says what a conversion does: a lone value and unequal widths once had none (H4). */
export function isDefined(x: Stored, y: Stored, { affine, sameType }: Rules): boolean {
  if (affine === 'per_cell' && !isEarlyStorage(x, y)) return false;
  if (x.format === y.format) return sameType === 'checked' || x.bits === y.bits;
  if (y.format !== 'ASYM' || affine === 'one_rule') return true;
  const lone = new Set(x.numbers).size === 1;
  return x.format !== 'SYM' && !(lone && (x.format !== 'FLOAT32' || x.numbers[0] === 0));
}

/** S29, S30 */
export function converted(g: Generator, x: Stored, y: Stored, rules: Rules): Stored | undefined {
  if (x.format === y.format) return copied(x, y, rules);
  const hasSym = x.format === 'SYM' || y.format === 'SYM';
  if (hasSym && rules.symCells === 'absent') return undefined;
  switch (y.format) {
    case 'INT32':
      return { ...y, numbers: integers(x) };
    case 'FLOAT32':
      return { ...y, numbers: values(x) };
    case 'SYM_INT32':
      return intoSymInt32(g, x, y, rules);
    case 'SYM':
      return intoSym(g, x, y, rules);
    case 'ASYM':
      // a conversion of nothing does nothing
      if (x.numbers.length === 0) return y;
      return rules.affine === 'one_rule' ? onAffineGrid(g, values(x), y) : onCellGrid(g, x, y);
  }
}

/** S69 */
export function stored(g: Generator, x: Stored, y: Stored, rules: Rules): Stored | undefined {
  if (x.format !== 'SYM_INT32' || y.format !== 'SYM_INT32') return converted(g, x, y, rules);
  const { codes, scale } = requantized(g, x.numbers, x.scale, y.bits, y.mode, rules);
  return { ...y, numbers: codes, scale };
}
