/**
 * Calls that a backend takes for other ones: a parameter that is ignored or exchanged for another, an operand
 * that is left out, a record that is not read. They are made from the op's record, for every op.
 */

import type { OpCall, OpDef } from '../../../goldgen/op.ts';
import { tensorOf } from '../../../goldgen/op.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import type { Hypothesis } from '../hypothesis.ts';

export interface CallChange {
  readonly hypothesis: Hypothesis;
  /** the call as the backend takes it; undefined where that is the call itself */
  apply(call: OpCall): OpCall | undefined;
}

function hypothesis(id: string, bug: string, fix: string): Hypothesis {
  return { id, kind: 'call', clause: '', bug, fix, functions: [] };
}

function withParam(name: string, changed: (old: number) => number, id: string, words: string) {
  return {
    hypothesis: hypothesis(`${name} ${id}`, `\`${name}\` ${words}`, `use \`${name}\` as the call gives it`),
    apply: (call: OpCall) => {
      const old = call.params[name];
      if (typeof old !== 'number') return undefined;
      const value = changed(old);
      if (Object.is(value, old)) return undefined;
      return { ...call, params: { ...call.params, [name]: value } };
    },
  };
}

/** The upper half of a float32, as bfloat16 keeps it. */
function bfloat16(x: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, x);
  view.setUint16(2, 0);
  return view.getFloat32(0);
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
        : { ...call, params: { ...call.params, [name]: value } },
  }));
}

function exchanged(a: string, b: string): CallChange {
  return {
    hypothesis: hypothesis(`${a} for ${b}`, `\`${a}\` and \`${b}\` are exchanged`, 'exchange them'),
    apply: (call) => {
      const { [a]: first, [b]: second } = call.params;
      if (first === undefined || second === undefined || first === second) return undefined;
      return { ...call, params: { ...call.params, [a]: second, [b]: first } };
    },
  };
}

function replacing(name: string, change: (t: Tensor, call: OpCall) => Tensor | undefined) {
  return (call: OpCall): OpCall | undefined => {
    const old = call.tensors[name];
    const made = old === undefined ? undefined : change(old, call);
    return made === undefined ? undefined : { ...call, tensors: { ...call.tensors, [name]: made } };
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
      return { ...call, tensors };
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
      return {
        ...call,
        tensors: { ...call.tensors, [a]: tensorOf(call, b), [b]: tensorOf(call, a) },
      };
    },
  };
}

function pairs(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
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
      return spec.kind === 'text' ? [] : numberChanges(name, spec.kind === 'int');
    }),
    ...pairs(ofKind('int')).map(([a, b]) => exchanged(a, b)),
    ...pairs(ofKind('f32', 'f64')).map(([a, b]) => exchanged(a, b)),
    ...inputs.filter(([, { optional }]) => optional === true).map(([name]) => omitted(name)),
    ...inputs.flatMap(([name]) => inputChanges(name)),
    ...inputs
      .filter(([, { role }]) => role === 'inout')
      .flatMap(([name]) => [overwritten(name), zeroed(name)]),
    ...pairs(inputs.map(([name]) => name)).map(([a, b]) => twins(a, b)),
    ...Object.keys(tensors).map(roundingChange),
  ];
}
