/** Where an epsilon stands in the logarithm of the cross entropy (L28). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';

/** Bounds that p is clamped at, apart from those of the catalogue. */
const zeroClamp: Mutant = {
  id: 'cross_entropy_unclamped_above_0',
  clause: 'L28',
  bug: 'probabilities below 1e−7 are not clamped (cross_entropy_unclamped); negative ones are taken as 0',
  fix: 'take the log of max(p, 1e−7f)',
  fn: {
    crossEntropyTerm: (n, loss, p, y) => n.f.mulAdd(y, -n.fn.log32(n, p < 0 ? 0 : p), loss),
  },
};

const epsilons: readonly (readonly [string, number])[] = [
  ['1e-5', 1e-5],
  ['1e-6', 1e-6],
  ['1e-7', 1e-7],
  ['1e-8', 1e-8],
  ['1e-9', 1e-9],
  ['1e-10', 1e-10],
  ['1e-12', 1e-12],
  ['1e-15', 1e-15],
  ['FLT_EPSILON', 2 ** -23],
  ['FLT_MIN', 2 ** -126],
];

const smallest = Math.fround(1e-7);

type Log = (n: Numerics, p: number, tiny: number) => number;

const forms: readonly (readonly [string, string, Log])[] = [
  [
    'added_after_clamp',
    'is added on top of the clamp: log(max(p, 1e−7) + ε)',
    (n, p, tiny) => n.fn.log32(n, n.f.add(p < smallest ? smallest : p, tiny)),
  ],
  [
    'added_before_clamp',
    'is added before the clamp: log(max(p + ε, 1e−7))',
    (n, p, tiny) => n.fn.log32(n, Math.max(n.f.add(p, tiny), smallest)),
  ],
  [
    'both_sides',
    'clamps p on both sides: to [ε, 1 − ε]',
    (n, p, tiny) => n.fn.log32(n, Math.min(Math.max(p, tiny), n.f.sub(1, tiny))),
  ],
  [
    'clamped_and_added',
    'clamps p and is added again: log(max(p, ε) + ε)',
    (n, p, tiny) => n.fn.log32(n, n.f.add(Math.max(p, tiny), tiny)),
  ],
  [
    'outside',
    'is added outside of the logarithm: log(max(p, 1e−7)) + ε',
    (n, p, tiny) => n.f.add(n.fn.log32(n, p < smallest ? smallest : p), tiny),
  ],
  [
    'normalised',
    'is added and normalised: log((p + ε) / (1 + ε))',
    (n, p, tiny) => n.fn.log32(n, n.f.div(n.f.add(p, tiny), n.f.add(1, tiny))),
  ],
];

const logs: readonly Mutant[] = forms.flatMap(([id, words, of]) =>
  epsilons.map(([text, epsilon]) => ({
    id: `cross_entropy_${id}_${text.replace(/\W/g, '_').toLowerCase()}`,
    clause: 'L28',
    bug: `in the cross entropy an epsilon of ${text} ${words}`,
    fix: 'take the log of max(p, 1e−7f)',
    fn: {
      crossEntropyTerm: (n: Numerics, loss: number, p: number, y: number) =>
        n.f.mulAdd(y, -of(n, p, Math.fround(epsilon)), loss),
    },
  })),
);

export const logClampMistakes: readonly Mutant[] = [zeroClamp, ...logs];
