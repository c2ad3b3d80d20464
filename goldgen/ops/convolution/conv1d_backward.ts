/** L7–L9: the Conv1d backward with accumulation into the gradients and the dx wire. */

import { labels } from '../../kit/cases.ts';
import { firstContracted } from '../../kit/contraction.ts';
import { freshGradient, isCurrent, isFunnelled } from '../../kit/layer_operands.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import { convBackwardFits } from '../../kit/window_fits.ts';
import { windowOf } from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp, type OpDef } from '../../op.ts';
import { affineBackwards, affineNote } from './conv_affine_cases.ts';
import {
  adjointOperands,
  floatRefusals,
  refusedTargets,
  sharedBackward,
  sharedBackwardNotes,
} from './conv_backward_cases.ts';
import { type ConvShape, convDims, convShape } from './conv_cases.ts';
import {
  backwardCase,
  backwardSpecs,
  backwardTensors,
  convLayerOf,
  floatBackward,
  isDefined,
  juneBackwards,
  randomBackward,
} from './conv_layer_cases.ts';

const run: OpDef['run'] = (n, call) => {
  const layer = { kind: 'conv1d', ...convLayerOf(call) } as const;
  const [x, dy] = [call.tensor('x'), call.tensor('dy')];
  n.fn.conv1dBackward(n, layer, x, dy, call.tensor('dx'));
};

const form = 'gather';

function* adjoint(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('adjoint');
  const operands = (s: ConvShape) => adjointOperands(r, form, s);
  for (const [k, s, padding, d, p, length] of [
    [3, 1, 'SAME', 1, 0, 4],
    [4, 3, 'SAME', 1, 0, 7],
    [3, 2, 'EXPLICIT', 2, 2, 6],
    [2, 3, 'EXPLICIT', 1, 1, 5],
  ] as const) {
    const shape = convShape(windowOf(k, s, padding, d, p), length, {
      inChannels: 2,
      outChannels: 2,
    });
    yield backwardCase('directed', 'adjoint_padding', form, shape, operands(shape));
  }
  // [Cout, Cin/g, K] read once as the forward's and once as the adjoint's layout
  const wide = convShape(windowOf(2, 1), 3, { inChannels: 3, outChannels: 2 });
  yield backwardCase('directed', 'layout', form, wide, operands(wide));
  const grouped = convShape(windowOf(2, 1), 3, { inChannels: 4, outChannels: 2, groups: 2 });
  yield backwardCase('directed', 'layout', form, grouped, operands(grouped));
  const tiles = convShape(windowOf(2, 2), 6);
  yield backwardCase('boundary', 'valid_tiling', form, tiles, operands(tiles));
  for (const [k, s, length] of [
    [2, 2, 5],
    [3, 2, 6],
    [1, 3, 6],
  ] as const) {
    const shape = convShape(windowOf(k, s), length);
    yield backwardCase('negative', 'valid_tiling', form, shape, operands(shape));
  }
}

/** A float weight gradient whose sums a compiler may contract. */
function contractedGradient(g: CaseGen): CaseInput {
  const shape = convShape(windowOf(2, 1), 4);
  const dims = convDims(form, shape);
  return firstContracted(g, run, 'convWeightGradFloat', (r) => {
    const operands = {
      x: randomFloat32(r, dims.x),
      dy: randomFloat32(r, dims.y),
      weight: randomFloat32(r, dims.weight),
      weight_grad: freshGradient('FLOAT32', dims.weight, 0),
      bias_grad: freshGradient('FLOAT32', dims.bias, 0),
      dx: target('FLOAT32', dims.x),
    };
    const modes = { bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
    return backwardCase('directed', 'contraction', form, shape, operands, {
      ...floatBackward,
      ...modes,
    });
  });
}

/** In the order of their identities; those that June leaves undefined are withdrawn. */
function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* sharedBackward(g, form);
  yield* adjoint(g);
  for (const label of labels('random', 40)) yield randomBackward(g, form, label);
  if (isFunnelled(g.contract)) yield contractedGradient(g);
  yield* refusedTargets(g, form);
}

export default defineOp({
  name: 'conv1d_backward',
  version: 1,
  clause: 'L7, L8, L9',
  summary: 'accumulates the weight and bias gradients of Conv1d and writes the input gradient',
  since: '2026-06-23',
  params: backwardSpecs(form),
  tensors: backwardTensors('[Cout, Cin/groups, K]'),
  fits: convBackwardFits(false),
  notes: {
    affine: affineNote,
    ...sharedBackwardNotes,
    'B6.2': {
      bug: 'the weight gradient not summed over the batch, dx read from untransposed weights, or padding counted',
      effect: 'all gradients of the worked example point in another direction',
      clause: 'L7–L9',
    },
    adjoint_padding: {
      bug: 'the left padding forgotten in the adjoint',
      effect: 'input gradients shifted against their inputs',
      clause: 'L9',
    },
    layout: {
      bug: 'weights of the adjoint read as [Cin, Cout, K]',
      effect: 'gradients through other channels',
      clause: 'L9',
    },
    contraction: {
      bug: 'product and sum of a float weight gradient fused into one rounding',
      effect: 'gradients differ between platforms',
      clause: 'L7, contraction',
    },
    valid_tiling: {
      bug: 'dx computed where VALID windows do not tile the input, or gradients kept when refused',
      effect: 'a model trains that the original aborts',
      clause: 'L9, A17',
    },
  },
  run,
  *cases(g) {
    for (const input of cases(g)) if (isDefined(g, input)) yield input;
    yield* juneBackwards(g, form);
    yield* floatRefusals(form);
    if (isCurrent(g.contract)) yield* affineBackwards(g, form);
  },
});
