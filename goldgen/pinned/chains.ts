/** B6.8–B6.11: losses, chains, discriminating vectors. */

import { july, june11, type Pin } from './pin.ts';

const losses: readonly Pin[] = [
  {
    flag: 'B6.8',
    op: 'softmax_forward',
    given: { x: '2047 0 -1000 512 @.001', y: '12b HA' },
    gives: { y: '2047 264 97 441 @39b7fcce' },
    contracts: july,
  },
  {
    flag: 'B6.8',
    op: 'cross_entropy_forward',
    given: { output: '2047 264 97 441 @39b7fcce', label: '0 0 0 1', reduction: 'MEAN' },
    gives: { loss: 'bits:3feed547' },
    contracts: july,
  },
  {
    flag: 'B6.8',
    op: 'cross_entropy_backward',
    given: { output: '2047 264 97 441 @39b7fcce', label: '0 0 0 1' },
    gives: { gradient: '1740 224 82 -2047 @39d87cc0' },
  },
  {
    flag: 'B6.8',
    op: 'mse_forward',
    given: {
      output: '2047 -100 7 999 @.001',
      label: '1024 -1024 512 2047 @0.00097703957',
      reduction: 'MEAN',
    },
    gives: { loss: 'bits:3f49afd5' },
    contracts: july,
  },
  {
    flag: 'B6.8',
    op: 'mse_backward',
    given: { output: '2047 -100 7 999 @.001', label: '1024 -1024 512 2047 @0.00097703957' },
    gives: { gradient: '2047 1761 -965 -1958 @3a8604d9' },
    contracts: july,
  },
];

const step = { lr: 0.1, l0_weight_grad: '0 0 0 0 0 0 0 0 0 0 0 0' };
const narrow = { ...step, x0: '51 102 154 205 512 1023 1535 2047 @3ca01403' };
const wide = { ...step, x0: '819 1638 2458 3277 8192 16384 24575 32767 @3aa00140' };

const chains: readonly Pin[] = [
  {
    flag: 'B6.9',
    op: 'training_step',
    given: { ...narrow, write_back: 'HALF_AWAY', l2_gamma_grad: 'FLOAT32' },
    gives: {
      f0: '146 -162 219 1412 -1521 2047 @3c9d445c',
      f1: '146 -162 219 1412 -1521 2047 @3c9d445c',
      f2: '696 -2042 1346 724 -2047 1323 @3a3291fc',
      f3: '696 -2042 1346 724 -2047 1323 @3a3291fc',
      f4: '2029 134 2047 88 @3a0ad813',
      loss: 'bits:3fa9eda3',
      d5: '78 1123 612 -2047 @3afa27fc',
      d4: '-612 364 1222 1655 -1022 -2047 @3ad22dca',
      d3: '-612 364 1222 1655 -1022 -2047 @3ad22dca',
      d2: '-2047 392 1655 454 -81 -373 @397ffb4a',
      d1: '-2047 392 1655 454 -81 -373 @397ffb4a',
      l4_weight_grad: '537 -1524 987 -756 2047 -1291 @3a9debc3',
      l4_bias_grad: '1 -2 @1',
      l0_bias_grad: '0 0 0 @1',
      l2_gamma_grad: '~ .84249121 1.4732614 -1.1631111',
      l0_weight: '996 -957 1402 -325 -1565 954 523 -1949 1477 -224 1024 2047 @39e71da9',
      l2_gamma: '1679 1564 2047 @3a0ef527',
      l4_bias: '-1023 2047 @384ce66a',
    },
    contracts: july,
  },
  {
    flag: 'B6.9',
    op: 'training_step',
    given: { ...narrow, write_back: 'SR_HALF_AWAY', l2_gamma_grad: 'FLOAT32' },
    gives: {
      l0_weight: '995 -957 1402 -325 -1564 954 523 -1949 1477 -224 1024 2047',
      l2_gamma: '1679 1563 2047',
    },
    rng: [42],
    contracts: july,
  },
  {
    flag: 'B6.9',
    op: 'training_step',
    given: wide,
    gives: {
      f0: '83524448 -92461284 125271063 808239560 -870859027 1172068400 @33100240',
      f1: '2335 -2585 3502 22596 -24346 32767 @3a9d3375',
      f2: '365188215 -1071054929 705866714 379409093 -1073676289 694267196 @30b27d8c',
      f3: '11145 -32687 21542 11579 -32767 21188 @38327c27',
      f4: '919131650 60419336 927199592 40045522 @30a0a431',
      loss: 'bits:3fa9d702',
      d5: '1246 17961 9792 -32767',
      d3: '-9798 5820 19535 26491 -16361 -32767',
      d2: '-32767 6282 26485 7257 -1292 -5964',
      d1: '-32767 6282 26485 7257 -1292 -5964',
      l4_weight_grad: '8570 -24349 15779 -12070 32767 -20697 @389dfdb5',
      l4_bias_grad: '1 -2 @1',
      l0_bias_grad: '0 0 0 @1',
      l2_gamma_grad: '18715 32767 -25906 @383cb71b',
      l0_weight:
        '15947 -15306 22428 -5194 -25047 15259 8366 -31206 23624 -3585 16405 32767 @37e70926',
      l2_gamma: '26875 25020 32767 @380eec8a',
      l4_bias: '-16383 32767 @364cce67',
    },
    contracts: june11,
  },
  {
    flag: 'B6.9',
    op: 'training_step',
    given: { x0: '1 2 3 4 10 20 30 40', lr: 0.1 },
    gives: {
      loss: 'bits:3fa9d7c0',
      l0_bias: '~ .1389595 -.2076232 .2686637',
      l2_bias: '~ -.0815890 .0764967',
    },
    contracts: july,
  },
  ...(['2', '1'] as const).flatMap((layers): Pin[] => [
    {
      flag: 'B6.10',
      op: 'trajectory',
      given: { layers: Number(layers), write_back: 'HALF_AWAY', lr: 0.05, l0_weight_grad: '16b' },
      gives: {
        l0_weight: '-2047 1185 @3893dc2c',
        l0_bias: '2047 @37cce66a',
        losses: '0x3dcd6c97 ... 0x3bde7880',
      },
      contracts: july,
    },
    {
      flag: 'B6.10',
      op: 'trajectory',
      given: {
        layers: Number(layers),
        write_back: 'SR_HALF_AWAY',
        lr: 0.05,
        l0_weight_grad: '16b',
      },
      gives: { l0_weight: '-2047 1186 @3893dd67', losses: '0x3dcd6c97 ... 0x3bde7418' },
      rng: [1],
      contracts: july,
    },
  ]),
];

