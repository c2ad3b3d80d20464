/**
 * Data propagation: does every input of an op reach an answer in some committed case? Each element, scale,
 * zero point and parameter is changed in turn. Of every tensor there must be a case in which every single
 * element changes an output, the generator state or the status; what never does is not tested by the
 * vectors, and needs a written reason in the op record. So does a parameter that has the same value in all
 * cases: a kernel with that value built in would pass.
 */

import type { ContractId } from '../../reference/contracts.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { encode } from '../../schema/format/codec.ts';
import {
  float32Bytes,
  float32OfBytes,
  float64Bytes,
  int32Bytes,
  int32OfBytes,
} from '../../schema/format/tensor.ts';
import type { VectorFile, WireCase, WireParam, WireTensor } from '../../schema/format/types.ts';
import { observe, poisons } from '../case.ts';
import type { OpDef, ParamSpec } from '../op.ts';

/** What became of the inputs of an op. */
export interface Propagation {
  readonly op: string;
  readonly inputs: number;
  readonly reaching: number;
  readonly explained: number;
  readonly silent: readonly string[];
}

/** Groups into which the elements of a bigger tensor are cut; each group is changed as a whole. */
const groupsMax = 64;

/** The same for a model, whose layers have ops of their own that show single elements. */
const modelGroupsMax = 16;

/** Cases in which an input that has reached nothing so far is tried again. */
const triesMax = 60;

/** The same, under all contracts together, for an input of which a reason is written why it reaches nothing. */
const explainedTriesMax = 3;

/** One way to change one input of a case. */
type Change = (c: WireCase) => WireCase;

interface Input {
  /** `weight`, `weight.scale`, `lr` */
  readonly name: string;
  /** per element (or group) the ways to change it; the input reaches the answer if each of them does */
  readonly elements: readonly (readonly Change[])[];
}

function withTensor(c: WireCase, name: string, t: WireTensor): WireCase {
  return { ...c, inputs: { ...c.inputs, [name]: t } };
}

function elementsOf(t: WireTensor): number {
  return t.dtype === 'INT32' || t.dtype === 'FLOAT32' || t.dtype === 'SYM_INT32'
    ? t.data.length / 4
    : t.data.length;
}

/** The payload with the elements from `low` up to `high` changed in one of three ways. */
function changedData(t: WireTensor, low: number, high: number, way: 0 | 1 | 2): Uint8Array {
  const isHit = (i: number): boolean => i >= low && i < high;
  if (t.dtype === 'FLOAT32') {
    const change = [(v: number) => -v, (v: number) => 2 * v + 1, (v: number) => v + 0.125][way]!;
    return float32Bytes(float32OfBytes(t.data).map((v, i) => (isHit(i) ? change(v) : v)));
  }
  if (t.dtype === 'INT32' || t.dtype === 'SYM_INT32') {
    const change = [(q: number) => ~q, (q: number) => q ^ 1, (q: number) => q + 100][way]!;
    return int32Bytes(int32OfBytes(t.data).map((q, i) => (isHit(i) ? change(q) : q)));
  }
  const mask = [0xff, 0x01, 0x80][way]!;
  return t.data.map((byte, i) => (isHit(i) ? byte ^ mask : byte));
}

/** The payload of a tensor: in some case every single element must reach the answer. */
function dataInputs(name: string, t: WireTensor, groups: number): Input[] {
  const count = elementsOf(t);
  if (count === 0) return [];
  const size = Math.max(1, Math.ceil(count / groups));
  const elements = Array.from({ length: Math.ceil(count / size) }, (_, k) =>
    ([0, 1, 2] as const).map((way): Change => {
      return (c) => {
        const own = c.inputs[name]!;
        const data = changedData(own, k * size, k * size + size, way);
        return withTensor(c, name, { ...own, data });
      };
    }),
  );
  return [{ name, elements }];
}

function recordInputs(name: string, t: WireTensor): Input[] {
  const inputs: Input[] = [];
  if (t.scale_bits !== undefined) {
    const change = (bits: (old: number) => number): Change => {
      return (c) => {
        const own = c.inputs[name]!;
        return withTensor(c, name, { ...own, scale_bits: bits(own.scale_bits!) });
      };
    };
    // one unit in the last place, and twice the value
    const changes = [change((b) => b ^ 1), change((b) => (b + 0x00800000) >>> 0)];
    inputs.push({ name: `${name}.scale`, elements: [changes] });
  }
  if (t.zero_point !== undefined) {
    const change: Change = (c) => {
      const own = c.inputs[name]!;
      return withTensor(c, name, { ...own, zero_point: own.zero_point! + 1 });
    };
    inputs.push({ name: `${name}.zero_point`, elements: [[change]] });
  }
  return inputs;
}

/** Other values of a parameter. */
function otherValues(spec: ParamSpec, value: WireParam): WireParam[] {
  if (spec.kind === 'word') return spec.values.filter((word) => word !== value);
  if (value instanceof Uint8Array) {
    const other = value.slice();
    other[6]! ^= 0x10;
    return [other, float64Bytes(0.5)];
  }
  if (typeof value === 'string') return [`${value}x`];
  if (spec.kind === 'f32') return [(value ^ 1) >>> 0, (value ^ 0x80000000) >>> 0, 0x3f000000];
  if (spec.kind !== 'int') return [];
  return [value + 1, value - 1, spec.min, Math.min(spec.max, 1000)].filter(
    (v) => v !== value && v >= spec.min && v <= spec.max,
  );
}

