/** Numbers as the calculators read and show them: decimal, hexadecimal and bits. */

import { float32FromBits, float32ToBits } from '../../../reference/num/float32.ts';

/** How a number is stored, which decides its bits. */
export type NumberKind = 'float' | 'int' | 'word';

export interface ShownNumber {
  readonly decimal: string;
  readonly hex: string;
  /** a float as sign, exponent and fraction, an integer as four bytes */
  readonly bits: readonly string[];
}

/** The shortest decimal that reads back as the same float32. */
export function floatText(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'NaN' : x > 0 ? '+∞' : '−∞';
  if (Object.is(x, -0)) return '-0';
  for (let digits = 1; digits <= 9; digits++) {
    const text = `${Number(x.toPrecision(digits))}`;
    if (Math.fround(Number(text)) === x) return text;
  }
  return `${x}`;
}

function patternOf(x: number, kind: NumberKind): number {
  return kind === 'float' ? float32ToBits(x) : x >>> 0;
}

export function showNumber(x: number, kind: NumberKind): ShownNumber {
  const pattern = patternOf(x, kind);
  const binary = pattern.toString(2).padStart(32, '0');
  const bits =
    kind === 'float'
      ? [binary.slice(0, 1), binary.slice(1, 9), binary.slice(9)]
      : [0, 8, 16, 24].map((at) => binary.slice(at, at + 8));
  const decimal = kind === 'float' ? floatText(x) : `${x}`;
  return { decimal, hex: `0x${pattern.toString(16).padStart(8, '0')}`, bits };
}

/** A typing mistake in a field, shown beside it. */
export class FieldProblem extends Error {}

function spelled(text: string): string {
  return text.trim().replaceAll('−', '-');
}

/** A float32 from its decimal, rounded once, or from its bits as `0x3f800000`. */
export function readFloat(text: string): number {
  const word = spelled(text);
  if (/^0x[0-9a-f]{1,8}$/i.test(word)) return float32FromBits(Number(word));
  if (/^nan$/i.test(word)) return Number.NaN;
  const infinite = /^([+-]?)(inf(inity)?|∞)$/i.exec(word);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const value = word === '' ? Number.NaN : Number(word);
  if (Number.isNaN(value)) throw new FieldProblem(`“${text}” is not a number`);
  return Math.fround(value);
}

/** An integer within bounds, in decimal or as its bits. */
export function readInteger(text: string, low: number, high: number): number {
  const word = spelled(text);
  const isHex = /^0x[0-9a-f]{1,8}$/i.test(word);
  if (!isHex && !/^[+-]?\d+$/.test(word)) throw new FieldProblem(`“${text}” is not an integer`);
  const value = isHex && low < 0 ? Number(word) | 0 : Number(word);
  if (value < low || value > high) throw new FieldProblem(`${word} is not within ${low} … ${high}`);
  return value;
}

/** The words of a list: commas, spaces or both between them. */
export function listOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}
