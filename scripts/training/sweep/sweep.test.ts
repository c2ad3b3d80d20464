/** Sweeps: what they train, that shards are the whole, and that nothing is trained twice. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { factoriesNamed } from '../../../conformance/backends/index.ts';
import { loadExample } from '../examples.ts';
import { noTrainingProgress } from '../progress.ts';
import { sweepPage } from './page.ts';
import { columnsOf, headOf, placeOf, readSweep, type SweepPoint, sweepText } from './points.ts';
import { plansOfShard, runSweep, sweepName } from './run.ts';
import { parseSweep, type SweepPlan, sweepPlans } from './spec.ts';
import { sweepMarkdown } from './text.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-sweep-'));

afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** Two steps of four rows, measured on few. */
const short = (() => {
  const whole = loadExample('har', undefined);
  const rows = { ...whole.rows, x: whole.rows.x.slice(0, 8), label: whole.rows.label!.slice(0, 8) };
  const measureModel: typeof whole.measureModel = async (evaluate) => {
    const { classes } = await evaluate(rows);
    const accuracy = [...classes].filter((c, i) => rows.label[i]![c] === 1).length / 8;
    return { kind: 'har', accuracy, trainAccuracy: accuracy, f1: 0, loss: 0, confusion: [] };
  };
  return { ...whole, rows, measureModel };
})();
const training = { ...short.training, epochs: 1, batch: 4 };

function plans(text: string): SweepPlan[] {
  return sweepPlans(short, training, parseSweep(text), 42);
}

const small = plans('bits=6 seeds=2 variant=float,sym');

async function sweepInto(out: string, more: Partial<Parameters<typeof runSweep>[0]> = {}) {
  const trained: string[] = [];
  const { points } = await runSweep({
    plans: small,
    shard: undefined,
    from: [],
    factories: factoriesNamed('js'),
    jobs: 1,
    timeoutMs: 600_000,
    out: join(dir, out),
    isResumed: false,
    signal: new AbortController().signal,
    progress: noTrainingProgress,
    onTrained: ({ plan }) => trained.push(`${plan.variant.name} ${plan.seed}`),
    onRefused: ({ plan }) => trained.push(`${plan.variant.name} ${plan.seed}`),
    ...more,
  });
  const file = join(dir, out, sweepName);
  return { points, trained, file, text: readFileSync(file, 'utf8') };
}

describe('the text of a sweep', () => {
  it('names widths, seeds and variants; the float twin has no width', () => {
    expect(small.map(placeOf)).toEqual([
      ...['har/float/seed42', 'har/sym@6/seed42'],
      ...['har/float/seed43', 'har/sym@6/seed43'],
    ]);
    expect(parseSweep('variant=sym8 bits=4..6,12,5 seeds=3')).toMatchObject({
      bits: [4, 5, 6, 12],
      seeds: 3,
      variants: [{ name: 'sym8' }],
    });
  });

  it('sets the width of weights, biases and wires that are not float', () => {
    const [sym, packed] = ['sym', 'sym8'].map(
      (name) => plans(`bits=6 seeds=1 variant=${name}`)[0]!.plan.variant,
    );
    expect([sym!.output.bits, sym!.propLossWire.bits, sym!.parameter.bits]).toEqual([6, 6, 6]);
    expect([packed!.output.dtype, packed!.parameter]).toMatchObject([
      'FLOAT32',
      { dtype: 'SYM', bits: 6 },
    ]);
  });

  test.each([
    ['bits=4..16 seeds=10', 'a sweep needs variant=…'],
    ['bits=16..4 seeds=1 variant=sym', 'a range that rises'],
    ['bits=4..6..8 seeds=1 variant=sym', 'a range such as 4..16'],
    ['bits=1 seeds=1 variant=sym', 'from 2 to 31, got "1"'],
    ['bits=8 seeds=0 variant=sym', 'from 1 to 10000, got "0"'],
    ['bits=8 seeds=1 seeds=2 variant=sym', '"seeds" twice'],
    ['bits=8 seeds=1 variant=sym3', 'no variant "sym3"'],
    ['width=8', 'a sweep has no "width=8"'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSweep(text)).toThrow(message);
  });
});

