/**
 * Answers of which a part is another one: elements that are never written, taken from another place, or added to what
 * the buffer held. They are made from the op's record, for every output, out of the right answer.
 */

import type { OpDef } from '../../../goldgen/op.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import type { TestCase } from '../../core/load.ts';
import { type Hypothesis, slip } from '../hypothesis.ts';
import { type LoopMistake, loopMistakes } from '../mistakes/loops.ts';
import { type Axis, axes, isPlain, placeOf } from './axes.ts';

export interface ResultChange {
  readonly hypothesis: Hypothesis;
  /** output that it changes */
  readonly output: string;
  /** the output as the backend leaves it; undefined where that is the right one */
  apply(right: Tensor, before: Tensor, test: TestCase): Tensor | undefined;
}

/** What is wrong in a step of the computation says more. */
const plainPrior = 2;

export function resultChange(
  output: string,
  id: string,
  bug: string,
  fix: string,
  apply: ResultChange['apply'],
): ResultChange {
  const hypothesis = slip(`${output} ${id}`, bug, fix, plainPrior);
  return { hypothesis, output, apply };
}

/** An output of which elements are left as they were, or as 0, or those of another place. */
function elements(output: string, axis: Axis, mistake: LoopMistake, fill: 'before' | 'zero') {
  const { id, words, of, fix, prior = 0 } = mistake;
  const left = `; what is left out ${fill === 'zero' ? 'stays 0' : 'is never written'}`;
  const isDrop = of(0, 1) === undefined || words.includes('left out') || words.includes('count');
  const made = resultChange(
    output,
    `${axis.id} ${id} ${fill}`,
    `of ${axis.words} of \`${output}\` ${words}${isDrop ? left : ''}`,
    fix,
    (right, before) => {
      const found = isPlain(right) ? axis.of(right.shape) : undefined;
      if (found === undefined) return undefined;
      const data = right.data.slice();
      for (let k = 0; k < data.length; k++) {
        const at = Math.floor(k / found.step) % found.count;
        const from = of(at, found.count);
        if (from === undefined) data[k] = fill === 'zero' ? 0 : before.data[k]!;
        else data[k] = right.data[k + (from[0] - at) * found.step]!;
      }
      return { ...right, data };
    },
  );
  return { ...made, hypothesis: { ...made.hypothesis, prior: plainPrior + prior } };
}

/** Elements that are added to what was there. */
const uncleared = (output: string): ResultChange =>
  resultChange(
    output,
    'not cleared',
    `\`${output}\` is never cleared: what is computed is added to what its buffer held before the call`,
    `clear \`${output}\` before adding to it, or assign`,
    (right, before) => {
      if (!isPlain(right)) return undefined;
      const isFloat = right.dtype === 'FLOAT32';
      const data = right.data.slice();
      for (let k = 0; k < data.length; k++) {
        const sum = right.data[k]! + before.data[k]!;
        data[k] = isFloat ? Math.fround(sum) : sum | 0;
      }
      return { ...right, data };
    },
  );

/** Bytes of an element of a plain tensor. */
const elementBytes = 4;

/** As many bytes written as there are elements. */
const bytesForElements = (output: string): ResultChange =>
  resultChange(
    output,
    'bytes for elements',
    `only as many bytes of \`${output}\` are written as it has elements: a quarter of it`,
    'count bytes: 4 for each element',
    (right, before) => {
      if (!isPlain(right)) return undefined;
      const data = before.data.slice();
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      const from = new Uint8Array(right.data.buffer, right.data.byteOffset, right.data.byteLength);
      bytes.set(from.subarray(0, data.byteLength / elementBytes));
      return { ...right, data };
    },
  );

/** Values that are changed one by one. */
const mapped = (
  output: string,
  id: string,
  words: string,
  fix: string,
  of: (x: number, t: Tensor) => number,
): ResultChange =>
  resultChange(output, id, `\`${output}\` ${words}`, fix, (right) => {
    if (!isPlain(right)) return undefined;
    return { ...right, data: right.data.map((x) => of(x, right)) as Tensor['data'] };
  });

