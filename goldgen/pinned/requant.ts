/** V1–V3, V25: generator, rounding, requant. */

import { july, june, type Pin, since23 } from './pin.ts';

const generator: readonly Pin[] = [
  {
    flag: 'V1',
    op: 'rng_draws',
    given: { seed: 1 },
    gives: {
      states: '270369 67634689 2647435461 307599695 2398689233 745495504',
      uniforms: 'bits:38840000,3c8100c0,3f1dcca8,3d92acc8,3f0ef917,3e31bd6c',
    },
  },
  {
    flag: 'V1',
    op: 'rng_draws',
    given: { seed: 42 },
    gives: { states: '11355432 2836018348 476557059 3648046016 3759983556' },
    rng: [2654435769, 3759983556],
  },
  {
    flag: 'V1',
    op: 'rng_draws',
    given: { seed: 0 },
    gives: { states: '253983 4228382207 1958451267' },
    rng: [2654435769, 1958451267],
  },
  {
    flag: 'V1',
    op: 'rng_shuffle',
    given: { indices: '0 1 2 3 4 5 6 7' },
    gives: { indices: '1 5 0 3 7 6 4 2' },
    rng: [12345, 4285686168],
  },
  {
    flag: 'V1',
    op: 'rng_shuffle',
    given: { indices: '0 1 2 3 4 5 6 7' },
    gives: { indices: '5 2 6 1 4 3 0 7' },
    rng: [0xffffffff, 1705115568],
  },
  {
    flag: 'V2',
    op: 'round',
    given: {
      rounding: 'HALF_AWAY',
      x: 'bits:3f000000,bf000000,3fc00000,40200000,c0200000,3effffff,beffffff,4affffff,ca7ffffe,4effffff,cf000000,80000000',
    },
    gives: { y: '1 -1 2 3 -3 0 0 8388608 -4194304 2147483520 -2147483648 0' },
  },
];

/** raw mantissas, S51 codes and S41 bytes at 12 bits, S52 codes at the same scale */
const ratios = [
  ['2054 1027 @3dcccccd', '2047 1023', 'ff0740', '2047 1024', '@3dcd8017'],
  ['2050 1025 @.7', '2047 1023', 'ff0740', '2047 1024', '@3f33766f'],
  ['2056 1028 @.3', '2047 1023', 'ff0740', '2047 1024', '@3e9a467d'],
  [
    '-44344 37785 24100 -2869 @3d051eb8',
    '-2047 1744 1112 -132',
    '01086d59c4f7',
    '-2047 1744 1113 -132',
    '@3f343c4a',
  ],
  [
    '-23942 -78900 -35744 76067 @3b7f9724',
    '-621 -2047 -927 1974',
    '931d80615c7b',
    '-621 -2047 -927 1973',
    '@3e19ee1f',
  ],
  [
    '61410 21026 -9675 -8059 @3c06594b',
    '2047 701 -322 -269',
    'ffd72bbd3eef',
    '2047 701 -323 -269',
    '@3e7be76d',
  ],
] as const;

const big = [
  ['538734068 526759261 @1', '2047 2002'],
  ['908679514 744655517 @1', '2047 1677'],
] as const;

const requant: readonly Pin[] = [
  ...ratios.flatMap(([x, codes, bytes, divided, scale]): Pin[] => [
    {
      flag: 'V3',
      op: 'requant_dynamic',
      given: { x, y: '12b HA' },
      gives: { y: `${codes} ${scale}` },
      contracts: july,
    },
    {
      flag: 'V3',
      op: 'requant_fixed',
      given: { x, y: `12b HA ${scale}` },
      gives: { y: `${divided} ${scale}` },
    },
    {
      flag: 'V3',
      op: 'convert',
      given: { x, y: 'SYM 12b HA' },
      gives: { y: `bytes:${bytes} ${scale}` },
      contracts: since23,
    },
    {
      flag: 'V3',
      op: 'execute_convert',
      given: { x, y: 'SYM_INT32 12b HA' },
      gives: { y: `${codes} ${scale}` },
    },
    {
      flag: 'V3',
      op: 'execute_op',
      given: { x0: x, y: 'SYM_INT32 12b HA' },
      gives: { y: `${codes} ${scale}` },
    },
  ]),
  {
    flag: 'V3',
    op: 'requant_dynamic',
    given: { x: '2054 1027 @3dcccccd', y: '12b HA' },
    gives: { y: '2047 1024 @3dcd8017' },
    contracts: june,
  },
  {
    flag: 'V3',
    op: 'requant_dynamic',
    given: { x: '131068 10 18 -10 -26 7 @1', y: '16b HA' },
    gives: { y: '32767 3 5 -3 -7 2 @4' },
  },
  {
    flag: 'V3',
    op: 'requant_dynamic',
    given: {
      x: '1999999999 -2000000000 123456789 -987654321 31415926 -27182818 500000000 0 @3.05e-5',
      y: '16b HA',
    },
    gives: { y: '32767 -32767 2023 -16181 515 -445 8192 0' },
  },
  {
    flag: 'V3',
    op: 'quantization_forward',
    given: { x: '2054 1027 @3dcccccd', y: '12b HA' },
    gives: { y: '2047 1023 @3dcd8017' },
    contracts: july,
  },
  {
    flag: 'V3',
    op: 'quantization_backward',
    given: { dy: '2054 1027 @3dcccccd', dx: '12b HA' },
    gives: { dx: '2047 1023 @3dcd8017' },
    contracts: july,
  },
  {
    flag: 'V3',
    op: 'quantization_forward',
    given: { x: '2054 1027 @3dcccccd', y: '12b HA' },
    gives: { y: '2047 1024 @3dcd8017' },
    contracts: june,
  },
  ...big.flatMap(([x, codes]): Pin[] => [
    {
      flag: 'V25',
      op: 'requant_dynamic',
      given: { x, y: '12b HA' },
      gives: { y: codes },
      contracts: july,
    },
    {
      flag: 'V25',
      op: 'execute_convert',
      given: { x, y: 'SYM_INT32 12b HA' },
      gives: { y: codes },
    },
    { flag: 'V25', op: 'execute_op', given: { x0: x, y: 'SYM_INT32 12b HA' }, gives: { y: codes } },
  ]),
];

export const requantPins: readonly Pin[] = [...generator, ...requant];
