/** Mistakes in learning rate schedules, beside those of `optimizers.ts` (S120). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { cosDouble } from '../../../reference/num/double_double.ts';
import { primitives } from '../../../reference/primitives.ts';

const f = Math.fround;

const rates = (id: string, bug: string, fix: string, fn: Mutant['fn']): Mutant => ({
  id: `schedule_${id}`,
  clause: 'S120',
  bug,
  fix,
  ...(fn === undefined ? {} : { fn }),
});

const cosine = (
  id: string,
  bug: string,
  of: (base: number, eta: number, period: number, e: number) => number,
): Mutant =>
  rates(`cosine_${id}`, `the cosine schedule ${bug}`, 'η + ((base − η)·(1 + cos(π·e/T)))/2', {
    cosineRate: (_n, base, eta, period, e) => f(of(base, eta, period, e)),
  });

const wave = (base: number, eta: number, angle: number): number =>
  eta + ((base - eta) * (1 + cosDouble(angle))) / 2;

/** π with fewer digits, rounded or cut, and as a float. */
const shortPis = [
  ...new Set(
    [2, 4, 5, 6, 7, 8].flatMap((digits) =>
      [Math.round, Math.floor].map((whole) => whole(Math.PI * 10 ** digits) / 10 ** digits),
    ),
  ),
  Math.fround(Math.PI),
];

