/**
 * Calls that a backend takes for other ones: a parameter that is ignored or exchanged for another, an operand
 * that is left out, a record that is not read. They are made from the op's record, for every op.
 */

import type { OpCall, OpDef, ParamSpec } from '../../../goldgen/op.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { bfloat16, float16, nearestBfloat16 } from '../facts/narrow.ts';
import {
  blocksOf,
  type CallChange,
  hypothesis,
  operandOf,
  readElsewhere,
  recordOf,
  replacing,
} from './call_operands.ts';

function withParam(name: string, changed: (old: number) => number, id: string, words: string) {
  return {
    hypothesis: hypothesis(
      `${name} ${id}`,
      `\`${name}\` ${words}`,
      `use \`${name}\` as the call gives it`,
    ),
    apply: (call: OpCall) => {
      const old = call.params[name];
      if (typeof old !== 'number') return undefined;
      const value = changed(old);
      if (Object.is(value, old)) return undefined;
      return call.with({ params: { ...call.params, [name]: value } });
    },
  };
}

function numberChanges(name: string, isInteger: boolean): CallChange[] {
  const both = [
    withParam(name, () => 0, 'ignored', 'is ignored: it is taken as 0'),
    withParam(name, () => 1, 'as 1', 'is taken as 1, whatever the call says'),
  ];
  if (isInteger) {
    return [
      ...both,
      withParam(name, (x) => x + 1, 'plus 1', 'is taken one too large'),
      withParam(name, (x) => x - 1, 'minus 1', 'is taken one too small'),
      withParam(name, (x) => 2 * x, 'doubled', 'is doubled'),
      withParam(name, (x) => Math.floor(x / 2), 'halved', 'is halved, rounded down'),
      withParam(name, (x) => x & 0xff, 'in 8 bits', 'is kept in 8 bits'),
      withParam(name, (x) => x & 0xffff, 'in 16 bits', 'is kept in 16 bits'),
      withParam(name, (x) => Math.min(x, 255), 'up to 255', 'stops at 255'),
      withParam(name, (x) => Math.min(x, 256), 'up to 256', 'stops at 256'),
    ];
  }
  return [
    ...both,
    withParam(name, (x) => -x, 'negated', 'has the wrong sign'),
    withParam(name, (x) => 1 - x, 'complement', 'is taken as 1 minus itself'),
    withParam(name, (x) => 1 / x, 'reciprocal', 'is taken as its reciprocal'),
    withParam(name, (x) => x * x, 'squared', 'is applied twice: its square is used'),
    withParam(name, (x) => 2 * x, 'doubled', 'is doubled'),
    withParam(name, (x) => x / 2, 'halved', 'is halved'),
    withParam(name, Math.fround, 'float32', 'is rounded to float32 too early'),
    withParam(name, bfloat16, 'bfloat16', 'is cut to 16 bits (bfloat16)'),
  ];
}

function wordChanges(name: string, values: readonly string[]): CallChange[] {
  return values.map((value) => ({
    hypothesis: hypothesis(
      `${name} as ${value}`,
      `\`${name}\` is taken as ${value}, whatever the call says`,
      `use \`${name}\` as the call gives it`,
    ),
    apply: (call) =>
      call.params[name] === undefined || call.params[name] === value
        ? undefined
        : call.with({ params: { ...call.params, [name]: value } }),
  }));
}

function exchanged(a: string, b: string): CallChange {
  return {
    hypothesis: hypothesis(`${a} for ${b}`, `\`${a}\` and \`${b}\` are exchanged`, 'exchange them'),
    apply: (call) => {
      const { [a]: first, [b]: second } = call.params;
      if (first === undefined || second === undefined || first === second) return undefined;
      return call.with({ params: { ...call.params, [a]: second, [b]: first } });
    },
  };
}

function omitted(name: string): CallChange {
  return {
    hypothesis: hypothesis(
      `no ${name}`,
      `\`${name}\` is left out`,
      `use \`${name}\` where it is given`,
    ),
    apply: (call) => {
      if (call.tensors[name] === undefined) return undefined;
      const { [name]: _gone, ...tensors } = call.tensors;
      return call.with({ tensors });
    },
  };
}

const zeros = (t: Tensor): Tensor => ({ ...t, data: t.data.slice().fill(0) });
const otherMode = ({ rounding }: Tensor): Tensor['rounding'] =>
  rounding === 'HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY';

