/** S88, S89: output length, paddings and the valid taps of every window. */

import type { Window1d } from '../../../reference/kernels/window.ts';
import { ints } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { below, count, equal, param, times } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { windowOutputs } from '../../kit/window_fits.ts';
import {
  outputLength,
  paddings,
  randomWindow,
  windowFrom,
  windowOf,
  windowParams,
  windowSpecs,
} from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { windowGeometryOracle } from './raw_oracle.ts';

const geometryCase = casesOf((w: Window1d, length: number) => {
  const count = outputLength(w, length);
  const slices = count === 0 ? {} : { slices: target('INT32', [count, 3]) };
  const tensors = { geometry: target('INT32', [3]), ...slices };
  return { tensors, params: { ...windowParams(w), length } };
});

function* directed(): Iterable<CaseInput> {
  for (let length = 1; length <= 6; length++) {
    yield geometryCase('directed', 'same_stride', windowOf(3, 2, 'SAME'), length);
  }
  yield geometryCase('directed', 'odd_right', windowOf(2, 1, 'SAME'), 5);
  yield geometryCase('directed', 'odd_right', windowOf(4, 3, 'SAME'), 7);
  yield geometryCase('directed', 'dilation', windowOf(3, 1, 'VALID', 3), 9);
  yield geometryCase('directed', 'dilation', windowOf(3, 1, 'SAME', 3), 4);
  yield geometryCase('directed', 'dilation', windowOf(3, 2, 'EXPLICIT', 3, 2), 9);
  yield geometryCase('boundary', 'none_fits', windowOf(4, 1), 3);
  yield geometryCase('boundary', 'none_fits', windowOf(4, 1), 4);
  yield geometryCase('boundary', 'none_fits', windowOf(3, 1, 'EXPLICIT', 2, 1), 2);
  yield geometryCase('boundary', 'none_fits', windowOf(3, 1, 'EXPLICIT', 2, 1), 3);
  yield geometryCase('boundary', 'no_tap', windowOf(2, 3, 'SAME', 2), 1);
  yield geometryCase('boundary', 'no_tap', windowOf(2, 1, 'EXPLICIT', 1, 9), 3);
  yield geometryCase('boundary', 'no_tap', windowOf(1, 1, 'EXPLICIT', 1, 2), 1);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  for (const padding of paddings) {
    for (const stride of [1, 2, 3, 4]) {
      const w = windowOf(3, stride, padding, 2, padding === 'EXPLICIT' ? 3 : 0);
      for (const length of [5, 6, 7, 8]) yield geometryCase('boundary', 'grid', w, length);
    }
  }
  for (const r of seeded(g, 'random', 40)) {
    const length = r.int(9, 40);
    yield geometryCase('random', 'grid', randomWindow(r, length), length);
  }
}

export default defineOp({
  name: 'window_geometry',
  version: 1,
  clause: 'S88, S89',
  summary: 'length, paddings and valid taps of a one-dimensional window',
  since: '2026-07-21',
  params: {
    ...windowSpecs,
    length: { kind: 'int', min: 1, max: 65535, doc: 'L: input length' },
  },
  tensors: {
    geometry: { role: 'out', dtypes: ['INT32'], doc: '[3]: output length, left and right padding' },
    slices: {
      role: 'out',
      dtypes: ['INT32'],
      optional: true,
      doc: '[Lo, 3]: first input, first tap and count of each window; absent where Lo is 0',
    },
  },
  fits: {
    kernel: [below(0, param('kernel'))],
    geometry: [equal(count('geometry'), 3)],
    slices: [equal(count('slices'), times(3, windowOutputs(param('length'))))],
  },
  notes: {
    same_stride: {
      bug: 'SAME with stride by ⌊L/S⌋, by L − 1, or with symmetric padding',
      effect: 'every later layer sees shifted samples',
      clause: 'S88',
    },
    odd_right: {
      bug: 'the odd padding sample on the left',
      effect: 'outputs shifted by one sample',
      clause: 'S88',
    },
    dilation: {
      bug: 'extent of the kernel without its dilation',
      effect: 'another output length',
      clause: 'S88',
    },
    none_fits: {
      bug: 'unsigned underflow where no window fits',
      effect: 'a huge output length',
      clause: 'S88',
    },
    no_tap: {
      bug: 'a window without valid taps not reported as (0, K, 0)',
      effect: 'a read outside the input',
      clause: 'S89',
    },
    grid: {
      bug: 'dilation left out of the extent, padding split the other way, or the length rounded up',
      effect: 'windows start at other samples, and every later layer is shifted',
    },
  },
  run(n, call) {
    const [w, length] = [windowFrom(call), call.number('length')];
    const g = n.fn.windowGeometry(n, w, length);
    ints(call.tensor('geometry', 3)).set([g.outputLength, g.padLeft, g.padRight]);
    if (g.outputLength === 0 && call.tensors.slices === undefined) return;
    const slices = ints(call.tensor('slices', 3 * g.outputLength));
    for (let o = 0; o < g.outputLength; o++) {
      const s = n.fn.windowSlice(n, w, length, g.padLeft, o);
      slices.set([s.firstInput, s.firstTap, s.count], 3 * o);
    }
  },
  oracle: windowGeometryOracle,
  cases,
});
