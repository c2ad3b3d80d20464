/** The numbers of a call that a step or an output may be made with by mistake, under names that a reader of the clause knows. */

import { countOfShape, float32OfBits } from '../../../schema/format/tensor.ts';
import type { TestCase } from '../../core/load.ts';
import { extentsOf, lettersOf, nounOf, paramsOf } from '../facts/numbers.ts';
import { keptFor } from '../kept.ts';

/** What is made of the width of a tensor, by mistake too. */
const ofWidth: readonly (readonly [string, (bits: number) => number])[] = [
  ['the width', (bits) => bits],
  ['the largest code', (bits) => 2 ** (bits - 1) - 1],
  ['the number of negative codes', (bits) => 2 ** (bits - 1)],
  ['the number of codes', (bits) => 2 ** bits],
  ['the largest unsigned code', (bits) => 2 ** bits - 1],
];

function tensorNumbers(test: TestCase, into: Map<string, number>): void {
  const { inputs, targets } = test.vector;
  for (const [name, t] of [...Object.entries(inputs), ...Object.entries(targets)]) {
    const { shape } = t;
    const count = countOfShape(shape);
    const letters = lettersOf(test.op, name, shape.length);
    for (const [axis, extent] of shape.entries()) {
      const isNamed = nounOf(test.op, name, letters[axis] ?? '') !== '';
      if (!isNamed) into.set(`the extent of axis ${axis} of \`${name}\``, extent);
    }
    const [first = 1] = shape;
    const last = shape.at(-1) ?? 1;
    if (shape.length > 1) {
      if (first > 0) into.set(`the number of elements of an item of \`${name}\``, count / first);
      if (last > 0) into.set(`the number of rows of \`${name}\``, count / last);
    }
    if (t.scale_bits !== undefined) {
      into.set(`the scale of \`${name}\``, float32OfBits(t.scale_bits));
    }
    if (t.dtype === 'ASYM') into.set(`the zero point of \`${name}\``, t.zero_point ?? 0);
    for (const [words, of] of ofWidth) {
      if (t.bits !== undefined && t.bits > 0) into.set(`${words} of \`${name}\``, of(t.bits));
    }
  }
}

/** Parameters, extents and what they multiply to, scales and what the widths stand for; by name. */
export const numbersOf = keptFor((test: TestCase): ReadonlyMap<string, number> => {
  const made = new Map<string, number>();
  for (const [name, value] of paramsOf(test)) made.set(`\`${name}\``, value);
  for (const [words, value] of extentsOf(test)) made.set(words, value);
  tensorNumbers(test, made);
  return made;
});
