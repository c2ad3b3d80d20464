/** Mistakes in Softmax, losses, argmax and activations, beside those of `layers.ts`. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { countOf } from '../../../reference/tensor.ts';
import { mapped } from './tensors.ts';

/** One factor on what a function gives. */
type Factor = readonly [string, number, string];
const factors: readonly Factor[] = [
  ['doubled', 2, 'is doubled: it is 2 times what it must be'],
  ['halved', 0.5, 'is halved'],
  ['negated', -1, 'has the wrong sign'],
];

const gradients: readonly Mutant[] = factors.flatMap(
  ([id, by, words]) =>
    [
      {
        id: `softmax_gradient_${id}`,
        clause: 'L27',
        bug: `the softmax backward ${words}`,
        fix: 'dx = s ⊗ (g ⊖ Σ s ⊗ g)',
        fn: {
          softmaxGradient: (n: Numerics, s: Float32Array, g: Float32Array) =>
            primitives.softmaxGradient(n, s, g).map((x) => n.f.mul(by, x)),
        },
      },
      {
        id: `cross_entropy_gradient_${id}`,
        clause: 'L28',
        bug: `the cross entropy gradient ${words}`,
        fix: 'p ⊖ y',
        fn: {
          crossEntropyGradient: (n: Numerics, p: number, y: number) => n.f.mul(by, n.f.sub(p, y)),
        },
      },
      {
        id: `mse_gradient_${id}`,
        clause: 'L29',
        bug: `the MSE gradient ${words}`,
        fix: '2 ⊗ (o ⊖ l)',
        fn: {
          mseGradient: (n: Numerics, o: number, l: number) =>
            n.f.mul(by, primitives.mseGradient(n, o, l)),
        },
      },
      {
        id: `mse_loss_${id}`,
        clause: 'L29',
        bug: `the MSE loss ${words}`,
        fix: 'Σ (o ⊖ l)²',
        fn: {
          mseForward: (n, ...rest) => n.f.mul(by, primitives.mseForward(n, ...rest)),
        },
      },
      {
        id: `cross_entropy_loss_${id}`,
        clause: 'L28',
        bug: `the cross entropy ${words}`,
        fix: 'Σ y ⊗ −log p',
        fn: {
          crossEntropyForward: (n, ...rest) =>
            n.f.mul(by, primitives.crossEntropyForward(n, ...rest)),
        },
      },
    ] satisfies Mutant[],
);

function sumOf(n: Numerics, values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum = n.f.add(sum, value);
  return sum;
}

const softmax = (
  id: string,
  bug: string,
  of: (n: Numerics, powers: Float32Array, values: Float32Array, shift: number) => Float32Array,
): Mutant => ({
  id: `softmax_values_${id}`,
  clause: 'L27',
  bug: `the softmax ${bug}`,
  fix: 'e^(x ⊖ max) ⊘ Σ e^(x ⊖ max)',
  fn: {
    softmaxValues: (n, values, shift) =>
      of(
        n,
        values.map((x) => n.fn.exp32(n, n.f.sub(x, shift))),
        values,
        shift,
      ),
  },
});

const values: readonly Mutant[] = [
  softmax('unnormalized', 'is not divided by the sum', (_n, powers) => powers),
  softmax('by_maximum', 'is divided by the largest power instead of the sum', (n, powers) => {
    const most = powers.reduce((m, x) => Math.max(m, x), 0);
    return powers.map((x) => n.f.div(x, most));
  }),
  softmax('by_count', 'is divided by the number of classes', (n, powers) =>
    powers.map((x) => n.f.div(x, n.f.fromInt(powers.length))),
  ),
  softmax('logarithm', 'gives the logarithm of the probability', (n, powers) => {
    const sum = sumOf(n, powers);
    return powers.map((x) => n.fn.log32(n, n.f.div(x, sum)));
  }),
  softmax('shifted_up', 'adds the maximum instead of subtracting it', (n, _powers, all, shift) => {
    const powers = all.map((x) => n.fn.exp32(n, n.f.add(x, shift)));
    const sum = sumOf(n, powers);
    return powers.map((x) => n.f.div(x, sum));
  }),
  softmax('skips_last', 'leaves the last class out of the sum', (n, powers) => {
    const sum = sumOf(n, powers.subarray(0, -1));
    return powers.map((x) => n.f.div(x, sum));
  }),
  ...[1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12].map((epsilon) =>
    softmax(`plus_${epsilon}`, `adds ${epsilon} to the sum`, (n, powers) => {
      const sum = n.f.add(sumOf(n, powers), Math.fround(epsilon));
      return powers.map((x) => n.f.div(x, sum));
    }),
  ),
];

