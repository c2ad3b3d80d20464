/** Calls of the convolution layers, forward and backward, and random mixtures of storages. */

import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import {
  arithmeticSpec,
  floatArithmetic,
  freshGradient,
  isCurrent,
  isFunnelled,
  modeSpec,
  randomGradient,
  randomOperand,
  randomSymOperand,
  randomWire,
  roundingSpec,
  symArithmetic,
  symBackward,
} from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import {
  contextFrom,
  convGroupsSpec,
  outputPaddingSpec,
  windowFrom,
  windowOf,
  windowSpecs,
} from '../../kit/window_specs.ts';
import {
  type CaseGen,
  type CaseInput,
  type CaseTensors,
  type OpCall,
  type ParamSpec,
  type Params,
  roundingParam,
  type TensorSpec,
} from '../../op.ts';
import {
  type ConvForm,
  type ConvShape,
  convDims,
  convParams,
  convShape,
  randomConvShape,
} from './conv_cases.ts';

const operandDtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;
const storageDtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

function geometrySpecs(form: ConvForm): Readonly<Record<string, ParamSpec>> {
  const padding = form === 'scatter' ? { output_padding: outputPaddingSpec } : {};
  return { ...windowSpecs, groups: convGroupsSpec, ...padding };
}

/** What both convolution layers take from a call; a forward reads the bias, a backward only its gradient. */
export function convLayerOf(call: OpCall) {
  const weight = call.tensor('weight');
  const bias = call.tensors.bias ?? call.tensors.bias_grad;
  return {
    ...contextFrom(call),
    weight: { value: weight, grad: call.tensors.weight_grad ?? weight },
    bias: bias === undefined ? undefined : { value: bias, grad: bias },
    window: windowFrom(call),
    groups: call.number('groups'),
  };
}

export function forwardSpecs(form: ConvForm): Readonly<Record<string, ParamSpec>> {
  return {
    arithmetic: arithmeticSpec('the forward'),
    rounding: { ...roundingParam, doc: 'rounding mode of the forward operation' },
    ...geometrySpecs(form),
  };
}

export function backwardSpecs(form: ConvForm): Readonly<Record<string, ParamSpec>> {
  return {
    weight_arithmetic: arithmeticSpec('the weight gradient'),
    weight_rounding: roundingSpec('the weight gradient operation'),
    bias_arithmetic: arithmeticSpec('the bias gradient'),
    bias_rounding: roundingSpec('the bias gradient operation'),
    dx_arithmetic: arithmeticSpec('the input gradient'),
    dx_rounding: roundingSpec('the input gradient operation'),
    weight_mode: modeSpec('the weight gradient'),
    bias_mode: modeSpec('the bias gradient'),
    ...geometrySpecs(form),
  };
}

export function forwardTensors(weight: string): Readonly<Record<string, TensorSpec>> {
  return {
    x: { role: 'in', dtypes: operandDtypes, doc: '[B, Cin, L]' },
    weight: { role: 'in', dtypes: operandDtypes, doc: weight },
    bias: { role: 'in', dtypes: operandDtypes, optional: true, doc: '[Cout]' },
    y: { role: 'out', dtypes: storageDtypes, doc: '[B, Cout, Lo]; June: raw' },
  };
}

export function backwardTensors(weight: string): Readonly<Record<string, TensorSpec>> {
  return {
    x: { role: 'in', dtypes: operandDtypes, doc: '[B, Cin, L]: input kept from the forward' },
    dy: { role: 'in', dtypes: operandDtypes, doc: '[B, Cout, Lo]: output gradient' },
    weight: { role: 'in', dtypes: operandDtypes, doc: weight },
    weight_grad: { role: 'inout', dtypes: storageDtypes, doc: `${weight}: added to` },
    bias_grad: {
      role: 'inout',
      dtypes: storageDtypes,
      optional: true,
      doc: '[Cout]: added to; absent: the layer has no bias',
    },
    dx: { role: 'out', dtypes: storageDtypes, doc: '[B, Cin, L]: input gradient; June: raw' },
  };
}

export const floatBackward: Params = {
  weight_arithmetic: floatArithmetic,
  bias_arithmetic: floatArithmetic,
  dx_arithmetic: floatArithmetic,
};

export const forwardCase = casesOf(
  (form: ConvForm, s: ConvShape, tensors: CaseTensors, changes: Params = {}, rng: number = 1) => {
    const math = { arithmetic: symArithmetic, rounding: 'HALF_AWAY' };
    const params = { ...math, ...convParams(form, s), ...changes };
    return { tensors, params, rng };
  },
);

