/** V14–V16, V22, V27 and V35: optimizers, and the step that changed between the contracts. */

import { july, june, june11, june23, type Pin } from './pin.ts';

const constant = 'bits:3f800000,bf000000,3e800000';
const gradient = '.1 .2 -.3';
const v27 = { gradient, lr: 0.1, weight_decay: 0.5 };

/** parameter before, after step 1, after step 2; states under SR_HALF_AWAY where they draw */
const twoSteps = [
  {
    mode: 'HALF_AWAY',
    steps: [constant, 'bits:3f70a3d7,befd70a4,3e88f5c3', 'bits:3f620c4a,befb020c,3e9178d5'],
    states: [7, 7, 7],
  },
  {
    mode: 'HALF_AWAY',
    steps: [
      'SYM_INT32 12b 2047 -1024 512 @3a001002',
      '2047 -1078 583 @39f0c1ef',
      '2047 -1137 659 @39e2288f',
    ],
    states: [7, 7, 7],
  },
  {
    mode: 'SR_HALF_AWAY',
    steps: [
      'SYM_INT32 12b 2047 -1024 512 @3a001002',
      '2047 -1079 583 @39f0c1ef',
      '2047 -1137 659 @39e2288f',
    ],
    states: [7, 3882205507, 2098155156],
  },
  {
    mode: 'HALF_AWAY',
    steps: ['SYM 6b bytes:1f8c00', 'bytes:df9b00 @3cf8670f', 'bytes:9fab00 @3ce95702'],
    states: [7, 7, 7],
  },
  {
    mode: 'SR_HALF_AWAY',
    steps: ['SYM 6b bytes:1f8c00', 'bytes:df9b00 @3cf8670f', 'bytes:9fab00 @3ce95702'],
    states: [7, 3882205507, 2098155156],
  },
  {
    mode: 'HALF_AWAY',
    steps: [
      'ASYM 8b bytes:ff0080 @3bc0c0c1 zp-85',
      'bytes:ff0088 @3bb8667a zp-88',
      'bytes:ff0090 @3bb0771e zp-91',
    ],
    states: [7, 7, 7],
  },
  {
    mode: 'SR_HALF_AWAY',
    steps: [
      'ASYM 8b bytes:ff0080 @3bc0c0c1 zp-85',
      'bytes:ff0088 @3bb8667a zp-88',
      'bytes:ff0090 @3bb0771e zp-91',
    ],
    states: [7, 3069989445, 794540887],
  },
] as const;

const sgd: readonly Pin[] = [
  ...(
    [
      ['HALF_AWAY', 7],
      ['SR_HALF_AWAY', 3882205507],
    ] as const
  ).map(
    ([mode, state]): Pin => ({
      flag: 'V14',
      op: 'sgd_step',
      given: {
        parameter: `2047 -1000 3 @${2 ** -11}`,
        gradient: '.01 -.02 1',
        lr: 0.01,
        write_back: mode,
      },
      gives: { parameter: '2047 -1000 -17 @39fff971' },
      rng: [7, state],
      contracts: july,
    }),
  ),
  ...twoSteps.flatMap(({ mode, steps, states }) =>
    [0, 1].map(
      (i): Pin => ({
        flag: 'V27',
        op: 'sgd_step',
        given: { parameter: steps[i]!, ...v27, write_back: mode },
        gives: { parameter: steps[i + 1]! },
        rng: [states[i]!, states[i + 1]!],
        contracts: july,
      }),
    ),
  ),
  {
    flag: 'V15',
    op: 'sgd_momentum_step',
    given: {
      parameter: 'SYM 8b bytes:7fda03',
      gradient,
      state: '12b 0 0 0',
      lr: 0.1,
      momentum: 0.9,
      weight_decay: 0.01,
    },
    gives: { state: '751 1345 -2047 @39198dd6', parameter: 'bytes:7fd707 @0.00778741948' },
    rng: [5, 1306475959],
    contracts: july,
  },
  {
    flag: 'V15',
    op: 'sgd_momentum_step',
    given: {
      parameter: 'SYM 8b bytes:7fd707',
      gradient,
      state: '751 1345 -2047 @39198dd6',
      lr: 0.1,
    },
    gives: { state: '751 1345 -2047 @3991cc17', parameter: 'bytes:7fd10f @0.00762297632' },
    rng: [1306475959, 3658212825],
    contracts: july,
  },
];

