/** The numbers of a call under names that a reader of the clause knows: parameters, extents, paddings. */

import type { ParamSpec } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { countOfShape, float32OfBits, float64OfBytes } from '../../../schema/format/tensor.ts';
import type { WireParam, WireTarget } from '../../../schema/format/types.ts';
import type { TestCase } from '../../core/load.ts';

/** What the letters of an op's record stand for. */
const nounOfLetter: Readonly<Record<string, string>> = {
  B: 'batch items',
  C: 'channels',
  Cin: 'input channels',
  Cout: 'output channels',
  'Cin/groups': 'input channels of a group',
  'Cout/groups': 'output channels of a group',
  L: 'positions of a row',
  Lo: 'output positions of a row',
  T: 'positions of a channel',
  K: 'terms of a sum',
  M: 'rows',
  N: 'columns',
  I: 'inputs',
  O: 'outputs',
  G: 'blocks',
  S: 'samples',
};

/** The letters of the axes of a tensor, from its record; empty where it gives none for this rank. */
export function lettersOf(op: string, name: string, rank: number): string[] {
  const doc = findOp(op)?.tensors[name]?.doc ?? '';
  const letters = (/^\[([A-Za-z/, ]+)\]/.exec(doc)?.[1] ?? '').split(',').map((s) => s.trim());
  return letters.length === rank ? letters : [];
}

/** What an axis counts: `output channels`; the kernel of a weight is its taps. */
export function nounOf(op: string, name: string, letter: string): string {
  if (letter === 'K' && /^weight/.test(name)) return 'taps';
  if (letter === 'N' && op === 'norm_statistics') return 'elements of a block';
  return nounOfLetter[letter] ?? '';
}

function paramOf(spec: ParamSpec | undefined, value: WireParam): number | undefined {
  if (value instanceof Uint8Array) return float64OfBytes(value);
  if (typeof value !== 'number') return undefined;
  return spec?.kind === 'f32' ? float32OfBits(value >>> 0) : value;
}

/** Scalar parameters of a call as the numbers that they are. */
export function paramsOf({ op, vector }: TestCase): Map<string, number> {
  const specs = findOp(op)?.params ?? {};
  const found = new Map<string, number>();
  for (const [name, value] of Object.entries(vector.params)) {
    const x = paramOf(specs[name], value);
    if (x !== undefined) found.set(name, x);
  }
  return found;
}

function tensorsOf({ vector }: TestCase): [string, WireTarget][] {
  return [...Object.entries(vector.inputs), ...Object.entries(vector.targets)];
}

/** Counts of elements, and extents by what they count; the same extent of two tensors once. */
export function extentsOf(test: TestCase): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, { shape }] of tensorsOf(test)) {
    const letters = lettersOf(test.op, name, shape.length);
    const nouns = letters.map((letter) => nounOf(test.op, name, letter));
    if (nouns.length !== 1 || nouns[0] === '') {
      found.set(`the number of elements of ${name}`, countOfShape(shape));
    }
    for (const [axis, noun] of nouns.entries()) {
      if (noun !== '') found.set(`the number of ${noun}`, shape[axis]!);
    }
  }
  return found;
}

/** Zeros in front of a row of a window (S91), where the op has windows over a row. */
export function leftPaddingOf({ op, vector }: TestCase): number | undefined {
  const { kernel, stride, dilation, padding, padding_amount: amount } = vector.params;
  if (typeof kernel !== 'number' || typeof stride !== 'number' || /transposed/.test(op)) {
    return undefined;
  }
  if (padding === 'VALID') return 0;
  if (padding === 'EXPLICIT') return typeof amount === 'number' ? amount : undefined;
  const length = vector.params.length ?? extentOf('L', op, vector);
  if (typeof length !== 'number' || typeof dilation !== 'number') return undefined;
  const outputs = Math.ceil(length / stride);
  const total = (outputs - 1) * stride + dilation * (kernel - 1) + 1 - length;
  return Math.max(0, Math.floor(total / 2));
}

function extentOf(letter: string, op: string, vector: TestCase['vector']): number | undefined {
  for (const [name, { shape }] of Object.entries({ ...vector.inputs, ...vector.targets })) {
    const axis = lettersOf(op, name, shape.length).indexOf(letter);
    if (axis >= 0) return shape[axis];
  }
  return undefined;
}
