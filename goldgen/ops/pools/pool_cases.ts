/** Operands and calls of the three pools. */

import type { Window1d } from '../../../reference/kernels/window.ts';
import { type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import {
  arithmeticSpec,
  floatArithmetic,
  roundingSpec,
  symArithmetic,
} from '../../kit/layer_operands.ts';
import { symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import {
  randomAsym,
  randomFloat32,
  randomScale,
  randomSym,
  randomSymInt32,
  target,
} from '../../kit/tensors.ts';
import {
  contextFrom,
  outputLength,
  randomWindow,
  windowFrom,
  windowOf,
  windowParams,
} from '../../kit/window_specs.ts';
import type {
  CaseGen,
  CaseInput,
  CaseTensors,
  OpCall,
  ParamSpec,
  Params,
  RecordNote,
  TensorSpec,
} from '../../op.ts';

const operandDtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

export const poolForwardSpecs: Readonly<Record<string, ParamSpec>> = {
  arithmetic: arithmeticSpec('the forward'),
  rounding: roundingSpec('the forward operation'),
};

export const poolBackwardSpecs: Readonly<Record<string, ParamSpec>> = {
  dx_arithmetic: arithmeticSpec('the backward; FLOAT32: a plain loop over FLOAT32 wires'),
  dx_rounding: roundingSpec('the backward operation'),
};

export const outputSizeSpec: ParamSpec = {
  kind: 'int',
  min: 0,
  max: 65535,
  doc: 'O: number of windows',
};

/** What both windowed pools take from a call. */
export function windowed(call: OpCall) {
  return { ...contextFrom(call), window: windowFrom(call) };
}

export const poolForwardTensors: Readonly<Record<string, TensorSpec>> = {
  x: { role: 'in', dtypes: operandDtypes, doc: '[B, C, L]' },
  y: { role: 'out', dtypes: operandDtypes, doc: '[B, C, Lo]' },
};

export const poolBackwardTensors: Readonly<Record<string, TensorSpec>> = {
  dy: { role: 'in', dtypes: operandDtypes, doc: '[B, C, Lo]: output gradient' },
  dx: { role: 'out', dtypes: operandDtypes, doc: '[B, C, L]: input gradient' },
};

/** SYM_INT32 of shape [1, 1, n] unless another is given. */
export function row(
  mantissas: readonly number[],
  scale: string | number,
  bits = 12,
  shape: readonly number[] = [1, 1, mantissas.length],
): Tensor {
  return symInt32Of(mantissas, scale, bits, 'HALF_AWAY', shape);
}

/** The wires of the worked example B6.6. */
export const exampleX = row([-7, 4, 4, -9, 2], 0.1);
export const exampleDy = row([5, -3, 2], 0.2);

export function wire(shape: readonly number[], bits = 12, mode: Rounding = 'HALF_AWAY'): Tensor {
  return target('SYM_INT32', shape, bits, mode);
}

/** What a forward is called with unless a case says otherwise. */
export const forwardMath: Params = { arithmetic: symArithmetic, rounding: 'HALF_AWAY' };

export const poolForward = casesOf((tensors: CaseTensors, params: Params, rng?: number) => {
  return { tensors, params: { ...forwardMath, ...params }, rng };
});

/** What a backward is called with unless a case says otherwise. */
export const backwardMath: Params = { dx_arithmetic: symArithmetic, dx_rounding: 'HALF_AWAY' };

export const poolBackward = casesOf((tensors: CaseTensors, params: Params, rng?: number) => {
  return { tensors, params: { ...backwardMath, ...params }, rng };
});

/** The window of the worked example. */
export const same = windowOf(3, 2, 'SAME');

/** A windowed forward; y is the 12-bit wire of the window's length unless another is given. */
export const pooled = casesOf(
  (x: Tensor, w: Window1d = same, params: Params = {}, y?: Tensor, rng?: number) => {
    const shape = [x.shape[0]!, x.shape[1]!, outputLength(w, x.shape[2]!)];
    const tensors = { x, y: y ?? wire(shape) };
    return { tensors, params: { ...forwardMath, ...windowParams(w), ...params }, rng };
  },
);

export const spread = casesOf(
  (dy: Tensor, dx: Tensor, w: Window1d = same, params: Params = {}, rng?: number) => {
    return { tensors: { dy, dx }, params: { ...backwardMath, ...windowParams(w), ...params }, rng };
  },
);

/** Random windows over random storages. */
export function* randomPooled(g: CaseGen): Iterable<CaseInput> {
  for (const r of seeded(g, 'random', 40)) {
    const length = r.int(1, 9);
    const w = randomWindow(r, length);
    const [batch, channels] = [r.int(1, 2), r.int(1, 3)];
    const x = randomPoolOperand(r, [batch, channels, length]);
    const y = randomPoolTarget(r, [batch, channels, outputLength(w, length)]);
    yield pooled('random', 'mixture', x, w, randomForwardMath(r), y, r.rngState());
  }
}

/** Any storage that a pool reads under SYM arithmetic. */
export function randomPoolOperand(r: Random, shape: readonly number[]): Tensor {
  switch (r.int(0, 5)) {
    case 0:
      return randomFloat32(r, shape, -4, 1);
    case 1:
      return randomSym(r, shape, r.pick([3, 8, 12, 16]), randomScale(r, -10, -4));
    case 2:
      return randomAsym(r, shape, r.pick([4, 8]), randomScale(r, -10, -4));
    default:
      return randomSymInt32(r, shape, r.pick([4, 8, 12, 16]), randomScale(r, -10, -4));
  }
}

/** Any storage that a funnel writes. */
export function randomPoolTarget(r: Random, shape: readonly number[]): Tensor {
  const mode = r.pick(roundings);
  const dtype = r.pick(['FLOAT32', 'SYM_INT32', 'SYM_INT32', 'SYM', 'ASYM'] as const);
  if (dtype === 'FLOAT32') return target(dtype, shape);
  return target(dtype, shape, r.pick(dtype === 'SYM_INT32' ? [8, 12, 16] : [6, 8]), mode);
}

/** Arithmetic and mode of a random forward. */
export function randomForwardMath(r: Random): Params {
  const arithmetic = r.pick([symArithmetic, symArithmetic, floatArithmetic]);
  return { arithmetic, rounding: r.pick(roundings) };
}

/** A random backward: SYM arithmetic over any storage, or FLOAT32 wires throughout. */
export function randomBackwardWires(
  r: Random,
  dyShape: readonly number[],
  dxShape: readonly number[],
): { readonly tensors: { dy: Tensor; dx: Tensor }; readonly params: Params } {
  if (r.chance(1, 3)) {
    return {
      tensors: { dy: randomFloat32(r, dyShape), dx: target('FLOAT32', dxShape) },
      params: { dx_arithmetic: floatArithmetic, dx_rounding: r.pick(roundings) },
    };
  }
  return {
    tensors: { dy: randomPoolOperand(r, dyShape), dx: randomPoolTarget(r, dxShape) },
    params: { dx_arithmetic: symArithmetic, dx_rounding: r.pick(roundings) },
  };
}

export const poolForwardNotes: Readonly<Record<string, RecordNote>> = {
  'B6.6': {
    bug: 'windows one sample off, padding counted as 0, or the sum not divided by K',
    effect: 'the worked maxima and averages are those of other windows, or K times too large',
    clause: 'L18–L22',
  },
  rounding_owner: {
    bug: 'the output rounded in the wire’s mode',
    effect:
      'averages lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S67',
  },
  other_storage: {
    bug: 'the arm chosen by the tensors, an operand quantized that is not FLOAT32, or another width',
    effect: 'mantissas taken for floats, or rounded twice',
    clause: 'L18–L23, S65',
  },
  mixture: {
    bug: 'a packed input not decoded, windows one sample off, or batch and channel strides exchanged',
    effect: 'the pool answers to samples of other windows or channels',
    clause: 'L18–L23',
  },
};

export const poolBackwardNotes: Readonly<Record<string, RecordNote>> = {
  'B6.6': {
    bug: 'the gradient given to every tap of a maximum, or not divided by K',
    effect: 'the worked gradient reaches samples that had no part in the output',
    clause: 'L19–L23',
  },
  overlap: {
    bug: 'gradients of overlapping windows overwritten instead of summed',
    effect: 'gradients are lost',
    clause: 'L18–L23',
  },
  float_order: {
    bug: 'float contributions summed in another order than b, c, position, tap',
    effect: 'last bits of the gradient differ',
    clause: 'L18–L23',
  },
  stale_dx: {
    bug: 'dx added to what the buffer held before',
    effect: 'gradients of an earlier step leak in',
    clause: 'L18–L23',
  },
  value_sum: {
    bug: 'no value-sum guard, or with another bound',
    effect: 'sums that may overflow are computed',
    clause: 'L18–L23',
  },
  rounding_owner: {
    bug: 'the input gradient rounded in the wire’s mode',
    effect:
      'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S67',
  },
  mixture: {
    bug: 'a packed dy not decoded, windows one sample off, or batch and channel strides exchanged',
    effect: 'gradients reach samples of other windows or channels',
    clause: 'L18–L23',
  },
};

/** Lengths of both windowed forwards. */
export const poolLengthNotes = {
  refused_length: {
    bug: 'the output length not compared with the geometry',
    effect: 'writes past the output',
    clause: 'B6',
  },
} as const satisfies Readonly<Record<string, RecordNote>>;

/** Lengths of both windowed backwards. */
export const poolGradientNotes = {
  refused_length: {
    bug: 'the length of dy not compared with the geometry',
    effect: 'reads past dy',
    clause: 'B6',
  },
} as const satisfies Readonly<Record<string, RecordNote>>;
