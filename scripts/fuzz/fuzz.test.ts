/**
 * Goal: the calls are the same for the same seed, what a subject answers wrongly is found and made small, and
 * what means nothing is no failure. Method: subjects that give the reference's answer, spoiled in one way.
 */

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OpCall } from '../../goldgen/op.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { encode } from '../../schema/format/codec.ts';
import { bitsOfFloat32, float32OfBytes } from '../../schema/format/tensor.ts';
import type { RunReply, RunRequest } from '../../schema/format/types.ts';
import { opNamed } from '../cli/select.ts';
import { referenceReply } from '../reference_backend.ts';
import { type FuzzCase, fuzzCases } from './cases.ts';
import { callOf, draftOf, elementsOf } from './draft.ts';
import type { Subject } from './examine.ts';
import { fuzz } from './fuzz.ts';
import { stateBefore } from './generator_state.ts';
import { isMeaningless } from './outside.ts';
import type { FuzzFailure } from './tally.ts';

const contracts = ['sym-2026-07-21'] as const;

function first(count: number, seed: number, isWild: boolean, names: readonly string[]): FuzzCase[] {
  const taken: FuzzCase[] = [];
  for (const c of fuzzCases({ seed, isWild, ops: names.map(opNamed), contracts })) {
    if (taken.push(c) >= count) break;
  }
  return taken;
}

const bytesOf = (cases: readonly FuzzCase[]): string[] =>
  cases.map(({ call }) => Buffer.from(encode(call)).toString('hex'));

function subject(spoil: (reply: RunReply, request: RunRequest) => RunReply): Subject {
  return {
    id: 'spoiled',
    capabilities: ['overflow', 'poison'],
    mayAvoid: true,
    declines: () => undefined,
    ask: async (request) => spoil(referenceReply(request), request),
  };
}

async function failuresOf(cases: Iterable<FuzzCase>, spoiled: Subject): Promise<FuzzFailure[]> {
  const found: FuzzFailure[] = [];
  await fuzz({
    subjects: [spoiled],
    cases,
    maxErrors: 3,
    shrinkTries: 2000,
    isOver: () => false,
    onFailure: (failure) => found.push(failure),
    onProgress: () => undefined,
  });
  return found;
}

describe('the calls', () => {
  it.each([false, true])(
    'are the same for the same seed and others for another (wild: %s)',
    (wild) => {
      const names = ['requant_dynamic', 'linear_forward', 'tensor_copy'];
      const once = bytesOf(first(60, 5, wild, names));
      expect(bytesOf(first(60, 5, wild, names))).toEqual(once);
      expect(bytesOf(first(60, 6, wild, names))).not.toEqual(once);
      // other ops beside it change nothing
      const alone = bytesOf(first(20, 5, wild, ['linear_forward']));
      expect(once).toEqual(expect.arrayContaining(alone));
    },
  );

  it('are the same on every platform', () => {
    const names = [
      'requant_dynamic',
      'conv1d_forward',
      'adamw_step',
      'pack_bits',
      'layer_norm_backward',
    ];
    const bytes = bytesOf(first(300, 1, true, names)).join('');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      '56a1998dbc5ebb71b5055a8c5122bd4f1d1e34e895a135fcdd116f92133ba6da',
    );
  });

  it('survive being taken apart', () => {
    for (const { op, call } of first(200, 1, false, ['convert', 'bool_access', 'unpack_bits'])) {
      expect(encode(callOf(op, draftOf(call)))).toEqual(encode(call));
    }
  });

  it('parts of a run have nothing in common and are the whole, and none draws for another', () => {
    const rounds = 6;
    const labels = (shard?: { index: number; count: number }): string[] => {
      let drawn = 0;
      const op = opNamed('rng_bernoulli');
      const cases: typeof op.cases = (gen) => {
        drawn++;
        return op.cases(gen);
      };
      const ops = [{ ...op, cases }];
      const wish = { seed: 1, isWild: false, ops, contracts };
      const found: string[] = [];
      for (const { label } of fuzzCases({ ...wish, ...(shard === undefined ? {} : { shard }) })) {
        if (Number(label.split('/')[1]) >= rounds) break;
        found.push(label);
      }
      // and the one that ends this loop
      expect(drawn).toBe(rounds / (shard?.count ?? 1) + 1);
      return found;
    };
    const parts = [1, 2, 3].map((index) => labels({ index, count: 3 }));
    for (const part of parts) expect(part.length).toBeGreaterThan(0);
    expect(parts.flat().sort()).toEqual(labels().sort());
  });
});

describe('failures', () => {
  const nanIsZero = subject((reply, { inputs }) => {
    const values = inputs.x === undefined ? [] : [...float32OfBytes(inputs.x.data)];
    return values.some(Number.isNaN) ? { ...reply, rng: 1 + (reply.rng ?? 0) } : reply;
  });

  it('are made small: one element of a tensor of any size', async () => {
    const cases = first(400, 3, true, ['square_float32']);
    const [failure] = await failuresOf(cases, nanIsZero);
    expect(failure).toMatchObject({ subject: 'spoiled', kind: 'rng' });
    const { x } = failure!.asked.call.inputs;
    expect(x!.shape.reduce((a, b) => a * b, 1)).toBe(1);
    expect([...float32OfBytes(x!.data)].map(bitsOfFloat32)).toEqual([0x7fc00000]);
    expect(elementsOf(draftOf(failure!.asked.call))).toBeLessThanOrEqual(4);
  });

  it('are none for the reference itself', async () => {
    const names = ['requant_dynamic', 'conv1d_raw', 'execute_op', 'adamw_step'];
    expect(
      await failuresOf(
        first(300, 2, true, names),
        subject((reply) => reply),
      ),
    ).toEqual([]);
  });

  it('are told once for each kind', async () => {
    const wrong = subject((reply) => ({ ...reply, canary: 'y' }));
    const found = await failuresOf(first(30, 1, false, ['round']), wrong);
    expect(found.map(({ kind }) => kind)).toEqual(['canary']);
  });
});

describe('a reference that answers what means nothing', () => {
  it('is told as a failure of its own', async () => {
    const square = opNamed('square_float32');
    const unguarded = { ...square, run: (n: Numerics, call: OpCall) => spill(n, call) };
    const cases = first(60, 3, true, ['square_float32']).map((c) => ({ ...c, op: unguarded }));
    const found = await failuresOf(
      cases,
      subject((reply) => reply),
    );
    expect(found.map(({ subject: who, kind }) => `${who} ${kind}`)).toContain('reference outside');
  });
});

/** Squares the element after each, the last of which is none of x. */
function spill(n: Numerics, { tensors }: OpCall): void {
  const [x, y] = [tensors.x!, tensors.y!];
  for (let i = 0; i < x.data.length; i++) y.data[i] = n.f.mul(x.data[i + 1]!, x.data[i + 1]!);
}

describe('calls that mean nothing', () => {
  const [found] = first(1, 1, false, ['square_float32']);

  it('reach outside a tensor or leave elements as they were', () => {
    expect(isMeaningless(found!)).toBe(false);
    const { call } = found!;
    for (const extent of [0, 99]) {
      const targets = { y: { ...call.targets.y!, shape: [extent] } };
      expect(isMeaningless({ ...found!, call: { ...call, targets } }), `${extent}`).toBe(true);
    }
  });
});

it('a generator state is found from the output it must give', () => {
  for (const output of [1, 255, 0xffffff00, 0xffffffff, 123456789]) {
    let x = stateBefore(output) | 0;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    expect(x >>> 0).toBe(output);
  }
});
