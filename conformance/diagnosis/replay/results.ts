/**
 * Answers of which a part is another one: elements that are never written, taken from another place, or added to what
 * the buffer held. They are made from the op's record, for every output, out of the right answer.
 */

import type { OpDef } from '../../../goldgen/op.ts';
import { countOf, type Tensor } from '../../../reference/tensor.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type LoopMistake, loopMistakes } from '../mistakes/loops.ts';

export interface ResultChange {
  readonly hypothesis: Hypothesis;
  /** output that it changes */
  readonly output: string;
  /** the output as the backend leaves it; undefined where that is the right one */
  apply(right: Tensor, before: Tensor): Tensor | undefined;
}

/** What is wrong in a step of the computation says more. */
const plainPrior = 2;

function change(
  output: string,
  id: string,
  bug: string,
  fix: string,
  apply: ResultChange['apply'],
): ResultChange {
  const hypothesis: Hypothesis = {
    id: `${output} ${id}`,
    kind: 'slip',
    clause: '',
    bug,
    fix,
    functions: [],
    prior: plainPrior,
  };
  return { hypothesis, output, apply };
}

const isPlain = ({ dtype }: Tensor): boolean =>
  dtype === 'INT32' || dtype === 'FLOAT32' || dtype === 'SYM_INT32';

interface Axis {
  readonly id: string;
  readonly words: string;
  /** number of indices, and elements from one to the next; undefined where there is no such axis */
  readonly of: (
    shape: readonly number[],
  ) => { readonly count: number; readonly step: number } | undefined;
}

const axes: readonly Axis[] = [
  {
    id: 'elements',
    words: 'the elements',
    of: (shape) => ({ count: countOf(shape), step: 1 }),
  },
  {
    id: 'row elements',
    words: 'the elements of each row',
    of: (shape) => (shape.length < 2 ? undefined : { count: shape.at(-1)!, step: 1 }),
  },
  {
    id: 'rows',
    words: 'the rows or batch items (along the first axis)',
    of: (shape) =>
      shape.length < 2 ? undefined : { count: shape[0]!, step: countOf(shape.slice(1)) },
  },
  {
    id: 'channels',
    words: 'the channels (along the second axis)',
    of: (shape) =>
      shape.length < 3 ? undefined : { count: shape[1]!, step: countOf(shape.slice(2)) },
  },
];

/** An output of which elements are left as they were, or as 0, or those of another place. */
function elements(output: string, axis: Axis, mistake: LoopMistake, fill: 'before' | 'zero') {
  const { id, words, of, fix, prior = 0 } = mistake;
  const left = `; what is left out ${fill === 'zero' ? 'stays 0' : 'is never written'}`;
  const isDrop = of(0, 1) === undefined || words.includes('left out') || words.includes('count');
  const made = change(
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
  change(
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

/** Values that are changed one by one. */
const mapped = (
  output: string,
  id: string,
  words: string,
  fix: string,
  of: (x: number, t: Tensor) => number,
): ResultChange =>
  change(output, id, `\`${output}\` ${words}`, fix, (right) => {
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
    change(
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

/** Two axes that are exchanged in how elements are laid out. */
function transposed(output: string, a: number, b: number): ResultChange {
  return change(
    output,
    `axes ${a} and ${b} exchanged`,
    `\`${output}\` is laid out with its axes ${a} and ${b} exchanged: it is written transposed`,
    'write in row order',
    (right) => {
      const { shape } = right;
      if (!isPlain(right) || shape.length <= b) return undefined;
      const swapped = shape.map((extent, i) =>
        i === a ? shape[b]! : i === b ? shape[a]! : extent,
      );
      const data = right.data.slice();
      for (let k = 0; k < data.length; k++) {
        const at: number[] = [];
        let rest = k;
        for (let i = shape.length - 1; i >= 0; i--) {
          at[i] = rest % shape[i]!;
          rest = Math.floor(rest / shape[i]!);
        }
        [at[a], at[b]] = [at[b]!, at[a]!];
        data[at.reduce((index, i, axis) => index * swapped[axis]! + i, 0)] = right.data[k]!;
      }
      return { ...right, data };
    },
  );
}

const zeroFilled = /^(tail_of_\d+|without_|first_only)/;

/** Everything that may be otherwise in the answers of an op. */
export function resultChangesOf({ tensors }: OpDef): ResultChange[] {
  const outputs = Object.entries(tensors).filter(([, { role }]) => role !== 'in');
  return outputs.flatMap(([output]) => [
    uncleared(output),
    ...values(output),
    ...masks(output),
    transposed(output, 0, 1),
    transposed(output, 1, 2),
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
