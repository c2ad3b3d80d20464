/** V32–V34, B6.1–B6.7: layers. */

import { july, june11, june23, type Pin, since23 } from './pin.ts';

const sym = 'ARITH_SYM_INT32';
const poolInput = '.7 -1.3 .02 .9 -.4';

const linear = {
  x: '100 -50 25 3 2047 -7 @.01',
  weight: '10 20 -30 -5 0 7 @.02',
  bias: '40 -8 @.05',
};
const conv = { x: '1 2 3 4 5 10 20 30 40 50 @.1', weight: '1 2 3 -1 0 1 @.5', bias: '9 @.25' };
const transposed = { x: '3 -4 5 6 @.1', weight: '1 2 -3 4 @.5', bias: '-7 @.25' };

const products: readonly Pin[] = [
  { flag: 'B6.1', op: 'linear_forward_raw', given: linear, gives: { y: '9250 -2325 51180 -2064' } },
  {
    flag: 'B6.1',
    op: 'matmul_sym',
    given: { a: linear.x, bias: linear.bias },
    gives: { y: '9250 -2325 51180 -2064' },
  },
  {
    flag: 'B6.1',
    op: 'linear_forward',
    given: { ...linear, y: '12b HA' },
    gives: { y: '370 -93 2047 -83 @3ba3db23' },
    contracts: july,
  },
  {
    flag: 'B6.1',
    op: 'linear_backward',
    given: {
      x: linear.x,
      weight: linear.weight,
      dy: '300 -200 150 77 @.02',
      weight_grad: '16b',
      bias_grad: '16b',
    },
    gives: {
      weight_grad: '3416 32767 724 -2218 18806 -621 @3ae9a5aa',
      bias_grad: '9 -2 @1',
      dx: '787 1181 -2047 219 590 -780 @3b052f5e',
    },
    contracts: july,
  },
  { flag: 'B6.2', op: 'conv1d_raw', given: conv, gives: { y: '73 85 19' } },
  {
    flag: 'B6.2',
    op: 'conv1d_forward',
    given: { ...conv, y: '12b HA' },
    gives: { y: '1758 2047 458 @3b081102' },
    contracts: july,
  },
  {
    flag: 'B6.2',
    op: 'conv1d_backward',
    given: {
      x: conv.x,
      weight: conv.weight,
      dy: '5 -3 2 @.2',
      weight_grad: '16b',
      bias_grad: '16b',
    },
    gives: {
      weight_grad: '1092 3277 -1092 10922 32767 -10922 @38199acd',
      bias_grad: '1',
      dx: '1706 2047 -1024 -1194 682 0 1365 0 -853 0 @3a19acd0',
    },
    contracts: july,
  },
  {
    flag: 'B6.3',
    op: 'conv1d_transposed_raw',
    given: transposed,
    gives: { y: '-47 -9 -57 -19 -35' },
  },
  {
    flag: 'B6.3',
    op: 'conv1d_transposed_forward',
    given: { ...transposed, y: '12b HA' },
    gives: { y: '-1688 -323 -2047 -682 -1257 @3ab67d37' },
    contracts: july,
  },
  {
    flag: 'B6.3',
    op: 'conv1d_transposed_backward',
    given: {
      x: transposed.x,
      weight: transposed.weight,
      dy: '5 -3 2 8 100 @.2',
      weight_grad: '16b',
      bias_grad: '16b',
    },
    gives: {
      weight_grad: '5594 -32767 29570 26373 @37d1ed2a',
      bias_grad: '22',
      dx: '-76 1365 -2047 1971 @3aace269',
    },
    contracts: july,
  },
];

const affine = { gamma: '2047 1024 -512 2047 @5e-4', beta: '0 100 -2047 5 @1e-4' };
const rows = '100 200 300 400 -50 0 7 2047 @.01';
const groups = '1 2 3 4 -5 6 7 80 @.1';
const dy = '10 -20 30 -40 1000 0 -2047 3 @.001';
const v33 = { x: '2000 -300 17 -900 @.01', gamma: '1 1 1 1 @1', beta: '0 0 0 0', eps: 1e-5 };
const v34 = {
  x: v33.x,
  gamma: '2047 -1000 500 1200 @.001',
  dy: '700 -1500 2047 40 @.002',
  dx: '12b SR',
  gamma_grad: 'FLOAT32',
};

