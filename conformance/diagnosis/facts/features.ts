/** What sets failing cases apart: a property that all of them have and hardly a passing case of their op. */

import { float32OfBits } from '../../../schema/format/tensor.ts';
import type { WireTarget, WireTensor } from '../../../schema/format/types.ts';
import { integerOf, patternAt } from '../../core/elements.ts';
import type { TestCase } from '../../core/load.ts';

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
  'there',
  'dtype',
  'rank',
  'width',
  'wide',
  'rounding',
  'transposed',
  'empty',
  'single',
  'batch',
  'channels',
  'zero_point',
  'equals',
  'above_one',
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

type Property = Feature['property'];

function floatProperties(x: number): Property[] {
  const found: Property[] = [];
  if (Number.isNaN(x)) found.push('nan');
  else if (!Number.isFinite(x)) found.push('infinity');
  else if (x !== 0 && Math.abs(x) < 2 ** -126) found.push('subnormal');
  else if (Object.is(x, -0)) found.push('negative_zero');
  if (x < 0) found.push('negative');
  if (x % 1 === -0.5) found.push('negative_tie');
  if (Math.abs(x % 1) === 0.5) found.push('tie');
  return found;
}

function integerProperties(q: number): Property[] {
  const found: Property[] = [];
  if (q < 0) found.push('negative');
  if (Math.abs(q) > 2 ** 24) found.push('above_24_bits');
  if (q < -32768 || q > 32767) found.push('beyond_16_bits');
  return found;
}

function valueProperties(t: WireTensor): ReadonlySet<Property> {
  const count = t.shape.reduce((n, extent) => n * extent, 1);
  const found = new Set<Property>();
  for (let k = 0; k < count && t.dtype !== 'BOOL'; k++) {
    const pattern = patternAt(t, k);
    const held =
      t.dtype === 'FLOAT32'
        ? floatProperties(float32OfBits(pattern))
        : integerProperties(integerOf(t, pattern));
    for (const property of held) found.add(property);
  }
  return found;
}

function recordFeatures(subject: string, t: WireTarget): Feature[] {
  const count = t.shape.reduce((n, extent) => n * extent, 1);
  const [batch = 1, channels = 1] = t.shape;
  const found: Feature[] = [
    { subject, property: 'there' },
    { subject, property: 'dtype', value: t.dtype },
    { subject, property: 'rank', value: t.shape.length },
  ];
  const add = (property: Property, holds: boolean, value?: string | number): void => {
    if (holds) found.push({ subject, property, ...(value === undefined ? {} : { value }) });
  };
  add('width', t.bits !== undefined, t.bits);
  add('wide', t.bits !== undefined && t.bits > 12);
  add('rounding', t.rounding !== undefined, t.rounding);
  add('transposed', t.order !== undefined);
  add('empty', count === 0);
  add('single', count === 1);
  add('batch', t.shape.length > 1 && batch > 1);
  add('channels', t.shape.length > 2 && channels > 1);
  add('zero_point', t.zero_point !== undefined && t.zero_point !== 0);
  return found;
}

/** The properties of one case, the most telling first. */
export function featuresOf({ vector }: TestCase): Feature[] {
  const found: Feature[] = [];
  const all = [...Object.entries(vector.inputs), ...Object.entries(vector.targets)];
  for (const [name, t] of all) found.push(...recordFeatures(name, t));
  for (const [subject, value] of Object.entries(vector.params)) {
    if (value instanceof Uint8Array) continue;
    found.push({ subject, property: 'equals', value });
    if (typeof value !== 'number') continue;
    if (value > 1) found.push({ subject, property: 'above_one' });
    if (value !== 0) found.push({ subject, property: 'not_zero' });
  }
  for (const [subject, t] of Object.entries(vector.inputs)) {
    for (const property of valueProperties(t)) found.push({ subject, property });
  }
  for (const [subject, t] of Object.entries(vector.expected.outputs ?? {})) {
    for (const property of valueProperties(t)) {
      // nearly every answer holds a negative value
      if (property !== 'negative') found.push({ subject, property, isAnswer: true });
    }
  }
  return found;
}

/** The share of passing cases that may have a property which is still worth a word. */
const passingMax = 0.25;

function countsOf(cases: readonly TestCase[]): Map<string, { feature: Feature; count: number }> {
  const counts = new Map<string, { feature: Feature; count: number }>();
  for (const test of cases) {
    const own = new Map(featuresOf(test).map((feature) => [JSON.stringify(feature), feature]));
    for (const [key, feature] of own) {
      counts.set(key, { feature, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return counts;
}

/**
 * The property that all failing cases have and the fewest passing cases of the same ops. Undefined if there
 * is none, or nothing passed.
 */
export function distinction(
  failing: readonly TestCase[],
  passing: readonly TestCase[],
): Feature | undefined {
  if (failing.length === 0 || passing.length === 0) return undefined;
  const others = countsOf(passing);
  const [best] = [...countsOf(failing)]
    .filter(([, { count }]) => count === failing.length)
    .map(([key, { feature }]) => ({ feature, count: others.get(key)?.count ?? 0 }))
    .filter(({ count }) => count <= passingMax * passing.length)
    .sort((a, b) => a.count - b.count);
  return best?.feature;
}
