/** Reference tensors survive the wire unchanged, whatever their format. */

import { describe, expect, it } from 'vitest';
import type { Tensor } from '../reference/tensor.ts';
import { checkTensor } from '../schema/format/tensor.ts';
import { newRandom } from './kit/random.ts';
import { permutations } from './kit/shapes.ts';
import {
  randomAsym,
  randomBool,
  randomFloat32Bits,
  randomInt32,
  randomSym,
  randomSymInt32,
  withOrder,
} from './kit/tensors.ts';
import type { OpDef } from './op.ts';
import { sampleOp } from './sample_op.ts';
import { callToWire, targetToWire, tensorToWire, wireToCall, wireToTensor } from './wire.ts';

const r = newRandom('wire');
const tensors: readonly Tensor[] = [
  randomInt32(r, [2, 3]),
  randomFloat32Bits(r, [7]),
  randomSymInt32(r, [5], 12, 0.5, 'SR_HALF_AWAY'),
  randomSym(r, [3, 3], 5),
  randomAsym(r, [4], 7),
  randomBool(r, [11]),
  ...permutations(3).map((order) => withOrder(randomInt32(r, [2, 3, 4]), order)),
  randomInt32(r, []),
  randomInt32(r, [0]),
];

describe('tensors on the wire', () => {
  it.each(tensors.map((t) => [`${t.dtype} [${t.shape}] order [${t.order}]`, t] as const))(
    '%s',
    (_name, t) => {
      const wire = tensorToWire(t);
      checkTensor(wire, 'x');
      expect(wireToTensor(wire)).toEqual(t);
    },
  );

  it('leave out what a format does not have', () => {
    expect(targetToWire(randomInt32(r, [2]))).toEqual({ dtype: 'INT32', shape: [2] });
    expect(Object.keys(targetToWire(randomAsym(r, [2], 4)))).toEqual([
      'dtype',
      'shape',
      'scale_bits',
      'zero_point',
      'bits',
      'rounding',
    ]);
  });

  it('write every NaN as 0x7fc00000', () => {
    const t = { ...randomFloat32Bits(r, [1]) };
    new Uint32Array(t.data.buffer)[0] = 0xff800001;
    expect(tensorToWire(t).data).toEqual(Uint8Array.of(0, 0, 0xc0, 0x7f));
  });
});

describe('calls on the wire', () => {
  const op: OpDef = {
    ...sampleOp,
    params: {
      rate: { kind: 'f32', doc: 'a float32' },
      precise: { kind: 'f64', doc: 'a double' },
      mode: { kind: 'word', values: ['a'], doc: 'a word' },
      count: { kind: 'int', min: -9, max: 9, doc: 'an integer', optional: true },
    },
  };
  const x = randomInt32(r, [2]);
  const y = randomInt32(r, [2]);
  const params = { rate: Math.fround(0.1), precise: 0.1, mode: 'a' };
  const wire = callToWire(op, params, { x, y }, 7);

  it('carry floats as bit patterns and doubles as bytes', () => {
    expect(wire.params).toEqual({
      rate: 0x3dcccccd,
      precise: Uint8Array.of(0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f),
      mode: 'a',
    });
    expect(wireToCall(op, wire, 0).params).toEqual(params);
  });

  it('give outputs only poison', () => {
    expect(wire.targets).toEqual({ y: { dtype: 'INT32', shape: [2] } });
    const call = wireToCall(op, wire, 0xa5);
    expect(call.tensors.x).toEqual(x);
    expect([...call.tensors.y!.data]).toEqual([-0x5a5a5a5b, -0x5a5a5a5b]);
  });
});