const values = (output: string): ResultChange[] => [
  mapped(
    output,
    'rectified',
    'is cut at 0: a ReLU is applied to it',
    'leave negative values',
    (x) => (x < 0 ? 0 : x),
  ),
  mapped(output, 'magnitudes', 'is without its signs: magnitudes', 'keep the signs', Math.abs),
  mapped(output, 'nan to zero', 'holds 0 in place of NaN', 'keep NaN', (x) =>
    Number.isNaN(x) ? 0 : x,
  ),
  mapped(
    output,
    'subnormals lost',
    'holds 0 in place of subnormal numbers: they are flushed',
    'keep subnormals',
    (x, t) => (t.dtype === 'FLOAT32' && Math.abs(x) < 2 ** -126 ? 0 * x : x),
  ),
  mapped(output, 'unit zeros', 'holds +0 in place of −0', 'keep the sign of zeros', (x) => x + 0),
];

/** Masks of which the bits are elsewhere in their byte, or the other ones. */
const masks = (output: string): ResultChange[] =>
  (
    [
      [
        'bits from the top',
        'is filled from the highest bit of each byte: the order of the bits is reversed',
        (byte) =>
          [0, 1, 2, 3, 4, 5, 6, 7].reduce((all, k) => all | (((byte >> k) & 1) << (7 - k)), 0),
      ],
      [
        'nibbles exchanged',
        'has the two halves of each byte exchanged',
        (byte) => ((byte & 15) << 4) | (byte >> 4),
      ],
    ] as readonly (readonly [string, string, (byte: number) => number])[]
  ).map(([id, words, of]) =>
    resultChange(
      output,
      id,
      `\`${output}\` ${words}`,
      'element i is bit i & 7 of byte i >> 3',
      (right) =>
        right.dtype === 'BOOL' && right.data instanceof Uint8Array
          ? { ...right, data: right.data.map(of) }
          : undefined,
    ),
  );

/** An output laid out with its axes in another order: `order[i]` is the axis that stands at place i. */
function laidOut(output: string, order: readonly number[], words: string): ResultChange {
  return resultChange(
    output,
    `axes laid out as ${order.join(' ')}`,
    `\`${output}\` is laid out ${words}`,
    'write in row order',
    (right) => {
      const { shape } = right;
      if (!isPlain(right) || shape.length !== order.length) return undefined;
      const data = right.data.slice();
      for (let k = 0; k < data.length; k++) {
        const at = placeOf(k, shape);
        data[order.reduce((index, axis) => index * shape[axis]! + at[axis]!, 0)] = right.data[k]!;
      }
      return { ...right, data };
    },
  );
}

const layouts: readonly (readonly [readonly number[], string])[] = [
  [[1, 0], 'with its axes 0 and 1 exchanged: it is written transposed'],
  [[1, 0, 2], 'with its axes 0 and 1 exchanged: it is written transposed'],
  [[0, 2, 1], 'with its axes 1 and 2 exchanged: it is written transposed, channels last'],
  [[2, 1, 0], 'with its axes 0 and 2 exchanged: the order of the axes is reversed'],
  [[2, 0, 1], 'with its last axis first: its rows are written transposed, as columns'],
  [[1, 2, 0], 'with its first axis last: the items of the batch are interleaved'],
];

const zeroFilled = /^(tail_of_\d+|without_|first_only)/;

/** Everything that may be otherwise in the answers of an op. */
export function resultChangesOf({ tensors }: OpDef): ResultChange[] {
  const outputs = Object.entries(tensors).filter(([, { role }]) => role !== 'in');
  return outputs.flatMap(([output]) => [
    uncleared(output),
    bytesForElements(output),
    ...values(output),
    ...masks(output),
    ...layouts.map(([order, words]) => laidOut(output, order, words)),
    ...axes.flatMap((axis) =>
      loopMistakes
        .filter(({ isAlike }) => isAlike)
        .flatMap((mistake) => [
          elements(output, axis, mistake, 'before'),
          ...(zeroFilled.test(mistake.id) ? [elements(output, axis, mistake, 'zero')] : []),
        ]),
    ),
  ]);
}
