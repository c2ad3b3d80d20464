/**
 * The same bits after every step on the reference, js, native C of both compilers at every level, wasm and an
 * emulated Cortex-M4F: one whole ECG epoch of every variant, one whole HAR training. Then all gold checkpoints.
 */

import { describe, expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { variants } from '../../reference/examples/variants.ts';
import { vectorsDir } from '../cli/paths.ts';
import { planOf, sessionOn } from './fixtures.ts';
import { compareGold, readGold } from './gold.ts';
import type { Session } from './session.ts';
import { noStore } from './store.ts';
import { type Plan, trainPlan } from './train.ts';

const levels = ['O0', 'O2', 'O3'];
const targets = [
  ...levels.map((level) => `native:gcc-${level}`),
  ...levels.map((level) => `native:clang-${level}`),
  'native:gcc-ubsan',
  'wasm',
  'qemu:mps2-an386',
];
const ready = [...(await readyTargets(targets))];

async function train(plan: Plan, ids: readonly string[]) {
  const sessions: Session[] = [];
  try {
    for (const id of ids) sessions.push(await sessionOn(id));
    return await trainPlan({
      plan,
      sessions,
      store: noStore,
      isResumed: false,
      signal: new AbortController().signal,
      onSteps: () => undefined,
      onResumed: () => undefined,
    });
  } finally {
    for (const { backend } of sessions) await backend.stop();
  }
}

describe(`on reference, js, ${ready.join(', ')}`, () => {
  test.each(variants.map((v) => v.name))('one epoch of ecg %s', async (variant) => {
    const { epochs } = await train(planOf('ecg', variant, { epochs: 1 }), [
      'reference',
      'js',
      ...ready,
    ]);
    expect(epochs).toHaveLength(1);
  });

  test('the whole training of har sym', async () => {
    const plan = planOf('har', 'sym');
    const { epochs } = await train(plan, ['reference', 'js', ...ready]);
    expect(epochs).toHaveLength(plan.training.epochs);
  });
});

describe('every gold checkpoint on js', () => {
  const cases = (['ecg', 'har'] as const).flatMap((name) =>
    variants.map((v) => [name, v.name] as const),
  );

  test.each(cases)('%s %s', async (name, variant) => {
    const gold = readGold(vectorsDir, name);
    const run = await train(planOf(name, variant), ['js']);
    const wanted = gold.runs.find((r) => r.variant === variant)!.checkpoints.length;
    expect(compareGold(gold, run)).toEqual({ variant, compared: wanted });
  });
});
