/** Runs a model call through the reference and hands the wires of the last sample back to the call. */

import type { Numerics } from '../../../reference/numerics.ts';
import type { Optimizer } from '../../../reference/optimizers/optimizer.ts';
import { floats, ints } from '../../../reference/tensor.ts';
import type { Sample } from '../../../reference/training/step.ts';
import type { Random } from '../../kit/random.ts';
import type { CaseGen, CaseInput, OpCall } from '../../op.ts';
import { digestStart, digestTensor } from './digest.ts';
import { type ModelCall, modelCallOf, optimizerOf } from './model_call.ts';
import { demandWires, giveWires } from './model_wires.ts';

/** The first of up to 12 drawn cases that the reference answers; the last one if it answers none. */
export function firstAnswered(
  g: CaseGen,
  label: string,
  build: (r: Random) => CaseInput,
): CaseInput {
  let drawn = build(g.random(label));
  for (let k = 1; k < 12 && !g.isAnswered(drawn); k++) drawn = build(g.random(`${label}/${k}`));
  return drawn;
}

/** The optimizer, which refuses what it does at its construction. */
function construct(n: Numerics, call: OpCall, { parameters }: ModelCall): Optimizer {
  const optimizer = optimizerOf(call);
  n.fn.checkOptimizer(n, parameters, optimizer.arithmetic);
  if (optimizer.kind === 'adamw') n.fn.checkAdamW(n, optimizer.options);
  return optimizer;
}

/** `training_step`: gradients of all samples, scaling, one optimizer step; nothing is zeroed. */
export function runTrainingStep(n: Numerics, call: OpCall): void {
  const m = modelCallOf(call);
  const optimizer = construct(n, call, m);
  demandWires(n, call, m, true);
  const losses = floats(call.tensor('losses', m.samples.length));
  const total = floats(call.tensor('loss', 1));
  const loss = n.fn.accumulateBatch(n, m.model, m.samples, m.reductions, (trace, i) => {
    losses[i] = trace.loss;
    if (i === m.samples.length - 1) giveWires(call, trace);
  });
  total[0] = loss;
  n.fn.optimizerStep(n, optimizer, n.fn.modelParameters(n, m.model));
}

/** `trajectory`: steps of `batch` samples each, taken from the data set round robin; gradients zeroed. */
export function runTrajectory(n: Numerics, call: OpCall, given?: readonly Sample[]): void {
  const m = modelCallOf(call, given);
  const optimizer = construct(n, call, m);
  demandWires(n, call, m, true);
  const losses = floats(call.tensor('losses'));
  const digests = ints(call.tensor('digests', losses.length));
  const size = Number(call.params.batch);
  for (let s = 0; s < losses.length; s++) {
    const batch = n.fn.macroBatch(n, m.samples, size, s);
    losses[s] = n.fn.accumulateBatch(n, m.model, batch, m.reductions, (trace) => {
      giveWires(call, trace);
    });
    n.fn.optimizerStep(n, optimizer, n.fn.modelParameters(n, m.model));
    n.fn.zeroGradients(n, m.model);
    digests[s] = m.parameters.reduce((hash, p) => digestTensor(hash, p.value), digestStart);
    call.onFinal?.('losses', s);
    call.onFinal?.('digests', s);
  }
}
