/** V4, V9–V11, V20, V24, V26, V31: encoding and its edges. */

import { july, june, type Pin } from './pin.ts';

const x4 = '1 -.5 .25 0';
const largest = 2224793406;
const smallest = 3673643993;

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

export const quantizePins: readonly Pin[] = [...quantize];