function inputChanges(name: string): CallChange[] {
  return [
    {
      hypothesis: hypothesis(
        `scale of ${name} as 1`,
        `the scale of \`${name}\` is ignored: it is taken as 1`,
        `multiply by the scale of \`${name}\``,
      ),
      apply: replacing(name, (t) => (t.scale === 1 ? undefined : { ...t, scale: 1 })),
    },
    {
      hypothesis: hypothesis(
        `zero point of ${name} as 0`,
        `the zero point of \`${name}\` is ignored`,
        `read the zero point of \`${name}\``,
      ),
      apply: replacing(name, (t) => (t.zeroPoint === 0 ? undefined : { ...t, zeroPoint: 0 })),
    },
    {
      hypothesis: hypothesis(
        `zero point of ${name} negated`,
        `the zero point of \`${name}\` has the wrong sign`,
        `take the sign of the clause`,
      ),
      apply: replacing(name, (t) =>
        t.zeroPoint === 0 ? undefined : { ...t, zeroPoint: -t.zeroPoint },
      ),
    },
    {
      hypothesis: hypothesis(
        `order of ${name}`,
        `\`${name}\` is read as if its axes were not exchanged`,
        `follow the order of the axes of \`${name}\``,
      ),
      apply: replacing(name, (t) =>
        t.order.every((axis, i) => axis === i)
          ? undefined
          : {
              ...t,
              order: t.order.map((_, i) => i),
              shape: t.order.map((_, i) => t.shape[t.order.indexOf(i)]!),
            },
      ),
    },
  ];
}

/** Every view read as it is stored. */
function viewsAsStored(names: readonly string[]): CallChange {
  const changes = names.map((name) => inputChanges(name).at(-1)!);
  return {
    hypothesis: hypothesis(
      'order of all',
      'operands that are views in another order are read at the flat index: the order of their axes is ignored',
      'follow the order of the axes of every operand',
    ),
    apply: (call) => {
      const made = changes.reduce((seen, change) => change.apply(seen) ?? seen, call);
      return made === call ? undefined : made;
    },
  };
}

/** One parameter used for another one as well. */
function paramOf(name: string, other: string): CallChange {
  return {
    hypothesis: hypothesis(
      `${other} for ${name}`,
      `\`${other}\` is taken for \`${name}\`, which is not looked at`,
      `use \`${name}\` where the clause says it`,
    ),
    apply: (call) => {
      const { [name]: old, [other]: value } = call.params;
      if (old === undefined || value === undefined || Object.is(old, value)) return undefined;
      return call.with({ params: { ...call.params, [name]: value } });
    },
  };
}

function scalesExchanged(a: string, b: string): CallChange {
  return {
    hypothesis: hypothesis(
      `scales of ${a} and ${b} exchanged`,
      `the scales of \`${a}\` and \`${b}\` are exchanged: the ratio is taken the other way round`,
      `use the scale of each tensor for itself`,
    ),
    apply: (call) => {
      const [first, second] = [call.tensors[a], call.tensors[b]];
      if (first === undefined || second === undefined || first.scale === second.scale)
        return undefined;
      const tensors = {
        ...call.tensors,
        [a]: { ...first, scale: second.scale },
        [b]: { ...second, scale: first.scale },
      };
      return call.with({ tensors });
    },
  };
}

/** Values of an operand read otherwise. */
function read(name: string, id: string, words: string, of: (x: number) => number): CallChange {
  return {
    hypothesis: hypothesis(`${name} ${id}`, `\`${name}\` ${words}`, `read \`${name}\` as it is`),
    apply: replacing(name, (t) => {
      const data = t.data.map(of) as Tensor['data'];
      return data.every((x, i) => Object.is(x, t.data[i])) ? undefined : { ...t, data };
    }),
  };
}

function readings(name: string, dtypes: readonly string[]): CallChange[] {
  const floats = [
    read(name, 'bfloat16', 'is cut to 16 bits (bfloat16) when it is read', bfloat16),
    read(name, 'nearest bfloat16', 'is rounded to bfloat16 when it is read', nearestBfloat16),
    read(name, 'float16', 'is rounded to half precision (float16) when it is read', float16),
    read(name, 'without NaN', 'has NaN replaced by 0', (x) => (Number.isNaN(x) ? 0 : x)),
  ];
  return [
    ...(dtypes.includes('FLOAT32') ? floats : []),
    read(name, 'negated', 'is read with the wrong sign', (x) => 0 - x),
    read(name, 'absolute', 'is read without its sign', Math.abs),
  ];
}

/** Every batch item taken for the first one. */
function firstItem(name: string): CallChange {
  return {
    hypothesis: hypothesis(
      `first item of ${name}`,
      `the first batch item of \`${name}\` is read for every item: the stride of the batch is missing`,
      `move on to the next item of \`${name}\``,
    ),
    apply: replacing(name, (t) => {
      const batch = t.shape[0] ?? 1;
      if (t.shape.length < 2 || batch < 2) return undefined;
      const item = t.data.length / batch;
      return { ...t, data: t.data.map((_, i) => t.data[i % item]!) as Tensor['data'] };
    }),
  };
}

function roundingChange(name: string): CallChange {
  return {
    hypothesis: hypothesis(
      `rounding of ${name}`,
      `\`${name}\` is rounded in the other mode than its record says`,
      `round in the mode of \`${name}\``,
    ),
    apply: replacing(name, (t) => ({ ...t, rounding: otherMode(t) })),
  };
}

