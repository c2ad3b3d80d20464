/** V1–V35 without the optimizers: generator, rounding, conversions, accumulation, kernels. */

import { july, june, type Pin, since23 } from './pin.ts';

const x4 = '1 -.5 .25 0';
const x5 = '.9 -.4 .33 -.05 .61';
const largest = 2224793406;
const smallest = 3673643993;

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

const quantize: readonly Pin[] = [
  {
    flag: 'V4',
    op: 'quantize_dynamic',
    given: { x: x4, y: '12b HA' },
    gives: { y: '2047 -1024 512 0 @3a001002' },
  },
  {
    flag: 'V4',
    op: 'requant_dynamic',
    given: { x: '2047 -1024 512 0 @3a001002', y: '16b HA' },
    gives: { y: '32767 -16392 8196 0 @38000100' },
  },
  {
    flag: 'V4',
    op: 'quantization_forward',
    given: { x: x4, y: '12b HA' },
    gives: { y: '2047 -1024 512 0 @3a001002' },
  },
  {
    flag: 'V4b',
    op: 'quantize_dynamic',
    given: { x: 'bits:3dcccccc,3d4ccccc', y: '12b HA' },
    gives: { y: '2047 1024' },
  },
  {
    flag: 'V4c',
    op: 'quantize_dynamic',
    given: { x: 'bits:3bc49ba6,3b449ba6', y: '12b HA' },
    gives: { y: '2047 1023' },
  },
  {
    flag: 'V4c',
    op: 'quantize_dynamic',
    given: { x: 'bits:3c23d70b,3ba3d70b', y: '12b HA' },
    gives: { y: '2047 1024' },
  },
  {
    flag: 'V4b',
    op: 'encode_symmetric',
    given: { x: 'bits:3dcccccc,3d4ccccc', y: '12b HA' },
    gives: { y: '2047 1024' },
  },
  {
    flag: 'V4c',
    op: 'encode_symmetric',
    given: { x: 'bits:3bc49ba6,3b449ba6', y: '12b HA' },
    gives: { y: '2047 1023' },
  },
  {
    flag: 'V10',
    op: 'quantize_dynamic',
    given: { x: '0 1 -1', y: '12b SR' },
    gives: { y: '-1 2047 -2047 @3a001002' },
    rng: [smallest, 4219854126],
    contracts: july,
  },
  {
    flag: 'V10',
    op: 'quantize_dynamic',
    given: { x: '-1 1 0', y: '12b SR' },
    gives: { y: '-2048 ...' },
    rng: [smallest],
    contracts: july,
  },
  {
    flag: 'V10',
    op: 'quantize_dynamic',
    given: { x: '0', y: '12b SR' },
    gives: { y: '-1 @1' },
    rng: [smallest],
  },
  {
    flag: 'V10',
    op: 'quantize_dynamic',
    given: { x: '1 0', y: '12b SR' },
    gives: { y: '2047 ...' },
    rng: [largest],
    contracts: july,
  },
  {
    flag: 'V20',
    op: 'quantize_dynamic',
    given: { x: 'bits:80000000,00000000', y: '12b HA' },
    gives: { y: '0 0 @1' },
  },
  {
    flag: 'V20',
    op: 'quantize_dynamic',
    given: { x: '3e-42 1.5e-42', y: '12b HA' },
    gives: { y: '2047 1070 @00000001' },
  },
  {
    flag: 'V24',
    op: 'quantize_dynamic',
    given: { x: '.7 -1.3 .02 0', y: '4b SR' },
    gives: { y: '3 -7 0 0 @3e3e2be2' },
    rng: [1, 307599695],
  },
  {
    flag: 'V24',
    op: 'quantize_dynamic',
    given: { x: '.7 -1.3 .02 0', y: '12b SR' },
    gives: { y: '1102 -2047 32 0 @3a267b35' },
    rng: [1, 307599695],
  },
  {
    flag: 'V24',
    op: 'quantize_dynamic',
    given: { x: '.7 -1.3 .02 0', y: '4b HA' },
    gives: { y: '4 -7 0 0' },
  },
  {
    flag: 'V24',
    op: 'quantize_dynamic',
    given: { x: '.7 -1.3 .02 0', y: '12b HA' },
    gives: { y: '1102 -2047 31 0' },
  },
  ...(
    [
      ['c087ff49', 592962179, -5],
      ['c2ffd8cd', 4169358334, -128],
      ['44db8400', 3488166617, 1757],
      ['447a1333', 3097833145, 1001],
    ] as const
  ).flatMap(([bits, seed, code]): Pin[] =>
    ['quantize_dynamic', 'encode_symmetric'].map((op) => ({
      flag: 'V26',
      op,
      given: { x: `bits:${bits},44ffe000`, y: '12b SR' },
      gives: { y: `${code} 2047 @1` },
      rng: [seed],
    })),
  ),
  ...(
    [
      [8, 127, -32, 128, '3c010204'],
      [12, 2047, -512, 2048, '3a001002'],
      [16, 32767, -8192, 32768, '38000100'],
    ] as const
  ).flatMap(([bits, now, second, then, scale]): Pin[] =>
    ['quantize_dynamic', 'quantization_forward'].flatMap((op): Pin[] => [
      {
        flag: 'V31',
        op,
        given: { x: '1 -.25', y: `${bits}b SR` },
        gives: { y: `${now} ${second} @${scale}` },
        rng: [largest, 65019631],
        contracts: july,
      },
      {
        flag: 'V31',
        op,
        given: { x: '1 -.25', y: `${bits}b SR` },
        gives: { y: `${then} ${second} @${scale}` },
        rng: [largest, 65019631],
        contracts: june,
      },
    ]),
  ),
  ...([8, 12, 16] as const).flatMap((bits): Pin[] => {
    const [high, low] = { 8: [128, -129], 12: [2048, -2049], 16: [32768, -32769] }[bits];
    return [
      {
        flag: 'V11',
        op: 'requant_fixed',
        given: { x: '1000000 -1000000 1 @1', y: `${bits}b SR @1` },
        gives: { y: `${high} ...` },
        rng: [largest],
      },
      {
        flag: 'V11',
        op: 'requant_fixed',
        given: { x: '-1000000 1000000 1 @1', y: `${bits}b SR @1` },
        gives: { y: `${low} ...` },
        rng: [smallest],
      },
    ];
  }),
  {
    flag: 'V9',
    op: 'seed_rescale',
    given: { q: '3', sp: 0x3d4ccccc, sa: 0x3ca3d70a },
    gives: { y: '7' },
  },
  {
    flag: 'V9',
    op: 'seed_rescale',
    given: { q: '1073774592 1073774655', sp: 1, sa: 1 },
    gives: { y: '1073774592 1073774592' },
  },
  { flag: 'V9', op: 'seed_rescale', given: { q: '1073774657', sp: 1, sa: 1 }, gives: 'refused' },
  { flag: 'V9', op: 'seed_rescale', given: { q: '0', sp: 1, sa: 0 }, gives: 'refused' },
];

