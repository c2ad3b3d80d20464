/**
 * The table of all primitives: every exported function of these modules is an entry of the `Numerics`
 * seam under its own name. Each takes `n: Numerics` first and calls the others through `n.fn`.
 */

import * as funnel from './funnel.ts';
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
};

export type Primitives = typeof primitives;