function overwritten(name: string): CallChange {
  return {
    hypothesis: hypothesis(
      `${name} overwritten`,
      `what \`${name}\` held before is thrown away: it is overwritten instead of added to`,
      `add to \`${name}\``,
    ),
    apply: replacing(name, (t) => (t.data.some((x) => x !== 0) ? zeros(t) : undefined)),
  };
}

/** As after zeroing a gradient: no scale and no zero point are left of what it held. */
function zeroed(name: string): CallChange {
  const { bug, fix } = overwritten(name).hypothesis;
  return {
    hypothesis: hypothesis(`${name} zeroed`, bug, fix),
    apply: replacing(name, (t) => ({ ...zeros(t), scale: 1, zeroPoint: 0 })),
  };
}

function twins(a: string, b: string): CallChange {
  return {
    hypothesis: hypothesis(`${a} for ${b}`, `\`${a}\` and \`${b}\` are exchanged`, 'exchange them'),
    apply: (call) => {
      const [first, second] = [call.tensors[a], call.tensors[b]];
      if (first === undefined || second === undefined) return undefined;
      if (`${first.shape}` !== `${second.shape}` || first.dtype !== second.dtype) return undefined;
      return call.with({ tensors: { ...call.tensors, [a]: second, [b]: first } });
    },
  };
}

function pairs(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
}

/** Whether two parameters are of one kind, and words for the same. */
function areAlike(spec: ParamSpec, other: ParamSpec): boolean {
  if (spec.kind === 'word') return other.kind === 'word' && `${spec.values}` === `${other.values}`;
  return spec.kind === other.kind && spec.kind !== 'text';
}

/** Parameters or tensors of which each is held against each other, and changed itself: a whole model has hundreds. */
const pairedMax = 32;

/** Calls in which one tensor, or a part of its record, is taken for another one. */
function pairedChanges(tensors: OpDef['tensors']): CallChange[] {
  const inputs = Object.entries(tensors).filter(([, { role }]) => role !== 'out');
  const names = Object.keys(tensors);
  const others = (all: readonly string[], name: string): string[] => all.filter((o) => o !== name);
  const read = inputs.map(([name]) => name);
  const only = inputs.filter(([, { role }]) => role === 'in').map(([name]) => name);
  return [
    ...pairs(read).map(([a, b]) => twins(a, b)),
    ...pairs(read).map(([a, b]) => scalesExchanged(a, b)),
    ...only.flatMap((name) => others(read, name).map((other) => operandOf(name, other))),
    ...names.flatMap((name) => others(names, name).flatMap((other) => recordOf(name, other))),
  ];
}

/** Every other call that a call of this op may be taken for. */
export function callChangesOf({ params, tensors }: OpDef): CallChange[] {
  const specs = Object.entries(params);
  const ofKind = (...kinds: string[]): string[] =>
    specs.filter(([, { kind }]) => kinds.includes(kind)).map(([name]) => name);
  const inputs = Object.entries(tensors).filter(([, { role }]) => role !== 'out');
  return [
    ...specs.flatMap(([name, spec]) => {
      if (spec.kind === 'word') return wordChanges(name, spec.values);
      const isNumber = spec.kind !== 'text' && specs.length <= pairedMax;
      return isNumber ? numberChanges(name, spec.kind === 'int') : [];
    }),
    ...(specs.length > pairedMax
      ? []
      : [
          ...pairs(ofKind('int')).map(([a, b]) => exchanged(a, b)),
          ...pairs(ofKind('f32', 'f64')).map(([a, b]) => exchanged(a, b)),
          ...specs.flatMap(([name, spec]) =>
            specs
              .filter(([other, otherSpec]) => other !== name && areAlike(spec, otherSpec))
              .map(([other]) => paramOf(name, other)),
          ),
        ]),
    ...inputs.filter(([, { optional }]) => optional === true).map(([name]) => omitted(name)),
    ...inputs.flatMap(([name]) => inputChanges(name)),
    ...(inputs.length > 1 ? [viewsAsStored(inputs.map(([name]) => name))] : []),
    ...inputs
      .filter(([, { role }]) => role === 'inout')
      .flatMap(([name]) => [overwritten(name), zeroed(name)]),
    ...(inputs.length > pairedMax ? [] : pairedChanges(tensors)),
    ...inputs.filter(([, { role }]) => role === 'in').flatMap(([name]) => readElsewhere(name)),
    ...(params.groups === undefined
      ? []
      : inputs.filter(([, { role }]) => role === 'in').flatMap(([name]) => blocksOf(name))),
    ...inputs.filter(([, { role }]) => role === 'in').map(([name]) => firstItem(name)),
    ...inputs.flatMap(([name, { dtypes }]) => readings(name, dtypes)),
    ...Object.keys(tensors).map(roundingChange),
  ];
}
