/** What becomes of a derived call: a case, or none for a reason that `EDGES.md` prints. */

import { UndefinedBehaviour } from '../../reference/refusal.ts';
import { countOf, type Tensor } from '../../reference/tensor.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { FitTensor } from '../../schema/format/fit_tensor.ts';
import { firstMisfit } from '../../schema/format/fits.ts';
import type { WireCase } from '../../schema/format/types.ts';
import { fitsText } from '../call_tables.ts';
import type { CaseInput, OpDef } from '../op.ts';
import { isMisfit } from './edge_cases.ts';

function asSeen(t: Tensor): FitTensor {
  const { dtype, shape, order, data, scale, bits } = t;
  return { dtype, shape, order, data, scale, bits, count: countOf(shape) };
}

/** The tensor or parameter by which a call is none of the op's: no harness lets a kernel see it. */
export function misfitOf(op: OpDef, contract: string, input: CaseInput): string | undefined {
  const scope = {
    contract,
    tensor: (name: string) => {
      const t = input.tensors[name];
      return t === undefined ? undefined : asSeen(t);
    },
    param: (name: string) => input.params[name],
  };
  return firstMisfit(scope, fitsText(op.fits));
}

/** What is made of a call, or why the call is undefined. Throws what else making it throws. */
export function madeOrReason<T>(build: () => T): T | string {
  try {
    return build();
  } catch (error) {
    if (error instanceof GoldError && error.cause instanceof UndefinedBehaviour) {
      return error.message;
    }
    throw error;
  }
}

/** What is made of a call, or why it is no case: it does not fit, or it is undefined. */
export function fittingOrReason<T>(
  op: OpDef,
  contract: string,
  input: CaseInput,
  build: () => T,
): T | string {
  const misfit = misfitOf(op, contract, input);
  return misfit === undefined ? madeOrReason(build) : `"${misfit}" does not fit the call`;
}

/** A derived call as a case, or why it is none; also where nobody compares its counts. */
export function edgeOrReason(
  op: OpDef,
  contract: string,
  input: CaseInput,
  build: () => WireCase,
): WireCase | string {
  const made = fittingOrReason(op, contract, input, build);
  const isAnswered =
    isMisfit(input) && typeof made !== 'string' && made.expected.status !== 'refused';
  return isAnswered ? 'no guard compares these counts, and they suffice' : made;
}