const packed: readonly Pin[] = [
  ...(
    [
      [2, '0d', '1'],
      [3, '7300', ''],
      [4, 'd702', '3e124925'],
      [6, '1f8c00', ''],
      [12, 'ff07c0000200', '3a001002'],
    ] as const
  ).map(
    ([bits, bytes, scale]): Pin => ({
      flag: 'V5',
      op: 'convert',
      given: { x: x4, y: `SYM ${bits}b HA` },
      gives: { y: `bytes:${bytes} ${scale === '' ? '' : `@${scale}`}` },
      contracts: since23,
    }),
  ),
  {
    flag: 'V5',
    op: 'convert',
    given: { x: x5, y: 'SYM 5b SR' },
    gives: { y: 'bytes:2f9baf00 @3d75c28f' },
    rng: [3, 1833517003],
    contracts: july,
  },
  {
    flag: 'V5',
    op: 'repack',
    given: { x: '7 -8 3 @.25', y: 'SYM 4b' },
    gives: { y: 'bytes:8703' },
  },
  { flag: 'V5', op: 'pack_bits', given: { x: '1 -1 0 0', y: 'SYM 2b' }, gives: { y: 'bytes:0d' } },
  {
    flag: 'V5',
    op: 'pack_bits',
    given: { x: '7 -3 2 0', y: 'SYM 4b' },
    gives: { y: 'bytes:d702' },
  },
  {
    flag: 'V5',
    op: 'pack_bits',
    given: { x: '3 -2 1 0', y: 'SYM 3b' },
    gives: { y: 'bytes:7300' },
  },
  { flag: 'V5', op: 'unpack_bits', given: { x: 'SYM 4b bytes:d702' }, gives: { y: '7 -3 2 0' } },
  {
    flag: 'V5',
    op: 'unpack_bits',
    given: { x: 'SYM 5b bytes:2f9baf00' },
    gives: { y: '15 -7 6 -1 10' },
  },
  { flag: 'V5', op: 'fill', given: { x: x4, y: 'SYM 6b HA' }, gives: { y: 'bytes:1f8c00' } },
  ...(
    [
      [2, '63', '@.5 zp-1'],
      [4, '0f58', '@3dcccccd zp-5'],
      [6, '3f0056', 'zp-21'],
      [8, 'ff008055', '@3bc0c0c1 zp-85'],
    ] as const
  ).flatMap(([bits, bytes, grid]): Pin[] => [
    {
      flag: 'V6',
      op: 'convert',
      given: { x: x4, y: `ASYM ${bits}b HA` },
      gives: { y: `bytes:${bytes} ${grid}` },
      contracts: july,
    },
    { flag: 'V6', op: 'affine_grid', given: { x: x4, y: `ASYM ${bits}b HA` }, gives: { y: grid } },
  ]),
  {
    flag: 'V6',
    op: 'convert',
    given: { x: x4, y: 'ASYM 8b SR' },
    gives: { y: 'bytes:ff008055 @3bc0c0c1 zp-85' },
    rng: [11, 1712960839],
    contracts: july,
  },
  {
    flag: 'V6',
    op: 'fill',
    given: { x: x4, y: 'ASYM 8b SR' },
    gives: { y: 'bytes:ff008055' },
    rng: [11, 1712960839],
  },
  {
    flag: 'V6',
    op: 'convert',
    given: { x: 'ASYM 8b bytes:ff008055 @3bc0c0c1 zp-85', y: 'SYM_INT32' },
    gives: { y: '170 -85 43 0 @3bc0c0c1' },
    contracts: july,
  },
  {
    flag: 'V6',
    op: 'convert',
    given: { x: 'ASYM 8b bytes:ff008055 @3bc0c0c1 zp-85', y: 'SYM 6b' },
    gives: { y: 'bytes:1f8c00' },
    contracts: july,
  },
  {
    flag: 'V6',
    op: 'encode_affine',
    given: { x: x4, y: 'ASYM 8b @3bc0c0c1 zp-85' },
    gives: { y: 'bytes:ff008055' },
  },
  {
    flag: 'V21',
    op: 'convert',
    given: { x: x4, y: 'ASYM 20b' },
    gives: { y: 'bytes:ffff0f00000000585555' },
    contracts: july,
  },
  {
    flag: 'V21',
    op: 'convert',
    given: { x: 'ASYM 20b bytes:ffff0f00000000585555', y: 'SYM_INT32 12b' },
    gives: { y: '699050 -349525 174763 0 12b' },
    contracts: july,
  },
  {
    flag: 'V21',
    op: 'convert',
    given: { x: x4, y: 'SYM 20b' },
    gives: { y: 'bytes:ffff0700c00000020000' },
    contracts: july,
  },
  {
    flag: 'V21',
    op: 'convert',
    given: { x: 'SYM 20b bytes:ffff0700c00000020000', y: 'SYM_INT32 12b' },
    gives: { y: '524287 -262144 131072 0 20b' },
    contracts: july,
  },
  {
    flag: 'V21',
    op: 'convert',
    given: { x: 'INT32 1000000', y: 'SYM_INT32 12b' },
    gives: { y: '1000000 @1 12b' },
  },
];

