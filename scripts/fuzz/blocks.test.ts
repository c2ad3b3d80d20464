/** Blocks go through their patterns in order and by chance, are answered everywhere, and find what is off by one. */

import { describe, expect, it } from 'vitest';
import { ops } from '../../goldgen/registry.ts';
import { contractIds, defaultContractId } from '../../reference/contracts.ts';
import { int32Bytes, int32OfBytes } from '../../schema/format/tensor.ts';
import { blockCases } from './blocks.ts';
import type { FuzzCase, Wish } from './cases.ts';
import { draftOf } from './draft.ts';
import { examined, expectationOf, type Subject } from './examine.ts';
import { fuzz } from './fuzz.ts';

const wishOf = (more: Partial<Wish> = {}): Wish => ({
  seed: 1,
  isWild: false,
  ops,
  contracts: [defaultContractId],
  ...more,
});

function first(count: number, wish: Wish, elements: number): FuzzCase[] {
  const source = blockCases(wish, elements);
  return Array.from({ length: count }, () => source.next().value as FuzzCase);
}

const only = (name: string) => wishOf({ ops: ops.filter((op) => op.name === name) });
const patterns = ({ call }: FuzzCase) =>
  Array.from(int32OfBytes(call.inputs.x!.data), (p) => p >>> 0);

describe('blocks', () => {
  it('take the patterns in order in every second block of a form, and draw the others', () => {
    const [a, b, c] = first(3, only('square_float32'), 4).map(patterns);
    expect(a).toEqual([0, 0x80000000, 1, 0x80000001]);
    expect(c).toEqual([2, 0x80000002, 3, 0x80000003]);
    expect(new Set([...a!, ...b!, ...c!]).size).toBe(12);
  });

  it('are the same for the same seed, and divided by shards', () => {
    const all = first(6, only('square_float32'), 4);
    expect(first(6, only('square_float32'), 4).map(patterns)).toEqual(all.map(patterns));
    const parts = [1, 2].map((index) => {
      const { ops: these } = only('square_float32');
      return first(3, wishOf({ ops: these, shard: { index, count: 2 } }), 4);
    });
    const labels = parts.flat().map(({ label }) => label);
    expect(labels.sort()).toEqual(all.map(({ label }) => label).sort());
  });

  it('have an answer under every contract: no cast leaves int32', () => {
    const cases = first(80, wishOf({ contracts: contractIds }), 64);
    expect(new Set(cases.map(({ contract }) => contract)).size).toBeGreaterThan(1);
    for (const c of cases) {
      expect([c.label, expectationOf(c)]).toMatchObject([c.label, { expected: { status: 'ok' } }]);
    }
  });

  it('end where no op has any', () => {
    expect([...blockCases(only('sum_float32'))]).toEqual([]);
  });

  it('find one code that is off by one among thousands, and make it one element', async () => {
    const subject: Subject = {
      id: 'off',
      capabilities: [],
      mayAvoid: false,
      declines: () => undefined,
      // 2.5 goes to the even neighbour
      ask: async ({ seq, inputs }, expected) => {
        const { data } = inputs.x!;
        const codes = int32OfBytes(expected.outputs!.y!.data);
        int32OfBytes(data).forEach((pattern, i) => {
          if (pattern === 0x40200000) codes[i]!--;
        });
        const y = { ...expected.outputs!.y!, data: int32Bytes(codes) };
        const rng = expected.rng!;
        return { verb: 'run', seq, status: 'ok', outputs: { y }, rng, canary: 'intact' };
      },
    };
    const [block] = first(1, only('round'), 4096);
    const data = block!.call.inputs.x!.data.slice();
    new DataView(data.buffer).setUint32(4 * 3000, 0x40200000, true);
    const x = { ...block!.call.inputs.x!, data };
    const call = { ...block!.call, inputs: { x } };
    const asked = { ...block!, call, base: draftOf(call) };
    const expectation = expectationOf(asked);
    if (expectation.kind !== 'answer') throw new Error('no answer');
    const [outcome] = await examined(subject, [{ asked, expectation }]);
    expect(outcome!.judgement.differences).toMatchObject([
      { kind: 'data', index: 3000, expected: '3', got: '2', differing: 1, of: 4096 },
    ]);
    const found: number[] = [];
    await fuzz({
      subjects: [subject],
      cases: [asked],
      maxErrors: 1,
      shrinkTries: 400,
      isOver: () => false,
      onFailure: ({ asked: small }) => found.push(small.call.inputs.x!.data.length / 4),
      onProgress: () => undefined,
    });
    expect(found).toEqual([1]);
  });
});
