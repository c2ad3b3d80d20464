/** Facts about scales, zero points, and factors: which number of the call a wrong one is. */

import { float32OfBits } from '../../../schema/format/tensor.ts';
import type { WireCase, WireTensor } from '../../../schema/format/types.ts';
import { sameFloatBits } from '../../core/compare.ts';
import { type Fact, fact } from './fact.ts';

/** Numbers of a call under the names a person has for them. */
function quantities({ params, inputs }: WireCase): (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'number') continue;
    // floats travel as bits, and no integer parameter is that large
    const x = Math.abs(value) > 0x00800000 ? float32OfBits(value >>> 0) : value;
    found.push([name, x], [`1 − ${name}`, Math.fround(1 - x)]);
  }
  for (const [name, t] of Object.entries(inputs)) {
    const count = t.shape.reduce((n, extent) => n * extent, 1);
    found.push([`the number of elements of ${name}`, count]);
    for (const [axis, extent] of t.shape.entries()) found.push([`${name}.shape[${axis}]`, extent]);
    if (t.scale_bits !== undefined) {
      found.push([`the scale of ${name}`, float32OfBits(t.scale_bits)]);
    }
  }
  return found.filter(([, x]) => Number.isFinite(x) && x !== 0 && Math.abs(x) !== 1);
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5 * Math.abs(b);

/** What a factor may be: a number by itself, or one of the call, or its reciprocal. */
export function factorFacts(
  kind: 'scaled' | 'scale_scaled',
  factor: number,
  test: WireCase,
): Fact[] {
  const found = [fact(kind, { by: String(Number(factor.toPrecision(5))) })];
  for (const [name, x] of quantities(test)) {
    if (isNear(factor, x)) found.push(fact(kind, { by: name }));
    if (isNear(factor, 1 / x)) found.push(fact(kind, { by: `1/(${name})` }));
  }
  return found;
}

export function isScaleWrong(want: WireTensor, got: WireTensor): boolean {
  return want.scale_bits !== undefined && !sameFloatBits(want.scale_bits, got.scale_bits ?? 0);
}

/** Where a wrong scale comes from. */
export function scaleFacts(
  name: string,
  test: WireCase,
  want: WireTensor,
  got: WireTensor,
  isDataRight: boolean,
): Fact[] {
  const bits = got.scale_bits ?? 0;
  const found: Fact[] = [];
  const old = test.inputs[name]?.scale_bits ?? test.targets[name]?.scale_bits;
  if (old === bits) found.push(fact('scale_as_before'));
  for (const [other, tensor] of Object.entries(test.inputs)) {
    if (other !== name && tensor.scale_bits === bits) found.push(fact('scale_of', { of: other }));
  }
  const [wanted, given] = [float32OfBits(want.scale_bits ?? 0), float32OfBits(bits)];
  if (given === 1) found.push(fact('scale_is_one'));
  const factor = given / wanted;
  if (isDataRight && Number.isFinite(factor) && factor !== 0 && !isNear(factor, 1)) {
    found.push(...factorFacts('scale_scaled', factor, test));
  }
  return isDataRight ? [...found, fact('scale_only')] : found;
}

export function zeroPointFacts(
  name: string,
  test: WireCase,
  want: WireTensor,
  got: WireTensor,
): Fact[] {
  if (want.zero_point === got.zero_point) return [];
  const old = test.inputs[name]?.zero_point ?? test.targets[name]?.zero_point;
  const found = [fact('zero_point')];
  return old === got.zero_point ? [fact('zero_point_as_before'), ...found] : found;
}
