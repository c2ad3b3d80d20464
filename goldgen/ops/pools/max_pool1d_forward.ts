/** L18: MaxPool1d forward with its argmax. */

import { demandCount, tensorCount } from '../../../reference/tensor.ts';
import { floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { maxPoolFits } from '../../kit/window_fits.ts';
import { outputLength, windowOf, windowSpecs } from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { maxPoolForwardOracle } from './oracle.ts';
import {
  exampleX,
  pooled,
  poolForwardNotes,
  poolForwardSpecs,
  poolForwardTensors,
  poolLengthNotes,
  randomPooled,
  row,
  same,
  windowed,
  wire,
} from './pool_cases.ts';

function* directed(): Iterable<CaseInput> {
  yield pooled('directed', 'B6.6', exampleX);
  yield pooled('directed', 'first_wins', row([3, 3, 3, -1, -1], 1), windowOf(3, 1));
  yield pooled('directed', 'first_wins', row([-5, -5, -5, -5], 1), windowOf(4, 1));
  yield pooled('directed', 'all_negative', row([-3, -1, -2], 1), windowOf(3, 1, 'SAME'));
  yield pooled('directed', 'all_negative', row([-9, -8], 1), windowOf(3, 1, 'EXPLICIT', 1, 1));
  yield pooled('directed', 'no_tap', row([-5], 1), windowOf(2, 3, 'SAME', 2));
  yield pooled('directed', 'no_tap', row([4, -6], 1), windowOf(1, 1, 'EXPLICIT', 1, 2));
  yield pooled('directed', 'odd_right', row([1, 2, 3, 4, 5], 1), windowOf(2, 1, 'SAME'));
  yield pooled('directed', 'dilation', row([9, 1, 8, 2, 7, 3], 1), windowOf(2, 1, 'VALID', 3));
  const channels = row([1, 2, 3, 9, 8, 7, -1, -2, -3, 4, 5, 6], 0.5, 12, [2, 2, 3]);
  yield pooled('directed', 'local_position', channels, windowOf(2, 1));
  const large = row([16777216, 16777217, 16777215], 1, 26);
  for (const arithmetic of [symArithmetic, floatArithmetic]) {
    yield pooled('directed', 'V32', large, windowOf(3, 1), { arithmetic });
  }
  const wide = row([70000, -5, 65536], 1, 20);
  yield pooled('directed', 'no_label_guard', wide, windowOf(2, 1));
  for (const [stored, rounding] of roundingPairs) {
    const y = target('SYM_INT32', [1, 1, 3], 8, stored);
    yield pooled('directed', 'rounding_owner', exampleX, same, { rounding }, y);
  }
  for (const y of [target('ASYM', [1, 1, 3], 8), target('SYM', [1, 1, 3], 6), wire([1, 1, 3], 7)]) {
    for (const arithmetic of [symArithmetic, floatArithmetic]) {
      yield pooled('directed', 'other_storage', exampleX, same, { arithmetic }, y);
    }
  }
}

function* floats(): Iterable<CaseInput> {
  const arithmetic = floatArithmetic;
  const float = (hex: string | readonly number[], w = windowOf(2, 1)): CaseInput => {
    const values = float32Of(hex);
    const x = float32Of(hex, [1, 1, values.data.length]);
    const y = target('FLOAT32', [1, 1, outputLength(w, x.shape[2]!)]);
    return pooled('directed', 'specials', x, w, { arithmetic }, y);
  };
  yield float('7fc00000 3f800000 bf800000 7fc00000');
  yield float('7fc00000 7fc00000 ff800000 ff800000 ff800000');
  yield float('80000000 00000000 80000000');
  yield float('7f800000 7f7fffff ff7fffff ff800000');
  yield float('bf800000 c0000000', windowOf(3, 1, 'SAME'));
}

function* negatives(): Iterable<CaseInput> {
  const [set, flag] = ['negative', 'refused_length'] as const;
  yield pooled(set, flag, exampleX, same, {}, wire([1, 1, 4]));
  yield pooled(set, flag, row([1, 2], 1), windowOf(3, 1), {}, wire([1, 1, 1]));
}

/** The positions beside y. */
function withArgmax(input: CaseInput): CaseInput {
  const argmax = target('INT32', input.tensors.y!.shape);
  return { ...input, tensors: { ...input.tensors, argmax } };
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* floats();
  yield* negatives();
  yield* randomPooled(g);
  const plain = float32Of([1, 2, 3, 4, 5], [1, 1, 5]);
  const [math, y] = [{ arithmetic: floatArithmetic }, target('FLOAT32', [1, 1, 4])];
  yield pooled('negative', 'refused_length', plain, same, math, y);
  // the grid of y is refused after the search: the positions may not have been written
  for (const arithmetic of [symArithmetic, floatArithmetic]) {
    const x = row([3, 1, 2], '7fc00000');
    const y = target('ASYM', [1, 1, 2], 8);
    yield pooled('negative', 'refused_grid', x, windowOf(2, 1), { arithmetic }, y);
  }
  const far = row([2000000000, 2000000001, 5], 4);
  yield pooled('negative', 'refused_grid', far, windowOf(1, 1), {}, target('ASYM', [1, 1, 3], 8));
}

export default defineOp({
  name: 'max_pool1d_forward',
  version: 1,
  clause: 'L18',
  summary: 'maximum of each window and the position of the first one',
  since: '2026-07-21',
  params: { ...poolForwardSpecs, ...windowSpecs },
  tensors: {
    ...poolForwardTensors,
    argmax: {
      role: 'out',
      dtypes: ['INT32'],
      doc: '[B, C, Lo]: input position without channel offset, −1 without a maximum',
    },
  },
  fits: maxPoolFits('x', 'y'),
  notes: {
    ...poolForwardNotes,
    first_wins: {
      bug: 'the last of equal maxima wins',
      effect: 'gradients go to another sample',
    },
    all_negative: {
      bug: 'the running maximum starts at 0, so that padding counts',
      effect: 'negative windows become 0',
    },
    no_tap: {
      bug: 'a window without taps read, or not marked −1',
      effect: 'a gradient at a position that does not exist',
    },
    odd_right: {
      bug: 'the odd padding sample on the left',
      effect: 'windows shifted by one sample',
      clause: 'S88',
    },
    dilation: {
      bug: 'dilation left out of the tap positions',
      effect: 'the pool looks at neighbouring samples instead of spread ones',
      clause: 'S89',
    },
    local_position: {
      bug: 'argmax with the offset of its row',
      effect: 'a backward that reads it writes outside',
    },
    V32: {
      bug: 'mantissas compared as floats in SYM arithmetic, or as integers in FLOAT32',
      effect: 'another maximum beyond 2^24',
    },
    no_label_guard: {
      bug: 'the value-sum guard of the other pools',
      effect: 'wide inputs are refused',
    },
    specials: {
      bug: 'a search that starts at the first tap, or that NaN enters',
      effect: 'NaN spreads through the pool',
    },
    refused_grid: {
      bug: 'positions written before the grid of y is refused',
      effect: 'a refused call leaves traces',
      clause: 'S24, L18, A3',
    },
    refused_length: poolLengthNotes.refused_length,
  },
  run(n, call) {
    const argmax = call.tensor('argmax');
    const layer = { kind: 'max_pool1d', ...windowed(call), argmax } as const;
    const y = call.tensor('y');
    n.fn.maxPool1dForward(n, layer, call.tensor('x'), y);
    demandCount(argmax, tensorCount(y), 'the argmax buffer');
  },
  oracle: maxPoolForwardOracle,
  *cases(g) {
    for (const input of cases(g)) yield withArgmax(input);
  },
});