const ordered = { gamma: '1 1 @1', beta: '0 0 @1', eps: 1e-5 };
const empty = { x: '12b HA', gamma: '3 4 @.25' };

/** LayerNorm through the axis order of its wires, and norms of nothing. */
const shapedNorms: readonly Pin[] = [
  {
    flag: 'order',
    op: 'layer_norm_forward_raw',
    given: { x: '0 1 10 100 @1', ...ordered, y: '12b HA' },
    gives: { y: '-2047 -2047 2047 2047' },
    contracts: july,
  },
  {
    flag: 'empty',
    op: 'layer_norm_forward_raw',
    given: { ...empty, y: '12b HA' },
    gives: { y: '@1' },
    contracts: since23,
  },
  {
    flag: 'empty',
    op: 'group_norm_forward_raw',
    given: { y: '12b SR', gamma: '3 4' },
    gives: { y: '@1' },
    rng: [21, 21],
    contracts: july,
  },
];

/** The early LayerNorm rounds by the mode of its wire, and bounds β by the width of y. */
const earlyNorms: readonly Pin[] = [
  {
    flag: 'write_rounding',
    op: 'layer_norm_forward',
    given: { x: rows, rounding: 'HALF_AWAY', y: '16b SR' },
    gives: {
      y: '-51971283 -8287636 -12080447 51988159 -23906913 -10495381 -2386239 67092973',
    },
    rng: [31, 1578238114],
    contracts: june11,
  },
  {
    flag: 'write_rounding',
    op: 'layer_norm_forward',
    given: { x: rows, rounding: 'HALF_AWAY', y: '12b SR' },
    gives: { y: '-3248589 ...' },
    rng: [31],
    contracts: june23,
  },
  ...(['2143293440 12', '-1073807360 16'] as const).map((text): Pin => {
    const [beta, bits] = text.split(' ');
    const given = { x: '7 7 7 7', beta: `1 0 ${beta} 0 @1`, y: `${bits}b` };
    return {
      flag: 'seed_guard',
      op: 'layer_norm_forward_raw',
      given,
      gives: { y: `1 0 ${beta} 0` },
      contracts: june11,
    };
  }),
  ...(['2143293568 12', '-1073807488 16'] as const).map((text): Pin => {
    const [beta, bits] = text.split(' ');
    const given = { x: '7 7 7 7', beta: `1 0 ${beta} 0 @1`, y: `${bits}b` };
    return {
      flag: 'seed_guard',
      op: 'layer_norm_forward_raw',
      given,
      gives: 'refused',
      contracts: june11,
    };
  }),
];

const norms: readonly Pin[] = [
  ...shapedNorms,
  ...earlyNorms,
  {
    flag: 'B6.4',
    op: 'layer_norm_forward',
    given: { x: rows, ...affine, eps: 1e-5, y: '12b HA' },
    gives: { y: '-1586 -253 -369 1586 -730 -320 -73 2047 @3a6304c1' },
    contracts: july,
  },
  {
    flag: 'B6.4',
    op: 'layer_norm_backward',
    given: {
      x: rows,
      dy,
      gamma: affine.gamma,
      gamma_grad: '16b',
      beta_grad: 'FLOAT32',
      dx: '12b HA',
    },
    gives: {
      gamma_grad: '-18024 256 32767 -1393 @3812b0c2',
      beta_grad: '~ 1.01 -.02 -2.0170002 -.037',
      dx: '-8 -178 381 -194 1961 -2047 38 48 @37ecea7d',
    },
    contracts: july,
  },
  {
    flag: 'B6.5',
    op: 'group_norm_forward',
    given: { x: groups, ...affine, groups: 2, y: '12b HA' },
    gives: { y: '-1601 -534 279 812 0 -97 -528 2047 @3a60e047' },
  },
  {
    flag: 'B6.5',
    op: 'group_norm_backward',
    given: { x: groups, dy, gamma: affine.gamma, groups: 2, dx: '12b HA' },
    gives: {
      gamma_grad: '-160 -1441 -28653 32767 @37e9c66a',
      beta_grad: '-160 -160 16023 -32767 @3882d1ec',
      dx: '252 -871 986 -367 827 1069 -2047 151 @3951511b',
    },
  },
  ...(['layer_norm', 'group_norm'] as const).flatMap((layer): Pin[] => [
    {
      flag: 'V33',
      op: `${layer}_forward_raw`,
      given: { ...v33, y: '12b SR' },
      gives: { y: '2048 -575 -214 -1259 @3a536718' },
      rng: [15886, 3381650677],
      contracts: july,
    },
    {
      flag: 'V33',
      op: `${layer}_forward`,
      given: { ...v33, y: 'FLOAT32' },
      gives: { y: 'bits:3fd36718,beed6a47,be30b82e,bf81f580' },
      rng: [15886, 3381650677],
      contracts: july,
    },
    {
      flag: 'V34',
      op: `${layer}_backward`,
      given: v34,
      gives: { dx: '-506 2047 260 -1802 @387b08e2' },
      rng: [1, 307599695],
      contracts: july,
    },
    {
      flag: 'V34',
      op: `${layer}_backward`,
      given: v34,
      gives: { dx: '-506 2048 260 -1801 @387b08e2' },
      rng: [10605, 1230210248],
      contracts: july,
    },
  ]),
];

