/** Scalars of an AdamW step that depend on the step in another way than they must: a power of β for β, or β for its power (S119). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { withScalars } from '../../../reference/mutants/shared/adamw_scalars.ts';
import { powInteger } from '../../../reference/num/double_double.ts';
import type { AdamWOptions, AdamWScalars } from '../../../reference/optimizers/adamw.ts';

/** What stands in a place that a β or a power of one belongs to. */
interface Factor {
  readonly id: string;
  readonly words: string;
  readonly of: (beta1: number, beta2: number, t: number) => number;
}

const factors: readonly Factor[] = [
  { id: 'beta1', words: 'β1', of: (beta1) => beta1 },
  { id: 'beta2', words: 'β2', of: (_beta1, beta2) => beta2 },
  { id: 'beta1_power', words: 'β1^t', of: (beta1, _beta2, t) => powInteger(beta1, t) },
  { id: 'beta2_power', words: 'β2^t', of: (_beta1, beta2, t) => powInteger(beta2, t) },
  {
    id: 'beta1_previous_power',
    words: 'β1^(t − 1)',
    of: (beta1, _beta2, t) => powInteger(beta1, t - 1),
  },
  {
    id: 'beta2_previous_power',
    words: 'β2^(t − 1)',
    of: (_beta1, beta2, t) => powInteger(beta2, t - 1),
  },
  {
    id: 'beta1_next_power',
    words: 'β1^(t + 1)',
    of: (beta1, _beta2, t) => powInteger(beta1, t + 1),
  },
  {
    id: 'beta2_next_power',
    words: 'β2^(t + 1)',
    of: (_beta1, beta2, t) => powInteger(beta2, t + 1),
  },
  {
    id: 'beta1_complement_power',
    words: '(1 − β1)^t',
    of: (beta1, _beta2, t) => powInteger(1 - beta1, t),
  },
  {
    id: 'beta2_complement_power',
    words: '(1 − β2)^t',
    of: (_beta1, beta2, t) => powInteger(1 - beta2, t),
  },
  { id: 'beta1_times_step', words: 'β1·t', of: (beta1, _beta2, t) => beta1 * t },
  { id: 'beta2_times_step', words: 'β2·t', of: (_beta1, beta2, t) => beta2 * t },
];

interface Place {
  readonly id: string;
  readonly words: string;
  /** the factor that is right */
  readonly right: string;
  readonly scalars: (x: number, o: AdamWOptions) => Partial<AdamWScalars>;
}

const places: readonly Place[] = [
  {
    id: 'first_weight',
    words: 'the weight of the gradient in the first moment is 1 −',
    right: 'beta1',
    scalars: (x) => ({ w1: Math.fround(1 - x) }),
  },
  {
    id: 'second_weight',
    words: 'the weight of the squared gradient in the second moment is 1 −',
    right: 'beta2',
    scalars: (x) => ({ s2: Math.fround(1 - x) }),
  },
  {
    id: 'second_decay',
    words: 'the second moment decays by',
    right: 'beta2',
    scalars: (x) => ({ beta2: Math.fround(x) }),
  },
  {
    id: 'second_moment',
    words: 'the second moment is updated with, in both places,',
    right: 'beta2',
    scalars: (x) => ({ beta2: Math.fround(x), s2: Math.fround(1 - x) }),
  },
  {
    id: 'first_correction',
    words: 'the bias correction of the first moment is 1 −',
    right: 'beta1_power',
    scalars: (x, o) => ({ step: Math.fround(-(o.learningRate / (1 - x))) }),
  },
  {
    id: 'second_correction',
    words: 'the bias correction of the second moment is the root of 1 −',
    right: 'beta2_power',
    scalars: (x) => ({ bc2: Math.fround(Math.sqrt(1 - x)) }),
  },
];

const fix = 'weights 1 − β1 and 1 − β2, decay β2, corrections 1 − β1^t and √(1 − β2^t)';

const factorOf = (id: string): Factor => factors.find((factor) => factor.id === id)!;
const placeOf = (id: string): Place => places.find((place) => place.id === id)!;

/** What both bias corrections have in place of β^t. */
const bothCorrections: readonly Mutant[] = [
  ['complement_power', '(1 − β)^t'],
  ['previous_power', 'β^(t − 1)'],
  ['next_power', 'β^(t + 1)'],
  ['times_step', 'β·t'],
].map(([id, words]) => ({
  id: `adamw_corrections_from_${id}`,
  clause: 'S119',
  bug: `AdamW: both bias corrections are made of 1 − ${words} instead of 1 − β^t`,
  fix,
  fn: withScalars((_n, o, t) => {
    const of = (beta: string) => factorOf(`${beta}_${id}`).of(o.beta1, o.beta2, t);
    return {
      ...placeOf('first_correction').scalars(of('beta1'), o),
      ...placeOf('second_correction').scalars(of('beta2'), o),
    };
  }),
}));

const singles: readonly Mutant[] = places.flatMap((place) =>
  factors
    .filter(({ id }) => id !== place.right)
    .map(
      ({ id, words, of }): Mutant => ({
        id: `adamw_${place.id}_from_${id}`,
        clause: 'S119',
        bug: `AdamW: ${place.words} ${words} instead of ${factorOf(place.right).words}`,
        fix,
        fn: withScalars((_n, o, t) => place.scalars(of(o.beta1, o.beta2, t), o)),
      }),
    ),
);

export const stepPowerMistakes: readonly Mutant[] = [...singles, ...bothCorrections];
