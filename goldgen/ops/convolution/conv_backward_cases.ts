/** Directed backwards that both convolution layers share. */

import type { Tensor } from '../../../reference/tensor.ts';
import { gradientNotes } from '../../kit/gradient_notes.ts';
import { freshGradient, isFunnelled } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import type { CaseGen, CaseInput, CaseTensors, RecordNote } from '../../op.ts';
import { type ConvForm, type ConvShape, convDims } from './conv_cases.ts';
import { backwardCase, floatBackward, workedExample } from './conv_layer_cases.ts';

const sr = 'SR_HALF_AWAY';
const allStochastic = { weight_rounding: sr, bias_rounding: sr, dx_rounding: sr };

function* ownership(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const dims = convDims(form, shape);
  const emit = (changes: CaseTensors, params = {}): CaseInput =>
    backwardCase(
      'directed',
      'rounding_owner',
      form,
      shape,
      { ...backward, ...changes },
      params,
      77,
    );
  yield emit({ bias_grad: freshGradient('SYM_INT32', dims.bias, 16, sr) });
  yield emit({ weight_grad: freshGradient('SYM_INT32', dims.weight, 16, sr) });
  yield emit({ dx: target('SYM_INT32', dims.x, 12, sr) });
  yield emit({}, { dx_rounding: sr });
  yield emit({}, { weight_rounding: sr, bias_rounding: sr });
  const r = g.random('draws');
  const floats = {
    x: randomFloat32(r, dims.x),
    dy: randomFloat32(r, dims.y),
    weight: randomFloat32(r, dims.weight),
    weight_grad: freshGradient('SYM_INT32', dims.weight, 16, sr),
    bias_grad: freshGradient('SYM_INT32', dims.bias, 16, sr),
    dx: target('SYM_INT32', dims.x, g.contract.operandBits, sr),
  };
  for (const rng of [5, 6, 7]) {
    yield backwardCase('directed', 'operand_order', form, shape, floats, allStochastic, rng);
  }
}

