/** S5: packing int32 codes into a bit stream. */

import { ints, packed, store, tensorCount } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { int32Of } from '../../kit/literals.ts';
import { packCounts, packWidths } from '../../kit/packed.ts';
import { target } from '../../kit/tensors.ts';
import { keyInt32 } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { packBitsOracle } from './oracle.ts';

type PackedDtype = 'SYM' | 'ASYM' | 'BOOL';

const packCase = casesOf((codes: readonly number[], bits: number, dtype: PackedDtype = 'SYM') => {
  const y = target(dtype, [codes.length], dtype === 'BOOL' ? 0 : bits);
  return { tensors: { x: int32Of(codes), y } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield packCase('directed', 'V5', [1, -1, 0, 0], 2);
  yield packCase('directed', 'V5', [3, -3, -1, 2, 1], 3);
  yield packCase('directed', 'V5', [7, -3, 2, 0], 4);
  yield packCase('directed', 'V5', [-3, 31, -32], 6);
  yield packCase('directed', 'V5', [2047, -2048, -1], 12);
  yield packCase('directed', 'V5', [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 1, 'BOOL');
  yield packCase('directed', 'V6', [255, 0, 128, 85], 8, 'ASYM');
  yield packCase('boundary', 'empty', [], 5);
  yield packCase('boundary', 'empty', [], 8, 'ASYM');
  for (const bits of packWidths) {
    yield packCase('boundary', 'low_bits', keyInt32.slice(bits % 3), bits, 'ASYM');
  }
  for (const count of packCounts) {
    const r = g.random(`count/${count}`);
    const codes = Array.from({ length: count }, () => r.int(-2147483648, 2147483647));
    yield packCase('boundary', 'sizes', codes, 3);
    yield packCase('boundary', 'sizes', codes, 1, 'BOOL');
    yield packCase('boundary', 'sizes', codes, 11, 'SYM');
  }
  for (const r of seeded(g, 'random', 40)) {
    const bits = r.pick(packWidths);
    const codes = Array.from({ length: r.int(1, 40) }, () => r.int(-2147483648, 2147483647));
    yield packCase('random', 'low_bits', codes, bits, r.pick(['SYM', 'ASYM']));
  }
  yield packCase('directed', 'V5', [3, -2, 1, 0], 3);
  yield packCase('directed', 'V5', [15, -7, 6, -1, 10], 5);
  yield packCase('directed', 'V5', [7, -8, 3], 4);
}

export default defineOp({
  name: 'pack_bits',
  version: 1,
  clause: 'S5',
  summary: 'packs the low bits of int32 codes into one bit stream',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['INT32'], doc: '[n]: codes, any int32' },
    y: { role: 'out', dtypes: ['SYM', 'ASYM', 'BOOL'], doc: '[n]: width 1..32; BOOL is width 1' },
  },
  fits: alike('x', 'y'),
  notes: {
    V5: {
      bug: 'most significant bit first, swapped nibbles, or an element per byte',
      effect: 'stored gradients and weights decode to other values',
    },
    V6: { bug: 'bytes reordered', effect: 'codes change places' },
    empty: {
      bug: 'a size of 0 underflows',
      effect: 'memory beyond the payload is overwritten',
    },
    low_bits: {
      bug: 'codes clamped or checked instead of truncated, or a carry between elements',
      effect: 'neighbouring codes are disturbed',
    },
    sizes: {
      bug: 'floor of n·b/8 bytes, or stale bits left in the last byte',
      effect: 'last elements lost or unequal payload bytes',
      clause: 'S4, S5',
    },
  },
  run(n, call) {
    const y = call.tensor('y');
    const bits = y.dtype === 'BOOL' ? 1 : y.bits;
    const x = ints(call.tensor('x', tensorCount(y)));
    store(packed(y), n.fn.packBits(n, x, bits));
  },
  oracle: packBitsOracle,
  cases,
});