describe('a sweep', () => {
  it('is put together from its shards, byte for byte, and trains nothing twice', async () => {
    const whole = await sweepInto('whole');
    expect(whole.trained).toHaveLength(small.length);
    const shards = [1, 2].map((index) => ({ index, count: 2 }));
    const placed = shards.flatMap((shard) => plansOfShard(small, shard).map(placeOf));
    expect(placed.sort()).toEqual(small.map(placeOf).sort());
    const from: string[] = [];
    for (const shard of shards) from.push((await sweepInto(`part${shard.index}`, { shard })).file);
    const merged = await sweepInto('merged', { from });
    expect(merged.trained).toEqual([]);
    expect(merged.text).toBe(whole.text);
    const page = await sweepPage(headOf(small[0]!), columnsOf(merged.points));
    // a line and a band for each variant
    for (const mark of ['mark-area', 'mark-line']) {
      expect(page.match(new RegExp(`${mark} `, 'g')), mark).toHaveLength(2);
    }
    expect(page).toContain('<td>sym</td>');
    expect(sweepMarkdown(headOf(small[0]!), columnsOf(merged.points))).toContain('| sym | 6 | 2 |');

    const lacking = await sweepInto('lacking', { from: from.slice(1) });
    expect(lacking.trained).toHaveLength(plansOfShard(small, shards[0]).length);
    expect(lacking.text).toBe(whole.text);
    const resumed = await sweepInto('lacking', { isResumed: true });
    expect(resumed.trained).toEqual([]);
  });

  it('takes no points of another training', async () => {
    const path = join(dir, 'other.json');
    const head = { ...headOf(small[0]!), epochs: 7 };
    writeFileSync(path, sweepText(head, []));
    await expect(sweepInto('refused', { from: [path] })).rejects.toThrow(
      'has epochs 7, this one 1',
    );
  });
});

describe('a file of points', () => {
  const head = headOf(small[0]!);
  const withPoints = (points: unknown) => JSON.stringify({ format: 1, head, points });

  test.each([
    ['null', 'not a sweep of this format'],
    ['{"format":1,"head":null,"points":[]}', 'not a sweep of this format'],
    [withPoints({}), 'not a sweep of this format'],
    ['{"format":1', 'the sweep cannot be read'],
    [withPoints([null]), 'points/0 is no training of a sweep'],
    [withPoints([{ variant: 'sym', bits: 6, seed: 42 }]), 'points/0 is no training'],
    [withPoints([{ variant: 'sym', bits: 6, seed: '42', value: 1 }]), 'points/0 is no training'],
    [withPoints([{ variant: 'sym', bits: '6', seed: 42, value: 1 }]), 'points/0 is no training'],
    [withPoints([{ variant: 'sym', seed: 42, value: null }]), 'points/0 is no training'],
    [withPoints([{ variant: 'sym', seed: 42, value: 1, refused: 'A1' }]), 'points/0 is no'],
  ])('%s is refused with its path', (text, message) => {
    const path = join(dir, 'malformed.json');
    writeFileSync(path, text);
    expect(() => readSweep(path, head)).toThrow(
      expect.objectContaining({
        ...{ code: 'file-unreadable', path, message: expect.stringContaining(message) },
        hint: expect.stringContaining('sweep.json'),
      }),
    );
  });

  it('that is missing is an error before anything is written', async () => {
    const path = join(dir, 'nowhere', sweepName);
    await expect(sweepInto('untouched', { from: [path] })).rejects.toMatchObject({
      ...{ code: 'file-missing', path },
    });
    expect(existsSync(join(dir, 'untouched'))).toBe(false);
  });
});

describe('columns', () => {
  const point = (seed: number, end: object): SweepPoint =>
    ({ variant: 'sym', bits: 8, seed, ...end }) as SweepPoint;

  it('hold the mean with its interval, and count what was refused', () => {
    const points = [
      point(3, { refused: 'A12' }),
      point(1, { value: 0.5 }),
      point(2, { value: 0.7 }),
    ];
    const [column] = columnsOf(points);
    expect(column).toMatchObject({ values: [0.5, 0.7], refused: 1, mean: 0.6 });
    // Student with one degree of freedom: 12.706 · 0.1
    expect(column!.high).toBeCloseTo(0.6 + 1.2706, 6);
    expect(column!.low).toBeCloseTo(0.6 - 1.2706, 6);
  });

  it('have no interval of one value', () => {
    expect(columnsOf([point(1, { value: 0.5 })])[0]).toEqual({
      variant: 'sym',
      bits: 8,
      values: [0.5],
      refused: 0,
    });
  });
});
