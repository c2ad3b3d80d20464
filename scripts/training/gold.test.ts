/** The committed checkpoints: their form, and the first 20 steps of both examples on several backends. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { variants } from '../../reference/examples/variants.ts';
import { vectorsDir } from '../cli/paths.ts';
import type { ExampleName } from './examples.ts';
import { planOf, sessionOn } from './fixtures.ts';
import { compareGold, demandGoldPlan, goldSteps, goldText, readGold } from './gold.ts';
import { noStore } from './store.ts';
import { type Trained, trainPlan } from './train.ts';

const ready = await readyTargets(['native:gcc-O2', 'wasm']);

async function train(name: ExampleName, variant: string, epochs: number, backend: string) {
  const session = await sessionOn(backend);
  try {
    return await trainPlan({
      plan: planOf(name, variant, { epochs }),
      sessions: [session],
      store: noStore,
      isResumed: false,
      signal: new AbortController().signal,
      onSteps: () => undefined,
      onResumed: () => undefined,
    });
  } finally {
    await session.backend.stop();
  }
}

test.each([
  [3, [1, 2, 3]],
  [20, [...Array(20).keys()].map((i) => i + 1)],
  [70, [...[...Array(20).keys()].map((i) => i + 1), 32, 64, 70]],
])('checkpoints of %i steps', (last, steps) => {
  expect(goldSteps(last)).toEqual(steps);
});

describe.each(['ecg', 'har'] as const)('vectors/training/%s.json', (name) => {
  const gold = readGold(vectorsDir, name);

  test('has all variants and is written as it would be again', () => {
    expect(gold.runs.map((run) => run.variant)).toEqual(variants.map((v) => v.name));
    const text = readFileSync(join(vectorsDir, 'training', `${name}.json`), 'utf8');
    expect(goldText(gold)).toBe(text);
    const losses = gold.runs.map((run) => new Set(run.checkpoints.map((c) => c.digest)).size);
    // a variant of deterministic write-back may come to rest, the others move at every step
    expect(Math.max(...losses)).toBe(gold.runs[0]!.checkpoints.length);
  });

  test.each(['js', ...ready])('the first 20 steps on %s', async (backend) => {
    const epochs = name === 'ecg' ? 3 : 2;
    const run = await train(name, 'sym', epochs, backend);
    demandGoldPlan(gold, run.plan);
    expect(compareGold(gold, run)).toEqual({ variant: 'sym', compared: 20 });
  });
});

describe('a training that leaves its trajectory', () => {
  test('is told by its first differing checkpoint', async () => {
    const gold = readGold(vectorsDir, 'har');
    const run = await train('har', 'float', 1, 'js');
    const epochs = run.epochs.map((e) => ({
      ...e,
      digests: e.digests.map((d, i) => (i < 6 ? d : '00000000')),
    }));
    const { firstDifference } = compareGold(gold, { ...run, epochs } as Trained);
    expect(firstDifference?.expected.step).toBe(7);
    expect(firstDifference?.got.digest).toBe('00000000');
  });

  test('under another rate is no training of the gold setup', () => {
    const gold = readGold(vectorsDir, 'har');
    expect(() => demandGoldPlan(gold, planOf('har', 'sym', { learningRate: 1 }))).toThrow(
      /rate_bits/,
    );
  });
});