function paramInputs(op: OpDef, c: WireCase): Input[] {
  return Object.entries(c.params).map(([name, value]) => {
    const changes = otherValues(op.params[name]!, value).map(
      (other): Change =>
        (call) => ({ ...call, params: { ...call.params, [name]: other } }),
    );
    return { name, elements: [changes] };
  });
}

function inputsOf(op: OpDef, c: WireCase): Input[] {
  const groups = op.isModel === true ? modelGroupsMax : groupsMax;
  const tensors = Object.entries(c.inputs).flatMap(([name, t]) => [
    ...dataInputs(name, t, groups),
    ...recordInputs(name, t),
  ]);
  return [...tensors, ...paramInputs(op, c)];
}

/**
 * Everything a run leaves behind, as text; a run that breaks down leaves that behind. `onFinal` is told of what a long run
 * has written for good, and ends it by throwing.
 */
function trail(
  op: OpDef,
  contract: ContractId,
  c: WireCase,
  onFinal: (element: number) => void,
): string {
  try {
    const n = newNumerics(contract, { rngState: c.rng });
    const seen = observe(op, n, c, c.id, poisons.first, false, onFinal);
    const { refusal, outputs, rng, overflow } = seen;
    if (refusal !== undefined) return `refused ${refusal.code}`;
    const flags = `${overflow.accumulate.count} ${overflow.multiply.count} ${overflow.cast.count}`;
    return `${rng} ${flags} ${Buffer.from(encode(outputs)).toString('latin1')}`;
  } catch {
    return 'broke down';
  }
}

/** Whether a change makes a call leave something else behind. */
function newComparison(op: OpDef, contract: ContractId, c: WireCase): (change: Change) => boolean {
  const finals: number[] = [];
  const plain = trail(op, contract, c, (element) => finals.push(element));
  return (change) => {
    let [at, deviates] = [0, false];
    const left = trail(op, contract, change(c), (element) => {
      deviates = !Object.is(element, finals[at++]);
      // the steps after the first one that differs would show no more
      if (deviates) throw new Error('another element');
    });
    return deviates || left !== plain;
  };
}

/** The written reason for an input without effect, if there is one. */
function reasonFor(op: OpDef, input: string): string | undefined {
  const [tensor = '', part = 'data'] = input.split('.');
  const spec = op.tensors[tensor];
  if (spec === undefined) return op.params[input]?.unread;
  return spec.unread?.[part as 'data' | 'scale' | 'zero_point'];
}

/** `l3_eps` is one of the `l#_eps`: what layers of a model have at any place. */
function familyOf(param: string): string {
  return param.replace(/^l\d+_/, 'l#_');
}

/** Parameters that are given, in all cases, one and the same value without a written reason. */
function constantParams(op: OpDef, files: readonly VectorFile[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const [name, { unread, fixed }] of Object.entries(op.params)) {
    if (unread === undefined && fixed === undefined) values.set(familyOf(name), new Set());
  }
  for (const { params } of files.flatMap(({ cases }) => cases)) {
    for (const [name, value] of Object.entries(params)) {
      values.get(familyOf(name))?.add(Buffer.from(encode(value)).toString('hex'));
    }
  }
  return [...values].filter(([, seen]) => seen.size < 2).map(([name]) => `${name} (constant)`);
}

/** Tries every input of an op in its committed cases until it reaches something. A refusal shows nothing. */
export function propagationOf(op: OpDef, files: readonly VectorFile[]): Propagation {
  const isExplained = (name: string): boolean => reasonFor(op, name) !== undefined;
  const explainedTries = new Map<string, number>();
  const reached = new Map<string, boolean>();
  for (const file of files) {
    const tries = new Map<string, number>();
    const contract = file.contract as ContractId;
    for (const c of file.cases.filter(({ expected }) => expected.status !== 'refused')) {
      const due = inputsOf(op, c).filter(({ name }) => {
        if (reached.get(name) === true) return false;
        if (isExplained(name)) return (explainedTries.get(name) ?? 0) < explainedTriesMax;
        return (tries.get(name) ?? 0) < triesMax;
      });
      if (due.length === 0) continue;
      const reaches = newComparison(op, contract, c);
      for (const { name, elements } of due) {
        const counts = isExplained(name) ? explainedTries : tries;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        reached.set(
          name,
          elements.every((changes) => changes.some(reaches)),
        );
      }
    }
  }
  const without = [...reached].filter(([, hit]) => !hit).map(([name]) => name);
  const unexplained = without.filter((name) => !isExplained(name));
  const silent = [...unexplained, ...constantParams(op, files)];
  return {
    op: op.name,
    inputs: reached.size,
    reaching: reached.size - without.length,
    explained: without.length - unexplained.length,
    silent,
  };
}
