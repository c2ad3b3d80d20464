/** L28: the cross-entropy as a float32. */

import type { Contract } from '../../../reference/contracts.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { floats, type Tensor } from '../../../reference/tensor.ts';
import { type CaseSet, newCase, seeded } from '../../kit/cases.ts';
import { firstContracted } from '../../kit/contraction.ts';
import { libmNotes, markLibm } from '../../kit/libm.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomAsym, randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall } from '../../op.ts';
import { lossFits } from './loss_fits.ts';
import { crossEntropyForwardOracle } from './oracle.ts';

const reductions = ['MEAN', 'SUM'] as const;
type Reduction = (typeof reductions)[number];

function run(n: Numerics, call: OpCall): void {
  const reduction: Reduction = call.word('reduction') === 'MEAN' ? 'MEAN' : 'SUM';
  const [output, label] = [call.tensor('output'), call.tensor('label')];
  floats(call.tensor('loss', 1))[0] = n.fn.crossEntropyForward(n, output, label, reduction);
}

function lossCase(
  g: CaseGen,
  set: CaseSet,
  flags: string,
  output: Tensor,
  label: Tensor,
  reduction: Reduction = 'MEAN',
): CaseInput {
  const tensors = { output, label, loss: target('FLOAT32', [1]) };
  const plain = newCase(set, flags, tensors, { params: { reduction } });
  return set === 'negative' ? plain : markLibm({ run }, g.contract.id, plain);
}

function* directed(g: CaseGen): Iterable<CaseInput> {
  const third = float32Of([0, 0, 1, 0, 1, 0], [2, 3]);
  const p = float32Of([0.5, 0.25, 0.25, 0.125, 0.75, 0.125], [2, 3]);
  for (const r of reductions) yield lossCase(g, 'directed', 'mean_batch', p, third, r);
  const flat = float32Of([0.5, 0.5]);
  yield lossCase(g, 'directed', 'mean_batch', flat, float32Of([1, 0]));
  const tiny = float32Of([1e-8, f32('33d6bf94'), f32('33d6bf95'), f32('33d6bf96')], [1, 4]);
  for (const i of [0, 1, 2, 3]) {
    const label = float32Of(
      [0, 1, 2, 3].map((k) => (k === i ? 1 : 0)),
      [1, 4],
    );
    yield lossCase(g, 'directed', 'clamped', tiny, label);
  }
  const below = float32Of([-0.5, 0, f32('80000000')], [1, 3]);
  yield lossCase(g, 'directed', 'clamped', below, float32Of([1, 0.5, 0.25], [1, 3]));
  const above = float32Of([1, 2, 100], [1, 3]);
  yield lossCase(g, 'directed', 'not_a_distribution', above, float32Of([0.5, 2, -1], [1, 3]));
  // exact logarithms: no library is off at 1
  const sure = float32Of([1, 1, 1], [1, 3]);
  yield lossCase(g, 'directed', 'exact_log', sure, float32Of([1, 0, 0], [1, 3]));
  yield lossCase(g, 'directed', 'exact_log', sure, float32Of([0, 0, 0], [1, 3]), 'SUM');
  const fused = float32Of('3f800801 3f000123 3e912345', [1, 3]);
  const weights = float32Of('3f800001 3f800801 3f812345', [1, 3]);
  yield lossCase(g, 'directed', 'contraction', fused, weights, 'SUM');
}

function hasSym(contract: Contract): boolean {
  return contract.crossEntropySym === 'present';
}

function* symmetric(g: CaseGen): Iterable<CaseInput> {
  const y = symInt32Of([2047, 264, 97, 441], '39b7fcce', 12);
  const label = float32Of([0, 0, 0, 1]);
  if (!hasSym(g.contract)) {
    yield lossCase(g, 'negative', 'dispatch_guard', y, label);
    const one = symInt32Of([1], 1, 16);
    yield lossCase(g, 'negative', 'dispatch_guard', one, float32Of([1]));
    return;
  }
  for (const r of reductions) yield lossCase(g, 'directed', 'B6.8', y, label, r);
  const codes = symInt32Of([0, 0, 0, 2047], 1 / 2047, 12);
  yield lossCase(g, 'directed', 'label_storage', y, codes);
  yield lossCase(g, 'directed', 'label_storage', y, randomSym(g.random('label'), [4], 4));
  const negative = symInt32Of([2047, -5, 0, 3], '39b7fcce', 12);
  yield lossCase(g, 'directed', 'clamped', negative, float32Of([0, 1, 1, 0]), 'SUM');
}