const pool = { x: '-7 4 4 -9 2 @.1' };
const poolGrad = '5 -3 2 @.2';

const pools: readonly Pin[] = [
  {
    flag: 'V32',
    op: 'avg_pool1d_forward',
    given: { x: poolInput, arithmetic: 'ARITH_FLOAT32', y: 'ASYM 8b' },
    gives: { y: 'bytes:4e00ffce @3b8d5a26 zp-148' },
    rng: [42, 42],
  },
  {
    flag: 'V32',
    op: 'avg_pool1d_forward',
    given: { x: poolInput, rounding: 'SR_HALF_AWAY', y: 'SYM_INT32 8b HA' },
    gives: { y: '-60 -127 91 50 @3ba5214d' },
    rng: [42, 3648046016],
  },
  {
    flag: 'V32',
    op: 'avg_pool1d_forward',
    given: { x: poolInput, arithmetic: sym, rounding: 'HALF_AWAY', y: '12b' },
    gives: { y: '-960 -2047 1470 799 @39a3f5c7' },
  },
  {
    flag: 'V32',
    op: 'avg_pool1d_forward',
    given: { x: poolInput, arithmetic: sym, rounding: 'SR_HALF_AWAY', y: 'FLOAT32' },
    gives: { y: 'bits:be99a334,bf23e148,3eeb93d8,3e80466f' },
    rng: [42, 3759983556],
  },
  {
    flag: 'V32',
    op: 'max_pool1d_forward',
    given: { x: '16777216 16777217 16777215 @1', arithmetic: 'ARITH_FLOAT32' },
    gives: { argmax: '0' },
  },
  {
    flag: 'V32',
    op: 'max_pool1d_forward',
    given: { x: '16777216 16777217 16777215 @1', arithmetic: sym },
    gives: { argmax: '1' },
  },
  {
    flag: 'B6.6',
    op: 'max_pool1d_forward',
    given: { ...pool, y: '12b HA' },
    gives: { argmax: '1 1 4', y: '2047 2047 1024 @394ce66a' },
  },
  {
    flag: 'B6.6',
    op: 'max_pool1d_backward',
    given: { dy: poolGrad, dx: '12b HA' },
    gives: { dx: '0 2047 0 0 2047' },
  },
  {
    flag: 'B6.6',
    op: 'avg_pool1d_forward',
    given: { ...pool, y: '12b HA' },
    gives: { y: '-877 -292 -2047 @38ef0cd2' },
  },
  {
    flag: 'B6.6',
    op: 'avg_pool1d_backward',
    given: { dy: poolGrad, dx: '12b HA' },
    gives: { dx: '2047 819 -1228 -409 819 @392ac003' },
  },
  {
    flag: 'B6.6',
    op: 'adaptive_avg_pool1d_forward',
    given: { ...pool, y: '12b HA' },
    gives: { y: '-1024 0 -2047 @394ce66a' },
  },
  {
    flag: 'B6.6',
    op: 'adaptive_avg_pool1d_backward',
    given: { dy: poolGrad, dx: '12b HA' },
    gives: { dx: '2047 1365 -682 0 682 @3999acd0' },
  },
  // bits 1 1 1 0 0 1 0 1 from the lowest
  {
    flag: 'B6.7',
    op: 'dropout_forward',
    given: { x: '1 2 3 4 5 6 7 8 @.25', p: 0.3 },
    gives: { mask: 'bytes:a7', y: '1 2 3 0 0 6 0 8 @3eb6db6e' },
    rng: [42],
  },
];

export const layerPins: readonly Pin[] = [...products, ...norms, ...pools];
