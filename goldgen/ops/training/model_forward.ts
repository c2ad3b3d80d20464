/** L34: evaluation: the forward pass of a whole model over stacked samples, with losses and classes. */

import type { Numerics } from '../../../reference/numerics.ts';
import { precondition } from '../../../reference/refusal.ts';
import {
  floats,
  ints,
  newTensorLike,
  store,
  type Tensor,
  tensorCount,
} from '../../../reference/tensor.ts';
import { newCase } from '../../kit/cases.ts';
import { below, count, dim, equal, isFlat, rank } from '../../kit/fits.ts';
import { float32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall, type TensorSpec } from '../../op.ts';
import { exampleCalls, mostLayers } from './example_calls.ts';
import { modelCallOf } from './model_call.ts';
import { forwardWire, gradientOf, parameterNamesOf } from './model_names.ts';
import {
  examplesOnly,
  type ModelSize,
  modelParams,
  modelTensors,
  stackedSamples,
} from './model_specs.ts';
import { demandWires, giveBack } from './model_wires.ts';
import { forwards, shortChain } from './short_chains.ts';
import { stackFits } from './stack_fits.ts';

const size: ModelSize = { layers: mostLayers, samples: 0, trains: false };

/** The model record owns gradients; a forward pass never touches them. */
function withGradients(call: OpCall): OpCall {
  const tensors: Record<string, Tensor> = { ...call.tensors };
  for (const name of parameterNamesOf(call.tensors, size.layers)) {
    const t = call.tensor(name);
    tensors[gradientOf(name)] = newTensorLike(t, t.shape);
  }
  return call.with({ tensors });
}

function run(n: Numerics, call: OpCall): void {
  const m = modelCallOf(
    withGradients(call),
    n.fn.stackedSamples(n, call.tensor('x'), call.tensors.label),
  );
  demandWires(n, call, m, false);
  const outputs = call.tensor('outputs');
  const losses = floats(call.tensor('losses', m.samples.length));
  const classes = ints(call.tensor('classes', m.samples.length));
  m.samples.forEach(({ x, label }, i) => {
    const wires = n.fn.modelForward(n, m.model, x);
    const output = wires.at(-1)!;
    const row = n.fn.stackRow(n, outputs, i);
    precondition(
      tensorCount(row) === tensorCount(output),
      'outputs of another size than the model’s',
    );
    losses[i] = n.fn.lossForward(n, m.model.loss, output, label, m.reductions.forward);
    store(floats(row), n.fn.decodeTensor(n, output));
    classes[i] = n.fn.argmax(n, output, tensorCount(output));
    wires.forEach((wire, k) => {
      giveBack(call, forwardWire(k), wire);
    });
  });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const { flag, params, tensors, rng } of exampleCalls(g, ['sym'], ['sym8', 'sym'])) {
    const wanted = Object.entries(tensors).filter(([name]) => forwardTensors[name] !== undefined);
    const own = Object.fromEntries(wanted);
    const samples = tensors.x!.shape[0]!;
    const last = tensors[forwardWire(Number(params.layers) - 1)]!;
    const results = {
      outputs: target('FLOAT32', [samples, ...last.shape.slice(1)]),
      losses: target('FLOAT32', [samples]),
      classes: target('INT32', [samples]),
    };
    const forward = Object.entries(params).filter(([name]) => forwardParams[name] !== undefined);
    const options = { params: Object.fromEntries(forward), rng };
    yield newCase('training', flag, { ...own, ...results }, options);
  }
  for (const weights of classWeights) yield classCase(weights);
  yield* shortCases(g);
}

/** Rows of one Linear layer whose outputs tie, or are NaN; the input is 1 and −1. */
const classWeights = [
  '3f800000 40000000 40000000',
  '40000000 40000000 3f800000',
  '7fc00000 3f800000 40000000',
  '3f800000 7fc00000 40000000',
  'bf800000 c0000000 7fc00000',
];

function classCase(weights: string): CaseInput {
  const params = {
    layers: 1,
    loss: 'MSE',
    forward_reduction: 'SUM',
    arithmetic: 'ARITH_FLOAT32',
    rounding: 'HALF_AWAY',
    l0_kind: 'linear',
  };
  const tensors = {
    x: float32Of([1, -1], [2, 1]),
    label: float32Of([1, 2, 2, 0, 0, 0], [2, 3]),
    l0_weight: float32Of(weights, [3, 1]),
    f0: target('FLOAT32', [1, 3]),
    outputs: target('FLOAT32', [2, 3]),
    losses: target('FLOAT32', [2]),
    classes: target('INT32', [2]),
  };
  return newCase('directed', 'class_of_output', tensors, { params });
}

/** Two samples through a model of one or two layers: outputs that tie, and samples and labels of SYM_INT32. */
function* shortCases(g: CaseGen): Iterable<CaseInput> {
  for (const [i, { flag, model, stacks }] of forwards().entries()) {
    const chain = shortChain(g.random(`short/${i}`), g.contract, model);
    const isKept = (name: string): boolean => forwardTensors[name] !== undefined;
    const own = Object.entries(chain.tensors).filter(([name]) => isKept(name));
    const tensors = {
      ...Object.fromEntries(own),
      ...stacks,
      outputs: target('FLOAT32', stacks.label.shape),
      losses: target('FLOAT32', [2]),
      classes: target('INT32', [2]),
    };
    const params = Object.entries(chain.params).filter(
      ([name]) => forwardParams[name] !== undefined,
    );
    yield newCase('directed', flag, tensors, { params: Object.fromEntries(params), rng: 7 });
  }
}

const forwardParams = examplesOnly(modelParams(size));

const forwardTensors: Readonly<Record<string, TensorSpec>> = {
  ...stackedSamples(['FLOAT32', 'SYM_INT32']),
  ...modelTensors(size),
};

const hidden = 'units that the ReLU in front holds at 0 in the recorded windows hide some weights';

export default defineOp({
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
  fits: {
    ...stackFits,
    outputs: [below(0, rank('outputs')), equal(dim('outputs', 0), dim('x', 0)), isFlat('outputs')],
    losses: [equal(count('losses'), dim('x', 0))],
    classes: [equal(count('classes'), dim('x', 0))],
  },
  isModel: true,
  notes: {
    class_of_output: {
      bug: 'the last of equal outputs taken for the class, or a NaN taken or passed over',
      effect: 'an evaluation counts another class at ties and where a model has diverged',
    },
    tied_classes: {
      bug: 'the last or a later maximum taken for the class where outputs tie',
      effect: 'accuracy counts another class than the device reports',
    },
    stored_samples: {
      bug: 'samples or labels of SYM_INT32 read as floats, or without the scale of their stack',
      effect: 'a data set that is stored quantized is evaluated as another one',
      clause: 'L28, L33, L34',
    },
    ecg: {
      bug: 'a raw wire passed on, a convolution one sample off, or a carried scale used twice in the 11 layers',
      effect: 'the ECG autoencoder reconstructs another beat, and its anomaly scores move',
      clause: 'L34, ecg',
    },
    har: {
      bug: 'a raw wire passed on, the channels flattened in another order, or the last class of a tie taken',
      effect: 'the HAR classifier reports another activity',
      clause: 'L34, har',
    },
  },
  run,
  cases,
});
