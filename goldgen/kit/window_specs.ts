/** Parameters of windowed ops (L5) and of convolutions, and how a call becomes their record. */

import { defaultContractId } from '../../reference/contracts.ts';
import type { Window1d } from '../../reference/kernels/window.ts';
import type { LayerContext } from '../../reference/layers/layer.ts';
import { newNumerics } from '../../reference/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import type { OpCall, ParamSpec, Params } from '../op.ts';
import { arithmeticFrom, floatArithmetic, modeFrom } from './layer_operands.ts';
import type { Random } from './random.ts';

export const paddings = ['VALID', 'SAME', 'EXPLICIT'] as const;

export const windowSpecs: Readonly<Record<string, ParamSpec>> = {
  kernel: { kind: 'int', min: 0, max: 1000000, doc: 'K: taps' },
  stride: { kind: 'int', min: 1, max: 65535, doc: 'S: distance of neighbouring windows' },
  dilation: { kind: 'int', min: 1, max: 65535, doc: 'D: distance of neighbouring taps' },
  padding: { kind: 'word', values: paddings, doc: 'how the ends are padded (S88)' },
  padding_amount: { kind: 'int', min: 0, max: 65535, doc: 'P: zeros on both sides of EXPLICIT' },
};

export const convGroupsSpec: ParamSpec = {
  kind: 'int',
  min: 0,
  max: 65535,
  doc: 'groups that both channel counts are cut into',
};

export const outputPaddingSpec: ParamSpec = {
  kind: 'int',
  min: 0,
  max: 65535,
  doc: 'positions added on the right',
};

export function windowFrom(call: OpCall): Window1d {
  const padding = call.word('padding');
  return {
    kernel: call.number('kernel'),
    stride: call.number('stride'),
    dilation: call.number('dilation'),
    padding: paddings.find((word) => word === padding) ?? 'VALID',
    paddingAmount: call.number('padding_amount'),
  };
}

export function windowParams(w: Window1d): Params {
  const { kernel, stride, dilation, padding } = w;
  return { kernel, stride, dilation, padding, padding_amount: w.paddingAmount };
}

/** A window from its numbers: K, S, padding, and where needed D and P. */
export function windowOf(
  kernel: number,
  stride: number,
  padding: Window1d['padding'] = 'VALID',
  dilation = 1,
  paddingAmount = 0,
): Window1d {
  return { kernel, stride, dilation, padding, paddingAmount };
}

const geometry = newNumerics(defaultContractId);

/** Output length of a window over a length, as the clause has it. */
export function outputLength(w: Window1d, length: number): number {
  return geometry.fn.windowGeometry(geometry, w, length).outputLength;
}

/** Output length of a transposed VALID convolution. */
export function transposedLength(w: Window1d, length: number, outputPadding: number): number {
  return geometry.fn.transposedLength(geometry, w, length, outputPadding);
}

/** Any window of up to 5 taps that gives at least one output over the length. */
export function randomWindow(r: Random, length: number): Window1d {
  for (;;) {
    const padding = r.pick(paddings);
    const amount = padding === 'EXPLICIT' ? r.int(0, 4) : 0;
    const w = windowOf(r.int(1, 5), r.int(1, 3), padding, r.int(1, 3), amount);
    if (outputLength(w, length) > 0) return w;
  }
}

/** A layer context of which only the arithmetics given as parameters are read. */
export function contextFrom(call: OpCall): LayerContext {
  const math = (name: string) =>
    call.params[`${name}arithmetic`] === undefined
      ? ({ type: floatArithmetic, rounding: 'HALF_AWAY' } as const)
      : arithmeticFrom(call, `${name}arithmetic`, `${name}rounding`);
  const mode = (name: string) =>
    call.params[name] === undefined ? 'OUT_WRITE' : modeFrom(call, name);
  return {
    forwardMath: math(''),
    weightGradMath: math('weight_'),
    biasGradMath: math('bias_'),
    propLossMath: math('dx_'),
    weightGradAccMode: mode('weight_mode'),
    biasGradAccMode: mode('bias_mode'),
  };
}

/** Another shape for the same storage. */
export function shaped(t: Tensor, shape: readonly number[]): Tensor {
  return { ...t, shape: [...shape], order: shape.map((_, axis) => axis) };
}