export const backwardCase = casesOf(
  (form: ConvForm, s: ConvShape, tensors: CaseTensors, changes: Params = {}, rng: number = 1) => {
    const params = { ...symBackward, ...convParams(form, s), ...changes };
    return { tensors, params, rng };
  },
);

function sym(q: readonly number[], scale: string | number, shape: readonly number[]): Tensor {
  return symInt32Of(q, scale, 12, 'HALF_AWAY', shape);
}

/** The worked examples B6.2 (gather) and B6.3 (scatter). */
export interface WorkedExample {
  readonly shape: ConvShape;
  readonly forward: CaseTensors;
  readonly backward: CaseTensors;
}

export function workedExample(form: ConvForm): WorkedExample {
  const gather = form === 'gather';
  const shape: ConvShape = {
    window: gather ? windowOf(3, 2, 'SAME') : windowOf(2, 2),
    groups: 1,
    outputPadding: gather ? 0 : 1,
    batch: 1,
    inChannels: 2,
    outChannels: 1,
    length: gather ? 5 : 2,
  };
  const dims = convDims(form, shape);
  const x = sym(gather ? [1, 2, 3, 4, 5, 10, 20, 30, 40, 50] : [3, -4, 5, 6], 0.1, dims.x);
  const weight = sym(gather ? [1, 2, 3, -1, 0, 1] : [1, 2, -3, 4], 0.5, dims.weight);
  const bias = sym([gather ? 9 : -7], 0.25, dims.bias);
  const dy = sym(gather ? [5, -3, 2] : [5, -3, 2, 8, 100], 0.2, dims.y);
  return {
    shape,
    forward: { x, weight, bias, y: target('SYM_INT32', dims.y, 12) },
    backward: {
      x,
      dy,
      weight,
      weight_grad: freshGradient('SYM_INT32', dims.weight, 16),
      bias_grad: freshGradient('SYM_INT32', dims.bias, 16),
      dx: target('SYM_INT32', dims.x, 12),
    },
  };
}

/** A mode that the gradient and the arithmetic of its step admit. */
function randomMode(r: Random, grad: Tensor, arithmetic: string): string {
  const used = grad.dtype === 'SYM' && grad.data.some((byte) => byte !== 0);
  const stochastic = grad.dtype === 'SYM' && grad.rounding === 'SR_HALF_AWAY';
  const fixed =
    grad.dtype === 'FLOAT32' ||
    (grad.dtype === 'SYM_INT32' && arithmetic === symArithmetic) ||
    (grad.dtype === 'SYM' && !used && !stochastic);
  return fixed && r.chance(1, 2) ? 'OUT_ACC_FIXED_SCALE' : 'OUT_ACC_DYNAMIC_RESCALE';
}

/** A forward with every storage on its own; June reads its operands as they are. */
export function randomForward(g: CaseGen, form: ConvForm, label: string): CaseInput {
  const r = g.random(label);
  const s = randomConvShape(r, form);
  const dims = convDims(form, s);
  const arithmetic = r.pick([symArithmetic, symArithmetic, floatArithmetic]);
  const operand = (shape: readonly number[]): Tensor => {
    if (isCurrent(g.contract)) return randomOperand(r, shape, g.contract);
    return arithmetic === symArithmetic
      ? randomSymOperand(r, shape, g.contract)
      : randomFloat32(r, shape, -4, 1);
  };
  const [x, weight] = [operand(dims.x), operand(dims.weight)];
  const bias = r.chance(3, 4) ? { bias: operand(dims.bias) } : {};
  const y = randomWire(r, dims.y, g.contract, arithmetic);
  const changes = { arithmetic, rounding: r.pick(roundings) };
  const tensors = { x, weight, ...bias, y };
  return forwardCase('random', 'storage_mix', form, s, tensors, changes, r.rngState());
}

/** Without the funnel every tensor of a step must have the format of its arithmetic, else nothing is defined. */
export function isDefined(g: CaseGen, { params, tensors }: CaseInput): boolean {
  if (isCurrent(g.contract)) return true;
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['weight_arithmetic', ['x', 'dy', 'weight_grad']],
    ['bias_arithmetic', tensors.bias_grad === undefined ? [] : ['dy', 'bias_grad']],
    ['dx_arithmetic', ['dy', 'weight', 'dx']],
  ];
  return steps.every(([step, names]) => {
    const format = params[step] === floatArithmetic ? 'FLOAT32' : 'SYM_INT32';
    return names.every((name) => tensors[name]?.dtype === format);
  });
}

