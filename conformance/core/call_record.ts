/**
 * What a failing case was given and what came back, as text for events. Every op of a backend has a share of
 * elements, so that a backend that fails everywhere does not make a report that nobody can open.
 */

import { own } from '../../schema/format/own.ts';
import { countOfShape, float64OfBytes, payloadBytesOf } from '../../schema/format/tensor.ts';
import type { RunReply, WireParam, WireTensor } from '../../schema/format/types.ts';
import { sameFloatBits } from './compare.ts';
import { floatText, integerOf, patternAt, ulpDistance } from './elements.ts';
import type { CaseCall, CaseTensor } from './events.ts';
import type { TestCase } from './load.ts';

/** Elements of one tensor that are kept; of a larger one, those around its first difference. */
export const windowMax = 1024;

/** Elements kept per op, all its failing cases together; the first of them is always kept. */
export const shareMax = 16_384;

/** Elements shown before the first difference of a large tensor. */
const lead = 64;

export interface CallRecorder {
  /** The call of a failing case; undefined where the share of its op is used up. */
  record(test: TestCase, reply: RunReply | undefined): CaseCall | undefined;
}

function paramText(value: WireParam): string {
  return value instanceof Uint8Array ? String(float64OfBytes(value)) : String(value);
}

function elementText(t: WireTensor, k: number): string {
  const pattern = patternAt(t, k);
  return t.dtype === 'FLOAT32' ? floatText(pattern) : String(integerOf(t, pattern));
}

/** Whether the payload is as long as the shape says; a reply may claim anything. */
function isWhole(t: WireTensor): boolean {
  return t.data.length === payloadBytesOf(t);
}

function haveOneForm(a: WireTensor, b: WireTensor): boolean {
  const form = ({ dtype, shape, order, bits }: WireTensor): string =>
    JSON.stringify([dtype, shape, order ?? shape.map((_, axis) => axis), bits ?? 0]);
  return form(a) === form(b) && isWhole(a) && isWhole(b);
}

function distanceAt(expected: WireTensor, got: WireTensor, k: number): string {
  const [want, have] = [patternAt(expected, k), patternAt(got, k)];
  if (expected.dtype === 'FLOAT32') {
    return sameFloatBits(want, have) ? '0' : (ulpDistance(want, have) ?? '?');
  }
  return String(integerOf(got, have) - integerOf(expected, want));
}

function firstDifference(expected: WireTensor, got: WireTensor): number {
  const count = countOfShape(expected.shape);
  for (let k = 0; k < count; k++) if (distanceAt(expected, got, k) !== '0') return k;
  return 0;
}

interface Window {
  readonly from: number;
  readonly count: number;
}

function windowOf(t: WireTensor, from = 0): Window {
  const all = isWhole(t) ? countOfShape(t.shape) : 0;
  if (all <= windowMax) return { from: 0, count: all };
  return { from: Math.min(from, all - windowMax), count: windowMax };
}

function texts({ from, count }: Window, textAt: (k: number) => string): string {
  return Array.from({ length: count }, (_, i) => textAt(from + i)).join(' ');
}

function tensorOf(
  name: string,
  role: CaseTensor['role'],
  t: WireTensor,
  window: Window,
): CaseTensor {
  const { dtype, shape, bits, scale_bits: scale, zero_point } = t;
  return {
    name,
    role,
    dtype,
    shape,
    ...(bits === undefined ? {} : { bits }),
    ...(scale === undefined ? {} : { scale: floatText(scale) }),
    ...(zero_point === undefined ? {} : { zero_point }),
    ...(window.from === 0 ? {} : { from: window.from }),
    values: texts(window, (k) => elementText(t, k)),
  };
}

/** An expected output beside what came for it. */
function outputTensors(
  name: string,
  expected: WireTensor,
  got: WireTensor | undefined,
): CaseTensor[] {
  const isComparable = got !== undefined && haveOneForm(expected, got);
  const at = isComparable ? Math.max(0, firstDifference(expected, got) - lead) : 0;
  const window = windowOf(expected, at);
  const wanted = tensorOf(name, 'expected', expected, window);
  if (got === undefined) return [wanted];
  if (!isComparable) return [wanted, tensorOf(name, 'got', got, windowOf(got))];
  const distances = texts(window, (k) => distanceAt(expected, got, k));
  return [wanted, { ...tensorOf(name, 'got', got, window), distances }];
}

function sizeOf(t: WireTensor): number {
  return windowOf(t).count;
}

export function newCallRecorder(): CallRecorder {
  const used = new Map<string, number>();
  return {
    record({ op, vector, canonical }, reply) {
      const { params, inputs, rng, expected } = vector;
      const wanted = Object.entries(expected.outputs ?? canonical?.outputs ?? {});
      // an inout input that the reply leaves out is unchanged
      const pairs = wanted.map(([name, tensor]) => {
        const got = own(reply?.outputs ?? {}, name);
        return [name, tensor, reply?.status === 'ok' ? (got ?? own(inputs, name)) : got] as const;
      });
      const all = [...Object.values(inputs), ...pairs.flatMap(([, a, b]) => (b ? [a, b] : [a]))];
      const size = all.reduce((sum, tensor) => sum + sizeOf(tensor), 0);
      const before = used.get(op) ?? 0;
      if (before > 0 && before + size > shareMax) return undefined;
      used.set(op, before + size);
      const given = Object.entries(inputs).map(([name, tensor]) =>
        tensorOf(name, 'input', tensor, windowOf(tensor)),
      );
      return {
        params: Object.entries(params).map(([name, value]) => `${name} = ${paramText(value)}`),
        rng,
        tensors: [...given, ...pairs.flatMap((pair) => outputTensors(...pair))],
      };
    },
  };
}
