/** V5, V6, V12, V19, V21, V28: packed formats and accumulation. */

import { july, june, type Pin, since23 } from './pin.ts';

const x4 = '1 -.5 .25 0';
const x5 = '.9 -.4 .33 -.05 .61';

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

/** June: the range of INT32 is one integer, converted once. */
const early: readonly Pin[] = [
  {
    flag: 'integer_range',
    op: 'convert',
    given: { x: '16777219 1 5 9', y: 'ASYM 3b' },
    gives: { y: '@4a124926' },
    contracts: june,
  },
];

export const storagePins: readonly Pin[] = [...packed, ...accumulate, ...early];
