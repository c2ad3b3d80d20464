/** What a sweep trains: variants at widths with seeds, out of one text, and the plans that follow. */

import type { TrainingRecord, VariantRecord } from '../../../reference/examples/record.ts';
import { floatVariant, variants } from '../../../reference/examples/variants.ts';
import type { QuantRecord } from '../../../reference/tensor.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { Example } from '../examples.ts';
import type { Plan } from '../train.ts';

export interface SweepSpec {
  /** widths in bits, in order */
  readonly bits: readonly number[];
  /** how many consecutive seeds */
  readonly seeds: number;
  readonly variants: readonly VariantRecord[];
}

/** A training of a sweep, with its width; none for the float twin, whose numbers have no width to choose. */
export interface SweepPlan {
  readonly plan: Plan;
  readonly variant: string;
  readonly bits: number | undefined;
}

/** Widths that a code can have. */
const [bitsMin, bitsMax] = [2, 31];
const seedsMax = 10_000;

function wrong(message: string): GoldError {
  const hint = "for example --sweep 'bits=4..16 seeds=10 variant=sym,sym8'";
  return new GoldError('usage-bad-value', message, { hint });
}

function integer(text: string, what: string, min: number, max: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw wrong(`${what} expected integers from ${min} to ${max}, got "${text}"`);
}

/** `4..16`, `8`, `4,6,8..12`: rising, each once. */
function widthsOf(text: string): number[] {
  const widths = text.split(',').flatMap((part) => {
    const [low, high = low, ...more] = part.split('..');
    if (more.length > 0) throw wrong(`bits expected a range such as 4..16, got "${part}"`);
    const [from, to] = [low!, high!].map((end) => integer(end, 'bits', bitsMin, bitsMax));
    if (from! > to!) throw wrong(`bits expected a range that rises, got "${part}"`);
    return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
  return [...new Set(widths)].sort((a, b) => a - b);
}

function variantsOf(text: string): VariantRecord[] {
  const names = text.split(',');
  const stranger = names.find((name) => variants.every((v) => v.name !== name));
  if (stranger !== undefined) {
    const all = variants.map(({ name }) => name).join(', ');
    throw wrong(`there is no variant "${stranger}"; there are ${all}`);
  }
  return variants.filter(({ name }) => names.includes(name));
}

/** Reads `bits=… seeds=… variant=…`, in any order, each once. Errors: usage-bad-value. */
export function parseSweep(text: string): SweepSpec {
  const given = new Map<string, string>();
  for (const word of text.trim().split(/\s+/)) {
    const [, name, value] = /^(bits|seeds|variant)=(\S+)$/.exec(word) ?? [];
    if (name === undefined || value === undefined) throw wrong(`a sweep has no "${word}"`);
    if (given.has(name)) throw wrong(`"${name}" twice`);
    given.set(name, value);
  }
  const missing = ['bits', 'seeds', 'variant'].find((name) => !given.has(name));
  if (missing !== undefined) throw wrong(`a sweep needs ${missing}=…`);
  return {
    bits: widthsOf(given.get('bits')!),
    seeds: integer(given.get('seeds')!, 'seeds', 1, seedsMax),
    variants: variantsOf(given.get('variant')!),
  };
}

function recordAt(record: QuantRecord, bits: number): QuantRecord {
  return record.dtype === 'FLOAT32' ? record : { ...record, bits };
}

/**
 * A variant with weights, biases and wires at another width, as far as they are not float. Gradient sums and momentum
 * stay as they are: what is swept is the width of the model.
 */
export function variantAtWidth(variant: VariantRecord, bits: number): VariantRecord {
  return {
    ...variant,
    name: `${variant.name}@${bits}`,
    summary: `${variant.name} with ${bits}-bit weights, biases and wires, as far as they are not float`,
    output: recordAt(variant.output, bits),
    propLossWire: recordAt(variant.propLossWire, bits),
    parameter: recordAt(variant.parameter, bits),
  };
}

/** Every variant at every width with every seed, seed by seed. */
export function sweepPlans(
  example: Example,
  training: TrainingRecord,
  spec: SweepSpec,
  firstSeed: number,
): SweepPlan[] {
  const columns = spec.variants.flatMap((variant): Omit<SweepPlan, 'plan'>[] =>
    variant.name === floatVariant.name
      ? [{ variant: variant.name, bits: undefined }]
      : spec.bits.map((bits) => ({ variant: variant.name, bits })),
  );
  const seeds = Array.from({ length: spec.seeds }, (_, i) => firstSeed + i);
  return seeds.flatMap((seed) =>
    columns.map(({ variant: name, bits }) => {
      const plain = spec.variants.find((v) => v.name === name)!;
      const variant = bits === undefined ? plain : variantAtWidth(plain, bits);
      return { plan: { example, variant, training, seed }, variant: name, bits };
    }),
  );
}
