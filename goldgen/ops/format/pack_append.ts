/** S5 append form: elements moved between bit streams at any bit offsets. */

import { precondition } from '../../../reference/refusal.ts';
import { packed, type Tensor, tensorCount } from '../../../reference/tensor.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import { atMost, bits, bytes, param, plus, times } from '../../kit/fits.ts';
import { keyPackWidths, packWidths } from '../../kit/packed.ts';
import { randomAsym } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { packAppendOracle } from './oracle.ts';

interface Move {
  readonly source_bit: number;
  readonly destination_bit: number;
  readonly count: number;
}

const moveCase = casesOf((x: Tensor, y: Tensor, m: Move) => ({
  tensors: { x, y },
  params: { ...m },
}));

/** Streams that hold `count` elements of both widths beyond the start bits. */
function* moves(g: CaseGen, label: string, from: number, to: number): Iterable<CaseInput> {
  const r = g.random(label);
  const count = r.int(1, 9);
  const [source_bit, destination_bit] = [r.int(0, 20), r.int(0, 20)];
  const room = (width: number, start: number): number => count + Math.ceil(start / width) + 1;
  const x = randomAsym(r, [room(from, source_bit)], from, 1, 0);
  const y = randomAsym(r, [room(to, destination_bit)], to, 1, 0);
  const flag = from > to ? 'narrow' : from < to ? 'widen' : 'same_width';
  yield moveCase('boundary', flag, x, y, { source_bit, destination_bit, count });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const from of keyPackWidths) {
    for (const to of [1, 3, 8, 12, 17, 31, 32]) yield* moves(g, `move/${from}/${to}`, from, to);
  }
  const r = g.random('empty');
  const [x, y] = [randomAsym(r, [4], 5, 1, 0), randomAsym(r, [4], 7, 1, 0)];
  yield moveCase('boundary', 'empty', x, y, { source_bit: 3, destination_bit: 9, count: 0 });
  for (const label of labels('random', 40)) {
    const p = g.random(`${label}/widths`);
    yield* moves(g, label, p.pick(packWidths), p.pick(packWidths));
  }
}

/** Codes are moved as they are. */
const codesOnly = {
  scale: 'codes are moved, not decoded',
  zero_point: 'codes are moved, not decoded',
};

export default defineOp({
  name: 'pack_append',
  version: 1,
  clause: 'S5',
  summary: 'copies packed elements into another bit stream, preserving every bit around them',
  since: '2026-07-21',
  params: {
    source_bit: { kind: 'int', min: 0, max: 1024, doc: 'stream bit of the first source element' },
    destination_bit: { kind: 'int', min: 0, max: 1024, doc: 'stream bit of the first destination' },
    count: { kind: 'int', min: 0, max: 1024, doc: 'elements' },
  },
  tensors: {
    x: { role: 'in', dtypes: ['ASYM'], unread: codesOnly, doc: '[m]: source stream, width 1..32' },
    y: { role: 'inout', dtypes: ['ASYM'], doc: '[k]: destination stream, width 1..32' },
  },
  fits: {
    x: [atMost(plus(param('source_bit'), times(param('count'), bits('x'))), times(8, bytes('x')))],
    y: [
      atMost(
        plus(param('destination_bit'), times(param('count'), bits('y'))),
        times(8, bytes('y')),
      ),
    ],
  },
  notes: {
    narrow: {
      bug: 'high bits kept, or a clamp',
      effect: 'neighbouring elements overwritten',
    },
    widen: {
      bug: 'codes sign-extended instead of zero-filled',
      effect:
        'negative codes set the high bits of a wider element, which then reads as another value',
    },
    same_width: {
      bug: 'whole bytes copied: bits outside the range are lost, or the source offset is ignored',
      effect: 'streamed blocks destroy each other',
    },
    empty: { bug: 'count 0 writes', effect: 'a stored element changes' },
  },
  run(n, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    const from = { bytes: packed(x), bits: x.bits, start: call.number('source_bit') };
    const to = { bytes: packed(y), bits: y.bits, start: call.number('destination_bit') };
    const count = call.number('count');
    const isInside = to.start + count * to.bits <= tensorCount(y) * y.bits;
    precondition(isInside, 'codes written into the padding of y');
    n.fn.packAppend(n, from, to, count);
  },
  oracle: packAppendOracle,
  cases,
});
