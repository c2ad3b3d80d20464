/** Goal: the js harness notices what a kernel does to guards, poison, inputs and records, and reports it. */

import { describe, expect, it } from 'vitest';
import { int32Bytes } from '../../../schema/format/tensor.ts';
import type { RunReply, RunRequest, WireTarget } from '../../../schema/format/types.ts';
import { validateReply } from '../../../schema/format/validate.ts';
import { answer } from './answer.ts';
import { f32, i32, type JsKernel, KernelRefusal, KernelUnsupported } from './api.ts';
import { jsContracts } from './gen/contracts.ts';

const record: WireTarget = {
  dtype: 'SYM_INT32',
  shape: [2],
  scale_bits: 0x3f000000,
  bits: 12,
  rounding: 'SR_HALF_AWAY',
};

const request: RunRequest = {
  verb: 'run',
  seq: 9,
  contract: 'sym-2026-07-21',
  op: 'sample',
  params: {
    n: -3,
    f: 0x3fc00000,
    d: Uint8Array.of(0, 0, 0, 0, 0, 0, 0xf8, 0x3f),
    mode: 'HALF_AWAY',
  },
  inputs: { x: { ...record, data: int32Bytes(Int32Array.of(5, -6)) } },
  targets: { y: record, z: { dtype: 'FLOAT32', shape: [1] } },
  rng: 0xfffffffe,
};

function run(kernel: JsKernel, changes: Partial<RunRequest> = {}): RunReply {
  const reply = answer({ sample: kernel }, { ...request, ...changes });
  return validateReply(reply) as RunReply;
}

describe('what a kernel sees', () => {
  it('values, records, poisoned outputs, parameters, generator state', () => {
    const reply = run((ctx, call) => {
      const x = call.tensor('x');
      expect([...i32(x)]).toEqual([5, -6]);
      expect(x).toMatchObject({
        scale: 0.5,
        bits: 12,
        rounding: 'SR_HALF_AWAY',
        order: [0],
        count: 2,
      });
      expect([...i32(call.tensor('y'))]).toEqual([0xa5a5a5a5 | 0, 0xa5a5a5a5 | 0]);
      expect(call.int('n')).toBe(-3);
      expect(call.f32('f')).toBe(1.5);
      expect(call.f64('d')).toBe(1.5);
      expect(call.rounding('mode')).toBe('HALF_AWAY');
      expect(ctx).toEqual({ rng: 0xfffffffe, contract: jsContracts.get('sym-2026-07-21') });
    });
    expect(reply.status).toBe('ok');
  });
});

describe('what is reported', () => {
  it('targets with the values they have now, and the generator state as uint32', () => {
    const reply = run((ctx, call) => {
      const y = call.tensor('y');
      i32(y).set([1, -1]);
      y.scale = 0.25;
      f32(call.tensor('z'))[0] = 1;
      ctx.rng = -1;
    });
    expect(reply).toEqual({
      verb: 'run',
      seq: 9,
      status: 'ok',
      outputs: {
        y: { ...record, scale_bits: 0x3e800000, data: int32Bytes(Int32Array.of(1, -1)) },
        z: { dtype: 'FLOAT32', shape: [1], data: Uint8Array.of(0, 0, 0x80, 0x3f) },
      },
      rng: 0xffffffff,
      canary: 'intact',
    });
  });

  it('an input that was written', () => {
    const reply = run((_ctx, call) => {
      i32(call.tensor('x'))[0] = 6;
    });
    expect(Object.keys(reply.outputs!)).toEqual(['x', 'y', 'z']);
  });

  it('an axis order that was written; the identity is left out', () => {
    const view: WireTarget = { ...record, shape: [1, 2], order: [1, 0] };
    const targets = { y: view, z: { ...record, shape: [1, 2] } };
    const reply = run(
      (_ctx, call) => {
        call.tensor('y').order = [0, 1];
        call.tensor('z').order = [1, 0];
      },
      { targets },
    );
    expect(reply.outputs!.y).not.toHaveProperty('order');
    expect(reply.outputs!.z!.order).toEqual([1, 0]);
  });

  it.each([-1, 2])('a write to element %i, outside of the tensor', (k) => {
    const reply = run((_ctx, call) => {
      const y = i32(call.tensor('y'));
      new Int32Array(y.buffer)[y.byteOffset / 4 + k] = 1;
    });
    expect(reply.canary).toBe('y');
  });

  it.each<[string, JsKernel, Partial<RunReply>]>([
    [
      'a refusal',
      () => {
        throw new KernelRefusal('A12: seed beyond bound');
      },
      { status: 'refused', message: 'A12: seed beyond bound', poison: 'untouched' },
    ],
    [
      'a refusal after writing data',
      (_ctx, call) => {
        f32(call.tensor('z'))[0] = 1;
        throw new KernelRefusal('too late');
      },
      { status: 'refused', poison: 'z' },
    ],
    [
      'a refusal after writing an axis order',
      (_ctx, call) => {
        call.tensor('y').order = [7];
        throw new KernelRefusal('too late');
      },
      { status: 'refused', poison: 'y' },
    ],
    [
      'a refusal after writing a scale',
      (_ctx, call) => {
        call.tensor('y').scale = 2;
        throw new KernelRefusal('too late');
      },
      { status: 'refused', poison: 'y' },
    ],
    [
      'a refusal after writing an input',
      (_ctx, call) => {
        i32(call.tensor('x')).fill(0);
        throw new KernelRefusal('too late');
      },
      { status: 'refused', poison: 'x' },
    ],
    [
      'another contract',
      () => {
        throw new KernelUnsupported('only since July');
      },
      { status: 'unsupported', message: 'only since July' },
    ],
    [
      'a bug',
      (_ctx, call) => {
        call.tensor('weight');
      },
      { status: 'error', message: 'tensor "weight" is missing' },
    ],
  ])('%s', (_name, kernel, expected) => {
    const reply = run(kernel);
    expect(reply).toMatchObject({ ...expected, seq: 9, canary: 'intact' });
    expect(reply.outputs).toBeUndefined();
  });

  it.each([
    ['an op without a kernel', { op: 'other' }, 'no op other'],
    ['a contract that is not known', { contract: 'sym-1999-01-01' }, 'no contract sym-1999-01-01'],
  ])('%s', (_name, changes, message) => {
    const reply = run(() => undefined, changes);
    expect(reply).toMatchObject({ status: 'unsupported', message });
  });
});