const tiny = Math.fround(1e-7);
const entropy = (
  id: string,
  bug: string,
  of: (n: Numerics, loss: number, p: number, y: number) => number,
): Mutant => ({
  id: `cross_entropy_${id}`,
  clause: 'L28',
  bug: `the cross entropy ${bug}`,
  fix: 'Σ y ⊗ −log max(p, 1e−7f)',
  fn: { crossEntropyTerm: of },
});

const losses: readonly Mutant[] = [
  entropy('unlabelled', 'sums −log p of every class: the label is ignored', (n, loss, p) =>
    n.f.add(loss, -n.fn.log32(n, Math.max(p, tiny))),
  ),
  entropy('weighted_by_probability', 'weighs −log p by p instead of by the label', (n, loss, p) =>
    n.f.mulAdd(p, -n.fn.log32(n, Math.max(p, tiny)), loss),
  ),
  entropy('exchanged', 'exchanges label and probability', (n, loss, p, y) =>
    n.f.mulAdd(p, -n.fn.log32(n, Math.max(y, tiny)), loss),
  ),
  entropy('binary', 'adds the binary term (1 − y)·−log(1 − p)', (n, loss, p, y) =>
    n.f.mulAdd(
      n.f.sub(1, y),
      -n.fn.log32(n, Math.max(n.f.sub(1, p), tiny)),
      n.f.mulAdd(y, -n.fn.log32(n, Math.max(p, tiny)), loss),
    ),
  ),
  entropy('hard_label', 'counts labels above one half only, as 1', (n, loss, p, y) =>
    y > 0.5 ? n.f.add(loss, -n.fn.log32(n, Math.max(p, tiny))) : loss,
  ),
  {
    id: 'cross_entropy_gradient_of_log',
    clause: 'L28',
    bug: 'the cross entropy gradient is −y/p, that of the probabilities instead of the logits',
    fix: 'p ⊖ y',
    fn: { crossEntropyGradient: (n, p, y) => n.f.div(-y, Math.max(p, tiny)) },
  },
  {
    id: 'cross_entropy_gradient_of_labelled',
    clause: 'L28',
    bug: 'the cross entropy gradient is 0 where the label is 0: only labelled classes get one',
    fix: 'p ⊖ y for every class',
    fn: { crossEntropyGradient: (n, p, y) => (y === 0 ? 0 : n.f.sub(p, y)) },
  },
  {
    id: 'mse_absolute',
    clause: 'L29',
    bug: 'the MSE loss sums absolute differences instead of squares',
    fix: 'Σ (o ⊖ l)²',
    fn: { mseTerm: (n, loss, o, l) => n.f.add(loss, Math.abs(n.f.sub(o, l))) },
  },
  {
    id: 'mse_assigned',
    clause: 'L29',
    bug: 'the MSE loss is assigned instead of summed: only the last element counts',
    fix: 'Σ (o ⊖ l)²',
    fn: { mseTerm: (n, _loss, o, l) => n.f.mul(n.f.sub(o, l), n.f.sub(o, l)) },
  },
];

const argmax = (id: string, bug: string, of: (values: readonly number[]) => number): Mutant => ({
  id: `argmax_${id}`,
  clause: 'L34',
  bug: `argmax ${bug}`,
  fix: 'the first strict maximum of all classes',
  fn: {
    argmax: (n, t, classes) => {
      const first = primitives.argmax(n, t, Math.min(1, classes));
      return classes === 0 ? first : of(Array.from(t.data.subarray(0, classes)));
    },
  },
});

function best(
  all: readonly number[],
  from: number,
  above: (x: number, m: number) => boolean,
): number {
  let at = from;
  all.forEach((x, i) => {
    if (i > from && above(x, all[at]!)) at = i;
  });
  return at;
}

const classes: readonly Mutant[] = [
  argmax('skips_last_class', 'leaves out the last class', (all) =>
    best(all.length > 1 ? all.slice(0, -1) : all, 0, (x, m) => x > m),
  ),
  argmax('of_magnitudes', 'compares magnitudes', (all) =>
    best(all, 0, (x, m) => Math.abs(x) > Math.abs(m)),
  ),
  argmax('is_argmin', 'takes the minimum', (all) => best(all, 0, (x, m) => x < m)),
  argmax('from_zero', 'starts its maximum at 0: of negative values only, class 0 wins', (all) => {
    const at = best(all, 0, (x, m) => x > Math.max(0, m));
    return all[at]! > 0 ? at : 0;
  }),
];