function* gradients(form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const dims = convDims(form, shape);
  const emit = (flag: string, changes: CaseTensors, params = {}): CaseInput =>
    backwardCase('directed', flag, form, shape, { ...backward, ...changes }, params);
  yield emit('fixed_scale', { bias_grad: symInt32Of([100], 0.125, 16) });
  yield emit('fixed_scale', { bias_grad: symInt32Of([32760], 0.001, 16) });
  const small = { ...backward.dy!, scale: Math.fround(0.001) };
  yield emit('small_vanishes', { dy: small });
  const earlier = [...backward.weight_grad!.data].map((_, i) => 32767 - 9000 * i);
  const used = symInt32Of(earlier, 1e-3, 16, 'HALF_AWAY', dims.weight);
  yield emit('accumulates', { weight_grad: used });
  const floats = {
    weight_grad: float32Of(
      [...backward.weight_grad!.data].map((_, i) => i - 2.5),
      dims.weight,
    ),
    bias_grad: float32Of([0.5]),
  };
  yield emit('float_gradient', floats);
  yield emit('float_gradient', floats, { bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' });
  const { bias_grad: _absent, ...withoutBias } = backward;
  yield backwardCase('directed', 'no_bias', form, shape, withoutBias);
}

function* currentOnly(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const dims = convDims(form, shape);
  const r = g.random('current');
  const emit = (
    set: CaseInput['set'],
    flag: string,
    changes: CaseTensors,
    params = {},
  ): CaseInput => backwardCase(set, flag, form, shape, { ...backward, ...changes }, params);
  const packed = { weight: randomSym(r, dims.weight, 16), dy: randomSym(r, dims.y, 8) };
  yield emit('directed', 'packed_operand', packed);
  for (const [dtype, bits] of [
    ['SYM_INT32', 8],
    ['SYM', 8],
    ['ASYM', 8],
    ['FLOAT32', 0],
  ] as const) {
    yield emit('directed', 'dx_record', { dx: target(dtype, dims.x, bits) });
  }
  const fixed = { weight_mode: 'OUT_ACC_FIXED_SCALE' };
  yield emit('directed', 'packed_gradient', { weight_grad: target('SYM', dims.weight, 8) }, fixed);
  yield emit('directed', 'packed_gradient', { weight_grad: target('ASYM', dims.weight, 8) });
  const set = 'negative';
  const codes = target('SYM', dims.bias, 8, 'HALF_AWAY', 0.01);
  codes.data = Uint8Array.of(127);
  yield emit(set, 'refused_fit', { bias_grad: codes });
  yield emit(set, 'refused_target', { weight_grad: target('SYM', dims.weight, 17) });
  yield emit(set, 'refused_target', { weight_grad: target('ASYM', dims.weight, 8) }, fixed);
  yield emit(set, 'refused_target', { bias_grad: target('SYM_INT32', dims.bias, 17) });
  const float = { ...fixed, weight_arithmetic: floatBackward.weight_arithmetic! };
  yield emit(set, 'refused_target', {}, float);
  for (const mode of ['weight_mode', 'bias_mode']) {
    yield emit(set, 'write_mode', {}, { [mode]: 'OUT_WRITE' });
    yield emit(set, 'write_mode', {}, { ...floatBackward, [mode]: 'OUT_WRITE' });
  }
  const plain = {
    x: randomFloat32(r, dims.x, -3, 1),
    dy: randomFloat32(r, dims.y, -3, 1),
    weight: randomFloat32(r, dims.weight, -3, 1),
    weight_grad: randomFloat32(r, dims.weight, -3, 1),
    bias_grad: randomFloat32(r, dims.bias, -3, 1),
    dx: target('FLOAT32', dims.x),
  };
  yield backwardCase('directed', 'float_arm', form, shape, plain, floatBackward);
  const dynamic = { bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
  yield emit('directed', 'float_arm', {}, { ...floatBackward, ...dynamic });
}

function* juneOnly(form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const dims = convDims(form, shape);
  const emit = (flag: string, changes: CaseTensors, params = {}, rng = 1): CaseInput =>
    backwardCase('directed', flag, form, shape, { ...backward, ...changes }, params, rng);
  const label = target('SYM_INT32', dims.x, 7, sr);
  yield emit('june_raw_label', { dx: label });
  const unread = { weight_mode: 'OUT_WRITE', bias_mode: 'OUT_WRITE' };
  yield emit('june_no_mode', {}, unread);
}

function* negatives(form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const emit = (flag: string, changes: CaseTensors): CaseInput =>
    backwardCase('negative', flag, form, shape, { ...backward, ...changes });
  const dy = (batch: number, channels: number): Tensor => {
    const length = backward.dy!.shape[2]!;
    const q = Array(batch * channels * length).fill(3);
    return symInt32Of(q, 0.5, 12, 'HALF_AWAY', [batch, channels, length]);
  };
  yield emit('refused_dy', { dy: dy(2, 1) });
  yield emit('refused_dy', { dy: dy(1, 2) });
  // after the weight gradient is done: nothing of it may be seen
  yield emit('seed_guard', { bias_grad: symInt32Of([1], 1e-10, 16) });
}

function* real(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape } = workedExample(form);
  const s = { ...shape, batch: 2, outChannels: 3, length: form === 'gather' ? 9 : 4 };
  const dims = convDims(form, s);
  for (const i of [0, 1]) {
    const r = g.random(`gradient/${i}`);
    const tensors = {
      x: randomSymInt32(r, dims.x, 12, 2 ** -10),
      dy: randomSymInt32(r, dims.y, 12, 2 ** -14),
      weight: randomSymInt32(r, dims.weight, 12, 2 ** -11),
      weight_grad: freshGradient('SYM_INT32', dims.weight, 16, sr),
      bias_grad: freshGradient('FLOAT32', dims.bias),
      dx: target('SYM_INT32', dims.x, 12),
    };
    const params = { ...(i === 0 ? {} : allStochastic), bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
    yield backwardCase('directed', 'batch', form, s, tensors, params, r.rngState());
  }
}

/** Everything directed that the two layers have in common. */
/** Accumulation targets that S68 refuses, beyond those of `currentOnly`. */
export function* refusedTargets(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  if (!isFunnelled(g.contract)) return;
  const { shape, backward } = workedExample(form);
  const dims = convDims(form, shape);
  const fixed = { bias_mode: 'OUT_ACC_FIXED_SCALE' };
  for (const [changes, params] of [
    [{ weight_grad: target('SYM_INT32', dims.weight, 17) }, {}],
    [{ weight_grad: target('ASYM', dims.weight, 17) }, {}],
    [{ bias_grad: target('ASYM', dims.bias, 8) }, fixed],
  ] as const) {
    const tensors = { ...backward, ...changes };
    yield backwardCase('negative', 'refused_target', form, shape, tensors, params);
  }
}

/** The guards of the float arm: batch and channels of dy, and in July the groups. */
export function* floatRefusals(form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const dims = convDims(form, shape);
  const float = (t: Tensor): Tensor => float32Of([...t.data], t.shape);
  const plain = {
    x: float(backward.x!),
    dy: float(backward.dy!),
    weight: float(backward.weight!),
    weight_grad: freshGradient('FLOAT32', dims.weight),
    bias_grad: freshGradient('FLOAT32', dims.bias),
    dx: target('FLOAT32', dims.x),
  };
  const length = backward.dy!.shape[2]!;
  for (const [batch, channels, outputs] of [
    [2, 1, length],
    [1, 2, length],
    [1, 1, length + 1],
  ] as const) {
    const values = new Array<number>(batch * channels * outputs).fill(3);
    const dy = float32Of(values, [batch, channels, outputs]);
    yield backwardCase('negative', 'refused_dy', form, shape, { ...plain, dy }, floatBackward);
  }
  const kernel = { ...shape, window: { ...shape.window, kernel: shape.window.kernel + 1 } };
  for (const other of [{ ...shape, groups: 0 }, kernel]) {
    yield backwardCase('negative', 'refused_layer', form, other, plain, floatBackward);
    yield backwardCase('negative', 'refused_layer', form, other, { ...backward });
  }
}

export function* sharedBackward(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  const pin = form === 'gather' ? 'B6.2' : 'B6.3';
  yield backwardCase('directed', pin, form, shape, { ...backward });
  yield* ownership(g, form);
  yield* gradients(form);
  yield* isFunnelled(g.contract) ? currentOnly(g, form) : juneOnly(form);
  yield* negatives(form);
  yield* real(g, form);
}

export const sharedBackwardNotes: Readonly<Record<string, RecordNote>> = {
  rounding_owner: {
    bug: 'gradients rounded in the operation’s mode, or dx in the wire’s',
    effect:
      'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S67, S68',
  },
  operand_order: {
    bug: 'operands converted as dy, x, once for all steps, or dx before the gradients',
    effect: 'every later draw differs',
    clause: 'L7, S72',
  },
  ...gradientNotes,
  accumulates: {
    bug: 'the gradient overwritten, or its scale kept',
    effect: 'micro-batches are lost',
    clause: 'S57',
  },
  float_gradient: {
    bug: 'the increment of a FLOAT32 gradient quantized first',
    effect: 'gradients lose bits',
    clause: 'S56',
  },
  no_bias: {
    bug: 'draws, sums or a write for a bias that is not there',
    effect: 'a null pointer is followed, or all later draws are shifted',
    clause: 'L8',
  },
  packed_operand: {
    bug: 'a packed operand quantized again, or its label checked',
    effect: 'weights lose precision twice, or wide ones are refused',
    clause: 'S45, S65',
  },
  dx_record: {
    bug: 'dx at the operand width or in the arithmetic’s format',
    effect: 'a wire of another width or dtype',
    clause: 'S67',
  },
  packed_gradient: {
    bug: 'the grid of an all-zero packed gradient not derived from the increment',
    effect: 'codes that do not fit',
    clause: 'S60, S62',
  },
  refused_fit: {
    bug: 'a code clamped that does not fit the carried grid, or the weights kept when it fires',
    effect: 'a gradient saturates in silence',
    clause: 'S60',
  },
  refused_target: {
    bug: 'no guard of the accumulation target, or a gradient written before it fires',
    effect: 'a gradient the storage cannot hold',
    clause: 'S68',
  },
  float_arm: {
    bug: 'the arm chosen by the tensors instead of by the arithmetic, or sums in another order',
    effect: 'last bits of float gradients',
    clause: 'S91, S93',
  },
  june_products: {
    bug: 'the products of a float weight gradient summed before they are added to it',
    effect: 'last bits of June gradients',
    clause: 'L7, L11',
  },
  june_raw_label: {
    bug: 'width or mode of the raw dx wire read or changed',
    effect: 'the next layer is told another width than June gives it',
    clause: 'H2',
  },
  june_no_mode: {
    bug: 'the accumulate modes of July checked under June',
    effect: 'a June backward is refused',
    clause: 'step-june-23',
  },
  refused_layer: {
    bug: 'groups of 0 or another kernel size than the weight’s taken by the backward',
    effect: 'a layer that no forward would take is trained on what lies beside its weights',
    clause: 'L7, L11',
  },
  refused_dy: {
    bug: 'batch, channels or length of dy not checked',
    effect: 'reads past dy',
    clause: 'B5',
  },
  batch: {
    bug: 'a batch summed in another order, or only its first item',
    effect: 'gradients of one sample',
    clause: 'L7, L8, L11',
  },
};

/** Operands of 12 bits with fresh gradients, for cases about shapes. */
export function adjointOperands(r: Random, form: ConvForm, s: ConvShape) {
  const dims = convDims(form, s);
  return {
    x: randomSymInt32(r, dims.x, 12),
    dy: randomSymInt32(r, dims.y, 12),
    weight: randomSymInt32(r, dims.weight, 12),
    weight_grad: freshGradient('SYM_INT32', dims.weight, 16),
    bias_grad: freshGradient('SYM_INT32', dims.bias, 16),
    dx: target('SYM_INT32', dims.x, 12),
  };
}
