/** ASYM operands and wires of both convolution layers, and windows that are longer than their input. */

import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomAsym, target } from '../../kit/tensors.ts';
import { windowOf } from '../../kit/window_specs.ts';
import type { CaseGen, CaseInput, RecordNote } from '../../op.ts';
import { type ConvForm, convDims, convShape } from './conv_cases.ts';
import { backwardCase, forwardCase, workedExample } from './conv_layer_cases.ts';

const arithmetics = [symArithmetic, floatArithmetic] as const;

export function* affineForwards(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, forward } = workedExample(form);
  for (const arithmetic of arithmetics) {
    for (const which of ['x', 'weight', 'bias', 'y'] as const) {
      const r = g.random(`affine/${arithmetic}/${which}`);
      const extents = forward[which]!.shape;
      const t =
        which === 'y' ? target('ASYM', extents, 7, 'SR_HALF_AWAY', 3) : randomAsym(r, extents, 6);
      const scaled: Tensor = which === 'bias' ? { ...t, scale: 2 ** -14 } : t;
      const tensors = { ...forward, [which]: scaled };
      const how = { arithmetic, rounding: r.pick(roundings) };
      yield forwardCase('directed', 'affine', form, shape, tensors, how, r.rngState());
    }
  }
}

export function* affineBackwards(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  const { shape, backward } = workedExample(form);
  for (const arithmetic of arithmetics) {
    for (const which of ['x', 'dy', 'weight'] as const) {
      const r = g.random(`affine/${arithmetic}/${which}`);
      const tensors = { ...backward, [which]: randomAsym(r, backward[which]!.shape, 6) };
      const names = ['weight', 'bias', 'dx'].map((name) => [`${name}_arithmetic`, arithmetic]);
      const how = { ...Object.fromEntries(names), bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
      yield backwardCase('directed', 'affine', form, shape, tensors, how, r.rngState());
    }
  }
}

/** No window fits: there is no output element, but every operand is converted, and seeds are drawn for. */
export function* noWindows(form: ConvForm): Iterable<CaseInput> {
  for (const arithmetic of arithmetics) {
    const s = convShape(windowOf(4, 1), 3);
    const dims = convDims(form, s);
    const isSym = arithmetic === symArithmetic;
    const ones = (shape: readonly number[]): Tensor => {
      const q = Array.from({ length: shape.reduce((n, extent) => n * extent, 1) }, (_, i) => i + 1);
      return isSym ? symInt32Of(q, 0.5, 12, 'SR_HALF_AWAY', shape) : float32Of(q, shape);
    };
    const y = isSym ? target('SYM_INT32', dims.y, 12, 'HALF_AWAY', 3) : target('FLOAT32', dims.y);
    const tensors = { x: ones(dims.x), weight: ones(dims.weight), bias: ones(dims.bias), y };
    yield forwardCase('boundary', 'no_window', form, s, tensors, { arithmetic }, 15);
  }
}

export const affineNote: RecordNote = {
  bug: 'a zero point subtracted or forgotten, or an affine operand quantized again',
  effect: 'layers behind affine storage compute with shifted values',
  clause: 'S38, S48, S49, S65, S67',
};

export const noWindowNote: RecordNote = {
  bug: 'an output length that underflows where no window fits, or seeds not drawn for',
  effect: 'memory behind the output is written, or all later draws are shifted',
  clause: 'S88, L6',
};
