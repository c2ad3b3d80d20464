/** V7, V8, V13, V17, V18, V23, V29, V30: funnel and kernels. */

import { july, type Pin } from './pin.ts';

const v7 = { x0: '3 -2 @.5', x1: '4 1 7 -5 @.25', x2: '10 -3 @.1' };
const v8 = { x0: '.7 -1.3', x1: '.5 -.25 .125 1', x2: '.1 -.2', arithmetic: 'ARITH_SYM_INT32' };

const funnel: readonly Pin[] = [
  {
    flag: 'V7',
    op: 'matmul_sym',
    given: { a: '3 -2 @.5', bias: '10 -3 @.1' },
    gives: { y: '6 11 @.125' },
  },
  {
    flag: 'V7',
    op: 'linear_forward_raw',
    given: { x: '3 -2 @.5', weight: '4 7 1 -5 @.25', bias: '10 -3 @.1' },
    gives: { y: '6 11 @.125' },
  },
  {
    flag: 'V7',
    op: 'linear_forward',
    given: { x: '3 -2 @.5', weight: '4 7 1 -5 @.25', bias: '10 -3 @.1' },
    gives: { y: '1117 2047 @3a301603' },
    contracts: july,
  },
  { flag: 'V7', op: 'execute_op', given: { ...v7, y: '12b' }, gives: { y: '1117 2047 @3a301603' } },
  {
    flag: 'V7',
    op: 'execute_op',
    given: { ...v7, mode: 'OUT_ACC_FIXED_SCALE', target: '100 -7 @.125 16b' },
    gives: { target: '106 4 @.125' },
  },
  {
    flag: 'V7',
    op: 'execute_op',
    given: { ...v7, mode: 'OUT_ACC_DYNAMIC_RESCALE', target: '100 -7 @.125 16b' },
    gives: { target: '32767 1236 @39d401a8' },
  },
  {
    flag: 'V8',
    op: 'execute_op',
    given: { ...v8, rounding: 'SR_HALF_AWAY', y: 'SYM_INT32 12b' },
    gives: { y: '351 -2047 @3a56779b' },
    rng: [42, 3379058227],
  },
  {
    flag: 'V8',
    op: 'execute_op',
    given: { ...v8, rounding: 'SR_HALF_AWAY', y: 'ASYM 8b' },
    gives: { y: 'bytes:ff00 @0.00769385137 zp-217' },
    rng: [42, 3060050788],
  },
  {
    flag: 'V8',
    op: 'execute_op',
    given: { ...v8, rounding: 'SR_HALF_AWAY', y: 'FLOAT32' },
    gives: { y: 'bits:3e930f2d,bfd65ccc' },
    rng: [42, 1067267639],
  },
  {
    flag: 'V8',
    op: 'execute_op',
    given: { ...v8, rounding: 'SR_HALF_AWAY', y: 'INT32' },
    gives: { y: '925795 -5397979' },
    rng: [42, 1067267639],
  },
  {
    flag: 'V8',
    op: 'execute_op',
    given: { ...v8, rounding: 'HALF_AWAY', y: 'INT32' },
    gives: { y: '926897 -5399081' },
  },
  {
    flag: 'V8',
    op: 'execute_op',
    given: { ...v8, rounding: 'HALF_AWAY', y: 'SYM_INT32 12b' },
    gives: { y: '351 -2047 @3a5682d0' },
  },
];

