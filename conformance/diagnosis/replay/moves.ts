/**
 * Calls of which an operand is read at another place: at an index of another axis, one off, from its end, with another
 * stride. They are made from the op's record, for every operand that is read.
 */

import type { OpCall, OpDef } from '../../../goldgen/op.ts';
import { countOf, type Tensor } from '../../../reference/tensor.ts';
import { slip } from '../hypothesis.ts';
import { loopMistakes } from '../mistakes/loops.ts';
import { axes, isPlain, placeOf } from './axes.ts';
import type { CallChange } from './call_operands.ts';

interface Move {
  readonly id: string;
  readonly words: string;
  /** index that is read in place of index i of n; undefined where nothing is, which counts as 0 */
  readonly from: (i: number, n: number) => number | undefined;
}

/** Parts of an operand that a loop never comes to: what they would have added is missing. */
const leftOut: readonly Move[] = loopMistakes
  .filter(
    ({ isAlike, id }) =>
      isAlike && /^(first_only|last_only|without_(fir|la)st|first_half|tail_of_\d+)$/.test(id),
  )
  .map(({ id, words, of }) => ({
    id,
    words: `${words}; what is left out adds nothing`,
    from: (i, n) => of(i, n)?.[0],
  }));

const moves: readonly Move[] = [
  { id: 'first', words: 'the first one is read for all', from: () => 0 },
  { id: 'last', words: 'the last one is read for all', from: (_i, n) => n - 1 },
  {
    id: 'next',
    words: 'the one after it is read, at the end the last one again',
    from: (i, n) => Math.min(i + 1, n - 1),
  },
  {
    id: 'previous',
    words: 'the one before it is read, at the start the first one again',
    from: (i) => Math.max(i - 1, 0),
  },
  {
    id: 'next_cyclic',
    words: 'the one after it is read, at the end the first one',
    from: (i, n) => (i + 1) % n,
  },
  {
    id: 'previous_cyclic',
    words: 'the one before it is read, at the start the last one',
    from: (i, n) => (i + n - 1) % n,
  },
  { id: 'reversed', words: 'they are read in reverse order', from: (i, n) => n - 1 - i },
  {
    id: 'every_second',
    words: 'every second one is read (stride 2), from the start again after the end',
    from: (i, n) => (2 * i) % n,
  },
  { id: 'twice', words: 'each is read twice (index i / 2)', from: (i) => i >> 1 },
  ...[2, 4, 8, 16].flatMap((u): Move[] => [
    {
      id: `modulo_${u}`,
      words: `the first ${u} are read again and again (index i mod ${u})`,
      from: (i) => i % u,
    },
    {
      id: `blocks_of_${u}`,
      words: `the first of every ${u} is read for all of them`,
      from: (i) => i - (i % u),
    },
  ]),
  {
    id: 'exchanged_in_pairs',
    words: 'neighbours are exchanged (the order in a pair is the other one)',
    from: (i, n) => ((i ^ 1) < n ? i ^ 1 : i),
  },
  ...leftOut,
];

function moved(
  name: string,
  id: string,
  words: string,
  at: (t: Tensor) => ((k: number) => number | undefined) | undefined,
): CallChange {
  const fix = `read \`${name}\` at the index of the clause`;
  const hypothesis = slip(`${name} read ${id}`, words, fix, 1);
  return {
    hypothesis,
    apply: (call: OpCall) => {
      const t = call.tensors[name];
      const from = t === undefined || !isPlain(t) ? undefined : at(t);
      if (t === undefined || from === undefined) return undefined;
      const data = t.data.slice();
      for (let k = 0; k < data.length; k++) {
        const read = from(k);
        data[k] = read === undefined ? 0 : t.data[read]!;
      }
      if (data.every((x, k) => Object.is(x, t.data[k]))) return undefined;
      return call.with({ tensors: { ...call.tensors, [name]: { ...t, data } } });
    },
  };
}

/** An operand read as if two of its axes stood the other way round in memory. */
function exchangedAxes(name: string, a: number, b: number): CallChange {
  return moved(
    name,
    `axes ${a} and ${b}`,
    `\`${name}\` is read with its axes ${a} and ${b} exchanged (transposed)`,
    ({ shape }) => {
      if (shape.length <= b) return undefined;
      const swapped = [...shape];
      [swapped[a], swapped[b]] = [shape[b]!, shape[a]!];
      return (k) => {
        const at = placeOf(k, shape);
        [at[a], at[b]] = [at[b]!, at[a]!];
        return at.reduce((index, i, axis) => index * swapped[axis]! + i, 0);
      };
    },
  );
}

/** Every operand read elsewhere. */
export function moveChangesOf({ tensors }: OpDef): CallChange[] {
  const inputs = Object.entries(tensors).filter(([, { role }]) => role !== 'out');
  return inputs.flatMap(([name]) => [
    ...axes.flatMap((axis) =>
      moves.map(({ id, words, from }) =>
        moved(name, `${axis.id} ${id}`, `of ${axis.words} of \`${name}\` ${words}`, ({ shape }) => {
          const found = axis.of(shape);
          if (found === undefined || countOf(shape) === 0) return undefined;
          const { count, step } = found;
          return (k) => {
            const i = Math.floor(k / step) % count;
            const read = from(i, count);
            return read === undefined ? undefined : k + (read - i) * step;
          };
        }),
      ),
    ),
    exchangedAxes(name, 0, 1),
    exchangedAxes(name, 1, 2),
    exchangedAxes(name, 0, 2),
  ]);
}
