/**
 * Linear, LayerNorm, GroupNorm and Quantization layers of all three dates: micro-batches of forward and
 * backward into the same gradients; and their raw kernels.
 */

import type { Arithmetic, OutputMode } from '../../../reference/funnel.ts';
import type { Layer, LayerContext, Parameter } from '../../../reference/layers/layer.ts';
import { newTensor, type Rounding, type Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { writing, writingY } from './writing.ts';

/** `SYM_INT32` → the arithmetic record of that name. */
function arithmetic(type: string, rounding: Rounding): Arithmetic {
  return { type: type === 'SYM_INT32' ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32', rounding };
}

function math(r: Replay, name: string): Arithmetic {
  const { type, rounding } = r.paramMath(name);
  return arithmetic(type, rounding);
}

/** Arithmetics and modes of a recording of 2026-07-21. */
export function currentContext(r: Replay): LayerContext {
  return {
    forwardMath: math(r, 'forwardMath'),
    weightGradMath: math(r, 'weightGradMath'),
    biasGradMath: math(r, 'biasGradMath'),
    propLossMath: math(r, 'propLossMath'),
    weightGradAccMode: r.paramWord('weightGradAccMode') as OutputMode,
    biasGradAccMode: r.paramWord('biasGradAccMode') as OutputMode,
  };
}

/** A June context: the other steps have the arithmetic of the forward unless given; accumulate modes did not exist. */
export function juneContextOf(
  forwardMath: Arithmetic,
  weightGradMath = forwardMath,
  biasGradMath = weightGradMath,
  propLossMath = weightGradMath,
): LayerContext {
  const modes = { weightGradAccMode: 'OUT_WRITE', biasGradAccMode: 'OUT_WRITE' } as const;
  return { forwardMath, weightGradMath, biasGradMath, propLossMath, ...modes };
}

/** Arithmetics of a June Linear or convolution. */
export function juneContext(r: Replay): LayerContext {
  const rounding = r.paramRounding('gradMathRounding');
  const own = r.param('biasGradMathRounding') !== undefined;
  return juneContextOf(
    arithmetic(r.paramWord('forwardQ'), 'HALF_AWAY'),
    arithmetic(r.paramWord('weightGradQ'), rounding),
    arithmetic(r.paramWord('biasGradQ'), own ? r.paramRounding('biasGradMathRounding') : rounding),
    arithmetic(r.paramWord('propLossQ'), rounding),
  );
}

/** Arithmetics of a June LayerNorm: the forward one selects both arms. */
function juneNormContext(r: Replay): LayerContext {
  return juneContextOf(arithmetic(r.paramWord('forwardQ'), r.paramRounding('forwardRounding')));
}

/** A parameter and its gradient, recorded as `<name>` and `d<name>_init`. */
export function parameterOf(r: Replay, name: string): Parameter {
  return { value: r.tensor(name), grad: r.tensor(`d${name}_init`) };
}

/** The generator state, where the recording has it (not all files do). */
function emitRngIfRecorded(r: Replay, name: string): void {
  if (name in r.recorded.outputs) r.emitRng(name);
}

/** Runs the recorded micro-batches; `parameters` are the gradients to emit after each backward. */
export function runMicroBatches(
  r: Replay,
  layer: Layer,
  parameters: Readonly<Record<string, Parameter | undefined>>,
  afterForward: (micro: number) => void = () => undefined,
): void {
  const micros = r.paramIntOr('micros', 1);
  const forwardOnly = r.paramIntOr('forwardOnly', 0) === 1;
  for (let m = 0; m < micros; m++) {
    const x = r.tensor(`x${m}`);
    const y = r.tensor('y_target');
    r.n.fn.layerForward(r.n, layer, x, y);
    r.emit(`y${m}`, y);
    afterForward(m);
    emitRngIfRecorded(r, `rngAfterForward${m}`);
    if (forwardOnly) continue;
    const dx = r.tensor('dx_target');
    r.n.fn.layerBackward(r.n, layer, x, r.tensor(`dy${m}`), dx);
    r.emit(`dx${m}`, dx);
    for (const [name, parameter] of Object.entries(parameters)) {
      if (parameter !== undefined) r.emit(`d${name}${m}`, parameter.grad);
    }
    emitRngIfRecorded(r, `rngAfterBackward${m}`);
  }
}

function linear(context: (r: Replay) => LayerContext): (r: Replay) => void {
  return (r) => {
    const w = parameterOf(r, 'w');
    const b = r.has('b') ? parameterOf(r, 'b') : undefined;
    runMicroBatches(r, { kind: 'linear', ...context(r), weight: w, bias: b }, { w, b });
  };
}

function layerNorm(context: (r: Replay) => LayerContext): (r: Replay) => void {
  return (r) => {
    const gamma = parameterOf(r, 'gamma');
    const beta = parameterOf(r, 'beta');
    const eps = r.paramFloat('eps');
    runMicroBatches(r, { kind: 'layer_norm', ...context(r), gamma, beta, eps }, { gamma, beta });
  };
}

function groupNorm(r: Replay): void {
  const gamma = parameterOf(r, 'gamma');
  const beta = parameterOf(r, 'beta');
  const groups = r.paramInt('numGroups');
  const eps = r.paramFloat('eps');
  const layer: Layer = { kind: 'group_norm', ...currentContext(r), gamma, beta, groups, eps };
  runMicroBatches(r, layer, { gamma, beta });
}

function quantization(r: Replay): void {
  runMicroBatches(r, { kind: 'quantization' }, {});
}

/** The raw result tensor of a kernel whose recording names no target. */
function rawTarget(shape: readonly number[]): Tensor {
  return newTensor('SYM_INT32', shape, 12);
}

const rawWeightGrad = writing(
  'dw',
  (r) => rawTarget([r.tensor('dy').shape[1]!, r.tensor('x').shape[1]!]),
  (r, dw) => r.n.fn.linearWeightGradSym(r.n, r.tensor('dy'), r.tensor('x'), dw),
);

const rawBiasGrad = writing(
  'db',
  (r) => rawTarget([r.tensor('dy').shape[1]!]),
  (r, db) => r.n.fn.linearBiasGradSym(r.n, r.tensor('dy'), db),
);

const rawInputGrad = writing(
  'dx',
  (r) => rawTarget([r.tensor('dy').shape[0]!, r.tensor('w').shape[1]!]),
  (r, dx) => r.n.fn.linearInputGradSym(r.n, r.tensor('dy'), r.tensor('w'), dx),
);

/** June: the kernels add to the gradient they are given. */
const juneWeightGrad = writing(
  'dw',
  (r) => r.tensor('dw_init'),
  (r, dw) => {
    const raw = rawTarget(dw.shape);
    r.n.fn.linearWeightGradSym(r.n, r.tensor('dy'), r.tensor('x'), raw);
    r.n.fn.addRaw(r.n, dw, raw);
  },
);

const juneBiasGrad = writing(
  'db',
  (r) => r.tensor('db_init'),
  (r, db) => {
    const raw = rawTarget(db.shape);
    r.n.fn.linearBiasGradSym(r.n, r.tensor('dy'), raw);
    r.n.fn.addLinearBiasGrad(r.n, db, raw);
  },
);

const rawNorm = writingY((r, y) => {
  const [x, gamma, beta] = [r.tensor('x'), r.tensor('gamma'), r.tensor('beta')];
  const eps = r.paramFloat('eps');
  if (r.param('numGroups') === undefined) {
    r.n.fn.layerNormForwardSym(r.n, x, gamma, beta, y, eps);
  } else {
    const geometry = { groups: r.paramInt('numGroups'), eps };
    r.n.fn.groupNormForwardSym(r.n, x, gamma, beta, y, geometry);
  }
});

function juneFiles(prefix: string): AdapterTable {
  return {
    [`${prefix}-layer-linear/linearForward+linearBackward`]: linear(juneContext),
    [`${prefix}-layer-layernorm/layerNormForward+layerNormBackward`]: layerNorm(juneNormContext),
    [`${prefix}-layer-quantization/quantizationForward+quantizationBackward`]: quantization,
    [`${prefix}-kernels/linearCalcWeightGradsSymInt32`]: juneWeightGrad,
    [`${prefix}-kernels/linearCalcBiasGradsSymInt32`]: juneBiasGrad,
  };
}

export const layerAdapters: AdapterTable = {
  'layer-linear/linearForward+linearBackward': linear(currentContext),
  'layer-layernorm/layerNormForward+layerNormBackward': layerNorm(currentContext),
  'layer-groupnorm/groupNormForward+groupNormBackward': groupNorm,
  'layer-quantization/quantizationForward+quantizationBackward': quantization,
  'raw-kernels/linearCalcWeightGradsSymInt32': rawWeightGrad,
  'raw-kernels/linearCalcBiasGradsSymInt32': rawBiasGrad,
  'raw-kernels/linearCalcPropLossSymInt32': rawInputGrad,
  'raw-kernels/layerNormForwardSymInt32 (static)': rawNorm,
  'raw-kernels/groupNormForwardSymInt32 (static)': rawNorm,
  ...juneFiles('june'),
  ...juneFiles('june23'),
};
