/** Learning-rate schedules (S120): computed in double, cast once to float32, always from the base rate. */

import { cosDouble, powInteger } from '../num/double_double.ts';
import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';

export type Schedule =
  | { readonly kind: 'STEP'; readonly gamma: number; readonly size: number }
  | { readonly kind: 'EXPONENTIAL'; readonly gamma: number }
  | { readonly kind: 'COSINE'; readonly etaMin: number; readonly period: number };

/** S120 construction: size and period ≥ 1, γ and η finite; refuses (A24) otherwise. */
export function checkSchedule(_n: Numerics, schedule: Schedule): void {
  const factor = schedule.kind === 'COSINE' ? schedule.etaMin : schedule.gamma;
  demand(Number.isFinite(factor), 'A24', 'the factor of a schedule must be finite');
  if (schedule.kind === 'STEP') demand(schedule.size >= 1, 'A24', 'step size must be at least 1');
  if (schedule.kind === 'COSINE') demand(schedule.period >= 1, 'A24', 'period must be at least 1');
}

/** S120 step: `base · γ^⌊e/size⌋`. */
export function stepRate(_n: Numerics, base: number, gamma: number, size: number, e: number) {
  return Math.fround(base * powInteger(gamma, Math.floor(e / size)));
}

/** S120 exponential: `base · γ^e`. */
export function exponentialRate(_n: Numerics, base: number, gamma: number, e: number): number {
  return Math.fround(base * powInteger(gamma, e));
}

/** S120 cosine: `η + (((base − η)·(1 + cos((π·e)/T)))/2)`. */
export function cosineRate(_n: Numerics, base: number, eta: number, period: number, e: number) {
  const angle = (Math.PI * e) / period;
  return Math.fround(eta + ((base - eta) * (1 + cosDouble(angle))) / 2);
}

/** S120: the learning rate after tick e (1 for the first tick); base, γ and η are float32. */
export function scheduledRate(n: Numerics, schedule: Schedule, base: number, e: number): number {
  n.fn.checkSchedule(n, schedule);
  switch (schedule.kind) {
    case 'STEP':
      return n.fn.stepRate(n, base, schedule.gamma, schedule.size, e);
    case 'EXPONENTIAL':
      return n.fn.exponentialRate(n, base, schedule.gamma, e);
    case 'COSINE':
      return n.fn.cosineRate(n, base, schedule.etaMin, schedule.period, e);
  }
}
