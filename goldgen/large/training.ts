/** A training step whose only weight is a large tensor. */

import type { Random } from '../kit/random.ts';
import { randomSymInt32, target } from '../kit/tensors.ts';
import type { LargeCall } from './large.ts';

const [inputs, outputs] = [256, 259];

export function linearStep(r: Random): LargeCall {
  const weight = [outputs, inputs];
  const wire = (length: number) => target('SYM_INT32', [1, length], 12);
  return {
    params: {
      layers: 1,
      loss: 'MSE',
      samples: 1,
      forward_reduction: 'MEAN',
      backward_reduction: 'MEAN',
      arithmetic: 'ARITH_SYM_INT32',
      rounding: 'HALF_AWAY',
      weight_mode: 'OUT_ACC_DYNAMIC_RESCALE',
      bias_mode: 'OUT_ACC_DYNAMIC_RESCALE',
      optimizer: 'SGD',
      update_arithmetic: 'ARITH_FLOAT32',
      write_back: 'SR_HALF_AWAY',
      lr: 0.5,
      momentum: 0,
      weight_decay: 0.25,
      l0_kind: 'linear',
    },
    tensors: {
      x0: randomSymInt32(r, [1, inputs], 12),
      label0: randomSymInt32(r, [1, outputs], 12),
      l0_weight: randomSymInt32(r, weight, 12),
      l0_weight_grad: target('SYM_INT32', weight, 16),
      f0: wire(outputs),
      d0: wire(inputs),
      d1: wire(outputs),
      losses: target('FLOAT32', [1]),
      loss: target('FLOAT32', [1]),
    },
  };
}
