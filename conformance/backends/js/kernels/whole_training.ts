/** Pieces of whole trainings and evaluations over stacked samples (L34). */

import { f32, i32, JsCall, type JsKernels, type JsTensor } from '../api.ts';
import { withWorkspace } from '../workspace.ts';
import { close, forwardPass, lossValue, openRun, type Run, runSteps } from './model.ts';
import { valuesOf } from './wires.ts';

/** Row i of [S, …] as the tensor [1, …], over the same memory. */
function row(stack: JsTensor, i: number): JsTensor {
  const shape = [1, ...stack.shape.slice(1)];
  const count = stack.count / stack.shape[0]!;
  const data = stack.data.subarray(i * count, (i + 1) * count);
  return { ...stack, shape, count, data };
}

/** Sample i and its label; without labels each sample is its own. */
function sampleOf(call: JsCall, i: number): { x: JsTensor; label: JsTensor } {
  const x = row(call.tensor('x'), i);
  const labels = call.tensors.label;
  return { x, label: labels === undefined ? x : row(labels, i) };
}

/** The run with its samples as x0, label0, x1, … */
function withSamples(run: Run, count: number): Run {
  const tensors = { ...run.call.tensors };
  for (let i = 0; i < count; i++) {
    const { x, label } = sampleOf(run.call, i);
    tensors[`x${i}`] = x;
    tensors[`label${i}`] = label;
  }
  return { ...run, call: new JsCall(run.call.params, tensors) };
}

/** First index of the strict maximum, in the wire's own dtype. */
function classOf(wire: JsTensor): number {
  let best = 0;
  for (let i = 1; i < wire.count; i++) if (wire.data[i]! > wire.data[best]!) best = i;
  return best;
}

/** The ops of whole models over stacked samples, over the kernels of layers and losses. */
export function wholeTrainingKernels(kernels: JsKernels): JsKernels {
  return {
    training_run(ctx, given) {
      const run = openRun(ctx, kernels, given);
      const rows = given.tensor('x').shape[0]!;
      runSteps(withSamples(run, rows), rows);
      close(run, given);
    },
    model_forward(ctx, given) {
      const run = openRun(ctx, kernels, given, 'no');
      const outputs = run.call.tensor('outputs');
      const losses = f32(run.call.tensor('losses'));
      const classes = i32(run.call.tensor('classes'));
      for (let i = 0; i < losses.length; i++) {
        const { x, label } = sampleOf(run.call, i);
        const wire = forwardPass(run, x);
        losses[i] = lossValue(run, wire, label);
        withWorkspace(() => f32(row(outputs, i)).set(valuesOf(wire)));
        classes[i] = classOf(wire);
      }
      close(run, given);
    },
  };
}
