/** S95: start and count of an adaptive window. */

import { ints } from '../../../reference/tensor.ts';
import { type CaseSet, casesOf, seeded } from '../../kit/cases.ts';
import { and, below, count, equal, implies, param } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { adaptiveWindowOracle } from './oracle.ts';

const windowCase = casesOf((length: number, outputs: number, index: number) => {
  const params = { length, outputs, index };
  return { tensors: { window: target('INT32', [2]) }, params };
});

/** Every window of O over L. */
function* all(set: CaseSet, flags: string, length: number, outputs: number): Iterable<CaseInput> {
  for (let o = 0; o < outputs; o++) yield windowCase(set, flags, length, outputs, o);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* all('directed', 'outward', 5, 3);
  yield* all('directed', 'outward', 7, 4);
  yield* all('directed', 'more_outputs', 3, 4);
  yield* all('directed', 'more_outputs', 1, 3);
  yield* all('directed', 'even', 6, 3);
  yield* all('boundary', 'even', 4, 4);
  yield* all('boundary', 'even', 9, 1);
  // o·L passes 2^31, and (o + 1)·L nearly 2^32
  yield windowCase('boundary', 'wide_product', 65535, 65535, 65534);
  yield windowCase('boundary', 'wide_product', 65535, 65534, 65533);
  yield windowCase('boundary', 'wide_product', 65534, 65535, 40000);
  for (const [length, outputs, index] of [
    [0, 3, 0],
    [5, 0, 0],
    [5, 3, 3],
    [0, 0, 0],
    [5, 3, 65535],
  ] as const) {
    yield windowCase('negative', 'refused', length, outputs, index);
  }
  for (const r of seeded(g, 'random', 24)) {
    const [length, outputs] = [r.int(10, 400), r.int(5, 300)];
    yield windowCase('random', 'stream', length, outputs, r.int(0, outputs - 1));
  }
}

const extent = { kind: 'int', min: 0, max: 65535 } as const;

export default defineOp({
  name: 'adaptive_window',
  version: 1,
  clause: 'S95',
  summary: 'first element and length of one of O windows over L elements',
  since: '2026-07-21',
  params: {
    length: { ...extent, doc: 'L' },
    outputs: { ...extent, doc: 'O' },
    index: { ...extent, doc: 'o' },
  },
  tensors: { window: { role: 'out', dtypes: ['INT32'], doc: '[2]: start, count' } },
  fits: {
    window: [
      // a window that does not exist is refused
      implies(
        and(below(0, param('length')), below(param('index'), param('outputs'))),
        equal(count('window'), 2),
      ),
    ],
  },
  notes: {
    outward: {
      bug: 'the end rounded down, or the start rounded up',
      effect: 'samples between two windows are counted by none',
    },
    more_outputs: {
      bug: 'more windows than elements refused, or empty ones among them',
      effect: 'a mean over nothing, or an upsampling pool that stops',
    },
    even: {
      bug: 'windows that overlap by one where O divides L',
      effect: 'samples at the seams are counted twice',
    },
    wide_product: {
      bug: 'o·L formed in int32, where it turns negative',
      effect: 'late windows of long signals start before the first sample',
    },
    refused: {
      bug: 'an empty length, no windows or an index beyond the last accepted',
      effect: 'a division by zero, or a read beyond the input',
    },
    stream: {
      bug: 'a constant stride ⌊L/O⌋, or windows of one length',
      effect: 'the last windows miss the end of the signal',
    },
  },
  run(n, call) {
    const [length, outputs] = [call.number('length'), call.number('outputs')];
    const w = n.fn.adaptiveWindow(n, call.number('index'), length, outputs);
    ints(call.tensor('window', 2)).set([w.start, w.count]);
  },
  oracle: adaptiveWindowOracle,
  cases,
});
