/** A training that stops and goes on, its files, and the page about it. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../conformance/backends/backend.ts';
import { float32Bytes } from '../../schema/format/tensor.ts';
import { planOf, sessionOn } from './fixtures.ts';
import { trainingPage } from './page.ts';
import { durationText, newTrainingProgress } from './progress.ts';
import { reportOf } from './report.ts';
import { startOf } from './start.ts';
import { fileStore, noStore, type RunStore } from './store.ts';
import { type Plan, setupOf, type Trained, trainPlan } from './train.ts';

const js = await sessionOn('js');

afterAll(async () => {
  await js.backend.stop();
});

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goldvec-train-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

/** Few rows, so that an epoch is two short steps. */
function shortPlan(name: 'ecg' | 'har', variant: string, epochs: number): Plan {
  const plan = planOf(name, variant, { epochs, batch: 4 });
  const { rows } = plan.example;
  const x = rows.x.slice(0, 9);
  const label = rows.label === undefined ? {} : { label: rows.label.slice(0, 9) };
  return { ...plan, example: { ...plan.example, rows: { ...rows, x, ...label } } };
}

function train(plan: Plan, store: RunStore, more: Partial<Parameters<typeof trainPlan>[0]> = {}) {
  return trainPlan({
    plan,
    sessions: [js],
    store,
    isResumed: false,
    signal: new AbortController().signal,
    onSteps: () => undefined,
    onResumed: () => undefined,
    ...more,
  });
}

const digestsOf = (run: Trained): string[] => run.epochs.flatMap(({ digests }) => digests);

describe('resuming', () => {
  test('gives the digests of an uninterrupted run, generator included', async () => {
    const whole = await train(shortPlan('ecg', 'sym', 4), noStore);
    const plan = shortPlan('ecg', 'sym', 4);
    const store = fileStore(dir, setupOf(plan));
    const controller = new AbortController();
    let steps = 0;
    const interrupted = train(plan, store, {
      signal: controller.signal,
      // in the middle of epoch 3: its steps are lost and done again
      onSteps: (count) => {
        steps += count;
        if (steps === 4) controller.abort();
      },
    });
    await expect(interrupted).rejects.toMatchObject({ code: 'interrupted' });
    let skipped = 0;
    const resumed = await train(plan, store, {
      isResumed: true,
      onResumed: (count) => {
        skipped = count;
      },
    });
    expect(skipped).toBe(4);
    expect(digestsOf(resumed)).toHaveLength(8);
    expect(digestsOf(resumed)).toEqual(digestsOf(whole));
    expect(resumed.state).toEqual(whole.state);
    expect(resumed.result).toEqual(whole.result);
  });

  test('another setup in the same folder is refused', async () => {
    const plan = shortPlan('ecg', 'sym', 1);
    await train(plan, fileStore(dir, setupOf(plan)));
    const other = fileStore(dir, { ...setupOf(plan), rate: 1 });
    expect(() => other.load()).toThrow(/another setup/);
  });

  test('every line of the log is JSON: setup, epochs, result', async () => {
    const plan = shortPlan('har', 'float', 2);
    await train(plan, fileStore(dir, setupOf(plan)));
    const lines = readFileSync(join(dir, 'float-seed42.jsonl'), 'utf8').trim().split('\n');
    const keys = lines.map((line) => Object.keys(JSON.parse(line) as object)[0]);
    expect(keys).toEqual(['setup', 'epoch', 'epoch', 'result']);
  });
});

describe('a guard that fires', () => {
  test('ends the training with its step, searched for one by one', async () => {
    const plan = shortPlan('ecg', 'sym', 4);
    const start = startOf(plan.example.record, plan.variant, plan.training, plan.seed, 9);
    // rows 4 … 7 of the order are step 2 of every epoch
    const fatal = Buffer.from(float32Bytes(plan.example.rows.x[start.order[5]!]!));
    const backend: Backend = {
      ...js.backend,
      run: async (request) => {
        const { data } = request.inputs.x!;
        if (request.op !== 'training_run' || !Buffer.from(data).includes(fatal)) {
          return js.backend.run(request);
        }
        const { seq } = request;
        return { verb: 'run', seq, status: 'refused', message: 'A12: a seed', canary: 'intact' };
      },
    };
    await expect(train(plan, noStore, { sessions: [{ ...js, backend }] })).rejects.toMatchObject({
      code: 'training-refused',
      message: 'step 2, js: A12: a seed',
    });
  });
});

describe('the page', () => {
  test.each(['ecg', 'har'] as const)(
    '%s: one file, with a text for every picture',
    async (name) => {
      const trained = [
        await train(shortPlan(name, 'float', 2), noStore),
        await train(shortPlan(name, 'sym', 2), noStore),
        await train({ ...shortPlan(name, 'float', 2), seed: 43 }, noStore),
        await train({ ...shortPlan(name, 'sym', 2), seed: 43 }, noStore),
      ];
      const example = { ...trained[0]!.plan.example, source: '<script>&"' };
      const refused = [{ plan: trained[1]!.plan, message: 'step 7: A12' }];
      const command = 'npx goldvec train <example>';
      const origin = { version: '1.2.3', backends: ['js', 'reference'], command };
      const report = reportOf(example, trained, refused, origin);
      expect(report.variants.map((v) => [v.variant, v.seeds])).toEqual([
        ['float', [42, 43]],
        ['sym', [42, 43]],
      ]);
      expect(report.variants[1]!.difference).toBeDefined();
      const page = await trainingPage(report, trained);
      expect(page).not.toMatch(/<script|https?:|src=|@import|NaN|undefined|Infinity/);
      expect(page).toContain('step 7: A12');
      for (const text of [
        '<dd>sym-2026-07-21</dd>',
        '<dd>goldvec 1.2.3</dd>',
        '<dd>42, 43</dd>',
        '<dd>js, reference; the bits are those of each of them</dd>',
        '<code>npx goldvec train &lt;example&gt;</code>',
        `<code>${trained[1]!.epochs.at(-1)!.digests.at(-1)}</code>`,
        `<code>${setupOf(trained[0]!.plan).data}</code>`,
      ]) {
        expect(page).toContain(text);
      }
      expect(page).toMatch(/<td class="n">\d\.\d{4} ± /);
      expect(page.includes('The threshold is chosen on the validation beats')).toBe(name === 'ecg');
      expect(page).toContain('&lt;script&gt;&amp;&quot;');
      const pictures = page.match(/<svg /g) ?? [];
      expect(pictures.length).toBeGreaterThan(4);
      expect(page.match(/role="img" aria-label="[^"]{20,}"><svg /g)).toHaveLength(pictures.length);
      expect(page.match(/<figure/g)?.length).toBe(page.match(/<\/figure>/g)?.length);
    },
  );
});

describe('progress', () => {
  test.each([
    [0.2, '0 s'],
    [75, '1 min 15 s'],
    [3 * 3600 + 5 * 60, '3 h 05 min'],
  ])('%d seconds: %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  test('the time left follows the speed of this process only', () => {
    let time = 0;
    let shown = '';
    const progress = newTrainingProgress(
      100,
      (text) => {
        shown = text;
      },
      () => time,
    );
    progress.skip(50);
    time = 10_000;
    progress.steps('sym', 10, 0.5);
    // 10 steps in 10 s, 40 are left
    expect(shown).toContain('60% sym loss 0.5000, 40 s left');
  });
});
