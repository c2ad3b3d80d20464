/** Optimizers that write a value back, and round it, once more than they must; step numbers that count something else (S116–S119). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { withScalars } from '../../../reference/mutants/shared/adamw_scalars.ts';
import { powInteger } from '../../../reference/num/double_double.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import type { AdamWOptions, AdamWScalars } from '../../../reference/optimizers/adamw.ts';
import type { AdamWOptimizer } from '../../../reference/optimizers/optimizer.ts';
import type { SgdScalars } from '../../../reference/optimizers/sgd.ts';
import { primitives } from '../../../reference/primitives.ts';
import {
  cloneTensor,
  demandCount,
  floats,
  type Rounding,
  type Tensor,
} from '../../../reference/tensor.ts';

const f = Math.fround;

/** What one write looks at before: AdamW refuses more than SGD does. */
type Guard = (n: Numerics, operands: readonly Tensor[], raw: Tensor) => void;

const plainOperands: Guard = (n, operands, raw) => n.fn.guardUpdateOperands(n, [raw, ...operands]);
const counts: Guard = (_n, operands, raw) => {
  for (const t of operands) demandCount(t, raw.data.length, 'an operand');
};

/** One write of an element-wise update: through the funnel, by the mode of the optimizer. */
function written(
  n: Numerics,
  inputs: readonly Tensor[],
  target: Tensor,
  rounding: Rounding,
  element: (...values: number[]) => number,
  guard: Guard = plainOperands,
): void {
  n.fn.executeOp(
    n,
    (_n, operands, raw) => {
      guard(n, operands, raw);
      const values = operands.map(floats);
      floats(raw).forEach((_, i) => {
        floats(raw)[i] = element(...values.map((list) => list[i]!));
      });
    },
    inputs,
    n.fn.updateArithmetic(n, rounding),
    'OUT_WRITE',
    target,
  );
}

type Step = Primitives['adamwStep'];

const moments: Step = (n, _p, gradient, m, v, s, rounding) => {
  written(n, [m, gradient], m, rounding, (a, g) => n.fn.adamwFirstMoment(n, a!, g!, s));
  written(n, [v, gradient], v, rounding, (a, g) => n.fn.adamwSecondMoment(n, a!, g!, s));
};

const decay: Step = (n, parameter, _g, _m, _v, s, rounding) =>
  written(n, [parameter], parameter, rounding, (p) => n.f.mul(p!, s.decay));

const move: Step = (n, parameter, _g, m, v, s, rounding) =>
  written(n, [parameter, m, v], parameter, rounding, (p, a, b) =>
    n.f.add(p!, n.f.div(n.f.mul(s.step, a!), n.fn.adamwDenominator(n, b!, s))),
  );

const inTurn =
  (...steps: readonly Step[]): Step =>
  (...call) => {
    for (const step of steps) step(...call);
  };

const adamw: readonly Mutant[] = (
  [
    [
      'decay_stored_before_step',
      'the decayed parameter is written back and rounded by itself, then the step is added to what is stored',
      inTurn(moments, decay, move),
    ],
    [
      'decay_stored_first',
      'the decayed parameter is written back and rounded before the moments, then the step is added to what is stored',
      inTurn(decay, moments, move),
    ],
    [
      'step_stored_before_decay',
      'the step is written back and rounded by itself, then what is stored is decayed',
      inTurn(moments, move, decay),
    ],
  ] as readonly (readonly [string, string, Step])[]
).map(([id, words, adamwStep]) => ({
  id: `adamw_${id}`,
  clause: 'S119',
  bug: `AdamW: ${words}: the parameter is rounded twice`,
  fix: '(p ⊗ decay) ⊕ ((step ⊗ m) ⊘ d), written back once',
  fn: { adamwStep },
}));

const roles = ['parameter', 'gradient', 'm', 'v'] as const;
type Role = (typeof roles)[number];

/** The three writes of a step by what they read, after what they write. */
const reads: readonly (readonly [string, readonly Role[]])[] = [
  ['the first moment', ['m', 'gradient']],
  ['the second moment', ['v', 'gradient']],
  ['the parameter', ['parameter', 'm', 'v']],
];

