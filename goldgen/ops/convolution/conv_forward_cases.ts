/** Directed forwards that both convolution layers share. */

import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import { floatArithmetic, isCurrent } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { windowOf } from '../../kit/window_specs.ts';
import type { CaseGen, CaseInput, CaseTensors, RecordNote } from '../../op.ts';
import { type ConvForm, convDims, convShape } from './conv_cases.ts';
import { forwardCase, workedExample } from './conv_layer_cases.ts';

const sr = 'SR_HALF_AWAY';

function example(form: ConvForm, changes: CaseTensors = {}): CaseTensors {
  return { ...workedExample(form).forward, ...changes };
}

/** Rounding owners: the bias record for seeds, the operation or the wire for the write. */
function* ownership(form: ConvForm): Iterable<CaseInput> {
  const { shape, forward } = workedExample(form);
  for (const stored of roundings) {
    const bias: Tensor = { ...forward.bias!, rounding: stored };
    for (const rounding of roundings) {
      const y: Tensor = { ...forward.y!, rounding: stored === sr ? 'HALF_AWAY' : sr };
      const tensors = { ...forward, bias, y };
      yield forwardCase('directed', 'rounding_owner', form, shape, tensors, { rounding }, 33);
    }
  }
}

/** Conversions of the funnel. */
function* funnel(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, forward } = workedExample(form);
  const r = g.random('funnel');
  const floats = {
    x: float32Of(
      [...forward.x!.data].map((v) => v * 0.37),
      forward.x!.shape,
    ),
    weight: float32Of(
      [...forward.weight!.data].map((v) => v * 0.21),
      forward.weight!.shape,
    ),
    bias: float32Of([0.3]),
  };
  for (const rounding of roundings) {
    const tensors = example(form, floats);
    yield forwardCase('directed', 'conversion_order', form, shape, tensors, { rounding }, 42);
  }
  for (const bits of [4, 12, 16]) {
    const packed = { weight: randomSym(r, forward.weight!.shape, bits) };
    yield forwardCase('directed', 'packed_operand', form, shape, example(form, packed));
  }
  const dims = convDims(form, shape);
  for (const [dtype, bits] of [
    ['SYM_INT32', 8],
    ['SYM_INT32', 16],
    ['SYM', 6],
    ['ASYM', 8],
    ['FLOAT32', 0],
  ] as const) {
    const y = target(dtype, dims.y, bits);
    yield forwardCase('directed', 'output_record', form, shape, example(form, { y }));
  }
  const y = target('FLOAT32', dims.y);
  const decoded = example(form, { y });
  yield forwardCase('directed', 'float_arm', form, shape, decoded, { arithmetic: floatArithmetic });
}

function* wide(form: ConvForm): Iterable<CaseInput> {
  const s = convShape(windowOf(1, 1), 1, { inChannels: 3 });
  const dims = convDims(form, s);
  const y = target('SYM_INT32', dims.y, 16);
  const ones = (q: number, count: number): number[] => [q, q, ...Array(count - 2).fill(0)];
  const full = (q: readonly number[], shape: readonly number[]): Tensor =>
    symInt32Of(q, 2 ** -10, 16, 'HALF_AWAY', shape);
  const two = { x: full(ones(32767, 3), dims.x), weight: full(ones(32767, 3), dims.weight), y };
  yield forwardCase('boundary', 'no_width_guard', form, s, two);
  const three = {
    x: full([32767, 32767, 32767], dims.x),
    weight: full([32767, 32767, 32767], dims.weight),
    y,
  };
  yield forwardCase('overflow', 'no_width_guard', form, s, three);
}

function* negatives(form: ConvForm): Iterable<CaseInput> {
  const { shape, forward } = workedExample(form);
  const set = 'negative';
  const longer = target('SYM_INT32', [1, 1, forward.y!.shape[2]! + 1], 12);
  yield forwardCase(set, 'refused_length', form, shape, { ...forward, y: longer });
  const other = { ...shape, window: { ...shape.window, kernel: shape.window.kernel + 1 } };
  yield forwardCase(set, 'refused_kernel', form, other, { ...forward });
  yield forwardCase(set, 'refused_groups', form, { ...shape, groups: 0 }, { ...forward });
  yield forwardCase(set, 'refused_groups', form, { ...shape, groups: 2 }, { ...forward });
  const bias = symInt32Of([2047], 1e9, 12);
  yield forwardCase(set, 'seed_guard', form, shape, { ...forward, bias });
}

function* real(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const window = form === 'gather' ? windowOf(7, 2, 'EXPLICIT', 1, 3) : windowOf(2, 2);
  for (const start of [0, 54321]) {
    const r = g.random(`ecg/${start}`);
    const s = convShape(window, 48, { outChannels: 3 });
    const dims = convDims(form, s);
    const samples = [...ecgWindow(g.ecg(), start, 48)];
    const scale = Math.fround(Math.max(...samples.map(Math.abs)) / 2047);
    const codes = samples.map((v) => Math.trunc(v / scale));
    const tensors = {
      x: symInt32Of(codes, scale, 12, 'HALF_AWAY', dims.x),
      weight: randomSymInt32(r, dims.weight, 12, 2 ** -12),
      bias: randomSymInt32(r, dims.bias, 12, 2 ** -10, sr),
      y: target('SYM_INT32', dims.y, 12),
    };
    yield forwardCase('real', 'ecg', form, s, tensors, { rounding: sr }, start + 1);
  }
}