const adamw: readonly Pin[] = [
  {
    flag: 'V16',
    op: 'adamw_step',
    given: {
      parameter: '.5 -.25',
      gradient: '.1 -.3',
      t: 1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weight_decay: 0.01,
      lr: 0.001,
    },
    gives: {
      parameter: 'bits:3eff7c46,be7ef933',
      m: 'bits:3c23d70b,bcf5c290',
      v: 'bits:3727c5ad,38bcbe63',
    },
  },
  {
    flag: 'V16',
    op: 'adamw_step',
    given: { parameter: 'bits:3eff7c46,be7ef933', gradient: '.1 -.3', t: 2 },
    gives: { parameter: 'bits:3efef88c,be7df267' },
  },
  {
    flag: 'V16',
    op: 'adamw_step',
    given: { parameter: 'bits:3efef88c,be7df267', gradient: '.1 -.3', t: 3 },
    gives: {
      parameter: 'bits:3efe74d3,be7ceb9b',
      m: 'bits:3cde00d2,bda6809e',
      v: 'bits:37fb681e,398d6a90',
    },
  },
];

const v22 = { x: '1102 -2047 @.001', weight: '1024 -512 256 2047 @.0005' };
const passes = [
  ['0 0 0 0 @1', '0 0 @1', '17640 -32767 -2870 5330 @3986173e', '4 -1 @1'],
  ['17640 -32767 -2870 5330 @3986173e', '4 -1 @1', '17640 -32767 -2870 5330 @3a06173e', '8 -2 @1'],
] as const;

const history: readonly Pin[] = [
  ...(['linear_forward', 'linear_forward_raw'] as const).map(
    (op): Pin => ({
      flag: 'V22',
      op,
      given: { ...v22, bias: '1024 -2047 @1e-4' },
      gives: { y: '2381312 -4317497 @350637be' },
      contracts: june,
    }),
  ),
  {
    flag: 'V22',
    op: 'linear_forward',
    given: { ...v22, bias: '1024 -2047 @1e-4', y: '12b HA' },
    gives: { y: '1129 -2047 @3a8a3a37' },
    contracts: july,
  },
  {
    flag: 'V22',
    op: 'quantization_forward',
    given: { x: '2381312 -4317497 @350637be', y: '12b HA' },
    gives: { y: '1129 -2047 @3a8a3a37' },
  },
  {
    flag: 'V22',
    op: 'quantization_forward',
    given: { x: '1129 -2047 @3a8a3a37', y: '12b HA' },
    gives: { y: '1129 -2047 @3a8a3a37' },
  },
  ...passes.flatMap(([weight_grad, bias_grad, weights, biases]) =>
    [june, july].map(
      (contracts): Pin => ({
        flag: 'V22',
        op: 'linear_backward',
        given: { ...v22, dy: '2047 -333 @.002', weight_grad, bias_grad },
        gives: {
          dx: contracts === june ? '2010880 -1729715 @358637be' : '2047 -1761 @3a80c25b',
          weight_grad: weights,
          bias_grad: biases,
        },
        contracts,
      }),
    ),
  ),
];

const v35 = { lr: 0.1, weight_decay: 0.5 };
const weight = {
  parameter: '2047 -1024 512 @3a001002 12b SR',
  gradient: '10922 21844 -32767 @37199acd 16b SR',
};
const bias = { parameter: '2047 @39801002 12b HA', gradient: '32767 @37800100 16b SR' };

const juneSgd: readonly Pin[] = [
  {
    flag: 'V35',
    op: 'sgd_momentum_step',
    given: { ...v35, ...weight, momentum: 0, state: '0 0 0 @1 16b SR' },
    gives: {
      parameter: '2047 -1079 583 @39f0c1f4',
      gradient: weight.gradient,
      state: '32767 -2738 -9553 @37999a99 16b',
    },
    rng: [5, 1306475959],
    contracts: june11,
  },
  {
    flag: 'V35',
    op: 'sgd_momentum_step',
    given: { ...v35, ...weight, momentum: 0, state: '0 0 0 @1 12b SR' },
    gives: {
      parameter: '2047 -1079 583 @39f0c1f4',
      gradient: weight.gradient,
      state: '2047 -171 -597 @3999ac9c 12b',
    },
    rng: [5, 1306475959],
    contracts: june23,
  },
  {
    flag: 'V35',
    op: 'sgd_momentum_step',
    given: { ...v35, ...bias, momentum: 0 },
    gives: { parameter: '2047 @3959b4d1', gradient: bias.gradient },
    rng: [1306475959, 1306475959],
    contracts: june,
  },
  {
    flag: 'V35',
    op: 'sgd_step',
    given: { ...v35, ...weight },
    gives: { parameter: '2047 -1079 583 @39f0c1f4' },
    rng: [5, 1306475959],
    contracts: june,
  },
  {
    flag: 'V35',
    op: 'sgd_step',
    given: { ...v35, ...bias },
    gives: { parameter: '2047 @3959b4d1' },
    rng: [1306475959, 3881343203],
    contracts: june,
  },
];

export const trainingPins: readonly Pin[] = [...sgd, ...adamw, ...history, ...juneSgd];
