/** Run requests of a few simple ops, for the tests of the C harness. */

import { float32Bytes, int32Bytes } from '../../../schema/format/tensor.ts';
import type { RunRequest, WireTarget, WireTensor } from '../../../schema/format/types.ts';

export function int32(values: readonly number[], shape = [values.length]): WireTensor {
  return { dtype: 'INT32', shape, data: int32Bytes(Int32Array.from(values)) };
}

export function float32(values: readonly number[]): WireTensor {
  return {
    dtype: 'FLOAT32',
    shape: [values.length],
    data: float32Bytes(Float32Array.from(values)),
  };
}

function target(dtype: 'INT32' | 'FLOAT32', shape: readonly number[]): WireTarget {
  return { dtype, shape };
}

type Body = Partial<Pick<RunRequest, 'params' | 'inputs' | 'targets' | 'rng'>>;

function call(op: string, body: Body): RunRequest {
  const empty = { params: {}, inputs: {}, targets: {}, rng: 1 };
  return { verb: 'run', seq: 1, contract: 'sym-2026-07-21', op, ...empty, ...body };
}

export function roundCall(values: readonly number[]): RunRequest {
  return call('round', {
    params: { rounding: 'HALF_AWAY' },
    inputs: { x: float32(values) },
    targets: { y: target('INT32', [values.length]) },
  });
}

export function shuffleCall(values: readonly number[]): RunRequest {
  return call('rng_shuffle', { inputs: { indices: int32(values) }, rng: 12345 });
}

/** `[1, K] · [K, 1]` in INT32. */
export function dotCall(a: readonly number[], b: readonly number[]): RunRequest {
  return call('matmul_int32', {
    inputs: { a: int32(a, [1, a.length]), b: int32(b, [b.length, 1]) },
    targets: { y: target('INT32', [1, 1]) },
  });
}

/** 1 and 0 moved to a scale of 0: the second gives NaN, which the guard refuses. */
export function refusedSeedCall(): RunRequest {
  return call('seed_rescale', {
    params: { sp: 0x3f800000, sa: 0x3f800000, rounding: 'HALF_AWAY' },
    inputs: { q: int32([1, 1073774657]) },
    targets: { y: target('INT32', [2]) },
  });
}