/** June backwards in one format throughout, over gradients that hold an earlier sum. */
export function* juneBackwards(g: CaseGen, form: ConvForm): Iterable<CaseInput> {
  if (isCurrent(g.contract)) return;
  for (const r of seeded(g, 'june', 24)) {
    let s = randomConvShape(r, form);
    while (!hasInputGradient(form, s)) s = randomConvShape(r, form);
    const dims = convDims(form, s);
    const isFloat = r.chance(1, 2);
    const operand = (shape: readonly number[]): Tensor =>
      isFloat ? randomFloat32(r, shape, -4, 1) : randomSymOperand(r, shape, g.contract);
    const dtypes = [isFloat ? 'FLOAT32' : 'SYM_INT32'] as const;
    const tensors = {
      x: operand(dims.x),
      dy: operand(dims.y),
      weight: operand(dims.weight),
      weight_grad: randomGradient(r, dims.weight, dtypes),
      ...(r.chance(4, 5) ? { bias_grad: randomGradient(r, dims.bias, dtypes) } : {}),
      dx: randomWire(r, dims.x, g.contract, isFloat ? floatArithmetic : symArithmetic),
    };
    const flag = isFloat ? 'june_products' : 'storage_mix';
    const params = isFloat ? floatBackward : {};
    yield backwardCase('random', flag, form, s, tensors, params, r.rngState());
  }
  yield* productsInTurn(form);
}

/** 2^24 in the gradient swallows every product of 1, while their sum would count. */
function* productsInTurn(form: ConvForm): Iterable<CaseInput> {
  const s = convShape(windowOf(1, 1), 3);
  const dims = convDims(form, s);
  const tensors = {
    x: float32Of([1, 1, 1], dims.x),
    dy: float32Of([1, 1, 1], dims.y),
    weight: float32Of([0.5], dims.weight),
    weight_grad: float32Of([16777216], dims.weight),
    bias_grad: float32Of([0.25], dims.bias),
    dx: target('FLOAT32', dims.x),
  };
  yield backwardCase('directed', 'june_products', form, s, tensors, floatBackward);
}

/** True where the input gradient exists: VALID windows must tile, output padding be below the stride. */
function hasInputGradient(form: ConvForm, s: ConvShape): boolean {
  const { kernel, stride, dilation, padding } = s.window;
  if (form === 'scatter') return s.outputPadding < stride;
  return padding !== 'VALID' || (s.length - (dilation * (kernel - 1) + 1)) % stride === 0;
}

/** A backward with every storage, arithmetic, mode and rounding on its own. */
export function randomBackward(g: CaseGen, form: ConvForm, label: string): CaseInput {
  const r = g.random(label);
  let s = randomConvShape(r, form);
  while (!hasInputGradient(form, s)) s = randomConvShape(r, form);
  const dims = convDims(form, s);
  const current = isFunnelled(g.contract);
  const dtypes = current
    ? (['FLOAT32', 'SYM_INT32', 'SYM_INT32', 'SYM', 'ASYM'] as const)
    : (['FLOAT32', 'SYM_INT32', 'SYM_INT32'] as const);
  const arithmetic = (): string =>
    current ? r.pick([symArithmetic, symArithmetic, floatArithmetic]) : symArithmetic;
  const [weight_arithmetic, bias_arithmetic, dx_arithmetic] = [
    arithmetic(),
    arithmetic(),
    arithmetic(),
  ];
  const weight_grad = randomGradient(r, dims.weight, dtypes);
  const bias_grad = randomGradient(r, dims.bias, dtypes);
  const tensors = {
    x: randomOperand(r, dims.x, g.contract),
    dy: randomOperand(r, dims.y, g.contract),
    weight: randomOperand(r, dims.weight, g.contract),
    weight_grad,
    ...(r.chance(4, 5) ? { bias_grad } : {}),
    dx: randomWire(r, dims.x, g.contract, dx_arithmetic),
  };
  const changes = {
    weight_arithmetic,
    weight_rounding: r.pick(roundings),
    bias_arithmetic,
    bias_rounding: r.pick(roundings),
    dx_arithmetic,
    dx_rounding: r.pick(roundings),
    weight_mode: randomMode(r, weight_grad, weight_arithmetic),
    bias_mode: randomMode(r, bias_grad, bias_arithmetic),
  };
  return backwardCase('random', 'storage_mix', form, s, tensors, changes, r.rngState());
}
