/** What must hold between the tensors of Linear: x [B,I], weight [O,I], dy and y [B,O]. */

import { count, divides, equal, type Fits, has, not, or } from '../../kit/fits.ts';
import { biasFits, views, viewsFit } from '../../kit/matmul_fits.ts';
import { rawProducerFits } from '../../kit/window_fits.ts';

const weightView = views.rightTransposed('weight');

export const linearFits: Fits = {
  ...viewsFit(['x', views.left('x')], ['weight', weightView], 'y'),
  bias: [biasFits('bias', 'x', 'weight', weightView.columns)],
};

/** dyᵀ · x */
export function weightGradientFits(gradient: string): Fits {
  return viewsFit(['dy', views.leftTransposed('dy')], ['x', views.right('x')], gradient);
}

/** The elements of dy are rows of as many outputs as the gradient has. */
export function biasGradientFits(gradient: string): Fits {
  return {
    [gradient]: [
      or(equal(count('dy'), 0), not(has(gradient)), divides(count(gradient), count('dy'))),
    ],
  };
}

const inputGradientFits = viewsFit(
  ['dy', views.left('dy')],
  ['weight', views.right('weight')],
  'dx',
);

export const linearBackwardFits: Fits = {
  ...weightGradientFits('weight_grad'),
  ...inputGradientFits,
  dx: [...inputGradientFits.dx!, rawProducerFits('dx', 'dx_arithmetic')],
  ...biasGradientFits('bias_grad'),
};