/** AdamW in which one operand of one write is another tensor of the step. */
const exchanged: readonly Mutant[] = reads.flatMap(([words, operands], write) =>
  operands.flatMap((right, at) =>
    roles
      .filter((role) => role !== right)
      .map(
        (role): Mutant => ({
          id: `adamw_write_${write}_reads_${role}_for_${right}`,
          clause: 'S119',
          bug: `AdamW: ${words} is computed from ${role} in place of ${right}`,
          fix: 'm and v from the gradient, the parameter from itself and the new moments',
          fn: {
            adamwStep: (n, parameter, gradient, m, v, s, rounding) => {
              const tensors = { parameter, gradient, m, v };
              const of = (index: number): Tensor[] =>
                reads[index]![1].map(
                  (name, i) => tensors[index === write && i === at ? role : name],
                );
              written(n, of(0), m, rounding, (a, g) => n.fn.adamwFirstMoment(n, a!, g!, s));
              written(n, of(1), v, rounding, (a, g) => n.fn.adamwSecondMoment(n, a!, g!, s));
              written(n, of(2), parameter, rounding, (p, a, b) =>
                n.fn.adamwParameter(n, p!, a!, b!, s),
              );
            },
          },
        }),
      ),
  ),
);

type Denominator = Primitives['adamwDenominator'];

const denominators: readonly Mutant[] = (
  [
    [
      'at_least_epsilon',
      'the denominator is the larger of √v̂ and ε',
      (n, v, s) => Math.max(n.f.div(n.f.sqrt(v), s.bc2), s.epsilon),
    ],
    [
      'at_least_epsilon_without_nan',
      'the denominator is the larger of √v̂ and ε, ε where that is NaN',
      (n, v, s) => {
        const root = n.f.div(n.f.sqrt(v), s.bc2);
        return root > s.epsilon ? root : s.epsilon;
      },
    ],
    [
      'of_larger_moment',
      'the denominator is the root of the larger of v and ε',
      (n, v, s) => n.f.div(n.f.sqrt(Math.max(v, s.epsilon)), s.bc2),
    ],
    [
      'epsilon_rooted',
      'the root of ε is added',
      (n, v, s) => n.f.add(n.f.div(n.f.sqrt(v), s.bc2), n.f.sqrt(s.epsilon)),
    ],
    [
      'epsilon_squared',
      'ε is squared, in float32',
      (n, v, s) => n.f.add(n.f.div(n.f.sqrt(v), s.bc2), n.f.mul(s.epsilon, s.epsilon)),
    ],
    [
      'epsilon_where_zero',
      'ε is added only where the second moment is 0',
      (n, v, s) => (v === 0 ? s.epsilon : n.f.div(n.f.sqrt(v), s.bc2)),
    ],
  ] as readonly (readonly [string, string, Denominator])[]
).map(([id, words, adamwDenominator]) => ({
  id: `adamw_divisor_${id}`,
  clause: 'S119',
  bug: `AdamW: ${words}`,
  fix: '(√v ⊘ bc2) ⊕ ε',
  fn: { adamwDenominator },
}));

/** AdamW whose scalars are rounded to float32 on the way, one at a time, beside those of the catalogue. */
const roundedScalars: readonly Mutant[] = (
  [
    [
      'second_correction',
      'the root of the second bias correction is taken in float32',
      (o, t) => ({ bc2: f(Math.sqrt(f(1 - powInteger(o.beta2, t)))) }),
    ],
    ['first_weight', '1 − β1 is computed in float32', (o) => ({ w1: f(1 - f(o.beta1)) })],
    ['second_weight', '1 − β2 is computed in float32', (o) => ({ s2: f(1 - f(o.beta2)) })],
  ] as readonly (readonly [string, string, (o: AdamWOptions, t: number) => Partial<AdamWScalars>])[]
).map(([id, words, of]) => ({
  id: `adamw_rounded_${id}`,
  clause: 'S119',
  bug: `AdamW: ${words}, not in double`,
  fix: 'compute the scalars of step t in double and cast each once',
  fn: withScalars((_n, o, t) => of(o, t)),
}));

/** The gradient with its decay, rounded into the gradient's record. */
function decayedAndStored(
  n: Numerics,
  p: Tensor,
  g: Tensor,
  by: number,
  rounding: Rounding,
): Tensor {
  const stored = cloneTensor(g);
  written(n, [g, p], stored, rounding, (a, b) => n.fn.decayedGradient(n, a!, b!, by), counts);
  return stored;
}

type Decay = (n: Numerics, s: SgdScalars) => number;

