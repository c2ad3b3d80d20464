/** L34: evaluation: the forward pass of a whole model over stacked samples, with losses and classes. */

import type { Numerics } from '../../../reference/numerics.ts';
import {
  floats,
  ints,
  newTensorLike,
  type Tensor,
  tensorCount,
} from '../../../reference/tensor.ts';
import type { CaseGen } from '../../kit/case_gen.ts';
import { newCase } from '../../kit/cases.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseInput, type OpCall, type OpDef, type TensorSpec, tensorOf } from '../../op.ts';
import { exampleCalls, mostLayers } from './example_calls.ts';
import { modelCallOf } from './model_call.ts';
import { giveBack } from './model_run.ts';
import { examplesOnly, modelParams, modelTensors, parameterNames } from './model_specs.ts';

const isParameter = new RegExp(`^l\\d+_(${parameterNames.join('|')})$`);

/** The model record owns gradients; a forward pass never touches them. */
function withGradients(call: OpCall): OpCall {
  const tensors: Record<string, Tensor> = { ...call.tensors };
  for (const [name, t] of Object.entries(call.tensors)) {
    if (isParameter.test(name)) tensors[`${name}_grad`] = newTensorLike(t, t.shape);
  }
  return { params: call.params, tensors };
}

function run(n: Numerics, call: OpCall): void {
  const m = modelCallOf(
    withGradients(call),
    n.fn.stackedSamples(n, tensorOf(call, 'x'), call.tensors.label),
  );
  const outputs = tensorOf(call, 'outputs');
  const losses = floats(tensorOf(call, 'losses'));
  const classes = ints(tensorOf(call, 'classes'));
  m.samples.forEach(({ x, label }, i) => {
    const wires = n.fn.modelForward(n, m.model, x);
    const output = wires.at(-1)!;
    losses[i] = n.fn.lossForward(n, m.model.loss, output, label, m.reductions.forward);
    floats(n.fn.stackRow(n, outputs, i)).set(n.fn.decodeTensor(n, output));
    classes[i] = n.fn.argmax(n, output, tensorCount(output));
    wires.forEach((wire, k) => {
      giveBack(call, `f${k}`, wire);
    });
  });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const { flag, params, tensors, rng } of exampleCalls(g, ['sym'], ['sym8', 'sym'])) {
    const wanted = Object.entries(tensors).filter(([name]) => forwardTensors[name] !== undefined);
    const own = Object.fromEntries(wanted);
    const samples = tensors.x!.shape[0]!;
    const last = tensors[`f${Number(params.layers) - 1}`]!;
    const results = {
      outputs: target('FLOAT32', [samples, ...last.shape.slice(1)]),
      losses: target('FLOAT32', [samples]),
      classes: target('INT32', [samples]),
    };
    const forward = Object.entries(params).filter(([name]) => forwardParams[name] !== undefined);
    const options = { params: Object.fromEntries(forward), rng };
    yield newCase('training', flag, { ...own, ...results }, options);
  }
}

const trainingOnly =
  /^(samples|backward_reduction|weight_mode|bias_mode|optimizer|update_arithmetic|write_back|lr|momentum|weight_decay|beta1|beta2|epsilon|decay|t|l\d+_(weight|bias|dx)_(arithmetic|rounding|mode))$/;

const forwardParams = Object.fromEntries(
  Object.entries(examplesOnly(modelParams(mostLayers))).filter(
    ([name]) => !trainingOnly.test(name),
  ),
);

const forwardTensors: Readonly<Record<string, TensorSpec>> = {
  x: { role: 'in', dtypes: ['FLOAT32'], doc: '[S, …]: row i is the sample tensor [1, …]' },
  label: {
    role: 'in',
    dtypes: ['FLOAT32'],
    optional: true,
    doc: '[S, …]: row i is the label [1, …]; absent: each sample is its own label',
  },
  ...Object.fromEntries(
    Object.entries(modelTensors(mostLayers, 0))
      .filter(([name]) => isParameter.test(name) || /^(f\d+|l\d+_(argmax|mask))$/.test(name))
      .map(([name, spec]): [string, TensorSpec] => [
        name,
        isParameter.test(name) ? { ...spec, role: 'in', doc: 'parameter, as stored' } : spec,
      ]),
  ),
};

const hidden = 'units that the ReLU in front holds at 0 in the recorded windows hide some weights';

export default {
  name: 'model_forward',
  version: 1,
  clause: 'L34',
  summary: 'outputs, losses and classes of a whole model over stacked samples',
  since: '2026-07-21',
  params: forwardParams,
  tensors: {
    ...forwardTensors,
    l8_weight: { ...forwardTensors.l8_weight!, unread: { data: hidden } },
    l10_weight: { ...forwardTensors.l10_weight!, unread: { data: hidden } },
    outputs: { role: 'out', dtypes: ['FLOAT32'], doc: '[S, …]: decoded output of each sample' },
    losses: { role: 'out', dtypes: ['FLOAT32'], doc: '[S]: loss of each sample' },
    classes: {
      role: 'out',
      dtypes: ['INT32'],
      doc: '[S]: first index of the strict maximum of the output, in the wire’s own dtype',
    },
  },
  notes: {
    ecg: {
      bug: 'any, in the forward of the 11-layer ECG autoencoder',
      effect: 'other reconstructions and anomaly scores',
      clause: 'L34, ecg',
    },
    har: {
      bug: 'any, in the forward of the 12-layer HAR classifier, or the class of a tie',
      effect: 'other predictions',
      clause: 'L34, har',
    },
  },
  run,
  cases,
} satisfies OpDef;