const peaks = 'bits:40bfe6b5,40afe8f0';

const discriminating: readonly Pin[] = [
  ...(
    [
      ['100199 40946 @364ae9ce', '2047 836', '@391b31c5'],
      ['226238 166501 @3c8c3d26', '2047 1507', ''],
      ['883708821 622740497 @30a0f6d6', '2047 1442', ''],
      ['251235426 179743162 @30dd65f2', '2047 1465', ''],
      ['4094 -1 1 3 -3 @1', '2047 -1 1 2 -2', '@2'],
    ] as const
  ).map(
    ([x, codes, scale]): Pin => ({
      flag: 'B6.11',
      op: 'requant_dynamic',
      given: { x, y: '12b HA' },
      gives: { y: `${codes} ${scale}` },
      contracts: july,
    }),
  ),
  {
    flag: 'B6.11',
    op: 'seed_rescale',
    given: { q: '922 ...', sp: 0x3b8edf46, sa: 0x38c2f97a },
    gives: { y: '43240 ...' },
  },
  {
    flag: 'B6.11',
    op: 'seed_rescale',
    given: { q: '1034 ...', sp: 0x3ad94898, sa: 0x38b284c2 },
    gives: { y: '20136 ...' },
  },
  ...(['layer_norm_forward_raw', 'group_norm_forward_raw'] as const).flatMap((op): Pin[] => [
    {
      flag: 'B6.11',
      op,
      given: { beta: '922 ... @3b8edf46' },
      gives: { y: '43240 ... @38c2f97a' },
      contracts: july,
    },
    {
      flag: 'B6.11',
      op,
      given: { beta: '1034 ... @3ad94898' },
      gives: { y: '20136 ... @38b284c2' },
      contracts: july,
    },
  ]),
  ...(['linear_forward_raw', 'matmul_sym'] as const).flatMap((op): Pin[] => [
    {
      flag: 'B6.11',
      op,
      given: { bias: '922 ... @3b8edf46' },
      gives: { y: '43240 ... @38c2f97a' },
    },
    {
      flag: 'B6.11',
      op,
      given: { bias: '1034 ... @3ad94898' },
      gives: { y: '20136 ... @38b284c2' },
    },
  ]),
  // 6 is the product of x and weight
  ...(['conv1d_raw', 'conv1d_transposed_raw'] as const).flatMap((op): Pin[] => [
    {
      flag: 'B6.11',
      op,
      given: { x: '2', weight: '3', bias: '922 @3b8edf46' },
      gives: { y: `${43240 + 6} @38c2f97a` },
    },
    {
      flag: 'B6.11',
      op,
      given: { x: '2', weight: '3', bias: '1034 @3ad94898' },
      gives: { y: `${20136 + 6} @38b284c2` },
    },
  ]),
  {
    flag: 'B6.11',
    op: 'round',
    given: { x: 'bits:c3000e0b', rounding: 'SR_HALF_AWAY' },
    gives: { y: '-129' },
    rng: [4231408732],
  },
  {
    flag: 'B6.11',
    op: 'round',
    given: { x: 'bits:c380517c', rounding: 'SR_HALF_AWAY' },
    gives: { y: '-257' },
    rng: [3846018233],
  },
  {
    flag: 'B6.11',
    op: 'quantize_dynamic',
    given: { x: peaks, y: '16b HA' },
    gives: { y: '32767 30036' },
  },
  {
    flag: 'B6.11',
    op: 'accumulate_packed_rescale',
    given: { target: '16b HA bytes:00000000', increment: peaks },
    gives: { target: 'bytes:ff7f5475' },
  },
  {
    flag: 'B6.11',
    op: 'accumulate_sym_dynamic',
    given: { target: '16b HA 0 0', increment: `12576437 11528432 @${2 ** -21}` },
    gives: { target: '32767 30036' },
  },
  {
    flag: 'B6.11',
    op: 'dropout_forward',
    given: { p: 0.5, training: 'yes' },
    gives: { mask: 'bytes:00' },
    rng: [2281717760],
  },
  {
    flag: 'B6.11',
    op: 'layer_norm_forward',
    given: { x: '2047 ... @.5', beta: '0 1 2 3 4 0 ... @.01' },
    gives: { y: '0 499 1023 1523 2047 ... @37a42908' },
    contracts: july,
  },
];

export const chainPins: readonly Pin[] = [...losses, ...chains, ...discriminating];
