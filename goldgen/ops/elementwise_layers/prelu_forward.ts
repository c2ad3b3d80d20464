/** L36: PReLU forward. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, randomFloat32Bits, target, withOrder } from '../../kit/tensors.ts';
import { type CaseInput, defineOp } from '../../op.ts';
import { preluForwardOracle } from './oracle.ts';

const prelu = casesOf((x: Tensor, alpha: Tensor, y: Tensor = target('FLOAT32', x.shape)) => ({
  tensors: { x, alpha, y },
}));

const specials = '80000000 00000000 7fc00000 7f800000 ff800000 00000001 80000001 bf800000 3f800000';
/** finite, beyond 1, negative, zeros, not finite */
const slopes = '3e800000 40000000 bf000000 00000000 80000000 7f800000 7fc00000'.split(' ');

function* directed(): Iterable<CaseInput> {
  const x = float32Of([-1, 2, -1, -2, -4, 3, -4, -8], [2, 2, 2]);
  yield prelu('directed', 'one_slope', x, float32Of([0.25]));
  yield prelu('directed', 'slope_of_channel', x, float32Of([0.5, 0.25]));
  const ones = float32Of(new Array(24).fill(-1), [2, 3, 4]);
  yield prelu('directed', 'slope_of_channel', ones, float32Of([2, 3, 5]));
  yield prelu(
    'directed',
    'slope_of_channel',
    float32Of([-1, -1, -1, 1], [2, 2]),
    float32Of([2, 3]),
  );
  const four = float32Of(new Array(24).fill(-1), [2, 2, 3, 2]);
  yield prelu('directed', 'slope_of_channel', four, float32Of([2, 3]));
  yield prelu('directed', 'any_slope', x, float32Of([2, -1]));
  yield prelu('directed', 'zeros', float32Of([0, -0, 0, -0], [1, 2, 2]), float32Of([-1, 1]));
  // 0.1 · 3 and 0.1 · 0.7 are rounded
  yield prelu('directed', 'product', float32Of([-3, -0.7, 3, 0.7]), float32Of([0.1]));
  for (const slope of slopes) {
    yield prelu('boundary', 'specials', float32Of(specials), float32Of(slope));
  }
  // products at the edge of the normal numbers and beyond the largest one
  const edges = float32Of('80800000 80800001 80ffffff ff7fffff ff7ffffe 80000003');
  for (const slope of ['3f000000', '3f7fffff', '3f800001']) {
    yield prelu('boundary', 'edges', edges, float32Of(slope));
  }
  yield prelu('boundary', 'empty', float32Of([], [2, 3, 0]), float32Of([1, 2, 3]));
}

function* negatives(): Iterable<CaseInput> {
  const set = 'negative';
  const x = float32Of([-1, 2, -3, 4, -5, 6], [1, 2, 3]);
  const alpha = float32Of([0.5, 0.25]);
  for (const shape of [[1, 3, 2], [2, 1, 3], [1, 2, 4], [6], [2, 3]]) {
    yield prelu(set, 'refused_extents', x, alpha, target('FLOAT32', shape));
  }
  for (const count of [0, 3, 6]) {
    yield prelu(set, 'refused_count', x, float32Of(new Array(count).fill(0.5)));
  }
  yield prelu(set, 'refused_count', float32Of([-1, 2]), alpha);
  const sym = symInt32Of([1, 2], 0.5, 12);
  yield prelu(set, 'refused_dtype', symInt32Of([-1, 2], 0.5, 12), float32Of([1]));
  yield prelu(set, 'refused_dtype', x, sym);
  yield prelu(set, 'refused_dtype', x, alpha, target('SYM_INT32', [1, 2, 3], 12));
  const square = float32Of([-1, 2, -3, 4], [2, 2]);
  yield prelu(set, 'refused_view', withOrder(square, [1, 0]), alpha, target('FLOAT32', [2, 2]));
  yield prelu(set, 'refused_view', square, alpha, withOrder(target('FLOAT32', [2, 2]), [1, 0]));
  yield prelu(set, 'refused_view', x, withOrder(float32Of([1, 2], [1, 2]), [1, 0]));
  // the nearest calls that are answered
  yield prelu(set, 'refused_count', x, alpha);
  yield prelu(set, 'refused_view', square, float32Of([1, 2], [1, 2]));
}

export default defineOp({
  name: 'prelu_forward',
  version: 1,
  clause: 'L36',
  summary: 'values that are not positive are multiplied by a slope',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32'],
      doc: '[B, C, L], or another shape with the channels on axis 1; SYM_INT32 is refused',
    },
    alpha: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32'],
      doc: 'one slope, or one per channel; SYM_INT32 is refused',
    },
    y: { role: 'out', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'shape of x; SYM_INT32 is refused' },
  },
  fits: refusesMisfits,
  notes: {
    one_slope: {
      bug: 'the single slope applied to the first channel only',
      effect: 'other channels lose their negative half or pass it whole',
    },
    slope_of_channel: {
      bug: 'the slope taken by batch or by position instead of by channel',
      effect: 'channels are bent by the slopes of other channels',
    },
    any_slope: {
      bug: 'max(x, α·x), which holds for slopes between 0 and 1 only',
      effect: 'a slope that training moves beyond 1 or below 0 does nothing',
    },
    zeros: {
      bug: 'a zero passed instead of multiplied, so that it keeps its sign',
      effect: 'signs of zero changed',
    },
    product: {
      bug: 'the product not rounded, or rounded twice',
      effect: 'activations off by one unit in the last place',
    },
    specials: {
      bug: 'NaN replaced, a slope of 0 skipped, or the product added where x is positive',
      effect: 'a diverged unit looks healthy, or healthy ones become NaN',
    },
    edges: {
      bug: 'subnormal products flushed to zero, or large ones clamped',
      effect: 'small activations vanish',
    },
    empty: {
      bug: 'a division by the extent 0 when the channel is looked up',
      effect: 'a crash on an empty batch',
    },
    refused_extents: {
      bug: 'only the number of elements compared',
      effect: 'activations land in other channels',
    },
    refused_count: {
      bug: 'the number of slopes not compared with the channels',
      effect: 'memory beyond the slopes enters the activations',
    },
    refused_dtype: {
      bug: 'mantissas of a SYM_INT32 operand read as floats',
      effect: 'activations become the bit patterns of integers',
    },
    refused_view: {
      bug: 'a transposed operand walked in storage order',
      effect: 'channels are bent by the slopes of other channels',
    },
    mixture: {
      bug: 'channel and position exchanged, or positive values multiplied too',
      effect: 'activations of another size',
    },
  },
  run(n, call) {
    n.fn.preluForward(n, call.tensor('x'), call.tensor('alpha'), call.tensor('y'));
  },
  oracle: preluForwardOracle,
  *cases(g) {
    yield* directed();
    yield* negatives();
    for (const r of seeded(g, 'random', 24)) {
      const shape = [r.int(1, 3), r.int(1, 4), r.int(1, 7)];
      const x = r.chance(1, 4) ? randomFloat32Bits(r, shape) : randomFloat32(r, shape);
      const alpha = randomFloat32(r, [r.chance(1, 3) ? 1 : shape[1]!], -4, 1);
      yield prelu('random', 'mixture', x, alpha);
    }
  },
});