const accumulate: readonly Pin[] = [
  {
    flag: 'V12',
    op: 'accumulate_sym_dynamic',
    given: { target: '10 20 30 @.5 12b', increment: '-7 -14 -21 @.25' },
    gives: { target: '682 1365 2047 @3b9c1382' },
  },
  {
    flag: 'V12',
    op: 'accumulate_sym_dynamic',
    given: { target: '2000 20 30 @.5 12b', increment: '2000 -14 -21 @.5' },
    gives: { target: '2047 3 5 @3f7a1f44' },
  },
  {
    flag: 'V12',
    op: 'sym_add_inplace',
    given: { a: '10 20 30 @.5', b: '-7 -14 -21 @.25' },
    gives: { a: '682 1365 2047 @3b9c1382' },
  },
  {
    flag: 'V12',
    op: 'sym_add_inplace',
    given: { a: '2000 20 30 @.5', b: '2000 -14 -21 @.5' },
    gives: { a: '2047 3 5 @3f7a1f44' },
  },
  {
    flag: 'V12',
    op: 'sym_add',
    given: { a: '2000 20 30 @.5', b: '2000 -14 -21 @.5' },
    gives: { y: '4000 6 9 @.5' },
  },
  {
    flag: 'V12',
    op: 'accumulate_packed_fixed',
    given: { target: '@3c656042 8b bytes:a2', increment: 'bits:3ef74bc7' },
    gives: { target: 'bytes:c5 @3c656042' },
  },
  {
    flag: 'V12',
    op: 'accumulate_packed_fixed',
    given: { target: '@1 8b bytes:fd', increment: '.5' },
    gives: { target: 'bytes:fd' },
  },
  {
    flag: 'V12',
    op: 'accumulate_packed_fixed',
    given: { target: '8b HA bytes:000000', increment: '.4 -.2 .1' },
    gives: { target: 'bytes:7fc020 @3b4e69a0' },
  },
  {
    flag: 'V12',
    op: 'accumulate_packed_fixed',
    given: { target: '8b HA bytes:7fc020 @3b4e69a0', increment: '-.1 .05 .3' },
    gives: { target: 'bytes:5fd07f @3b4e69a0' },
  },
  {
    flag: 'V12',
    op: 'accumulate_packed_rescale',
    given: { target: '8b HA bytes:7fc020 @3b4e69a0', increment: '-.1 .05 .3' },
    gives: { target: 'bytes:5fd07f @3b4ed1a5' },
  },
  {
    flag: 'V12',
    op: 'accumulate_asym',
    given: { target: '4b HA bytes:0000', increment: '1 -2 .5' },
    gives: { target: 'bytes:0f0d @0.200000003 zp-10' },
  },
  {
    flag: 'V12',
    op: 'accumulate_asym',
    given: { target: '4b HA bytes:0f0d @0.200000003 zp-10', increment: '1 -2 .5' },
    gives: { target: 'bytes:0f0d @0.400000006' },
  },
  {
    flag: 'V12',
    op: 'accumulate_sym_fixed',
    given: { target: '-3 @1', increment: '1 @.5' },
    gives: { target: '-2 @1' },
  },
  {
    flag: 'V19',
    op: 'accumulate_packed_rescale',
    given: { target: '8b HA bytes:e200 @3df7ceda', increment: 'bits:bf7eb853,41140000' },
    gives: { target: 'bytes:c17f @3d952a55' },
  },
  {
    flag: 'V28',
    op: 'accumulate_sym_fixed',
    given: { target: '-3 100 32000 -7 @.2 16b HA', increment: '1 -3 2047 0 @.1' },
    gives: { target: '-2 98 33024 -7 @.2' },
  },
  {
    flag: 'V7',
    op: 'accumulate_sym_fixed',
    given: { target: '100 -7 @.125 16b', increment: '6 11 @.125' },
    gives: { target: '106 4 @.125' },
  },
  {
    flag: 'V7',
    op: 'accumulate_sym_dynamic',
    given: { target: '100 -7 @.125 16b', increment: '6 11 @.125' },
    gives: { target: '32767 1236 @39d401a8' },
  },
];

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

export const primitivePins: readonly Pin[] = [
  ...generator,
  ...requant,
  ...quantize,
  ...packed,
  ...accumulate,
  ...funnel,
  ...reduction,
  ...soundness,
];
