/** Goal: the reference answers requests as any backend does, and says clearly where it has no answer. */

import { expect, it } from 'vitest';
import { int32Bytes, int32OfBytes } from '../schema/format/tensor.ts';
import type { RunRequest, WireTensor } from '../schema/format/types.ts';
import { referenceReply } from './reference_backend.ts';

function int32(values: readonly number[]): WireTensor {
  return { dtype: 'INT32', shape: [values.length], data: int32Bytes(Int32Array.from(values)) };
}

function square(values: readonly number[], change: Partial<RunRequest> = {}): RunRequest {
  return {
    verb: 'run',
    seq: 5,
    contract: 'sym-2026-07-21',
    op: 'square_int32',
    params: {},
    inputs: { x: int32(values) },
    targets: { y: { dtype: 'INT32', shape: [values.length] } },
    rng: 7,
    ...change,
  };
}

it('answers outputs, generator state and observed overflow', () => {
  const reply = referenceReply(square([3, 46341]));
  expect(reply).toMatchObject({ seq: 5, status: 'ok', rng: 7, canary: 'intact' });
  expect([...int32OfBytes(reply.outputs!.y!.data)]).toEqual([9, 46341 ** 2 - 2 ** 32]);
  expect(reply.observed).toEqual({ accumulate: 0, multiply: 1, cast: 0, where: '' });
});

it('a guard is a refusal with everything untouched', () => {
  const target = { dtype: 'SYM_INT32', bits: 12, rounding: 'HALF_AWAY' } as const;
  const record = { ...target, shape: [1], scale_bits: 0x7fc00000 };
  const reply = referenceReply(
    square([], {
      op: 'accumulate_sym_fixed',
      params: { alias: 'none' },
      inputs: {
        target: { ...record, bits: 17, data: new Uint8Array(4) },
        increment: { ...record, data: new Uint8Array(4) },
      },
      targets: {},
    }),
  );
  expect(reply).toMatchObject({ status: 'refused', poison: 'untouched' });
});

it.each([
  [{ op: 'no_such_op' }, 'unsupported', 'no op no_such_op'],
  [{ contract: 'sym-2026-06-11' }, 'unsupported', 'under sym-2026-06-11'],
  [{ inputs: { x: { ...int32([1]), shape: [2] } } }, 'error', 'has 8 payload bytes, got 4'],
  [{ inputs: {} }, 'error', 'tensor "x" is missing'],
  [{ targets: { y: { dtype: 'INT32', shape: [2] } } }, 'error', 'tensor "y" does not fit the call'],
] as const)('%j is %s', (change, status, text) => {
  const reply = referenceReply(square([1], change as Partial<RunRequest>));
  expect(reply.status).toBe(status);
  expect(reply.message).toContain(text);
});

it('undefined behaviour is an error that says so', () => {
  const params = { fn: 'add', in_place: 'both' };
  const inputs = { a: int32([7]), b: int32([1]) };
  const targets = { y: { dtype: 'INT32', shape: [1] } } as const;
  const reply = referenceReply(square([], { op: 'pointwise_int32', params, inputs, targets }));
  expect(reply.status).toBe('error');
  expect(reply.message).toContain('undefined behaviour: one storage with two contents');
});