export const scheduleMistakes: readonly Mutant[] = [
  ...([1, -1] as const).flatMap((by) => {
    const words =
      by > 0
        ? 'one step early: the step number is one too large (e + 1)'
        : 'one step late: the step number is one too small (e − 1)';
    const id = by > 0 ? 'early' : 'late';
    return [
      rates(`step_tick_${id}`, `the step schedule decays ${words}`, 'base · γ^⌊e/size⌋', {
        stepRate: (n, base, gamma, size, e) =>
          primitives.stepRate(n, base, gamma, size, Math.max(0, e + by)),
      }),
      rates(`exponential_${id}`, `the exponential schedule decays ${words}`, 'base · γ^e', {
        exponentialRate: (n, base, gamma, e) =>
          primitives.exponentialRate(n, base, gamma, Math.max(0, e + by)),
      }),
      rates(`cosine_${id}`, `the cosine schedule runs ${words}`, 'cos(π·e/T)', {
        cosineRate: (n, base, eta, period, e) =>
          primitives.cosineRate(n, base, eta, period, Math.max(0, e + by)),
      }),
      rates(
        `cosine_period_${id}`,
        `the cosine schedule divides by a period that is ${by > 0 ? 'one too large (T + 1)' : 'one too small (T − 1)'}`,
        'cos(π·e/T)',
        {
          cosineRate: (n, base, eta, period, e) =>
            primitives.cosineRate(n, base, eta, Math.max(1, period + by), e),
        },
      ),
      rates(
        `step_size_${id}`,
        `the step schedule has a step size that is ${by > 0 ? 'one too large' : 'one too small'}`,
        'base · γ^⌊e/size⌋',
        {
          stepRate: (n, base, gamma, size, e) =>
            primitives.stepRate(n, base, gamma, Math.max(1, size + by), e),
        },
      ),
    ];
  }),
  rates('step_once', 'the step schedule decays once only', 'base · γ^⌊e/size⌋', {
    stepRate: (_n, base, gamma, size, e) => f(e >= size ? base * gamma : base),
  }),
  rates(
    'step_linear',
    'the step schedule multiplies by γ·⌊e/size⌋ instead of the power',
    'base · γ^⌊e/size⌋',
    {
      stepRate: (_n, base, gamma, size, e) =>
        f(e < size ? base : base * gamma * Math.floor(e / size)),
    },
  ),
  rates(
    'step_strict',
    'the step schedule decays only after the boundary (e > size)',
    'base · γ^⌊e/size⌋',
    {
      stepRate: (n, base, gamma, size, e) =>
        primitives.stepRate(n, base, gamma, size, e > 0 && e % size === 0 ? e - 1 : e),
    },
  ),
  rates(
    'step_twice_at_boundary',
    'the step schedule decays once more at the boundary itself, where e is a multiple of the size',
    'base · γ^⌊e/size⌋',
    {
      stepRate: (n, base, gamma, size, e) =>
        primitives.stepRate(n, base, gamma, size, e > 0 && e % size === 0 ? e + size : e),
    },
  ),
  cosine(
    'without_half',
    'lacks the division by 2',
    (b, eta, t, e) => eta + (b - eta) * (1 + cosDouble((Math.PI * e) / t)),
  ),
  cosine('without_pi', 'lacks π', (b, eta, t, e) => wave(b, eta, e / t)),
  cosine('whole_period', 'runs a whole cosine in one period, cos(2π·e/T)', (b, eta, t, e) =>
    wave(b, eta, (2 * Math.PI * e) / t),
  ),
  cosine('quarter_period', 'runs a quarter cosine, cos(π·e/(2T))', (b, eta, t, e) =>
    wave(b, eta, (Math.PI * e) / (2 * t)),
  ),
  cosine(
    'quarter_wave',
    'is a quarter period of the cosine, η + (base − η)·cos(π·e/(2T)), instead of the mean of 1 and a half period',
    (b, eta, t, e) => eta + (b - eta) * cosDouble((0.5 * Math.PI * e) / t),
  ),
  cosine(
    'rising',
    'rises, (1 − cos): base and smallest rate are exchanged',
    (b, eta, t, e) => eta + ((b - eta) * (1 - cosDouble((Math.PI * e) / t))) / 2,
  ),
  cosine('of_sine', 'takes the sine for the cosine', (b, eta, t, e) =>
    wave(b, eta, (Math.PI * e) / t - Math.PI / 2),
  ),
  cosine(
    'compounds',
    'compounds: every step starts from the rate of the previous one instead of from the base (COSINE)',
    (b, eta, t, e) => {
      let rate = b;
      for (let k = 1; k <= e && rate !== eta; k++) rate = wave(rate, eta, (Math.PI * k) / t);
      return rate;
    },
  ),
  cosine('linear', 'is linear', (b, eta, t, e) => b + ((eta - b) * e) / t),
  cosine('minimum_ignored', 'ignores its minimum', (b, _eta, t, e) =>
    wave(b, 0, (Math.PI * e) / t),
  ),
  cosine(
    'minimum_unsubtracted',
    'adds the minimum to the whole wave of the base rate',
    (b, eta, t, e) => eta + (b * (1 + cosDouble((Math.PI * e) / t))) / 2,
  ),
  cosine('minimum_as_share', 'takes its minimum as a share of the base rate', (b, eta, t, e) =>
    wave(b, eta * b, (Math.PI * e) / t),
  ),
  ...shortPis.map((pi) =>
    cosine(`pi_${String(pi).replace('.', '_')}`, `takes ${pi} for π`, (b, eta, t, e) =>
      wave(b, eta, (pi * e) / t),
    ),
  ),
  cosine('whole_periods', 'divides e by the period as integers', (b, eta, t, e) =>
    wave(b, eta, Math.PI * Math.floor(e / t)),
  ),
  cosine('in_float', 'is computed in float32', (b, eta, t, e) => {
    const cos = f(cosDouble((Math.PI * e) / t));
    return f(eta + f(f(f(b - eta) * f(1 + cos)) / 2));
  }),
  cosine('in_float_all', 'is computed in float32, its angle too', (b, eta, t, e) => {
    const cos = f(cosDouble(f(f(f(Math.PI) * e) / t)));
    return f(eta + f(f(f(b - eta) * f(1 + cos)) / 2));
  }),
  cosine('half_first', 'is computed in float32, with the half first', (b, eta, t, e) => {
    const cos = f(cosDouble((Math.PI * e) / t));
    return f(eta + f(f(0.5 * f(b - eta)) * f(1 + cos)));
  }),
  ...(
    [
      ['inverse', 'divides by 1 + γ·e', (b, g, e) => b / (1 + g * e)],
      ['natural_decay', 'is base · e^(−γ·e)', (b, g, e) => b * Math.E ** (-g * e)],
      ['linear', 'is linear, base · (1 − (1 − γ)·e)', (b, g, e) => b * (1 - (1 - g) * e)],
      ['root', 'is base · γ^√e', (b, g, e) => b * g ** Math.sqrt(e)],
    ] as readonly (readonly [string, string, (b: number, g: number, e: number) => number])[]
  ).flatMap(([id, words, of]) => [
    rates(`exponential_${id}`, `the exponential schedule ${words}`, 'base · γ^e', {
      exponentialRate: (_n, base, gamma, e) => f(of(base, gamma, e)),
    }),
    rates(
      `step_${id}_of_steps`,
      `the step schedule ${words}, with e for ⌊e/size⌋`,
      'base · γ^⌊e/size⌋',
      { stepRate: (_n, base, gamma, size, e) => f(of(base, gamma, Math.floor(e / size))) },
    ),
  ]),
];
