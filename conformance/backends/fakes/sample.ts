/** A small hand-made vector file with one case of every kind, for tests of the runner. */

import { float32Bytes, int32Bytes } from '../../../schema/format/tensor.ts';
import type {
  VectorFile,
  WireCase,
  WireOverflow,
  WireTarget,
  WireTensor,
} from '../../../schema/format/types.ts';

/** float32 bits of 0.5 */
const half = 0x3f000000;

const none = { when: 'never', count: 0 } as const;
const calm: WireOverflow = { accumulate: none, multiply: none, cast: none };

const target: WireTarget = {
  dtype: 'SYM_INT32',
  shape: [2, 2],
  scale_bits: 0x3f800000,
  bits: 12,
  rounding: 'HALF_AWAY',
};

const x: WireTensor = { dtype: 'FLOAT32', shape: [2, 2], data: new Uint8Array(16) };

function sym(values: readonly number[]): WireTensor {
  return { ...target, scale_bits: half, data: int32Bytes(Int32Array.from(values)) };
}

type CaseParts = Pick<WireCase, 'id' | 'flags' | 'expected'>;

function sampleCase(parts: CaseParts, values: readonly number[]): WireCase {
  const data = float32Bytes(Float32Array.from(values));
  const inputs = { x: { ...x, data } };
  return { params: { bits: 12 }, inputs, targets: { y: target }, rng: 1, ...parts };
}

/** Cases: ok, ok with order-dependent overflow, refused, overflow, ok. */
export function sampleFile(): VectorFile {
  const orderly: WireOverflow = { ...calm, accumulate: { when: 'order_dependent', count: 2 } };
  const always: WireOverflow = { ...calm, accumulate: { when: 'always', count: 3 } };
  const ok = (values: readonly number[], overflow = calm) =>
    ({ status: 'ok', outputs: { y: sym(values) }, rng: 270369, overflow }) as const;
  return {
    format: 1,
    contract: 'sym-2026-07-21',
    op: 'sample',
    op_version: 1,
    clause: 'S36',
    source: { name: 'hand', version: '1' },
    notes: {
      Guard: { bug: 'the guard is missing', effect: 'garbage', clause: 'S20' },
      Wrap: { bug: 'the sum is clamped', effect: 'hidden overflow', clause: 'S84' },
      Tie: { bug: 'ties go to even', effect: 'a biased mean of gradients', clause: 'S16' },
    },
    compare: { y: 'bit_exact' },
    cases: [
      sampleCase(
        { id: 'sample/directed/1', flags: ['Tie'], expected: ok([7, -3, 0, 2047]) },
        [3.5, -1.5, 0, 1023.5],
      ),
      sampleCase(
        { id: 'sample/overflow/2', flags: ['Wrap'], expected: ok([1, 2, 3, 4], orderly) },
        [0.5, 1, 1.5, 2],
      ),
      sampleCase(
        {
          id: 'sample/negative/3',
          flags: ['Guard'],
          expected: { status: 'refused', refusal: 'A12', overflow: calm },
        },
        [0, 0, 0, 0],
      ),
      sampleCase(
        {
          id: 'sample/overflow/4',
          flags: ['Wrap'],
          expected: { status: 'overflow', rng: 1, overflow: always },
        },
        [1e9, 1e9, 1e9, 1e9],
      ),
      sampleCase(
        { id: 'sample/random/5', flags: ['Tie'], expected: ok([-1, -2, -3, -4]) },
        [-0.5, -1, -1.5, -2],
      ),
    ],
  };
}
