/** The conversion matrix once more (S24, S26, S27, S29–S50, S53, S69); `undefined` stands for a refusal. */

import { fromInteger, minus, over, plus, times } from './float32.ts';
import {
  type ClampOrder,
  codeOf,
  decoded,
  type Generator,
  type Grid,
  gridScale,
  type Mode,
  OutsideInt32,
  quantized,
  requantized,
  roundMode,
} from './primitives.ts';
import { exact } from './rational.ts';
import { fits } from './storage.ts';

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
  order: ClampOrder,
): Grid {
  let peak = 0;
  for (const v of data) peak = Math.abs(v) > peak ? Math.abs(v) : peak;
  const scale = gridScale(peak, bits);
  return { scale, codes: data.map((v) => codeOf(g, over(v, scale), bits, mode, order)) };
}

/** S28 before S5 */
export function packed(y: Stored, { codes, scale }: Grid): Stored | undefined {
  return fits(codes, y.bits) ? { ...y, numbers: codes, scale } : undefined;
}

function truncated(v: number): number {
  if (!Number.isFinite(v)) throw new OutsideInt32(`${v}`);
  const { num, den } = exact(v);
  const whole = num / den;
  if (whole < -2147483648n || whole > 2147483647n) throw new OutsideInt32(`${v}`);
  return Number(whole);
}

/** S39, S43, S47 */
function integers(x: Stored): number[] {
  if (x.format === 'FLOAT32') return x.numbers.map(truncated);
  return x.numbers.map((q) => {
    const sum = q + (x.format === 'ASYM' ? x.zeroPoint : 0);
    if (sum < -2147483648 || sum > 2147483647) throw new OutsideInt32(`${sum}`);
    return sum;
  });
}

function intoSymInt32(g: Generator, x: Stored, y: Stored, order: ClampOrder): Stored {
  if (x.format === 'FLOAT32') {
    const { codes, scale } = quantized(g, x.numbers, y.bits, y.mode, order);
    return { ...y, numbers: codes, scale };
  }
  const scale = x.format === 'INT32' ? 1 : x.scale;
  const bits = x.format === 'SYM' ? x.bits : y.bits;
  return { ...y, numbers: integers(x), scale, bits };
}

function intoSym(g: Generator, x: Stored, y: Stored, order: ClampOrder): Stored | undefined {
  if (x.format === 'INT32') return packed(y, { codes: [...x.numbers], scale: 1 });
  const grid =
    x.format === 'FLOAT32'
      ? quantized(g, x.numbers, y.bits, y.mode, order)
      : streamed(g, values(x), y.bits, y.mode, order);
  return packed(y, grid);
}

/** S29 */
export function converted(
  g: Generator,
  x: Stored,
  y: Stored,
  order: ClampOrder,
): Stored | undefined {
  if (x.format === y.format) {
    const widths = x.format === 'SYM' || x.format === 'ASYM';
    if (widths && x.bits !== y.bits) return undefined;
    return { ...y, numbers: x.numbers, scale: x.scale, zeroPoint: x.zeroPoint };
  }
  switch (y.format) {
    case 'INT32':
      return { ...y, numbers: integers(x) };
    case 'FLOAT32':
      return { ...y, numbers: values(x) };
    case 'SYM_INT32':
      return intoSymInt32(g, x, y, order);
    case 'SYM':
      return intoSym(g, x, y, order);
    case 'ASYM':
      return onAffineGrid(g, values(x), y);
  }
}

/** What differs between contracts (H2). */
export interface Rules {
  readonly requant: 'ratio' | 'divide';
  readonly encode: ClampOrder;
}

const current: Rules = { requant: 'ratio', encode: 'round_then_clamp' };

/** S69 */
export function stored(
  g: Generator,
  x: Stored,
  y: Stored,
  { requant, encode }: Rules = current,
): Stored | undefined {
  if (x.format !== 'SYM_INT32' || y.format !== 'SYM_INT32') {
    return converted(g, x, y, encode);
  }
  const { codes, scale } = requantized(g, x.numbers, x.scale, y.bits, y.mode, requant, encode);
  return { ...y, numbers: codes, scale };
}
