/** Facts about scales, zero points, and factors: which number of the call a wrong one is. */

import { countOfShape, float32OfBits } from '../../../schema/format/tensor.ts';
import type { WireCase, WireTensor } from '../../../schema/format/types.ts';
import { sameFloatBits } from '../../core/compare.ts';
import type { TestCase } from '../../core/load.ts';
import { keptFor } from '../kept.ts';
import { type Fact, fact } from './fact.ts';
import { paramsOf } from './numbers.ts';
import { realsOf } from './relations.ts';

type Quantities = readonly (readonly [string, number])[];

/** By width, which an output has or not. */
const knownOf = keptFor((_test: TestCase) => new Map<number | undefined, Quantities>());

/** Numbers of a call under the names a person has for them. */
function quantitiesOf(test: TestCase, bits: number | undefined): Quantities {
  const known = knownOf(test);
  const found = known.get(bits) ?? quantities(test, bits);
  known.set(bits, found);
  return found;
}

function quantities(test: TestCase, bits: number | undefined): Quantities {
  const { inputs, expected } = test.vector;
  const found: (readonly [string, number])[] = [];
  const params = [...paramsOf(test)];
  for (const [name, x] of params) {
    found.push([name, x], [`1 − ${name}`, Math.fround(1 - x)]);
    for (const [power, t] of params) {
      const isPower = x > 0 && x < 1 && Number.isInteger(t) && t >= 1;
      if (isPower) found.push([`1 − ${name}^${power}`, 1 - x ** t], [`${name}^${power}`, x ** t]);
    }
  }
  if (bits !== undefined && bits > 1) {
    const last = 2 ** (bits - 1);
    found.push(['(2^(bits − 1) − 1) / 2^(bits − 1)', (last - 1) / last]);
  }
  for (const [name, t] of Object.entries({ ...inputs, ...expected.outputs })) {
    const count = countOfShape(t.shape);
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
  test: TestCase,
  bits?: number,
): Fact[] {
  const found = [fact(kind, { by: String(Number(factor.toPrecision(5))) })];
  for (const [name, x] of quantitiesOf(test, bits)) {
    if (isNear(factor, x)) found.push(fact(kind, { by: name }));
    if (isNear(factor, 1 / x)) found.push(fact(kind, { by: `1/(${name})` }));
  }
  return found;
}

export function isScaleWrong(want: WireTensor, got: WireTensor): boolean {
  return want.scale_bits !== undefined && !sameFloatBits(want.scale_bits, got.scale_bits ?? 0);
}

const largestOf = keptFor((t: WireTensor): number =>
  realsOf(t).reduce((top, x) => Math.max(top, Math.abs(x)), 0),
);

/** A scale that the largest magnitude of one operand alone makes (S25). */
function rangeFacts(name: string, test: WireCase, want: WireTensor, given: number): Fact[] {
  const { bits } = want;
  if (bits === undefined || bits < 2 || want.dtype === 'ASYM') return [];
  const code = 2 ** (bits - 1) - 1;
  return Object.entries(test.inputs)
    .filter(([other, t]) => {
      if (t.dtype === 'BOOL' || other === name) return false;
      const most = largestOf(t);
      return most > 0 && isNear(given, most / code);
    })
    .map(([of]) => fact('scale_of_range', { of }));
}

/** Where a wrong scale comes from. */
export function scaleFacts(
  name: string,
  testCase: TestCase,
  want: WireTensor,
  got: WireTensor,
  isDataRight: boolean,
): Fact[] {
  const test = testCase.vector;
  const bits = got.scale_bits ?? 0;
  const found: Fact[] = [];
  const old = test.inputs[name]?.scale_bits ?? test.targets[name]?.scale_bits;
  if (old === bits) found.push(fact('scale_as_before'));
  for (const [other, tensor] of Object.entries(test.inputs)) {
    if (other !== name && tensor.scale_bits === bits) found.push(fact('scale_of', { of: other }));
  }
  const [wanted, given] = [float32OfBits(want.scale_bits ?? 0), float32OfBits(bits)];
  if (given === 1) found.push(fact('scale_is_one'));
  found.push(...rangeFacts(name, test, want, given));
  const factor = given / wanted;
  if (Number.isFinite(factor) && factor !== 0 && !isNear(factor, 1)) {
    found.push(...factorFacts('scale_scaled', factor, testCase, want.bits));
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
