/** The large cases: at least one for every family of ops. New ones are appended, since the place is the identity. */

import type { Tensor } from '../../reference/tensor.ts';
import type { Random } from '../kit/random.ts';
import {
  randomAsym,
  randomBool,
  randomFloat32,
  randomInt32,
  randomSym,
  randomSymInt32,
  target,
} from '../kit/tensors.ts';
import type { CaseTensors, Params } from '../op.ts';
import type { LargeCall, LargeSpec } from './large.ts';
import { linearStep } from './training.ts';

/** Beyond 65,536, and no multiple of a block or a power of two. */
const many = 65_813;
const eps = Math.fround(1e-5);

const sym = (r: Random, shape: readonly number[], bits = 12): Tensor =>
  randomSymInt32(r, shape, bits, 2 ** -10);
const symTarget = (shape: readonly number[]): Tensor => target('SYM_INT32', shape, 12);
const half = { rounding: 'HALF_AWAY' } as const;
const stochastic = { rounding: 'SR_HALF_AWAY' } as const;
const symMath = { arithmetic: 'ARITH_SYM_INT32', ...half } as const;

function elements(op: string, tensors: (r: Random) => CaseTensors, params: Params = {}): LargeSpec {
  const draw = (r: Random): LargeCall => ({ params, tensors: tensors(r) });
  return { op, flag: 'many_elements', draw };
}

function product(op: string, tensors: (r: Random) => CaseTensors, params: Params = {}): LargeSpec {
  return { ...elements(op, tensors, params), flag: 'large_product' };
}

const window = { stride: 1, dilation: 1, padding: 'SAME', padding_amount: 0 } as const;

export const largeSpecs: readonly LargeSpec[] = [
  elements(
    'accumulate_sym_dynamic',
    (r) => ({ target: sym(r, [many]), increment: sym(r, [many]) }),
    {
      alias: 'none',
    },
  ),
  elements('convert', (r) => ({ x: randomSym(r, [many], 11), y: target('ASYM', [many], 7) })),
  elements(
    'conv1d_raw',
    (r) => ({
      x: sym(r, [1, 1, many], 8),
      weight: sym(r, [1, 1, 3], 8),
      y: symTarget([1, 1, many]),
    }),
    { ...window, kernel: 3, groups: 1 },
  ),
  elements('relu_forward', (r) => ({ x: sym(r, [many]), y: symTarget([many]) }), symMath),
  elements('encode_symmetric', (r) => ({ x: randomFloat32(r, [many]), y: symTarget([many]) })),
  elements('unpack_bits', (r) => ({ x: randomSym(r, [many], 13), y: target('INT32', [many]) })),
  elements('execute_op', (r) => ({ x0: randomAsym(r, [many], 9), y: symTarget([many]) }), {
    ...symMath,
    kernel: 'identity',
    mode: 'OUT_WRITE',
    site: 'operation',
  }),
  elements(
    'axpby',
    (r) => ({
      x: randomFloat32(r, [many]),
      y: randomFloat32(r, [many]),
      out: target('FLOAT32', [many]),
    }),
    { a: 0.5, b: -3 },
  ),
  elements(
    'linear_forward',
    (r) => ({ x: sym(r, [1, 256]), weight: sym(r, [257, 256]), y: symTarget([1, 257]) }),
    symMath,
  ),
  elements('mse_backward', (r) => ({
    output: sym(r, [many]),
    label: randomFloat32(r, [many]),
    gradient: symTarget([many]),
  })),
  elements('matmul_int32', (r) => ({
    a: randomInt32(r, [1, 257], 10),
    b: randomInt32(r, [257, 257], 10),
    y: target('INT32', [1, 257]),
  })),
  elements(
    'layer_norm_forward_raw',
    (r) => ({
      x: sym(r, [1, many]),
      gamma: sym(r, [many]),
      beta: sym(r, [many]),
      y: symTarget([1, many]),
    }),
    { eps },
  ),
  elements('sgd_step', (r) => ({ parameter: sym(r, [many]), gradient: sym(r, [many], 16) }), {
    lr: 0.5,
    weight_decay: 0.25,
    write_back: 'SR_HALF_AWAY',
    arithmetic: 'ARITH_FLOAT32',
  }),
  elements(
    'pointwise_int32',
    (r) => ({
      a: randomInt32(r, [many], 20),
      b: randomInt32(r, [many], 20),
      y: target('INT32', [many]),
    }),
    { fn: 'sub' },
  ),
  elements(
    'max_pool1d_forward',
    (r) => ({
      x: sym(r, [1, 1, many]),
      y: symTarget([1, 1, many]),
      argmax: target('INT32', [1, 1, many]),
    }),
    { ...symMath, ...window, kernel: 3 },
  ),
  elements('quantization_forward', (r) => ({ x: randomFloat32(r, [many]), y: symTarget([many]) })),
  elements('mean_sym', (r) => ({ x: sym(r, [many], 8), y: target('FLOAT32', [1]) }), { k: 1 }),
  elements('requant_dynamic', (r) => ({ x: sym(r, [many], 31), y: symTarget([many]) })),
  elements('rng_shuffle', (r) => ({ indices: randomInt32(r, [many]) })),
  elements(
    'round',
    (r) => ({ x: randomFloat32(r, [many]), y: target('INT32', [many]) }),
    stochastic,
  ),
  elements('softmax_backward', (r) => ({
    x: randomFloat32(r, [many]),
    dy: randomFloat32(r, [many]),
    dx: symTarget([many]),
  })),
  elements('sym_mul', (r) => ({ a: sym(r, [many]), b: sym(r, [many]), y: symTarget([many]) })),
  elements(
    'threshold_float32',
    (r) => ({ x: randomFloat32(r, [many]), y: target('FLOAT32', [many]) }),
    {
      b: 0.5,
      alt: -1,
    },
  ),
  elements(
    'dropout_backward',
    (r) => ({
      dy: sym(r, [many]),
      mask: randomBool(r, [many]),
      dx: symTarget([many]),
    }),
    { dx_arithmetic: 'ARITH_SYM_INT32', dx_rounding: 'HALF_AWAY', p: 0.25 },
  ),
  { op: 'training_step', flag: 'many_elements', draw: linearStep },
  // window o of O over L begins at o·L ÷ O, and o·L passes 2^24
  product(
    'adaptive_avg_pool1d_forward',
    (r) => ({ x: sym(r, [1, 1, many], 8), y: symTarget([1, 1, 1021]) }),
    { ...symMath, output_size: 1021 },
  ),
  // element k of b bits begins at bit k·b, and k·b passes 2^24
  product('pack_bits', (r) => {
    const count = 590_011;
    return { x: randomInt32(r, [count], 29), y: target('SYM', [count], 29) };
  }),
];
