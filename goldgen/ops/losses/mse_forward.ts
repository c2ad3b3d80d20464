/** L29: the mean squared error as a float32. */

import { floats, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { firstContracted } from '../../kit/contraction.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import {
  randomAsym,
  randomFloat32,
  randomRawSymInt32,
  randomSym,
  target,
} from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type OpDef } from '../../op.ts';
import { lossNotes, randomLossOperands } from './loss_cases.ts';
import { lossFits } from './loss_fits.ts';
import { mseForwardOracle } from './oracle.ts';

const run: OpDef['run'] = (n, call) => {
  const reduction = call.word('reduction') === 'MEAN' ? 'MEAN' : 'SUM';
  const [output, label] = [call.tensor('output'), call.tensor('label')];
  floats(call.tensor('loss', 1))[0] = n.fn.mseForward(n, output, label, reduction);
};

const reductions = ['MEAN', 'SUM'] as const;

const lossCase = casesOf((output: Tensor, label: Tensor, reduction: 'MEAN' | 'SUM' = 'MEAN') => {
  const tensors = { output, label, loss: target('FLOAT32', [1]) };
  return { tensors, params: { reduction } };
});

function* directed(): Iterable<CaseInput> {
  const output = symInt32Of([2047, -100, 7, 999], 1e-3, 12, 'HALF_AWAY', [2, 2]);
  const label = symInt32Of([1024, -1024, 512, 2047], 0.00097703957, 12, 'HALF_AWAY', [2, 2]);
  for (const r of reductions) yield lossCase('directed', 'B6.8', output, label, r);
  const wide = float32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  const zeros = float32Of([0, 0, 0, 0, 0, 0], [2, 3]);
  yield lossCase('directed', 'mean_elements', wide, zeros);
  yield lossCase('directed', 'mean_elements', float32Of([3, 4], [2]), float32Of([0, 0], [2]));
  yield lossCase('directed', 'mean_elements', wide, zeros, 'SUM');
  // 2^24 first: the small squares only survive in sequential order from the other end
  const order = float32Of([4096, 1, 1, 1], [1, 4]);
  yield lossCase('directed', 'sum_order', order, float32Of([0, 0, 0, 0], [1, 4]), 'SUM');
  const back = float32Of([1, 1, 1, 4096], [1, 4]);
  yield lossCase('directed', 'sum_order', back, float32Of([0, 0, 0, 0], [1, 4]), 'SUM');
  const fused = float32Of([f32('3f800001'), f32('3f800801'), f32('3f812345')], [1, 3]);
  yield lossCase('directed', 'contraction', fused, float32Of([0, 0, 0], [1, 3]), 'SUM');
}

function* edges(g: CaseGen): Iterable<CaseInput> {
  const inf = f32('7f800000');
  const big = f32('7f7fffff');
  yield lossCase('boundary', 'specials', float32Of([inf, 1], [1, 2]), float32Of([0, 1], [1, 2]));
  yield lossCase('boundary', 'specials', float32Of([inf, 1], [1, 2]), float32Of([inf, 1], [1, 2]));
  yield lossCase('boundary', 'specials', float32Of([big, 0], [1, 2]), float32Of([-1, 0], [1, 2]));
  const tiny = float32Of([f32('00000001'), f32('1a000000')], [1, 2]);
  yield lossCase('boundary', 'specials', tiny, float32Of([0, 0], [1, 2]));
  const raw = randomRawSymInt32(g.random('raw'), [2, 3], g.contract.operandBits, 31);
  yield lossCase('boundary', 'raw_output', raw, randomFloat32(g.random('raw_label'), [2, 3]));
  if (g.contract.symCells !== 'present') {
    const output = symInt32Of([5, -3], 0.5, 12, 'HALF_AWAY', [1, 2]);
    yield lossCase('negative', 'refused', output, randomSym(g.random('label'), [1, 2], 8));
    return;
  }
  const label = randomFloat32(g.random('refused'), [1, 4]);
  yield lossCase('negative', 'refused', randomSym(g.random('sym'), [1, 4], 8), label);
  yield lossCase('negative', 'refused', randomAsym(g.random('asym'), [1, 4], 8), label);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* edges(g);
  for (const r of seeded(g, 'random', 40)) {
    const { output, label } = randomLossOperands(r, g.contract);
    yield lossCase('random', 'stream', output, label, r.pick(reductions));
  }
  yield firstContracted(g, run, 'mseTerm', (r) => {
    const [output, label] = [randomFloat32(r, [1, 4]), randomFloat32(r, [1, 4])];
    return lossCase('directed', 'contraction', output, label, 'SUM');
  });
}

export default defineOp({
  name: 'mse_forward',
  version: 1,
  clause: 'L29',
  summary: 'mean squared error of output and label',
  since: '2026-06-11',
  params: {
    reduction: { kind: 'word', values: reductions, doc: 'divide by all elements, or not' },
  },
  tensors: {
    output: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'], doc: 'model output' },
    label: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
      doc: 'as many elements; decoded unless the output is FLOAT32',
    },
    loss: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]: the loss' },
  },
  fits: lossFits(['FLOAT32', 'SYM_INT32']),
  notes: {
    'B6.8': {
      bug: 'label taken at the scale of the output, or mantissas subtracted',
      effect: 'the reported loss is that of labels of another size',
    },
    mean_elements: {
      bug: 'divided by the batch, or in SUM too',
      effect: 'reported losses of another size',
    },
    sum_order: {
      bug: 'squares summed pairwise, in lanes or in double',
      effect: 'losses that differ between platforms',
    },
    contraction: {
      bug: 'square and sum fused into one rounding',
      effect: 'losses that differ between platforms',
    },
    specials: {
      bug: 'infinities or subnormals special-cased or flushed',
      effect: 'divergence hidden or invented',
    },
    raw_output: {
      bug: 'mantissas beyond 2^24 not rounded to float32 before scaling',
      effect: 'losses of raw wires are off in the last bits',
      clause: 'L29, S27',
    },
    refused: lossNotes.refused,
    stream: {
      bug: 'the label read without its scale, or squares averaged per sample',
      effect: 'the reported loss is off by the scale of the label or by the batch',
    },
  },
  run,
  oracle: mseForwardOracle,
  cases,
});
