/**
 * Goal: what live runs of the original said of June, held against the recordings as far as these go: LayerNorm
 * rounds by the record of its wire, its FLOAT32 forward looks at no format, and FLOAT32 convolutions add product by
 * product into the gradient. Without the recordings the first group is skipped.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContractId } from '../../reference/contracts.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { UndefinedBehaviour } from '../../reference/refusal.ts';
import { float32Tensor, newTensor, type Rounding, type Tensor } from '../../reference/tensor.ts';
import { buildFile } from '../build.ts';
import { findOp } from '../registry.ts';
import { adapters } from './adapters/index.ts';
import { runCrosscheck } from './engine.ts';
import type { AdapterTable, Replay } from './types.ts';

const root = join(import.meta.dirname, '..', '..');
const recordings = process.env.GOLDVEC_RECORDINGS ?? join(root, '..', 'shared', 'recordings');
const june: readonly ContractId[] = ['sym-2026-06-11', 'sym-2026-06-23'];

const other = (mode: Rounding): Rounding => (mode === 'HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY');

/** The adapters of June's LayerNorm, with another view of what was recorded. */
function changed(change: (r: Replay) => Replay): AdapterTable {
  const isNorm = (key: string): boolean => /^june(23)?-layer-layernorm\//.test(key);
  return Object.fromEntries(
    Object.entries(adapters).map(([key, adapter]) => {
      const replay = typeof adapter === 'function' ? adapter : adapter.replay;
      return [key, isNorm(key) ? (r: Replay) => replay(change(r)) : adapter];
    }),
  );
}

function verdicts(table: AdapterTable): Record<string, number> {
  const counts: Record<string, number> = { passed: 0, failed: 0 };
  for (const { results } of runCrosscheck(recordings, '-layer-layernorm.json', table)) {
    for (const { id, verdict } of results) {
      if (id.startsWith('june')) counts[verdict.kind] = (counts[verdict.kind] ?? 0) + 1;
    }
  }
  return counts;
}

describe.runIf(existsSync(recordings))('recorded LayerNorms of June', () => {
  it('come out the same when the operation has the other mode', () => {
    const flipped = changed((r) => ({
      ...r,
      paramRounding: (name) => other(r.paramRounding(name)),
    }));
    expect(verdicts(flipped)).toEqual({ passed: 140, failed: 0 });
  });

  it('come out otherwise when the wire has the other mode', () => {
    const flipped = changed((r) => ({
      ...r,
      tensor(name) {
        const t = r.tensor(name);
        return name === 'y_target' ? { ...t, rounding: other(t.rounding) } : t;
      },
    }));
    // what is left: FLOAT32, refusals, and mantissas that no draw moves
    expect(verdicts(flipped).failed).toBeGreaterThan(100);
  });
});

describe.runIf(existsSync(recordings))('recorded layers of June', () => {
  /** Files whose operands are looked at, with the calls among them that are FLOAT32. */
  function floatCalls(file: string, isFloat: (params: Params) => boolean): Inputs[] {
    const { cases } = JSON.parse(readFileSync(join(recordings, file), 'utf8')) as Recorded;
    return cases.filter(({ params }) => isFloat(params)).map(({ inputs }) => inputs);
  }
  type Params = Readonly<Record<string, unknown>>;
  type Inputs = Readonly<Record<string, { readonly dtype?: string } | null>>;
  type Recorded = { cases: readonly { readonly params: Params; readonly inputs: Inputs }[] };

  it.each(['june-layer-layernorm.json', 'june23-layer-layernorm.json'])(
    'give the FLOAT32 forward nothing but FLOAT32: %s',
    (file) => {
      const calls = floatCalls(file, ({ forwardQ }) => forwardQ === 'FLOAT32');
      expect(calls.length).toBeGreaterThan(0);
      const dtypes = calls.flatMap((inputs) => Object.values(inputs).map((t) => t?.dtype));
      expect(new Set(dtypes)).toEqual(new Set(['FLOAT32']));
    },
  );

  it.each(['june23-layer-conv1d.json', 'june23-layer-conv1dtransposed.json'])(
    'hold no FLOAT32 convolution, so that only the live runs say how it adds: %s',
    (file) => {
      const all = floatCalls(file, () => true);
      expect(all.length).toBeGreaterThan(0);
      expect(all.filter(({ x0 }) => x0?.dtype === 'FLOAT32')).toEqual([]);
    },
  );
});

function outputOf(contract: ContractId, op: string, wanted: string) {
  const found = buildFile(findOp(op)!, contract).cases.find(({ id }) => id === `${op}/${wanted}`);
  return found!.expected;
}

describe('LayerNorm of June', () => {
  it.each([
    ['sym-2026-06-11', 1, -8287636],
    ['sym-2026-06-23', 0, -3248589],
  ] as const)(
    'answers as the original does where operation and wire differ: %s',
    (contract, at, y) => {
      const { outputs, rng } = outputOf(contract, 'layer_norm_forward', 'directed/1');
      const { data } = outputs!.y!;
      expect(new DataView(data.buffer, data.byteOffset).getInt32(4 * at, true)).toBe(y);
      expect(rng).toBe(1578238114);
    },
  );

  const layer = {
    kind: 'layer_norm',
    forwardMath: { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' },
    weightGradMath: { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' },
    biasGradMath: { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' },
    propLossMath: { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' },
    weightGradAccMode: 'OUT_WRITE',
    biasGradAccMode: 'OUT_WRITE',
    eps: 1e-5,
    gamma: parameter([1, 1]),
    beta: parameter([0, 0]),
  } as const;

  function parameter(values: readonly number[]): { value: Tensor; grad: Tensor } {
    return { value: float32Tensor(values), grad: float32Tensor(values.map(() => 0)) };
  }

  it.each(june)('the FLOAT32 forward of mantissas is undefined, its backward refused: %s', (id) => {
    const n = newNumerics(id);
    const x = newTensor('SYM_INT32', [1, 2], 12);
    const wire = (): Tensor => newTensor('FLOAT32', [1, 2]);
    expect(() => n.fn.layerNormForward(n, layer, x, wire())).toThrow(UndefinedBehaviour);
    expect(() => n.fn.layerNormBackward(n, layer, x, wire(), wire())).toThrow('B2');
  });
});

describe('FLOAT32 convolutions of June', () => {
  it.each([
    ['sym-2026-06-23', 16777216],
    ['sym-2026-07-21', 16777220],
  ] as const)('%s: three products of 1 on a gradient of 2^24 give %d', (contract, sum) => {
    const n = newNumerics(contract);
    const math = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' } as const;
    const weight = {
      value: float32Tensor([0.5], [1, 1, 1]),
      grad: float32Tensor([16777216], [1, 1, 1]),
    };
    const window = {
      kernel: 1,
      stride: 1,
      dilation: 1,
      padding: 'VALID',
      paddingAmount: 0,
    } as const;
    n.fn.conv1dBackward(
      n,
      {
        kind: 'conv1d',
        forwardMath: math,
        weightGradMath: math,
        biasGradMath: math,
        propLossMath: math,
        weightGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
        biasGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
        weight,
        bias: undefined,
        window,
        groups: 1,
      },
      float32Tensor([1, 1, 1], [1, 1, 3]),
      float32Tensor([1, 1, 1], [1, 1, 3]),
      newTensor('FLOAT32', [1, 1, 3]),
    );
    // product by product each 1 is a tie that goes to even; 2^24 + 3 is one that goes up
    expect(weight.grad.data[0]).toBe(sum);
  });
});
