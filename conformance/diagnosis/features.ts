/** What is special about the failing cases: properties of a case that no passing case of its op has. */

import { float32OfBits } from '../../schema/format/tensor.ts';
import type { WireTarget, WireTensor } from '../../schema/format/types.ts';
import { integerOf, patternAt } from '../core/elements.ts';
import type { TestCase } from '../core/load.ts';

function valueWords(name: string, t: WireTensor): string[] {
  const count = t.shape.reduce((n, extent) => n * extent, 1);
  const found = new Set<string>();
  for (let k = 0; k < count; k++) {
    const pattern = patternAt(t, k);
    if (t.dtype === 'FLOAT32') {
      const x = float32OfBits(pattern);
      if (Number.isNaN(x)) found.add(`${name} holds NaN`);
      else if (!Number.isFinite(x)) found.add(`${name} holds infinity`);
      else if (x !== 0 && Math.abs(x) < 2 ** -126) found.add(`${name} holds subnormals`);
      else if (Object.is(x, -0)) found.add(`${name} holds −0`);
      if (x < 0) found.add(`${name} holds negative values`);
      if (x % 1 === -0.5) found.add(`${name} holds negative ties`);
      if (Math.abs(x % 1) === 0.5) found.add(`${name} holds ties`);
    } else if (t.dtype !== 'BOOL') {
      const q = integerOf(t, pattern);
      if (q < 0) found.add(`${name} holds negative values`);
      if (Math.abs(q) > 2 ** 24) found.add(`${name} holds integers above 2^24`);
      if (q < -32768 || q > 32767) found.add(`${name} holds integers beyond 16 bits`);
    }
  }
  return [...found];
}

function recordWords(name: string, t: WireTarget): string[] {
  const count = t.shape.reduce((n, extent) => n * extent, 1);
  const [batch = 1] = t.shape;
  const words = [`${name} is there`, `${name} is ${t.dtype}`, `${name} has rank ${t.shape.length}`];
  if (t.bits !== undefined) words.push(`${name} has width ${t.bits}`);
  if (t.bits !== undefined && t.bits > 12) words.push(`${name} is wider than 12 bits`);
  if (t.rounding !== undefined) words.push(`${name} rounds ${t.rounding}`);
  if (t.order !== undefined) words.push(`${name} is a transposed view`);
  if (count === 0) words.push(`${name} is empty`);
  if (count === 1) words.push(`${name} has one element`);
  if (t.shape.length > 1 && batch > 1) words.push(`the batch of ${name} is > 1`);
  if (t.shape.length > 2 && t.shape[1]! > 1) words.push(`${name} has more than one channel`);
  if (t.zero_point !== undefined && t.zero_point !== 0) words.push(`${name} has a zero point`);
  return words;
}

/** The properties of one case, the most telling first. */
export function featuresOf({ vector, notes }: TestCase): string[] {
  const words: string[] = [];
  const all = [...Object.entries(vector.inputs), ...Object.entries(vector.targets)];
  for (const [name, t] of all) words.push(...recordWords(name, t));
  for (const [name, value] of Object.entries(vector.params)) {
    if (value instanceof Uint8Array) continue;
    words.push(`${name} is ${value}`);
    if (typeof value === 'number' && value > 1) words.push(`${name} is > 1`);
    if (typeof value === 'number' && value !== 0) words.push(`${name} is not 0`);
  }
  for (const [name, t] of Object.entries(vector.inputs)) words.push(...valueWords(name, t));
  for (const [name, t] of Object.entries(vector.expected.outputs ?? {})) {
    words.push(...valueWords(`the right ${name}`, t));
  }
  for (const flag of vector.flags) {
    if (notes[flag] !== undefined) words.push(`the case is made for: ${notes[flag].bug}`);
  }
  return words;
}

/** The share of failing cases that must have a property, and of passing cases that may have it. */
const failingMin = 0.95;
const passingMax = 0.25;

function shares(cases: readonly TestCase[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const test of cases) {
    for (const words of new Set(featuresOf(test))) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return new Map([...counts].map(([words, count]) => [words, count / cases.length]));
}

/**
 * The property that nearly all failing cases have and the fewest passing cases of the same ops; the first of
 * the most telling. Undefined if there is none, or nothing passed.
 */
export function distinction(
  failing: readonly TestCase[],
  passing: readonly TestCase[],
): string | undefined {
  if (failing.length === 0 || passing.length === 0) return undefined;
  const passingShares = shares(passing);
  const [best] = [...shares(failing)]
    .filter(([, share]) => share >= failingMin)
    .map(([words]) => ({ words, share: passingShares.get(words) ?? 0 }))
    .filter(({ share }) => share <= passingMax)
    .sort((a, b) => a.share - b.share);
  return best?.words;
}
