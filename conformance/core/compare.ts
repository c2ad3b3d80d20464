/**
 * Compares a tensor of a reply with the expected one, bit for bit; any NaN equals any NaN, because the
 * sign and payload of a NaN are not defined. Returns every field that differs, the most telling first.
 */

import { countOfShape, elementBitsOf, payloadBytesOf } from '../../schema/format/tensor.ts';
import type { WireTarget, WireTensor } from '../../schema/format/types.ts';
import {
  floatText,
  hex,
  integerOf,
  isNanBits,
  multiIndex,
  patternAt,
  realOf,
  ulpDistance,
} from './elements.ts';
import type { Difference, DifferenceKind } from './events.ts';

export function sameFloatBits(a: number, b: number): boolean {
  return a >>> 0 === b >>> 0 || (isNanBits(a) && isNanBits(b));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

function orderText(t: WireTarget): string {
  return `[${(t.order ?? t.shape.map((_, axis) => axis)).join(', ')}]`;
}

function textDifference(
  kind: DifferenceKind,
  name: string,
  expected: string,
  got: string,
): Difference[] {
  return expected === got ? [] : [{ kind, name, expected, got }];
}

/** Where these differ, storage cannot be compared element by element. */
function formDifferences(name: string, expected: WireTensor, got: WireTensor): Difference[] {
  const shapes = [expected, got].map((t) => `[${t.shape.join(', ')}]`) as [string, string];
  const form = [
    ...textDifference('dtype', name, expected.dtype, got.dtype),
    ...textDifference('shape', name, ...shapes),
    ...(shapes[0] === shapes[1]
      ? textDifference('order', name, orderText(expected), orderText(got))
      : []),
    ...textDifference('bits', name, String(expected.bits ?? 0), String(got.bits ?? 0)),
  ];
  if (form.length > 0) return form;
  const sizes = [payloadBytesOf(expected), got.data.length].map((n) => `${n} bytes`);
  return textDifference('size', name, sizes[0]!, sizes[1]!);
}

function recordDifferences(name: string, expected: WireTensor, got: WireTensor): Difference[] {
  const found: Difference[] = [];
  const { scale_bits: wanted } = expected;
  if (wanted !== undefined) {
    const { scale_bits: scale } = got;
    if (scale === undefined) {
      found.push({ kind: 'scale', name, expected: floatText(wanted), got: 'none' });
    } else if (!sameFloatBits(wanted, scale)) {
      const lsb = ulpDistance(wanted, scale);
      found.push({
        kind: 'scale',
        name,
        expected: floatText(wanted),
        got: floatText(scale),
        expected_hex: hex(wanted, 32),
        got_hex: hex(scale, 32),
        ...(lsb === undefined ? {} : { lsb }),
      });
    }
  }
  if (expected.zero_point !== undefined) {
    const zeroPoints = [expected, got].map((t) => String(t.zero_point)) as [string, string];
    found.push(...textDifference('zero_point', name, ...zeroPoints));
  }
  if (expected.rounding !== undefined) {
    found.push(...textDifference('rounding', name, expected.rounding, String(got.rounding)));
  }
  return found;
}

function elementDifference(
  name: string,
  expected: WireTensor,
  got: WireTensor,
  index: number,
): Difference {
  const want = patternAt(expected, index);
  const have = patternAt(got, index);
  const isFloat = expected.dtype === 'FLOAT32';
  const text = (t: WireTensor, pattern: number) =>
    isFloat ? floatText(pattern) : String(integerOf(t, pattern));
  const lsb = isFloat
    ? ulpDistance(want, have)
    : String(integerOf(got, have) - integerOf(expected, want));
  const bits = elementBitsOf(expected);
  const expectedReal = realOf(expected, want);
  const gotReal = realOf(got, have);
  return {
    kind: 'data',
    name,
    index,
    at: multiIndex(expected.shape, index),
    expected: text(expected, want),
    got: text(got, have),
    expected_hex: hex(want, bits),
    got_hex: hex(have, bits),
    ...(expectedReal === undefined ? {} : { expected_real: expectedReal }),
    ...(gotReal === undefined ? {} : { got_real: gotReal }),
    ...(lsb === undefined ? {} : { lsb }),
  };
}

function dataDifferences(name: string, expected: WireTensor, got: WireTensor): Difference[] {
  if (sameBytes(expected.data, got.data)) return [];
  const of = countOfShape(expected.shape);
  const isFloat = expected.dtype === 'FLOAT32';
  let first = -1;
  let differing = 0;
  for (let k = 0; k < of; k++) {
    const want = patternAt(expected, k);
    const have = patternAt(got, k);
    if (want === have || (isFloat && sameFloatBits(want, have))) continue;
    if (first < 0) first = k;
    differing++;
  }
  if (differing > 0) {
    return [{ ...elementDifference(name, expected, got, first), differing, of }];
  }
  if (isFloat) return [];
  const last = [expected, got].map((t) => hex(t.data.at(-1)!, 8)) as [string, string];
  return textDifference('padding', name, ...last);
}

/** Every difference between an expected tensor and a reply's; none means equal. */
export function compareTensor(name: string, expected: WireTensor, got: WireTensor): Difference[] {
  const form = formDifferences(name, expected, got);
  if (form.length > 0) return form;
  return [...dataDifferences(name, expected, got), ...recordDifferences(name, expected, got)];
}
