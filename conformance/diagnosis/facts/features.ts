/** What sets failing cases apart: a property that all of them have and hardly a passing case of their op. */

import { findOp } from '../../../goldgen/registry.ts';
import { countOfShape } from '../../../schema/format/tensor.ts';
import type { WireTarget, WireTensor } from '../../../schema/format/types.ts';
import type { TestCase } from '../../core/load.ts';
import { keptFor } from '../kept.ts';
import { valuesOf } from './elements.ts';
import { extentsOf, leftPaddingOf, paramsOf } from './numbers.ts';

export const properties = [
  'nan',
  'infinity',
  'subnormal',
  'negative_zero',
  'negative_tie',
  'tie',
  'negative',
  'above_24_bits',
  'beyond_16_bits',
  'largest_negative',
  'there',
  'absent',
  'dtype',
  'rank',
  'width',
  'wide',
  'rounding',
  'transposed',
  'empty',
  'single',
  'zero_point',
  'equals',
  'above',
  'below',
  'tail',
  'no_multiple',
  'multiple',
  'no_power',
  'larger_than',
  'differs_from',
  'same_as',
  'not_zero',
] as const;

/** `subject` has the property; a tensor of the right answer is named as such. */
export interface Feature {
  readonly subject: string;
  readonly property: (typeof properties)[number];
  readonly value?: string | number;
  /** the subject is a tensor of the right answer */
  readonly isAnswer?: true;
}

/** What is known of a case or of an element. */
export interface Row {
  /** properties that hold, by key; the plainest kinds first */
  readonly flags: ReadonlyMap<string, Feature>;
  readonly numbers: ReadonlyMap<string, number>;
}

type Property = Feature['property'];

const leastNormal = 2 ** -126;

function addFloat(found: Set<Property>, x: number): void {
  if (Number.isNaN(x)) found.add('nan');
  else if (!Number.isFinite(x)) found.add('infinity');
  else if (x !== 0 && Math.abs(x) < leastNormal) found.add('subnormal');
  else if (Object.is(x, -0)) found.add('negative_zero');
  if (x < 0) found.add('negative');
  if (x % 1 === -0.5) found.add('negative_tie');
  if (Math.abs(x % 1) === 0.5) found.add('tie');
}

function addInteger(found: Set<Property>, q: number): void {
  if (q < 0) found.add('negative');
  if (Math.abs(q) > 0x1000000) found.add('above_24_bits');
  if (q < -32768 || q > 32767) found.add('beyond_16_bits');
}

function valueProperties(t: WireTensor): ReadonlySet<Property> {
  const found = new Set<Property>();
  if (t.dtype === 'BOOL') return found;
  const add = t.dtype === 'FLOAT32' ? addFloat : addInteger;
  for (const value of valuesOf(t)) add(found, value);
  return found;
}

function recordFeatures(subject: string, t: WireTarget): Feature[] {
  const count = countOfShape(t.shape);
  const found: Feature[] = [
    { subject, property: 'there' },
    { subject, property: 'dtype', value: t.dtype },
    { subject, property: 'rank', value: t.shape.length },
  ];
  const add = (property: Property, holds: boolean, value?: string | number): void => {
    if (holds) found.push({ subject, property, ...(value === undefined ? {} : { value }) });
  };
  add('rounding', t.rounding !== undefined, t.rounding);
  add('transposed', t.order !== undefined);
  add('empty', count === 0);
  add('single', count === 1);
  add('zero_point', t.zero_point !== undefined && t.zero_point !== 0);
  return found;
}

/** Whether the value of the largest magnitude is a negative one. */
function isLargestNegative(values: readonly number[]): boolean {
  return -Math.min(0, ...values) > Math.max(0, ...values);
}

function inputFeatures(subject: string, t: WireTensor): Feature[] {
  const found = [...valueProperties(t)].map((property): Feature => ({ subject, property }));
  const isShort = countOfShape(t.shape) <= elementsMax;
  if (isShort && isLargestNegative(valuesOf(t)))
    found.push({ subject, property: 'largest_negative' });
  return found;
}

/** Larger tensors are not looked through for it. */
const elementsMax = 4096;

/** An operand of any name, where the op has several. */
const anyOperand = 'an operand';

/** The properties of one case, the plainest first. */
export function featuresOf({ op, contract, vector }: TestCase): Feature[] {
  const all = [...Object.entries(vector.inputs), ...Object.entries(vector.targets)];
  const found = all.flatMap(([name, t]) => recordFeatures(name, t));
  if (all.length > 1) {
    const shared = new Set<Property>(['transposed', 'zero_point', 'empty']);
    const some = found.filter(({ property }) => shared.has(property));
    found.push(...some.map((feature) => ({ ...feature, subject: anyOperand })));
  }
  const optional = Object.entries(findOp(op)?.tensors ?? {}).filter(([, t]) => t.optional === true);
  for (const [subject] of optional) {
    const isGiven = all.some(([name]) => name === subject);
    if (!isGiven) found.push({ subject, property: 'absent' });
  }
  for (const [subject, value] of Object.entries(vector.params)) {
    if (typeof value === 'string') found.push({ subject, property: 'equals', value });
  }
  for (const [subject, t] of Object.entries(vector.inputs))
    found.push(...inputFeatures(subject, t));
  for (const [subject, t] of Object.entries(vector.expected.outputs ?? {})) {
    for (const property of valueProperties(t)) {
      // nearly every answer holds a negative value
      if (property !== 'negative') found.push({ subject, property, isAnswer: true });
    }
  }
  found.push({ subject: 'the contract', property: 'equals', value: contract });
  return found;
}

/** Everything that is known of a case before it is answered; it is asked for at every replay of a narrowed mistake. */
export const rowOf = keptFor((test: TestCase): Row => {
  const { inputs, targets } = test.vector;
  const numbers = new Map([...paramsOf(test), ...extentsOf(test)]);
  const left = leftPaddingOf(test);
  if (left !== undefined) numbers.set('the padding on the left', left);
  for (const [name, { bits }] of [...Object.entries(inputs), ...Object.entries(targets)]) {
    if (bits !== undefined) numbers.set(`the width of ${name}`, bits);
  }
  const flags = new Map(featuresOf(test).map((feature) => [JSON.stringify(feature), feature]));
  return { flags, numbers };
});
