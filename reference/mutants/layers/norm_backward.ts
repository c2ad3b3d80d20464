/** Mistakes in the backward of the norm layers (L16, L17). */

import type { NormOperands } from '../../layers/norm_backward.ts';
import type { Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

/** e as (Y ⊗ γ mantissa) ⊗ s_γ. */
const scaledLast: Partial<Primitives> = {
  normOperands: (n, x, dy, gamma, statistics, g) => {
    const plain = primitives.normOperands(n, x, dy, gamma, statistics, g);
    const scaled: NormOperands & { readonly gammaScale: number } = {
      ...plain,
      gamma: (index) => n.f.fromInt(ints(gamma)[index]!),
      gammaScale: gamma.scale,
    };
    return scaled;
  },
  normScaledLoss: (n, operands, i, c) => {
    const product = n.f.mul(operands.loss(i), operands.gamma(c));
    return 'gammaScale' in operands && typeof operands.gammaScale === 'number'
      ? n.f.mul(product, operands.gammaScale)
      : product;
  },
};

export const mutants: readonly Mutant[] = [
  {
    id: 'norm_dx_grouped_differently',
    clause: 'L16',
    pitfalls: ['B-18'],
    bug: 'dX is ι ⊗ (e ⊖ (a ⊕ n ⊗ c))',
    fix: 'dX = ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c)), left to right',
    fn: {
      normDxElement: (n, rstd, e, a, normal, c) =>
        n.f.mul(rstd, n.f.sub(e, n.f.mulAdd(normal, c, a))),
    },
  },
  {
    id: 'norm_dx_without_mean',
    clause: 'L16',
    bug: 'the mean of e is left out of dX',
    fix: 'subtract a, the mean of e',
    fn: {
      normDxElement: (n, rstd, e, _a, normal, c) => n.f.mul(rstd, n.f.mulSub(normal, c, e)),
    },
  },
  {
    id: 'norm_dx_without_projection',
    clause: 'L16',
    bug: 'the projection on n is left out of dX',
    fix: 'subtract n ⊗ c',
    fn: { normDxElement: (n, rstd, e, a) => n.f.mul(rstd, n.f.sub(e, a)) },
  },
  {
    id: 'norm_loss_scaled_last',
    clause: 'L16',
    pitfalls: ['B-19'],
    bug: 'e is (Y ⊗ γ mantissa) ⊗ s_γ',
    fix: 'decode γ first, then multiply',
    fn: scaledLast,
  },
  {
    id: 'norm_loss_scaled_last_in_dx',
    clause: 'L16',
    bug: 'e is (Y ⊗ γ mantissa) ⊗ s_γ where dX is formed, and Y ⊗ γ in the means',
    fix: 'use the same e in both passes',
    flags: ['association'],
    fn: {
      ...scaledLast,
      normBlockMeans: (n, operands, g, block, into) => {
        const gammaScale = 'gammaScale' in operands ? Number(operands.gammaScale) : 1;
        const gamma = (index: number): number => n.f.mul(operands.gamma(index), gammaScale);
        const plain = { loss: operands.loss, normal: operands.normal, gamma };
        const fn = { ...n.fn, normScaledLoss: primitives.normScaledLoss };
        return primitives.normBlockMeans({ ...n, fn }, plain, g, block, into);
      },
    },
  },
  {
    id: 'norm_dx_mean_last',
    clause: 'L16',
    bug: 'dX is ι ⊗ ((e ⊖ (n ⊗ c)) ⊖ a)',
    fix: 'dX = ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c)), left to right',
    flags: ['association'],
    fn: {
      normDxElement: (n, rstd, e, a, normal, c) =>
        n.f.mul(rstd, n.f.sub(n.f.mulSub(normal, c, e), a)),
    },
  },
  {
    id: 'norm_dx_before_gradients',
    clause: 'L16',
    pitfalls: ['B-20'],
    bug: 'dx is rounded before dγ and dβ are published',
    fix: 'dγ, then dβ, then dx',
    fn: {
      publishNormGradients: (n, gradients, context, gamma, beta, dx, g) => {
        n.fn.writeNormDx(n, gradients.dx, dx, g);
        n.fn.pushGradient(n, gradients.dGamma, context.weightGradAccMode, gamma.grad);
        n.fn.pushGradient(n, gradients.dBeta, context.biasGradAccMode, beta.grad);
      },
    },
  },
  {
    id: 'norm_beta_gradient_first',
    clause: 'L16',
    bug: 'dβ is published before dγ',
    fix: 'dγ first',
    fn: {
      publishNormGradients: (n, gradients, context, gamma, beta, dx, g) => {
        n.fn.pushGradient(n, gradients.dBeta, context.biasGradAccMode, beta.grad);
        n.fn.pushGradient(n, gradients.dGamma, context.weightGradAccMode, gamma.grad);
        n.fn.writeNormDx(n, gradients.dx, dx, g);
      },
    },
  },
  {
    id: 'norm_gradients_exchanged',
    clause: 'L16',
    bug: 'dγ and dβ are exchanged',
    fix: 'dγ sums Y ⊗ n, dβ sums Y',
    fn: {
      publishNormGradients: (n, gradients, context, gamma, beta, dx, g) => {
        const exchanged = { ...gradients, dGamma: gradients.dBeta, dBeta: gradients.dGamma };
        primitives.publishNormGradients(n, exchanged, context, gamma, beta, dx, g);
      },
    },
  },
  {
    id: 'norm_dx_requantized',
    clause: 'L16',
    pitfalls: ['B-51'],
    bug: 'dx goes through the dynamic quantizer: rounded first, then clamped',
    fix: 'dx is written directly: clamp in float, then round',
    fn: {
      writeNormDx: (n, values, dx, g) => {
        const m = n.fn.normAbsMax(n, values, g);
        if (m === 0) {
          primitives.writeNormDx(n, values, dx, g);
          return;
        }
        const { codes, scale } = n.fn.quantize(n, values, dx.bits, dx.rounding);
        ints(dx).set(codes);
        dx.scale = scale;
      },
    },
  },
  {
    id: 'norm_dx_half_away',
    clause: 'L16',
    pitfalls: ['B-51'],
    bug: 'dx is always rounded half-away',
    fix: 'use the mode of the dx wire',
    fn: {
      writeNormDx: (n, values, dx, g) => {
        const view = { ...dx, rounding: 'HALF_AWAY' as const };
        primitives.writeNormDx(n, values, view, g);
        dx.scale = view.scale;
      },
    },
  },
  {
    id: 'norm_dx_draws_for_zeros',
    clause: 'L16',
    bug: 'an all-zero dx still draws',
    fix: 'an all-zero dx is written without a draw',
    fn: {
      writeNormDx: (n, values, dx, g) => {
        primitives.writeNormDx(n, values, dx, g);
        if (n.fn.normAbsMax(n, values, g) !== 0 || dx.rounding !== 'SR_HALF_AWAY') return;
        for (let i = 0; i < values.length; i++) n.fn.rngStep(n);
      },
    },
  },
  {
    id: 'norm_gradients_restricted',
    clause: 'B2',
    bug: 'norm gradients of other dtypes are accepted',
    fix: 'under this contract the gradients of a SYM norm backward must be SYM_INT32',
    contract: { normGradients: 'any' },
  },
  {
    id: 'norm_dx_at_operand_width',
    clause: 'L16',
    pitfalls: ['B-51'],
    bug: 'dx is written at 12 bits, whatever the dx wire declares',
    fix: 'use the width of the dx wire',
    fn: {
      writeNormDx: (n, values, dx, g) => {
        const view = { ...dx, bits: 12 };
        primitives.writeNormDx(n, values, view, g);
        dx.scale = view.scale;
      },
    },
  },
  {
    id: 'norm_float_gradients_overwritten',
    clause: 'L16',
    bug: 'the FLOAT32 arm clears the gradients of γ and β before it adds to them',
    fix: 'add to what they hold',
    fn: {
      normBackwardFloat: (n, layer, ...rest) => {
        floats(layer.gamma.grad).fill(0);
        floats(layer.beta.grad).fill(0);
        primitives.normBackwardFloat(n, layer, ...rest);
      },
    },
  },
  fusedIn('normBlockMeans', 'L16', 'a term of dγ or of the projection', []),
  fusedIn('normDxElement', 'L16', 'the projection in dX', []),
];
