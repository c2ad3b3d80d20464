/** A call in which an operand, a part of its record or its elements are others of the same call. */

import type { OpCall } from '../../../goldgen/op.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import type { Hypothesis } from '../hypothesis.ts';

export interface CallChange {
  readonly hypothesis: Hypothesis;
  /** the call as the backend takes it; undefined where that is the call itself */
  apply(call: OpCall): OpCall | undefined;
}

export function hypothesis(id: string, bug: string, fix: string): Hypothesis {
  return { id, kind: 'call', clause: '', bug, fix, functions: [] };
}

export function replacing(name: string, change: (t: Tensor, call: OpCall) => Tensor | undefined) {
  return (call: OpCall): OpCall | undefined => {
    const old = call.tensors[name];
    const made = old === undefined ? undefined : change(old, call);
    return made === undefined
      ? undefined
      : call.with({ tensors: { ...call.tensors, [name]: made } });
  };
}

const recordParts = [
  ['scale', 'scale'],
  ['zeroPoint', 'zero point'],
  ['bits', 'width'],
  ['rounding', 'rounding mode'],
] as const;

/** A part of the record of one tensor used for another; what a target holds before the call is a part of its record. */
export function recordOf(name: string, other: string): CallChange[] {
  return recordParts.map(([part, words]) => ({
    hypothesis: hypothesis(
      `${words} of ${other} for ${name}`,
      `\`${name}\` has the ${words} of \`${other}\` instead of its own`,
      `use the ${words} of \`${name}\``,
    ),
    apply: (call) => {
      const value = call.tensors[other]?.[part];
      const change = (t: Tensor) =>
        value === undefined || t[part] === value ? undefined : { ...t, [part]: value };
      return replacing(name, change)(call);
    },
  }));
}

/** Elements of a vector, or rows of a tensor, that are read elsewhere. */
const elsewhere: readonly (readonly [string, string, (i: number, count: number) => number])[] = [
  ['first', 'is read at its first element throughout', () => 0],
  ['reversed', 'is read from its end', (i, count) => count - 1 - i],
  ['behind', 'is read one element behind', (i) => Math.max(0, i - 1)],
  ['ahead', 'is read one element ahead', (i, count) => Math.min(count - 1, i + 1)],
];

export function readElsewhere(name: string): CallChange[] {
  return elsewhere.map(([id, words, from]) => ({
    hypothesis: hypothesis(
      `elements of ${name} ${id}`,
      `\`${name}\` ${words}`,
      `read every element of \`${name}\` where it is needed`,
    ),
    apply: replacing(name, (t) => {
      if (t.data instanceof Uint8Array || t.data.length < 2) return undefined;
      const { data } = t;
      return { ...t, data: data.map((_, i) => data[from(i, data.length)]!) as Tensor['data'] };
    }),
  }));
}

/** One operand read where another one must be. */
export function operandOf(name: string, other: string): CallChange {
  return {
    hypothesis: hypothesis(
      `${other} in place of ${name}`,
      `\`${other}\` is read where \`${name}\` must be`,
      `read \`${name}\``,
    ),
    apply: (call) => {
      const [own, taken] = [call.tensors[name], call.tensors[other]];
      if (own === undefined || taken === undefined) return undefined;
      if (own.data.length !== taken.data.length || own.dtype !== taken.dtype) return undefined;
      return call.with({ tensors: { ...call.tensors, [name]: { ...taken } } });
    },
  };
}

/** Where block (b, g) of B items and G groups is read, counted in blocks. */
const blockPlaces: readonly (readonly [
  string,
  string,
  (b: number, g: number, items: number, groups: number) => number,
])[] = [
  ['of one group', 'b + g: the stride of an item is that of one group', (b, g) => b + g],
  ['of the first item', 'g: every item reads the first one', (_b, g) => g],
  [
    'of the first group',
    'b · groups: every group reads the first one',
    (b, _g, _n, groups) => b * groups,
  ],
  ['of items', 'b: the group is left out', (b) => b],
  ['by group', 'g · items + b: the groups come first', (b, g, items) => g * items + b],
];

/** Blocks of an operand that are read at another place, in an op that has groups. */
export function blocksOf(name: string): CallChange[] {
  return blockPlaces.map(([id, words, at]) => ({
    hypothesis: hypothesis(
      `blocks of ${name} ${id}`,
      `block (b, g) of \`${name}\` is read at block ${words}, instead of at b · groups + g`,
      'block (b, g) stands at (b · groups + g) · size',
    ),
    apply: replacing(name, (t, { params }) => {
      const [items, groups] = [t.shape[0] ?? 1, Number(params.groups)];
      const size = t.data.length / (items * groups);
      if (t.shape.length < 2 || !(groups > 1) || !Number.isInteger(size)) return undefined;
      const data = t.data.map((_, i) => {
        const block = Math.floor(i / size);
        const from = at(Math.floor(block / groups), block % groups, items, groups);
        return t.data[from * size + (i % size)]!;
      });
      return { ...t, data: data as Tensor['data'] };
    }),
  }));
}
