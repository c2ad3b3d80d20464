/** The model validator as an entry of the `Numerics` seam (H5, L35). */

import type { Contract } from '../contracts.ts';
import type { Numerics } from '../numerics.ts';
import { type ValidatedLayer, type Violation, validateModel } from './validator.ts';

/** L35: all violations of a model under a rule; draws nothing and refuses nothing. */
export function modelViolations(
  _n: Numerics,
  model: readonly (ValidatedLayer | undefined)[] | undefined,
  rule: Contract['validator'],
): Violation[] {
  return validateModel(model, { validator: rule });
}