/** The guards of the float arm. */
export function* floatRefusals(form: ConvForm): Iterable<CaseInput> {
  const { shape, forward } = workedExample(form);
  const arithmetic = floatArithmetic;
  const float = (t: Tensor): Tensor => float32Of([...t.data], t.shape);
  const plain = {
    x: float(forward.x!),
    weight: float(forward.weight!),
    bias: float(forward.bias!),
    y: target('FLOAT32', forward.y!.shape),
  };
  const set = 'negative';
  for (const more of [1, -1]) {
    const y = target('FLOAT32', [1, 1, forward.y!.shape[2]! + more]);
    yield forwardCase(set, 'refused_length', form, shape, { ...plain, y }, { arithmetic });
  }
  yield forwardCase(set, 'refused_groups', form, { ...shape, groups: 2 }, plain, { arithmetic });
  const other = { ...shape, window: { ...shape.window, kernel: shape.window.kernel + 1 } };
  yield forwardCase(set, 'refused_kernel', form, other, plain, { arithmetic });
  yield forwardCase(set, 'refused_groups', form, { ...shape, groups: 0 }, plain, { arithmetic });
}

/** Everything directed that the two layers have in common. */
export function* sharedForward(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, forward } = workedExample(form);
  const pin = form === 'gather' ? 'B6.2' : 'B6.3';
  yield forwardCase('directed', pin, form, shape, { ...forward });
  const { bias: _absent, ...withoutBias } = forward;
  yield forwardCase('directed', 'no_bias', form, shape, withoutBias);
  yield* ownership(form);
  if (isCurrent(g.contract)) yield* funnel(g, form);
  else {
    const label = target('SYM_INT32', forward.y!.shape, 7, sr);
    yield forwardCase('directed', 'june_raw_label', form, shape, { ...forward, y: label });
  }
  yield* wide(form);
  yield* negatives(form);
  yield* real(g, form);
}

export const sharedForwardNotes: Readonly<Record<string, RecordNote>> = {
  no_bias: {
    bug: 'draws, seeds or a read for a bias that is not there',
    effect: 'a null pointer is followed, or all later draws are shifted',
    clause: 'L6',
  },
  rounding_owner: {
    bug: 'seeds rounded in the operation’s mode, or the write in the wire’s',
    effect:
      'biases or outputs are rounded with the draws of other elements, and all later draws are shifted',
    clause: 'S67',
  },
  conversion_order: {
    bug: 'operands converted at another width or in another order than x, W, b',
    effect: 'every later draw differs',
    clause: 'S65, S72',
  },
  packed_operand: {
    bug: 'a packed operand quantized again, or its label checked',
    effect: 'weights lose precision twice, or wide ones are refused',
    clause: 'S45, S65',
  },
  output_record: {
    bug: 'the output at the operand width or in the arithmetic’s format',
    effect: 'a wire of another width or dtype',
    clause: 'S67',
  },
  float_arm: {
    bug: 'the arm chosen by the tensors instead of by the arithmetic',
    effect: 'mantissas taken for floats',
    clause: 'S65',
  },
  june_raw_label: {
    bug: 'width or mode of the raw wire read or changed',
    effect: 'the next layer is told another width than June gives it',
    clause: 'H2',
  },
  no_width_guard: {
    bug: 'a width guard on convolution operands, or an accumulator wider than int32',
    effect: 'int16 operands refused, or their overflow hidden',
    clause: 'L6, S92',
  },
  refused_length: {
    bug: 'the output length not compared with the geometry',
    effect: 'writes past the output',
    clause: 'A17',
  },
  refused_kernel: {
    bug: 'the kernel size not compared with the weight',
    effect: 'taps of other channels',
    clause: 'L6',
  },
  refused_groups: {
    bug: 'groups of 0, or that do not divide the channels, accepted',
    effect: 'channels are dropped',
    clause: 'A17',
  },
  seed_guard: {
    bug: 'no guard on bias seeds',
    effect: 'an accumulator overflows in silence',
    clause: 'S20',
  },
  ecg: {
    bug: 'windows off by one at the ends, the peak of the signal missed, or the bias added at its own scale',
    effect: 'filters of the ECG encoder answer to a shifted or clipped signal',
    clause: 'L6, L10',
  },
  storage_mix: {
    bug: 'x, W or b converted at another’s width, or the output rounded in another record’s mode',
    effect: 'activations of one storage type lose bits, and all later draws are shifted',
    clause: 'S65, S67',
  },
};