function* negatives(g: CaseGen): Iterable<CaseInput> {
  const label = float32Of([0, 1, 0], [1, 3]);
  for (const bits of ['7fc00000', '7f800000', 'ff800000']) {
    const p = float32Of([0.5, f32(bits), 0.25], [1, 3]);
    yield lossCase(g, 'negative', 'not_finite', p, label);
  }
  const last = float32Of([0.5, 0.25, f32('7fc00000')], [1, 3]);
  yield lossCase(g, 'negative', 'not_finite', last, label);
  if (!hasSym(g.contract)) return;
  const r = g.random('refused');
  yield lossCase(g, 'negative', 'refused', randomAsym(r, [1, 3], 8), label);
  yield lossCase(g, 'negative', 'refused', randomSym(r, [1, 3], 8), label);
}

function probabilities(r: Random, shape: readonly number[]): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return float32Of(
    Array.from({ length: count }, () => r.int(1, 16777215) / 16777216),
    shape,
  );
}

export default defineOp({
  name: 'cross_entropy_forward',
  version: 1,
  clause: 'L28',
  summary: 'cross-entropy of Softmax probabilities and label',
  since: '2026-06-11',
  params: {
    reduction: {
      kind: 'word',
      values: reductions,
      doc: 'divide by dims[0] from rank 2 on, or not',
    },
  },
  tensors: {
    output: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'], doc: 'probabilities' },
    label: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM'],
      doc: 'as many elements; decoded unless the output is FLOAT32',
    },
    loss: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]: the loss' },
  },
  fits: lossFits(['FLOAT32', 'SYM_INT32']),
  notes: {
    ...libmNotes,
    'B6.8': {
      bug: 'log of the label instead of the output, the sign left out, or every entry averaged',
      effect: 'the reported loss of the worked example is negative or too small',
    },
    mean_batch: {
      bug: 'mean over all elements, or divided at rank 1, or in SUM too',
      effect: 'reported losses of another size',
    },
    clamped: {
      bug: 'probabilities not clamped at 1e-7f, or clamped at another float',
      effect: 'an infinite loss',
    },
    not_a_distribution: {
      bug: 'labels or probabilities normalised or clamped above',
      effect: 'the reported loss of outputs that do not sum to 1 is too small or too large',
    },
    exact_log: {
      bug: 'log 1 other than 0',
      effect: 'a perfect prediction is reported with a loss',
    },
    contraction: {
      bug: 'product and sum fused into one rounding',
      effect: 'losses differ between platforms',
      clause: 'L28, contraction',
    },
    label_storage: {
      bug: 'a quantized label read undecoded',
      effect: 'a loss of another size',
      clause: 'L28, L29',
    },
    dispatch_guard: {
      bug: 'a SYM_INT32 output taken where the contract refuses it',
      effect: 'mantissas read as floats',
    },
    not_finite: {
      bug: 'NaN or infinite probabilities clamped instead of refused',
      effect: 'a diverged model trains on',
    },
    refused: {
      bug: 'a packed output decoded instead of refused',
      effect: 'a model trains that the original rejects',
    },
    mixture: {
      bug: 'outputs or labels read without their scale, or the clamp applied after the log',
      effect: 'losses are off by the scale, or infinite',
    },
  },
  run,
  oracle: crossEntropyForwardOracle,
  *cases(g) {
    yield* directed(g);
    yield* symmetric(g);
    yield* negatives(g);
    for (const r of seeded(g, 'random', 24)) {
      const [batch, classes] = [r.int(1, 3), r.int(2, 6)];
      const shape = [batch, classes];
      const oneHot = Array.from({ length: batch }, () => {
        const hot = r.int(0, classes - 1);
        return Array.from({ length: classes }, (_, i) => (i === hot ? 1 : 0));
      });
      const sym = hasSym(g.contract) && r.chance(1, 2);
      const output = sym ? randomSymInt32(r, shape, 12, 2 ** -11) : probabilities(r, shape);
      const target1 = float32Of(oneHot.flat(), shape);
      yield lossCase(g, 'random', 'mixture', output, target1, r.pick(reductions));
    }
    yield firstContracted(g, run, 'crossEntropyTerm', (r) => {
      const soft = randomFloat32(r, [1, 4], -3, 0);
      return lossCase(g, 'directed', 'contraction', probabilities(r, [1, 4]), soft, 'SUM');
    });
  },
});
