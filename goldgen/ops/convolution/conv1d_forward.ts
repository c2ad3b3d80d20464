/** L6: the Conv1d forward as a layer does it. */

import { labels } from '../../kit/cases.ts';
import { isCurrent } from '../../kit/layer_operands.ts';
import { convForwardFits } from '../../kit/window_fits.ts';
import { defineOp } from '../../op.ts';
import { affineForwards, affineNote, noWindowNote, noWindows } from './conv_affine_cases.ts';
import { floatRefusals, sharedForward, sharedForwardNotes } from './conv_forward_cases.ts';
import { convLayerOf, forwardSpecs, forwardTensors, randomForward } from './conv_layer_cases.ts';
import { conv1dForwardOracle } from './forward_oracle.ts';

const form = 'gather';

export default defineOp({
  name: 'conv1d_forward',
  version: 1,
  clause: 'L6',
  summary: 'Conv1d forward of a layer, raw or restored as the contract says',
  since: '2026-06-23',
  params: forwardSpecs(form),
  tensors: forwardTensors('[Cout, Cin/groups, K]'),
  fits: convForwardFits(false),
  notes: {
    affine: affineNote,
    no_window: noWindowNote,
    ...sharedForwardNotes,
    'B6.2': {
      bug: 'the kernel flipped, the bias added at its own scale, or the product of scales taken once',
      effect: 'activations differ by a mirrored filter, the bias error or the size of a scale',
    },
  },
  run(n, call) {
    const layer = { kind: 'conv1d', ...convLayerOf(call) } as const;
    n.fn.conv1dForward(n, layer, call.tensor('x'), call.tensor('y'));
  },
  oracle: conv1dForwardOracle,
  *cases(g) {
    yield* sharedForward(g, form);
    for (const label of labels('random', 45)) yield randomForward(g, form, label);
    yield* floatRefusals(form);
    if (!isCurrent(g.contract)) return;
    yield* affineForwards(g, form);
    yield* noWindows(form);
  },
});
