/** What the trainings of a sweep came to, as a file that shards write and that is put together again. */

import { readFileSync } from 'node:fs';
import { meanInterval } from '../../../reference/examples/metrics.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { Setup } from '../store.ts';
import { setupOf } from '../train.ts';
import type { SweepPlan } from './spec.ts';

/** What all points of a file have in common; points of another training are not comparable. */
export interface SweepHead extends Omit<Setup, 'variant' | 'seed'> {
  readonly measure: string;
  readonly epochs: number;
}

/** One training: its measure, or where and why a guard of the semantics ended it. */
export type SweepPoint = {
  readonly variant: string;
  /** absent for the float twin */
  readonly bits?: number;
  readonly seed: number;
} & ({ readonly value: number } | { readonly refused: string });

export interface SweepFile {
  readonly format: 1;
  readonly head: SweepHead;
  /** by variant, width and seed */
  readonly points: readonly SweepPoint[];
}

/** A variant at a width over its seeds. */
export interface SweepColumn {
  readonly variant: string;
  readonly bits?: number;
  readonly values: readonly number[];
  /** trainings that were refused; they are in no other number */
  readonly refused: number;
  /** mean of the values, and the 95 % confidence interval of that mean (Student); not with fewer than two values */
  readonly mean?: number;
  readonly low?: number;
  readonly high?: number;
}

export function headOf({ plan }: SweepPlan): SweepHead {
  const { example, contract, source, data, rate, momentum, batch } = setupOf(plan);
  const { epochs } = plan.training;
  const { name: measure } = plan.example.measure;
  return { example, measure, contract, source, data, rate, momentum, batch, epochs };
}

/** The place of a training in a sweep, by which shards divide it: `har/sym@8/seed42`. */
export function placeOf({ plan }: SweepPlan): string {
  return `${plan.example.name}/${plan.variant.name}/seed${plan.seed}`;
}

const keyOf = ({ variant, bits = 0, seed }: Omit<SweepPoint, 'value' | 'refused'>): string =>
  `${variant} ${bits} ${seed}`;

/** The point of a training that has come to its end. */
export function pointOf(
  { plan, variant, bits }: SweepPlan,
  end: { readonly value: number } | { readonly refused: string },
): SweepPoint {
  return { variant, ...(bits === undefined ? {} : { bits }), seed: plan.seed, ...end };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function isPoint(value: unknown): value is SweepPoint {
  if (!isObject(value)) return false;
  const { variant, bits, seed, value: measure, refused } = value;
  if (typeof variant !== 'string' || !Number.isInteger(seed)) return false;
  if (bits !== undefined && !Number.isInteger(bits)) return false;
  return measure === undefined
    ? typeof refused === 'string'
    : typeof measure === 'number' && refused === undefined;
}

const hint = 'name a sweep.json that `goldvec train --sweep` wrote';

/** What stands in the file. Errors: file-missing, file-unreadable. */
function parsedSweep(path: string): SweepFile {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const code = isMissing ? 'file-missing' : 'file-unreadable';
    const message = isMissing ? 'there is no such sweep' : 'the sweep cannot be read';
    throw new GoldError(code, message, { path, hint, cause });
  }
  const isSweep =
    isObject(file) && file.format === 1 && isObject(file.head) && Array.isArray(file.points);
  if (!isSweep)
    throw new GoldError('file-unreadable', 'not a sweep of this format', { path, hint });
  const sweep = file as unknown as SweepFile;
  const wrong = sweep.points.findIndex((point) => !isPoint(point));
  if (wrong < 0) return sweep;
  const message = `points/${wrong} is no training of a sweep`;
  throw new GoldError('file-unreadable', message, { path, hint });
}

/** Reads a file of points. Errors: file-missing, file-unreadable; usage-bad-value, where they are of another training. */
export function readSweep(path: string, head: SweepHead): readonly SweepPoint[] {
  const file = parsedSweep(path);
  const names = Object.keys(head) as (keyof SweepHead)[];
  const other = names.find((name) => file.head[name] !== head[name]);
  if (other === undefined) return file.points;
  const message = `the sweep has ${other} ${file.head[other]}, this one ${head[other]}`;
  throw new GoldError('usage-bad-value', message, { path, hint: 'name another folder with --out' });
}

/** The points of the files that belong to the plans, each once. Errors: those of `readSweep`. */
export function knownPoints(
  plans: readonly SweepPlan[],
  paths: readonly string[],
): ReadonlyMap<SweepPlan, SweepPoint> {
  const head = headOf(plans[0]!);
  const found = paths.flatMap((path) => readSweep(path, head));
  const points = new Map(found.map((point) => [keyOf(point), point]));
  return new Map(
    plans.flatMap((plan) => {
      const { variant, bits } = plan;
      const place = { variant, ...(bits === undefined ? {} : { bits }), seed: plan.plan.seed };
      const point = points.get(keyOf(place));
      return point === undefined ? [] : [[plan, point] as const];
    }),
  );
}

function inOrder(a: SweepPoint, b: SweepPoint): number {
  const names = a.variant < b.variant ? -1 : a.variant > b.variant ? 1 : 0;
  return names || (a.bits ?? 0) - (b.bits ?? 0) || a.seed - b.seed;
}

/** The file as text: the same bytes for the same points, in whichever order they were found. */
export function sweepText(head: SweepHead, points: readonly SweepPoint[]): string {
  const lines = points.toSorted(inOrder).map((point) => JSON.stringify(point));
  return `{"format":1,"head":${JSON.stringify(head)},"points":[\n${lines.join(',\n')}\n]}\n`;
}

/** The points by variant and width. */
export function columnsOf(points: readonly SweepPoint[]): SweepColumn[] {
  const groups = new Map<string, SweepPoint[]>();
  for (const point of points.toSorted(inOrder)) {
    const key = keyOf({ ...point, seed: 0 });
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((group) => {
    const { variant, bits } = group[0]!;
    const values = group.flatMap((point) => ('value' in point ? [point.value] : []));
    return {
      variant,
      ...(bits === undefined ? {} : { bits }),
      values,
      refused: group.length - values.length,
      ...(values.length < 2 ? {} : meanInterval(values)),
    };
  });
}
