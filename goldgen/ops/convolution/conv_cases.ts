/** Shapes, operands and calls of the convolution ops, gather and scatter. */

import type { Window1d } from '../../../reference/kernels/window.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { type CaseSet, casesOf } from '../../kit/cases.ts';
import { symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, randomScale, randomSymInt32, target } from '../../kit/tensors.ts';
import {
  outputLength,
  randomWindow,
  transposedLength,
  windowOf,
  windowParams,
} from '../../kit/window_specs.ts';
import type { CaseInput, CaseTensors, Params, TensorSpec } from '../../op.ts';

/** `gather` is Conv1d, `scatter` the transposed convolution. */
export type ConvForm = 'gather' | 'scatter';

export interface ConvShape {
  readonly window: Window1d;
  readonly groups: number;
  /** scatter only */
  readonly outputPadding: number;
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly length: number;
}

export interface ConvDims {
  readonly x: readonly number[];
  readonly weight: readonly number[];
  readonly bias: readonly number[];
  readonly y: readonly number[];
}

/** Extents of all tensors; a scatter with padding takes its output length from the inverse. */
export function convDims(form: ConvForm, s: ConvShape, outLength?: number): ConvDims {
  const [inner, outer] =
    form === 'gather' ? [s.inChannels, s.outChannels] : [s.outChannels, s.inChannels];
  const length =
    outLength ??
    (form === 'gather'
      ? outputLength(s.window, s.length)
      : transposedLength(s.window, s.length, s.outputPadding));
  return {
    x: [s.batch, s.inChannels, s.length],
    weight: [outer, Math.max(1, Math.floor(inner / Math.max(1, s.groups))), s.window.kernel],
    bias: [s.outChannels],
    y: [s.batch, s.outChannels, length],
  };
}

/** A shape from what differs from one channel, batch 1, one group. */
export function convShape(
  window: Window1d,
  length: number,
  rest: Partial<ConvShape> = {},
): ConvShape {
  const one = { groups: 1, outputPadding: 0, batch: 1, inChannels: 1, outChannels: 1 };
  return { ...one, window, length, ...rest };
}

/** A small random shape; the scatter form is VALID with an admissible output padding. */
export function randomConvShape(r: Random, form: ConvForm): ConvShape {
  const groups = r.pick([1, 1, 2, 3]);
  const length = r.int(1, 8);
  const channels = { inChannels: groups * r.int(1, 2), outChannels: groups * r.int(1, 2) };
  const rest = { ...channels, batch: r.int(1, 3), groups };
  if (form === 'gather') return convShape(randomWindow(r, length), length, rest);
  const window = windowOf(r.int(1, 4), r.int(1, 3), 'VALID', r.int(1, 3));
  const outputPadding = r.int(0, Math.max(window.stride, window.dilation) - 1);
  return convShape(window, length, { ...rest, outputPadding });
}

/** Parameters of a raw kernel or a layer of the form. */
export function convParams(form: ConvForm, s: ConvShape): Params {
  const padding = form === 'scatter' ? { output_padding: s.outputPadding } : {};
  return { ...windowParams(s.window), groups: s.groups, ...padding };
}

export interface ConvOperands {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor;
  readonly y: Tensor;
}

/** A call of a raw kernel. */
export const rawCase = casesOf(
  (form: ConvForm, s: ConvShape, tensors: ConvOperands, rng: number = 1) => ({
    tensors: { ...tensors } as CaseTensors,
    params: convParams(form, s),
    rng,
  }),
);

export interface ConvValues {
  readonly x: readonly number[];
  readonly weight: readonly number[];
  readonly bias?: readonly number[];
}

export interface ConvScales {
  readonly x: string | number;
  readonly weight: string | number;
  readonly bias?: string | number;
}

/** SYM_INT32 operands and raw target of a shape. */
export function symOperands(
  form: ConvForm,
  s: ConvShape,
  values: ConvValues,
  scales: ConvScales,
  bits = 12,
): ConvOperands {
  const dims = convDims(form, s);
  const sym = (q: readonly number[], scale: string | number, shape: readonly number[]): Tensor =>
    symInt32Of(q, scale, bits, 'HALF_AWAY', shape);
  const bias =
    values.bias === undefined ? {} : { bias: sym(values.bias, scales.bias ?? 1, dims.bias) };
  return {
    x: sym(values.x, scales.x, dims.x),
    weight: sym(values.weight, scales.weight, dims.weight),
    ...bias,
    y: target('SYM_INT32', dims.y, 12),
  };
}

/** A call of a raw kernel on such operands. */
export function symCase(
  set: CaseSet,
  flags: string,
  form: ConvForm,
  s: ConvShape,
  values: ConvValues,
  scales: ConvScales,
  bits = 12,
): CaseInput {
  return rawCase(set, flags, form, s, symOperands(form, s, values, scales, bits));
}

/** Random operands of one format, with a bias in three of four. */
export function randomConvOperands(
  r: Random,
  form: ConvForm,
  s: ConvShape,
  format: 'FLOAT32' | 'SYM_INT32',
  outLength?: number,
): ConvOperands {
  const dims = convDims(form, s, outLength);
  const mode = r.pick(['HALF_AWAY', 'SR_HALF_AWAY'] as const);
  const make = (shape: readonly number[]): Tensor =>
    format === 'FLOAT32'
      ? randomFloat32(r, shape, -5, 1)
      : randomSymInt32(r, shape, r.pick([4, 8, 12]), randomScale(r, -12, -6), mode);
  const bias = r.chance(3, 4) ? { bias: make(dims.bias) } : {};
  const y = target(format, dims.y, format === 'FLOAT32' ? 0 : 12);
  return { x: make(dims.x), weight: make(dims.weight), ...bias, y };
}

/** Tensor records of the raw kernels. */
export function rawConvTensors(weight: string): Readonly<Record<string, TensorSpec>> {
  const dtypes = ['SYM_INT32', 'FLOAT32'] as const;
  return {
    x: { role: 'in', dtypes, doc: '[B, Cin, L]' },
    weight: { role: 'in', dtypes, doc: weight },
    bias: { role: 'in', dtypes, optional: true, doc: '[Cout]' },
    y: {
      role: 'out',
      dtypes,
      doc: '[B, Cout, Lo]: raw sums; only the scale of its record is written',
    },
  };
}
