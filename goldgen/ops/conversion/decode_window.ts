/** S54: the streaming decode window. */

import { floats, store, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import {
  and,
  atMost,
  bits,
  count,
  divides,
  equal,
  implies,
  isOf,
  not,
  or,
  param,
  plus,
  times,
} from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { randomSource, widthsOf } from './convert_cases.ts';
import { decodeWindowOracle } from './oracle.ts';

const streamed = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

const windowCase = casesOf((x: Tensor, offset: number, count: number) => {
  const y = target('FLOAT32', [count]);
  return { tensors: { x, y }, params: { offset, count } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const dtype of streamed) {
    const x = randomSource(g.random(`long/${dtype}`), dtype, [300], {
      bits: dtype === 'FLOAT32' ? 0 : 5,
    });
    yield windowCase('boundary', 'window', x, 40, 256);
    yield windowCase('boundary', 'window', x, 296, 4);
    yield windowCase('boundary', 'window', x, 296, 0);
    yield windowCase('negative', 'refused', x, 0, 257);
    yield windowCase('negative', 'refused', x, 296, 5);
  }
  for (const r of seeded(g, 'random', 48)) {
    const dtype = r.pick(streamed);
    const n = r.int(1, 60);
    const x = randomSource(r, dtype, [n], { bits: r.pick(widthsOf(dtype)) });
    const offset = 8 * r.int(0, n >> 3);
    yield windowCase('random', 'window', x, offset, r.int(0, n - offset));
  }
  const x = randomSource(g.random('refused'), 'SYM', [24], { bits: 3 });
  for (const offset of [1, 4, 7, 12]) yield windowCase('negative', 'refused', x, offset, 2);
  for (const [offset, count] of [
    [24, 1],
    [16, 9],
    [32, 0],
  ] as const) {
    yield windowCase('negative', 'refused', x, offset, count);
  }
  yield windowCase('negative', 'refused', target('INT32', [8]), 0, 8);
  yield windowCase('negative', 'refused', target('BOOL', [8]), 0, 8);
}

export default defineOp({
  name: 'decode_window',
  version: 1,
  clause: 'S54',
  summary: 'decodes a window of at most 256 elements at an offset divisible by 8',
  since: '2026-07-21',
  params: {
    offset: { kind: 'int', min: 0, max: 1048576, doc: 'first element' },
    count: { kind: 'int', min: 0, max: 1048576, doc: 'elements' },
  },
  tensors: {
    x: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM', 'INT32', 'BOOL'],
      doc: '[n]: INT32 and BOOL are refused',
    },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: '[count]' },
  },
  fits: {
    y: [
      // a window beyond x, and one that does not start at a byte, are refused
      implies(
        and(
          not(isOf('x', 'INT32', 'BOOL')),
          atMost(plus(param('offset'), param('count')), count('x')),
          or(not(isOf('x', 'SYM', 'ASYM')), divides(8, times(param('offset'), bits('x')))),
        ),
        equal(count('y'), param('count')),
      ),
    ],
  },
  notes: {
    window: {
      bug: 'the window taken at a byte instead of a bit offset, or codes not sign-extended',
      effect: 'streamed blocks decode to the values of other elements',
      clause: 'S27, S54',
    },
    refused: {
      bug: 'windows beyond the tensor, longer than a block or unaligned accepted',
      effect: 'memory beyond the payload is read',
      clause: 'S54, A9',
    },
  },
  run(n, call) {
    const [offset, count] = [call.number('offset'), call.number('count')];
    const y = floats(call.tensor('y', count));
    store(y, n.fn.decodeWindow(n, call.tensor('x'), offset, count));
  },
  oracle: decodeWindowOracle,
  cases,
});
