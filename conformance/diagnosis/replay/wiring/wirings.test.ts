import { describe, expect, test } from 'vitest';
import { mutantNumerics } from '../../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../../reference/numerics.ts';
import { newNumerics } from '../../../../reference/primitives.ts';
import { symInt32Tensor, type Tensor } from '../../../../reference/tensor.ts';
import { edgeTrace } from './edges.ts';
import { wiringsOf } from './wirings.ts';

const contract = 'sym-2026-07-21';

/** The mistakes in what a run hands on, by identity. */
function mutantsOf(run: (n: Numerics) => void) {
  const { numerics, edges } = edgeTrace(newNumerics(contract));
  run(numerics);
  const all = wiringsOf(edges.values()).flatMap(({ tried }) =>
    tried.flatMap(({ mutant, inCaller = mutant }) => [mutant(), inCaller()]),
  );
  return new Map(all.map((mutant) => [mutant.id, mutant]));
}

const under = (mutants: ReturnType<typeof mutantsOf>, id: string): Numerics => {
  const mutant = mutants.get(id);
  expect(mutant, id).toBeDefined();
  return mutantNumerics(contract, [mutant!]);
};

const tensors = (): { target: Tensor; increment: Tensor } => ({
  target: symInt32Tensor([100, -57, 3], 0.25, 8),
  increment: symInt32Tensor([900, 14, -5], 0.5, 12),
});

describe('what a run hands on', () => {
  const run = (n: Numerics, { target, increment } = tensors()): Tensor => {
    n.fn.accumulateSymDynamic(n, target, increment);
    return target;
  };
  const mutants = mutantsOf(run);

  test('is noted without a change of what it computes', () => {
    const { numerics } = edgeTrace(newNumerics(contract));
    expect(run(numerics)).toEqual(run(newNumerics(contract)));
  });

  test('is a part of another record that the step has', () => {
    const got = run(under(mutants, 'accumulateSymDynamic.quantizeStream.1_from_caller_1.bits'));
    const given = tensors();
    given.target.bits = given.increment.bits;
    expect(got).toEqual({ ...run(newNumerics(contract), given), bits: 8 });
  });

  test('is another operand of the call', () => {
    const got = run(under(mutants, 'symSum.1_for_3'));
    const n = newNumerics(contract);
    const { target, increment } = tensors();
    // operands are t, sT, inc and sI, after n: sT and sI are exchanged
    const sums = [0, 1, 2].map((i) =>
      n.fn.symSum(n, target.data[i]!, increment.scale, increment.data[i]!, target.scale),
    );
    expect(Array.from(got.data)).toEqual(
      Array.from(n.fn.quantizeStream(n, sums, 8, 'HALF_AWAY').codes),
    );
  });

  test('is altered in the callee for everyone who calls it', () => {
    const got = run(under(mutants, 'symmetricScale.1_plus_one'));
    const right = run(newNumerics(contract));
    expect(got.scale).toBe(Math.fround((right.scale * 127) / 255));
  });
});

test('a record that a step writes to is written, although the step was given a changed copy', () => {
  const run = (n: Numerics): Tensor => {
    const x = symInt32Tensor([1000, -20], 0.5, 12);
    const y = symInt32Tensor([0, 0], 1, 8);
    n.fn.executeConvert(n, x, y);
    return y;
  };
  const got = run(under(mutantsOf(run), 'requantDynamic.1.bits_plus_one'));
  expect(got.scale).toBe(Math.fround(500 / 255));
  expect(Array.from(got.data)).toEqual([255, -5]);
  expect(got.bits).toBe(8);
});

test('one of several float operations of a step is another one, the others are right', () => {
  const run = (n: Numerics): Float32Array => {
    const float = (data: number[]): Tensor => ({
      ...symInt32Tensor([], 1, 0),
      dtype: 'FLOAT32',
      shape: [1],
      data: Float32Array.from(data),
    });
    const a = float([5]);
    n.fn.addcdiv(n, a, float([3]), float([16]), { s: 2, divisor: 8, eps: 0.25 });
    return a.data as Float32Array;
  };
  expect(run(newNumerics(contract))).toEqual(Float32Array.of(13));
  const mutants = mutantsOf(run);
  // √16 / 8 − 0.25, not the sum with a
  expect(run(under(mutants, 'addcdiv.add_0_subtracts'))).toEqual(Float32Array.of(5 + 6 / 0.25));
  expect(run(under(mutants, 'addcdiv.add_1_subtracts'))).toEqual(Float32Array.of(5 - 6 / 0.75));
});
