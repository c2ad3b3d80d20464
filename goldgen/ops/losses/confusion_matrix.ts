/** L34: how often each class is predicted for each target class. */

import { ints, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, labels as names } from '../../kit/cases.ts';
import { atMost, below, count, dim, equal, times } from '../../kit/fits.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomAsym, randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { confusionMatrixOracle } from './oracle.ts';

const tableCase = casesOf((outputs: Tensor, labels: Tensor) => {
  const classes = labels.data.length / labels.shape[0]!;
  return { tensors: { outputs, labels, table: target('INT32', [classes, classes]) } };
});

/** One-hot labels of the given classes. */
function oneHot(targets: readonly number[], classes: number): Tensor {
  const values = targets.flatMap((t) =>
    Array.from({ length: classes }, (_, c) => (c === t ? 1 : 0)),
  );
  return float32Of(values, [targets.length, classes]);
}

function* directed(): Iterable<CaseInput> {
  const outputs = float32Of([1, 2, 3, 3, 2, 1, 1, 3, 2, 9, 8, 7, 1, 2, 3], [5, 3]);
  yield tableCase('directed', 'target_first', outputs, oneHot([0, 0, 1, 2, 1], 3));
  yield tableCase('directed', 'target_first', outputs, oneHot([2, 2, 2, 2, 2], 3));
  const ties = float32Of([5, 5, 5, -1, -1, -2, 0, -0, 0], [3, 3]);
  yield tableCase('directed', 'ties', ties, oneHot([2, 1, 0], 3));
  // a label that ties with itself is of the first class
  yield tableCase('directed', 'ties', ties, float32Of([1, 1, 0, 0, 0, 0, 0.5, 0.7, 0.7], [3, 3]));
  const nan = float32Of('7fc00000 3f800000 40000000 3f800000 7fc00000 40000000', [2, 3]);
  yield tableCase('directed', 'nan', nan, oneHot([0, 2], 3));
  const wide = float32Of([1, 2, 9, 50, 2, 1, 9, 50], [2, 4]);
  yield tableCase('directed', 'more_outputs', wide, oneHot([0, 1], 2));
  const mantissas = symInt32Of([-5, -3, 16777217, 16777216], 0.5, 26, 'HALF_AWAY', [2, 2]);
  yield tableCase('directed', 'mantissas', mantissas, oneHot([1, 0], 2));
  const negative = symInt32Of([1, 2, 2, 1], -1, 12, 'HALF_AWAY', [2, 2]);
  yield tableCase('directed', 'mantissas', negative, negative);
  yield tableCase('boundary', 'target_first', float32Of([3], [1, 1]), oneHot([0], 1));
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  const r0 = g.random('refused');
  const labels = oneHot([0, 1], 3);
  for (const x of [randomSym(r0, [2, 3], 8), randomAsym(r0, [2, 3], 8), target('INT32', [2, 3])]) {
    yield tableCase('negative', 'refused', x, labels);
    yield tableCase('negative', 'refused', labels, x);
  }
  for (const name of names('random', 16)) {
    const r = g.random(name);
    const [samples, classes] = [r.int(1, 12), r.int(2, 5)];
    const hot = oneHot(
      Array.from({ length: samples }, () => r.int(0, classes - 1)),
      classes,
    );
    const shape = [samples, classes];
    const x = r.chance(1, 2)
      ? randomFloat32(r, shape)
      : randomSymInt32(r, shape, r.pick([3, 12]), undefined, r.pick(roundings));
    yield tableCase('random', 'mixture', x, hot);
  }
}

const dtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM', 'INT32'] as const;
const unread = { scale: 'a positive scale does not change the order of mantissas' };

export default defineOp({
  name: 'confusion_matrix',
  version: 1,
  clause: 'L34',
  summary: 'counts of predicted classes by target class',
  since: '2026-07-21',
  params: {},
  tensors: {
    outputs: {
      role: 'in',
      unread,
      dtypes,
      doc: '[S, …]: row i is an output, of C elements or more',
    },
    labels: { role: 'in', unread, dtypes, doc: '[S, …]: row i is a label of C elements' },
    table: {
      role: 'out',
      dtypes: ['INT32'],
      doc: '[C, C]: row the target class, column the predicted one',
    },
  },
  fits: {
    labels: [below(0, dim('labels', 0)), below(0, count('labels'))],
    outputs: [
      equal(dim('outputs', 0), dim('labels', 0)),
      atMost(count('labels'), count('outputs')),
    ],
    // C² elements, C being the elements of a label
    table: [
      equal(
        times(count('table'), dim('labels', 0), dim('labels', 0)),
        times(count('labels'), count('labels')),
      ),
    ],
  },
  notes: {
    target_first: {
      bug: 'rows by prediction and columns by target, or only the hits counted',
      effect: 'precision is reported as recall',
    },
    ties: { bug: 'the last of equal maxima taken', effect: 'another accuracy' },
    nan: {
      bug: 'a NaN taken for a maximum, or passed over at the front',
      effect: 'a diverged model is counted as right',
    },
    more_outputs: {
      bug: 'all outputs searched instead of as many as a label has',
      effect: 'a count beyond the table',
    },
    mantissas: {
      bug: 'decoded values, or mantissas rounded to float32, compared',
      effect: 'another class beyond 2^24 and at negative scales',
    },
    refused: {
      bug: 'packed or INT32 outputs accepted',
      effect: 'codes taken for classes',
    },
    mixture: {
      bug: 'rows of the stack read at the width of the label, or one sample left out',
      effect: 'the last samples are counted under other classes',
    },
  },
  run(n, call) {
    const [outputs, labels] = [call.tensor('outputs'), call.tensor('labels')];
    const counts = n.fn.confusionCounts(n, outputs, labels);
    ints(call.tensor('table', counts.length)).set(counts);
  },
  oracle: confusionMatrixOracle,
  cases,
});
