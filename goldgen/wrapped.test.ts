/** Goal: a wrapped answer is that of two's complement, in numbers written by hand. */

import { expect, it } from 'vitest';
import { int32Bytes, int32OfBytes } from '../schema/format/tensor.ts';
import type { WireCall, WireTensor } from '../schema/format/types.ts';
import { findOp } from './registry.ts';
import { wrappedOutputs } from './wrapped.ts';

function int32(values: readonly number[]): WireTensor {
  return { dtype: 'INT32', shape: [values.length], data: int32Bytes(Int32Array.from(values)) };
}

it('squares wrap modulo 2^32', () => {
  const call: WireCall = {
    params: {},
    inputs: { x: int32([46341, -65536, 3]) },
    targets: { y: { dtype: 'INT32', shape: [3] } },
    rng: 7,
  };
  const wrapped = wrappedOutputs(findOp('square_int32')!, 'sym-2026-07-21', call)!;
  expect([...int32OfBytes(wrapped.outputs.y!.data)]).toEqual([46341 ** 2 - 2 ** 32, 0, 9]);
  expect(wrapped.rng).toBe(7);
});