const activations: readonly Mutant[] = [
  ...(
    [
      ['identity', 'leaves negative values as they are', (x: number) => x],
      ['capped_at_6', 'is cut at 6 (ReLU6)', (x: number) => Math.min(Math.max(x, 0), 6)],
      ['zero_for_nan', 'gives 0 for NaN', (x: number) => (x > 0 ? x : 0)],
    ] as const
  ).map(([id, words, of]) => ({
    id: `relu_${id}`,
    clause: 'L24',
    bug: `ReLU ${words}`,
    fix: '0 where x < 0, else x',
    fn: { reluElement: (_n: Numerics, x: number) => of(x) },
  })),
  ...(
    [
      ['passes_all', 'lets every gradient pass', (_x: number, dy: number) => dy],
      [
        'inverted',
        'lets the gradient pass where x is negative',
        (x: number, dy: number) => (x <= 0 ? dy : 0),
      ],
      ['one', 'gives 1 instead of dy', (x: number) => (x <= 0 ? 0 : 1)],
      [
        'times_input',
        'multiplies dy by x',
        (x: number, dy: number) => (x <= 0 ? 0 : Math.fround(x * dy)),
      ],
    ] as const
  ).map(([id, words, of]) => ({
    id: `relu_gradient_${id}`,
    clause: 'L24',
    bug: `the ReLU backward ${words}`,
    fix: 'dx = 0 where x ≤ 0, else dy',
    fn: { reluGradient: (_n: Numerics, x: number, dy: number) => of(x, dy) },
  })),
  ...(
    [
      [
        'slope_everywhere',
        'multiplies positive values by the slope too',
        (n: Numerics, x: number, a: number) => n.f.mul(a, x),
      ],
      [
        'slope_of_positive',
        'multiplies positive values by the slope and leaves negative ones',
        (n: Numerics, x: number, a: number) => (x > 0 ? n.f.mul(a, x) : x),
      ],
      [
        'zero_at_negative',
        'gives 0 for negative values',
        (_n: Numerics, x: number) => (x > 0 ? x : 0),
      ],
      [
        'slope_added',
        'adds the slope to negative values',
        (n: Numerics, x: number, a: number) => (x > 0 ? x : n.f.add(a, x)),
      ],
      [
        'subtracts',
        'gives −α·x for negative values',
        (n: Numerics, x: number, a: number) => (x > 0 ? x : n.f.mul(-a, x)),
      ],
    ] as const
  ).map(([id, words, of]) => ({
    id: `prelu_${id}`,
    clause: 'L36',
    bug: `PReLU ${words}`,
    fix: 'x where x > 0, else α ⊗ x',
    fn: { preluElement: of },
  })),
  ...(
    [
      ['of_first', 'that of channel 0 for every channel', () => 0],
      ['by_element', 'indexed by element', (i: number, _l: number, c: number) => i % c],
      [
        'by_item',
        'indexed by batch item',
        (i: number, l: number, c: number) => Math.floor(i / (l * c)) % c,
      ],
    ] as const
  ).map(([id, words, of]) => ({
    id: `prelu_slope_${id}`,
    clause: 'L36',
    bug: `the slope of a PReLU is ${words}`,
    fix: 'the slope of the channel, axis 1',
    fn: {
      preluChannel: (n: Numerics, shape: readonly number[], i: number) => {
        const length = countOf(shape.slice(2));
        return of(i, length, n.fn.preluChannels(n, shape));
      },
    },
  })),
];

/** Masks that are read or drawn otherwise. */
const dropout: readonly Mutant[] = [
  {
    id: 'dropout_mask_inverted_on_use',
    clause: 'L25',
    bug: 'dropout keeps what the mask drops',
    fix: 'a set bit keeps its element',
    fn: {
      applyMask: (n, layer, from, to) =>
        primitives.applyMask(
          { ...n, fn: { ...n.fn, boolGet: (m, t, i) => 1 - primitives.boolGet(m, t, i) } },
          layer,
          from,
          to,
        ),
    },
  },
  {
    id: 'dropout_mask_not_applied',
    clause: 'L25',
    bug: 'dropout does not apply its mask: every element is kept',
    fix: '0 where the mask is 0',
    fn: {
      applyMask: (n, layer, from, to) =>
        primitives.applyMask({ ...n, fn: { ...n.fn, boolGet: () => 1 } }, layer, from, to),
    },
  },
  {
    id: 'dropout_mask_never_drawn',
    clause: 'L25',
    bug: 'the dropout mask is never drawn: what its buffer holds is used, and no random number is drawn',
    fix: 'draw one Bernoulli bit per element',
    fn: { drawMask: () => undefined },
  },
  {
    id: 'dropout_scale_only',
    clause: 'L25',
    bug: 'dropped elements are scaled, not zeroed',
    fix: '0 where the mask is 0',
    fn: {
      applyMask: (n, layer, from, to) => {
        const factor = n.fn.dropoutFactor(n, layer.p);
        const all = from.dtype === 'SYM_INT32' ? from : mapped(from, (x) => n.f.mul(x, factor));
        to.data.set(all.data);
        if (from.dtype === 'SYM_INT32') to.scale = n.f.mul(from.scale, factor);
      },
    },
  },
];

export const lossMistakes: readonly Mutant[] = [
  ...gradients,
  ...values,
  ...losses,
  ...classes,
  ...activations,
  ...dropout,
];
