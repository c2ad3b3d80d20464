/** Goal: the same product is asked of every backend, and one that computes another is an error and not a time. */

import { expect, it, vi } from 'vitest';
import type { BackendFactory } from '../../../conformance/backends/backend.ts';
import type { HelloReply, RunReply, RunRequest } from '../../../schema/format/types.ts';
import type { Series } from '../kind.ts';
import { products } from './products.ts';

const hello = { contracts: ['c'], ops: ['matmul_int32'] } as unknown as HelloReply;
const asked: RunRequest[] = [];

/** A backend that answers every call with the same output. */
function fake(id: string, data: Uint8Array): BackendFactory {
  const run = (request: RunRequest) => {
    asked.push(request);
    return Promise.resolve({ status: 'ok', outputs: { y: { data } } } as unknown as RunReply);
  };
  const create = () => ({ id, start: () => Promise.resolve(hello), run, stop: vi.fn() });
  return { id, create } as unknown as BackendFactory;
}

const factories = {
  one: fake('one', Uint8Array.of(1, 2)),
  same: fake('same', Uint8Array.of(1, 2)),
  other: fake('other', Uint8Array.of(1, 3)),
};

vi.mock('../../cli/required_backends.ts', () => ({
  requiredBackends: (names: readonly (keyof typeof factories)[]) =>
    Promise.resolve(names.map((name) => factories[name])),
}));

async function seriesOf(...backends: string[]): Promise<Series[]> {
  const found: Series[] = [];
  const options = { backends, isShort: true, vectors: '', timeoutMs: 1000 };
  for await (const series of products.series(options)) found.push(series as Series);
  return found;
}

it('asks each for the same product', async () => {
  const [series] = await seriesOf('one', 'same');
  for (const { run } of series!.contenders) await run();
  expect(series!.contenders.map(({ name }) => name)).toEqual(['one', 'same']);
  expect(asked.map(({ seq }) => seq)).toEqual([1, 1, 2, 2]);
  const operands = asked.map(({ inputs }) => Buffer.from(inputs.a!.data));
  expect(operands.every((operand) => operand.equals(operands[0]!))).toBe(true);
  expect(series!.work).toBe(asked[0]!.inputs.a!.shape.reduce((n, m) => n * m, 1) ** 1.5);
});

it('does not time one that computes another', async () => {
  await expect(seriesOf('one', 'other')).rejects.toThrow('other computes another product than one');
});
