/** Optimizers that write a value back, and round it, once more than they must; step numbers that count something else (S116–S119). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import type { AdamWOptimizer } from '../../../reference/optimizers/optimizer.ts';
import { primitives } from '../../../reference/primitives.ts';
import {
  cloneTensor,
  demandCount,
  floats,
  type Rounding,
  type Tensor,
} from '../../../reference/tensor.ts';

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

export const writeBackMistakes: readonly Mutant[] = [...adamw, ...sgd, ...stepCounts];