const reduction: readonly Pin[] = [
  { flag: 'V17', op: 'mean_float32', given: { x: '.1 .2 .4 -.3' }, gives: { y: 'bits:3dccccce' } },
  {
    flag: 'V17',
    op: 'variance_float32',
    given: { x: '.1 .2 .4 -.3', mean: 'bits:3dccccce' },
    gives: { y: 'bits:3d851eb9' },
  },
  {
    flag: 'V17',
    op: 'sum_squares_float32',
    given: { x: '.1 .2 .4 -.3' },
    gives: { y: 'bits:3e99999a' },
  },
  {
    flag: 'V17',
    op: 'rsqrt_float32',
    given: { x: '.25', eps: 1e-5 },
    gives: { y: 'bits:3ffffeb0' },
  },
  { flag: 'V17', op: 'mean_sym', given: { x: '1 2 4 @.1 12b' }, gives: { y: 'bits:3e6eeeef' } },
  {
    flag: 'V17',
    op: 'variance_sym',
    given: { x: '1 2 4 @.1 12b', mean: 'bits:3e6eeeef' },
    gives: { y: 'bits:3c7edcbb' },
  },
  {
    flag: 'V17',
    op: 'rsqrt_sym',
    given: { x: '1 2 4 @.1', eps: 1e-5, y: '12b HA' },
    gives: { y: '2047 1447 1024 @3aca7979' },
  },
  {
    flag: 'V18',
    op: 'matmul_sym',
    given: { a: '10 20 30 @.25', b: '1 2 3 4 5 6 @.5' },
    gives: { y: '140 320 @.125' },
  },
  {
    flag: 'V18',
    op: 'linear_forward_raw',
    given: { x: '10 20 30 @.25', weight: '1 2 3 4 5 6 @.5' },
    gives: { y: '140 320 @.125' },
  },
  {
    flag: 'V18',
    op: 'matmul_int32',
    given: { a: '10 20 30', b: '1 2 3 4 5 6' },
    gives: { y: '140 320' },
  },
  {
    flag: 'V13',
    op: 'conv1d_raw',
    given: { x: '1 2 3 4 @.5', weight: '1 -2 4 @.5', bias: '5 @.1' },
    gives: { y: '8 11 14 -3 @.25' },
  },
  {
    flag: 'V13',
    op: 'conv1d_transposed_raw',
    given: { x: '3 -1 @.5', weight: '1 -2 4 @.5' },
    gives: { y: '5 -4 13 4 -2 2 @.25' },
  },
  {
    flag: 'V29',
    op: 'pointwise_int32',
    given: {
      fn: 'add',
      a: '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23',
    },
    gives: {
      y: '0 602 1204 1806 108 710 1312 1914 216 818 1420 2022 301 903 1505 2107 409 1011 1613 2215 517 1119 1721 2323',
    },
  },
  {
    flag: 'V29',
    op: 'pointwise_int32_inplace',
    given: {
      fn: 'add',
      a: '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23',
    },
    gives: {
      a: '0 301 602 903 1204 1505 1806 2107 108 409 710 1011 1312 1613 1914 2215 216 517 818 1119 1420 1721 2022 2323',
    },
  },
  {
    flag: 'V30',
    op: 'sym_sub',
    given: { a: '@.5', b: '@.25', y: '12b' },
    gives: {
      y: '0 71 26 -136 -415 -810 -1321 -1950 1030 1062 978 777 460 26 -525 -1192 2047 2041 1917 1678 1321 849 259 -447 @3d1e13c2',
    },
  },
  {
    flag: 'V30',
    op: 'sym_sub',
    given: { a: '@.5', b: '@.5', y: '12b' },
    gives: {
      y: '0 9 16 21 24 25 24 21 16 9 0 -11 -24 -39 -56 -75 -96 -119 -144 -171 -200 -231 -264 -299 @.5',
    },
  },
];

const widest = Array.from({ length: 511 }, () => -2048).join(' ');
const soundness: readonly Pin[] = [
  { flag: 'V23', op: 'matmul_int32', given: { a: widest, b: widest }, gives: { y: '2143289344' } },
  {
    flag: 'V23',
    op: 'matmul_sym',
    given: { a: `${widest} 12b`, b: `${widest} 12b` },
    gives: { y: '2143289344' },
  },
];

export const kernelPins: readonly Pin[] = [...funnel, ...reduction, ...soundness];