const decayRates: readonly Mutant[] = (
  [
    [
      'with_rate',
      'is multiplied by the learning rate too: lr ⊗ wd ⊗ p is added to the gradient',
      (n, s) => n.f.mul(s.learningRate, s.weightDecay),
    ],
    [
      'over_rate',
      'is divided by the learning rate',
      (n, s) => n.f.div(s.weightDecay, s.learningRate),
    ],
    [
      'with_momentum',
      'is multiplied by the momentum',
      (n, s) => n.f.mul(s.momentum, s.weightDecay),
    ],
    ['is_rate', 'is the learning rate', (_n, s) => s.learningRate],
    ['is_momentum', 'is the momentum', (_n, s) => s.momentum],
    [
      'without_momentum',
      'is multiplied by 1 − μ',
      (n, s) => n.f.mul(n.f.sub(1, s.momentum), s.weightDecay),
    ],
  ] as readonly (readonly [string, string, Decay])[]
).map(([id, words, of]) => {
  const changed = (n: Numerics, s: SgdScalars): SgdScalars => ({ ...s, weightDecay: of(n, s) });
  return {
    id: `sgd_decay_rate_${id}`,
    clause: 'S116',
    bug: `SGD: the weight decay ${words}`,
    fix: 'g ⊕ (wd ⊗ p)',
    fn: {
      sgdStep: (n, p, g, s, rounding) => primitives.sgdStep(n, p, g, changed(n, s), rounding),
      momentumStateStep: (n, p, g, state, s, rounding) =>
        primitives.momentumStateStep(n, p, g, state, changed(n, s), rounding),
    },
  };
});

const sgd: readonly Mutant[] = [
  {
    id: 'sgd_decayed_gradient_stored',
    clause: 'S116',
    bug: 'SGD: the gradient with its weight decay is stored, and rounded, before the step is made of it',
    fix: 'add wd ⊗ p in float32; only the parameter and the momentum are written back',
    fn: {
      sgdStep: (n, p, g, s, rounding) =>
        primitives.sgdStep(
          n,
          p,
          decayedAndStored(n, p, g, s.weightDecay, rounding),
          { ...s, weightDecay: 0 },
          rounding,
        ),
      sgdMomentumStep: (n, p, g, state, s, rounding) =>
        primitives.sgdMomentumStep(
          n,
          p,
          decayedAndStored(n, p, g, s.weightDecay, rounding),
          state,
          { ...s, weightDecay: 0 },
          rounding,
        ),
    },
  },
  {
    id: 'sgd_decay_stored_before_step',
    clause: 'S116',
    bug: 'SGD: the parameter less its weight decay is written back and rounded by itself, then the step is taken from what is stored',
    fix: 'p ⊖ lr ⊗ (g ⊕ wd ⊗ p), written back once',
    fn: {
      sgdStep: (n, p, g, s, rounding) => {
        const shrink = n.f.mul(s.learningRate, s.weightDecay);
        written(n, [p], p, rounding, (x) => n.f.mulSub(shrink, x!, x!), counts);
        primitives.sgdStep(n, p, g, { ...s, weightDecay: 0 }, rounding);
      },
    },
  },
];

/** Step numbers of AdamW over the parameters of one step. */
const counting = (
  id: string,
  words: string,
  of: (o: AdamWOptimizer, index: number, before: number) => number,
  after: (before: number, parameters: number) => number,
): Mutant => ({
  id: `adamw_step_count_${id}`,
  clause: 'S119',
  bug: `AdamW: ${words}`,
  fix: 'raise the step number once per step, before it is used',
  fn: {
    adamwAllParameters: (n, o, parameters) => {
      const before = o.t;
      parameters.forEach((p, i) => {
        const { m, v } = o.moments[i]!;
        const scalars = n.fn.adamwScalars(n, o.options, of(o, i, before));
        n.fn.adamwStep(n, p.value, p.grad, m, v, scalars, o.rounding);
      });
      o.t = after(before, parameters.length);
    },
  },
});

const stepCounts: readonly Mutant[] = [
  counting(
    'per_parameter',
    'the step number is raised for every parameter, not once per step: later parameters get the corrections of later steps',
    (_o, i, t) => t + i + 1,
    (t, parameters) => t + parameters,
  ),
  counting(
    'per_parameter_late',
    'the step number is raised after every parameter, not once per step',
    (_o, i, t) => Math.max(1, t + i),
    (t, parameters) => t + parameters,
  ),
  counting(
    'per_layer',
    'the step number is raised for every second parameter (every layer), not once per step',
    (_o, i, t) => t + 1 + Math.floor(i / 2),
    (t, parameters) => t + Math.ceil(parameters / 2),
  ),
  counting(
    'never_raised',
    'the step number is never raised: every step has the corrections of the first',
    () => 1,
    (t) => t,
  ),
  counting(
    'twice',
    'the step number is raised twice per step',
    (_o, _i, t) => t + 2,
    (t) => t + 2,
  ),
  counting(
    'first_parameter_only',
    'the step number is raised for the first parameter only; the others get the corrections of the step before',
    (_o, i, t) => (i === 0 ? t + 1 : Math.max(1, t)),
    (t) => t + 1,
  ),
];

export const writeBackMistakes: readonly Mutant[] = [
  ...adamw,
  ...exchanged,
  ...denominators,
  ...roundedScalars,
  ...decayRates,
  ...sgd,
  ...stepCounts,
];
