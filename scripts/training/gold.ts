/** Gold trajectories: the checkpoints of whole trainings that any backend can be held against. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { bitsOfFloat32 } from '../../schema/format/tensor.ts';
import type { Checkpoint, GoldTrajectories } from '../../schema/format/types.ts';
import { validateTrajectories } from '../../schema/format/validate.ts';
import { replaceFile } from '../replace_file.ts';
import type { ExampleName } from './examples.ts';
import { trainingContract } from './start.ts';
import { type Plan, setupOf, type Trained } from './train.ts';

function pathOf(vectors: string, example: ExampleName): string {
  return join(vectors, 'training', `${example}.json`);
}

function word(value: number): string {
  return bitsOfFloat32(value).toString(16).padStart(8, '0');
}

/** 1 … 20, then powers of two, then the last step. */
export function goldSteps(last: number): number[] {
  const steps: number[] = [];
  for (let s = 1; s <= Math.min(20, last); s++) steps.push(s);
  for (let s = 32; s < last; s *= 2) steps.push(s);
  if (last > 20) steps.push(last);
  return steps;
}

/** Loss and digest of every step of a training. */
function checkpointsOf({ epochs }: Trained): Checkpoint[] {
  const losses = epochs.flatMap((e) => e.losses);
  const digests = epochs.flatMap((e) => e.digests);
  return digests.map((digest, i) => ({ step: i + 1, loss_bits: losses[i]!, digest }));
}

/** The plan's fields of a gold file. */
function headOf(plan: Plan): Omit<GoldTrajectories, 'runs'> {
  const { example, training, seed } = plan;
  return {
    format: 1,
    example: example.name,
    contract: trainingContract,
    data: setupOf(plan).data,
    seed,
    batch: training.batch,
    epochs: training.epochs,
    rate_bits: word(training.learningRate),
    momentum_bits: word(training.momentum),
  };
}

export function goldOf(trained: readonly Trained[]): GoldTrajectories {
  const runs = trained.map((run) => {
    const all = checkpointsOf(run);
    const checkpoints = goldSteps(all.length).map((step) => all[step - 1]!);
    return { variant: run.plan.variant.name, checkpoints };
  });
  return { ...headOf(trained[0]!.plan), runs };
}

/** One line per checkpoint, so that a change shows where it begins. */
export function goldText(gold: GoldTrajectories): string {
  const { runs, ...head } = gold;
  const fields = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  const texts = runs.map(({ variant, checkpoints }) => {
    const lines = checkpoints.map((c) => `        ${JSON.stringify(c)}`).join(',\n');
    return `    {\n      "variant": ${JSON.stringify(variant)},\n      "checkpoints": [\n${lines}\n      ]\n    }`;
  });
  return `{\n${fields.join('')}  "runs": [\n${texts.join(',\n')}\n  ]\n}\n`;
}

export function writeGold(vectors: string, trained: readonly Trained[]): string {
  const gold = validateTrajectories(goldOf(trained));
  const path = pathOf(vectors, gold.example);
  replaceFile(path, goldText(gold));
  return path;
}

/** The gold trajectories of an example. Errors: file-missing, vector-schema. */
export function readGold(vectors: string, example: ExampleName): GoldTrajectories {
  const path = pathOf(vectors, example);
  if (!existsSync(path)) throw new GoldError('file-missing', 'no gold trajectories', { path });
  return validateTrajectories(JSON.parse(readFileSync(path, 'utf8')));
}

/** A training under another setup says nothing about the gold one. Errors: usage-bad-value. */
export function demandGoldPlan(gold: GoldTrajectories, plan: Plan): void {
  const { epochs: _, ...head } = headOf(plan);
  for (const [field, value] of Object.entries(head)) {
    const expected = gold[field as keyof typeof head];
    if (expected === value) continue;
    const message = `the gold trajectory has ${field} ${expected}, this training ${value}`;
    throw new GoldError('usage-bad-value', message, { hint: 'leave out --data, --seed, --rate' });
  }
}

export interface GoldComparison {
  readonly variant: string;
  /** checkpoints that were reached and compared */
  readonly compared: number;
  readonly firstDifference?: { readonly expected: Checkpoint; readonly got: Checkpoint };
}

/** Compares a training with its gold trajectory as far as it went. */
export function compareGold(gold: GoldTrajectories, run: Trained): GoldComparison {
  const variant = run.plan.variant.name;
  const all = checkpointsOf(run);
  const wanted = gold.runs.find((r) => r.variant === variant)?.checkpoints ?? [];
  const reached = wanted.filter(({ step }) => step <= all.length);
  const expected = reached.find(({ step, digest, loss_bits: loss }) => {
    const got = all[step - 1]!;
    return got.digest !== digest || got.loss_bits !== loss;
  });
  const common = { variant, compared: reached.length };
  if (expected === undefined) return common;
  return { ...common, firstDifference: { expected, got: all[expected.step - 1]! } };
}
