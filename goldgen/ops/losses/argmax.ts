/** L34: the class of a metric. */

import { ints, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { atLeast, count, equal, implies, isOf, param } from '../../kit/fits.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomAsym, randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp } from '../../op.ts';

const classCase = casesOf((x: Tensor, classes: number = x.data.length) => ({
  tensors: { x, index: target('INT32', [1]) },
  params: { classes },
}));

function* directed(): Iterable<CaseInput> {
  yield classCase('directed', 'first_wins', symInt32Of([3, 7, 7, 7], 1, 12));
  yield classCase('directed', 'first_wins', float32Of([0.5, 0.5]));
  yield classCase('directed', 'negative_mantissas', symInt32Of([-5, -3, -4], 1, 12));
  yield classCase('directed', 'negative_mantissas', symInt32Of([-1, -2], 1, 12));
  yield classCase('directed', 'negative_mantissas', float32Of([-5, -3, -4]));
  yield classCase('directed', 'exact_integers', symInt32Of([16777216, 16777217, 16777215], 1, 26));
  yield classCase('directed', 'scale_ignored', symInt32Of([1, 2, 3], -0.5, 12));
  yield classCase('directed', 'classes_only', symInt32Of([1, 2, 9, 50], 1, 12), 2);
  yield classCase('directed', 'classes_only', float32Of([1, 2, 9, 50]), 1);
  yield classCase('directed', 'zeros', float32Of('80000000 00000000'));
  yield classCase('directed', 'zeros', float32Of('ff800000 ff800000 00000000'));
}

export default defineOp({
  name: 'argmax',
  version: 1,
  clause: 'L34',
  summary: 'index of the first strict maximum over the classes',
  since: '2026-07-21',
  params: { classes: { kind: 'int', min: 1, max: 65535, doc: 'leading elements that count' } },
  tensors: {
    x: {
      role: 'in',
      unread: { scale: 'a positive scale does not change the order of mantissas' },
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM', 'INT32'],
      doc: 'at least `classes`',
    },
    index: { role: 'out', dtypes: ['INT32'], doc: '[1]: the class' },
  },
  fits: {
    // a class of what is no wire is refused
    x: [implies(isOf('x', 'FLOAT32', 'SYM_INT32'), atLeast(count('x'), param('classes')))],
    index: [implies(isOf('x', 'FLOAT32', 'SYM_INT32'), equal(count('index'), 1))],
  },
  notes: {
    first_wins: { bug: 'the last maximum wins', effect: 'another class at ties' },
    negative_mantissas: {
      bug: 'mantissas compared as float bit patterns, or a search that starts from 0',
      effect: 'class 0 is predicted wherever all outputs are negative',
    },
    exact_integers: {
      bug: 'mantissas compared after rounding to float32',
      effect: 'another class beyond 2^24',
    },
    scale_ignored: {
      bug: 'decoded values compared',
      effect: 'another class at a negative scale',
    },
    classes_only: {
      bug: 'all elements searched',
      effect: 'a class that does not exist',
    },
    nan: {
      bug: 'a NaN taken for a maximum, or passed over at the front',
      effect: 'another class where a model has diverged',
    },
    zeros: { bug: '−0 below +0, or −∞ never a maximum', effect: 'another class' },
    refused: {
      bug: 'packed or INT32 outputs accepted',
      effect: 'codes taken for classes',
    },
    mixture: {
      bug: 'the last of equal maxima taken, or mantissas compared as floats',
      effect: 'ties and large outputs are counted as another class',
    },
  },
  run(n, call) {
    const classes = call.number('classes');
    ints(call.tensor('index', 1))[0] = n.fn.argmax(n, call.tensor('x'), classes);
  },
  *cases(g) {
    yield* directed();
    const r0 = g.random('refused');
    for (const x of [randomSym(r0, [3], 8), randomAsym(r0, [3], 8)]) {
      yield classCase('negative', 'refused', x);
    }
    yield classCase('negative', 'refused', target('INT32', [3]));
    for (const r of seeded(g, 'random', 16)) {
      const shape = [1, r.int(1, 9)];
      const x = r.chance(1, 3)
        ? randomFloat32(r, shape)
        : randomSymInt32(r, shape, r.pick([3, 12]));
      yield classCase('random', 'mixture', x);
    }
    // no comparison with NaN holds: it is never a later maximum, and a leading one stays
    for (const hex of [
      '7fc00000 3f800000 40000000',
      '3f800000 7fc00000 40000000',
      '3f800000 40000000 7fc00000',
      '7fc00000 7fc00000',
    ]) {
      yield classCase('directed', 'nan', float32Of(hex));
    }
  },
});
