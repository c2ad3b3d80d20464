/**
 * The table of all primitives: every exported function of these modules is an entry of the `Numerics`
 * seam under its own name. Each takes `n: Numerics` first and calls the others through `n.fn`.
 */

import * as funnel from './funnel.ts';
import * as indexAlgebra from './kernels/index_algebra.ts';
import * as matmul from './kernels/matmul.ts';
import * as linearForward from './layers/linear_forward.ts';
import * as mse from './losses/mse.ts';
import * as lossOperands from './losses/operands.ts';
import * as adamw from './optimizers/adamw.ts';
import * as gradient from './optimizers/gradient.ts';
import * as juneSgd from './optimizers/june_sgd.ts';
import * as optimizer from './optimizers/optimizer.ts';
import * as schedule from './optimizers/schedule.ts';
import * as sgd from './optimizers/sgd.ts';
import * as sgdMomentum from './optimizers/sgd_momentum.ts';
import * as accumulate from './quant/accumulate.ts';
import * as affine from './quant/affine.ts';
import * as convert from './quant/convert.ts';
import * as decode from './quant/decode.ts';
import * as pack from './quant/pack.ts';
import * as record from './quant/record.ts';
import * as requant from './quant/requant.ts';
import * as symmetric from './quant/symmetric.ts';
import * as rng from './rng.ts';
import * as rounding from './rounding.ts';

/** The modules of the table, in clause order; a test checks that no name occurs twice. */
export const primitiveModules = {
  rng,
  rounding,
  symmetric,
  requant,
  record,
  pack,
  affine,
  decode,
  convert,
  accumulate,
  funnel,
  indexAlgebra,
  matmul,
  linearForward,
  lossOperands,
  mse,
  gradient,
  sgd,
  sgdMomentum,
  juneSgd,
  adamw,
  optimizer,
  schedule,
};

export const primitives = {
  ...rng,
  ...rounding,
  ...symmetric,
  ...requant,
  ...record,
  ...pack,
  ...affine,
  ...decode,
  ...convert,
  ...accumulate,
  ...funnel,
  ...indexAlgebra,
  ...matmul,
  ...linearForward,
  ...lossOperands,
  ...mse,
  ...gradient,
  ...sgd,
  ...sgdMomentum,
  ...juneSgd,
  ...adamw,
  ...optimizer,
  ...schedule,
};

export type Primitives = typeof primitives;
