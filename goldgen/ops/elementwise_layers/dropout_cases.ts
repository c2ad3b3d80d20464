/** Calls of the Dropout ops. */

import type { DropoutLayer } from '../../../reference/layers/layer.ts';
import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import type { OpCall, ParamSpec } from '../../op.ts';

export const rateSpec: ParamSpec = { kind: 'f32', doc: 'p: probability to drop, in [0, 1)' };

/** A BOOL tensor from its bits; nothing given: all 0. */
export function maskOf(count: number, bits: readonly number[] = []): Tensor {
  const mask = newTensor('BOOL', [count]);
  const bytes = Uint8Array.from(mask.data);
  bits.forEach((bit, i) => {
    bytes[i >> 3]! |= bit << (i & 7);
  });
  mask.data = bytes;
  return mask;
}

/** The layer of a call; a backward has no training flag. */
export function dropoutFrom(call: OpCall): DropoutLayer {
  const training = call.params.training !== undefined && call.word('training') === 'yes';
  return {
    kind: 'dropout',
    ...contextFrom(call),
    p: call.number('p'),
    mask: call.tensor('mask'),
    training,
  };
}
