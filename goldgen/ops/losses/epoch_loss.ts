/** L34: the loss of an epoch from the losses of its samples. */

import { precondition } from '../../../reference/refusal.ts';
import { floats } from '../../../reference/tensor.ts';
import { casesOf, newCase, seeded } from '../../kit/cases.ts';
import { below, count, equal, rank } from '../../kit/fits.ts';
import { f32s, float32Of } from '../../kit/literals.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { epochLossOracle } from './oracle.ts';

const reductions = ['MEAN', 'SUM'] as const;

const lossCase = casesOf(
  (values: readonly number[], batches: number, reduction: (typeof reductions)[number]) => {
    const losses = float32Of(values, [batches, values.length / batches]);
    return { tensors: { losses, loss: target('FLOAT32', [1]) }, params: { reduction } };
  },
);

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const reduction of reductions) {
    yield lossCase('directed', 'mean_of_batches', [1, 2, 4, 8, 16, 32], 2, reduction);
    yield lossCase('directed', 'mean_of_batches', [1, 2, 4, 8, 16, 32], 3, reduction);
    // three terms whose mean no reciprocal gives; batches that are rounded before they are added
    yield lossCase('directed', 'divides', [5, 0, 0, 0, 0, 0, 0, 0, 0], 3, reduction);
    yield lossCase('directed', 'divides', [0.1, 0.2, 0.4, 0.7, 0.9, 0.3], 3, reduction);
    const absorbed = f32s('4b800000 3f800000 3f800000 3f800000');
    yield lossCase('directed', 'order', absorbed, 1, reduction);
    yield lossCase('directed', 'order', absorbed, 2, reduction);
    yield lossCase('directed', 'order', [...absorbed].reverse(), 4, reduction);
    yield lossCase('boundary', 'special', f32s('7f800000 3f800000'), 2, reduction);
    yield lossCase('boundary', 'special', f32s('7fc00000 3f800000'), 1, reduction);
    yield lossCase(
      'boundary',
      'special',
      f32s('7f7fffff 7f7fffff 00000000 00000000'),
      2,
      reduction,
    );
    yield lossCase('boundary', 'special', f32s('80000000'), 1, reduction);
  }
  for (const r of seeded(g, 'random', 20)) {
    const batches = r.int(1, 6);
    const losses = randomFloat32(r, [batches, r.int(1, 7)], -8, 3);
    losses.data = losses.data.map(Math.abs);
    const params = { reduction: r.pick(reductions) };
    yield newCase('random', 'stream', { losses, loss: target('FLOAT32', [1]) }, { params });
  }
}

export default defineOp({
  name: 'epoch_loss',
  version: 1,
  clause: 'L34',
  summary: 'loss of an epoch of several batches from the losses of their samples',
  since: '2026-07-21',
  params: {
    reduction: {
      kind: 'word',
      values: reductions,
      doc: 'of the losses of a batch; never of the batches',
    },
  },
  tensors: {
    losses: {
      role: 'in',
      dtypes: ['FLOAT32'],
      doc: '[b, S]: S losses of each of b batches, at least 1',
    },
    loss: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]' },
  },
  fits: {
    losses: [equal(rank('losses'), 2), below(0, count('losses'))],
    loss: [equal(count('loss'), 1)],
  },
  notes: {
    mean_of_batches: {
      bug: 'SUM summed over the batches too, or MEAN taken over all samples at once',
      effect: 'losses of epochs with another number of batches cannot be compared',
    },
    divides: {
      bug: 'a product with 1 ÷ b or 1 ÷ S instead of a quotient',
      effect: 'a reported loss off by one unit',
    },
    order: {
      bug: 'losses summed pairwise, backwards or in double',
      effect: 'a reported loss off by the small terms',
    },
    special: {
      bug: 'losses that are not finite left out, or means scaled before they are added',
      effect: 'a diverged epoch reports the loss of its sound samples',
    },
    stream: {
      bug: 'one sum over all samples instead of sums of batch losses',
      effect: 'a reported loss off in its last bits',
    },
  },
  run(n, call) {
    const losses = call.tensor('losses');
    precondition(losses.shape.length === 2 && !losses.shape.includes(0), 'losses are no table');
    const size = losses.shape[1]!;
    const reduction = call.word('reduction') === 'MEAN' ? 'MEAN' : 'SUM';
    const batches = Array.from({ length: losses.shape[0]! }, (_, b) =>
      n.fn.batchLoss(n, [...floats(losses).subarray(b * size, (b + 1) * size)], reduction),
    );
    floats(call.tensor('loss', 1))[0] = n.fn.epochLoss(n, batches);
  },
  oracle: epochLossOracle,
  cases,
});
