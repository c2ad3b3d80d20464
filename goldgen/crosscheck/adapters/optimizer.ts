/** `optimizer` and its June supplements: optimizer steps over one Linear layer's w and b (S114–S121, H2). */

import type { Parameter } from '../../../reference/layers/layer.ts';
import type { Optimizer } from '../../../reference/optimizers/optimizer.ts';
import { newTensor, type QuantRecord, type Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';

interface Named extends Parameter {
  readonly name: 'w' | 'b';
}

/** The parameters with a gradient tensor that the first step's gradient describes. */
function parametersOf(r: Replay): readonly Named[] {
  const names = r.has('b') ? (['w', 'b'] as const) : (['w'] as const);
  return names.map((name) => {
    const like = r.tensor(`d${name}0`);
    const grad = newTensor(like.dtype, like.shape, like.bits, like.rounding);
    return { name, value: r.tensor(name), grad };
  });
}

/** Puts a recorded gradient into the parameter's gradient tensor. */
function setGradient(grad: Tensor, recorded: Tensor): void {
  Object.assign(grad, recorded);
}

const unused: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };

/** The record of the optimizer state; the June contracts derive it from the parameter. */
function stateRecord(r: Replay): QuantRecord {
  return r.has('state0_target') ? r.tensor('state0_target') : unused;
}

/** The scalars of an SGD optimizer. */
export function sgdScalars(r: Replay) {
  return {
    learningRate: r.paramFloat('lr'),
    momentum: r.paramFloat('momentum'),
    weightDecay: r.paramFloat('weightDecay'),
  };
}

/** The scalars of an AdamW optimizer. */
export function adamWOptions(r: Replay) {
  return {
    learningRate: r.paramFloat('lr'),
    beta1: r.paramFloat('beta1'),
    beta2: r.paramFloat('beta2'),
    epsilon: r.paramFloat('eps'),
    weightDecay: r.paramFloat('weightDecay'),
  };
}

/** The mode of the write back; the June contracts have none. */
export function writeBack(r: Replay) {
  return r.param('writeBackRounding') === undefined
    ? 'HALF_AWAY'
    : r.paramRounding('writeBackRounding');
}

/** State tensors of parameter i. */
export function statesOf(optimizer: Optimizer, i: number): readonly Tensor[] {
  if (optimizer.kind === 'adamw') return Object.values(optimizer.moments[i]!);
  return optimizer.states[i] === undefined ? [] : [optimizer.states[i]];
}

/** The recorded loop: gradients in, scaling, step, what is kept; at the end the zeroed gradients. */
function steps(
  r: Replay,
  parameters: readonly Named[],
  step: () => void,
  states: (i: number) => readonly Tensor[],
): void {
  const { fn } = r.n;
  for (let s = 0; s < r.paramInt('steps'); s++) {
    for (const { name, grad } of parameters) setGradient(grad, r.tensor(`d${name}${s}`));
    if (r.param('gradScaleFactor') !== undefined) {
      const factor = r.paramFloat('gradScaleFactor');
      for (const { grad } of parameters) fn.scaleGradient(r.n, grad, factor);
      r.emit(`dwScaled${s}`, parameters[0]!.grad);
    }
    step();
    parameters.forEach(({ name, value, grad }, i) => {
      r.emit(`${name}${s}`, value);
      states(i).forEach((state, k) => {
        r.emit(`state_${name}_${k}_${s}`, state);
      });
      if (r.recorded.outputs[`d${name}After${s}`] !== undefined) r.emit(`d${name}After${s}`, grad);
    });
    r.emitRng(`rng${s}`);
  }
  for (const { name, grad } of parameters) {
    fn.zeroGradient(r.n, grad);
    r.emit(`d${name}_zeroed`, grad);
  }
}

function run(r: Replay, parameters: readonly Named[], optimizer: Optimizer): void {
  const step = () => r.n.fn.optimizerStep(r.n, optimizer, parameters);
  steps(r, parameters, step, (i) => statesOf(optimizer, i));
}

function sgdStepM(r: Replay): void {
  const parameters = parametersOf(r);
  run(r, parameters, r.n.fn.newSgd(r.n, parameters, sgdScalars(r), writeBack(r), stateRecord(r)));
}

/** The stateless step, which the June factory never selects. */
function sgdStep(r: Replay): void {
  const parameters = parametersOf(r);
  const scalars = sgdScalars(r);
  const step = (): void => {
    for (const { value, grad } of parameters) {
      r.n.fn.juneSgdStatelessStep(r.n, value, grad, scalars);
    }
  };
  steps(r, parameters, step, () => []);
}

function adamWStep(r: Replay): void {
  const parameters = parametersOf(r);
  const [options, record] = [adamWOptions(r), stateRecord(r)];
  run(r, parameters, r.n.fn.newAdamW(r.n, parameters, options, writeBack(r), record));
}

/** Learning rate that every recorded construction echoes. */
const echoedRate = Math.fround(0.1);

function sgdInit(r: Replay): void {
  const sym = r.param('note') === 'SYM updateMath';
  r.n.fn.checkOptimizer(r.n, [], sym ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32');
  r.emitFloat('lr', echoedRate);
}

/** β2 (0.999) is not recorded, nor is the SYM_INT32 update arithmetic of case 160. */
function adamWInit(r: Replay): void {
  r.n.fn.checkAdamW(r.n, {
    learningRate: echoedRate,
    beta1: r.paramFloat('beta1'),
    beta2: 0.999,
    epsilon: r.paramFloat('eps'),
    weightDecay: 0,
  });
  const sym = r.recorded.id === 'optimizer/160';
  r.n.fn.checkOptimizer(r.n, [], sym ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32');
  r.emitFloat('lr', echoedRate);
}

export const optimizerAdapters: AdapterTable = {
  'optimizer/sgdStepM': sgdStepM,
  'optimizer/adamWStep': adamWStep,
  'optimizer/sgdInit': sgdInit,
  'optimizer/adamWInit': adamWInit,
  'june-optimizer/sgdStepM': sgdStepM,
  'june-optimizer/sgdStep': sgdStep,
  'june23-optimizer/sgdStepM': sgdStepM,
  'june23-optimizer/sgdStep': sgdStep,
};
