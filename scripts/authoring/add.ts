/** A proposed call among the regression cases of its op. */

import { buildOp, callKey } from '../../goldgen/build.ts';
import { contractsOf, type OpDef } from '../../goldgen/op.ts';
import { families } from '../../goldgen/ops/index.ts';
import {
  type Regressions,
  readRegressions,
  regressionsText,
  withRegressions,
} from '../../goldgen/regressions.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { Changes } from './apply.ts';
import type { Proposal } from './envelope.ts';

export interface Added {
  /** the op with the new case */
  readonly op: OpDef;
  readonly changes: Changes;
}

/** The record of an op without its regression cases. */
function recordOf(name: string): OpDef {
  return Object.values(families)
    .flat()
    .find((op) => op.name === name)!;
}

export function regressionsPath(op: string): string {
  return `goldgen/regressions/${op}.json`;
}

/** The regression cases of the op with the proposed one at the end. */
export function addProposal(proposal: Proposal, before = readRegressions(proposal.op.name)): Added {
  const { name } = proposal.op;
  const after: Regressions = {
    notes: { ...before.notes, ...proposal.notes },
    cases: [...before.cases, proposal.case],
  };
  return {
    op: withRegressions(recordOf(name), after),
    changes: { [regressionsPath(name)]: regressionsText(after) },
  };
}

export interface AddedCase {
  readonly contract: string;
  readonly id: string;
  readonly status: string;
}

/** What stands in the way of a case, seen from its envelope. */
function refusal(error: unknown, path: string): unknown {
  if (!(error instanceof GoldError)) return error;
  const at = error.path === undefined ? path : `${path} (as ${error.path})`;
  const hint =
    error.message.startsWith('undefined behaviour') && error.hint === undefined
      ? 'name the contracts under which the call is defined: "contracts": […]; nothing was written'
      : 'nothing was written';
  return new GoldError(error.code, error.message, { path: at, hint, cause: error });
}

/**
 * Answers the op's cases under all contracts with every check of `gen`, and returns what became of the proposed one.
 * Errors: vector-invariant, where it is refused.
 */
export function addedCases({ op }: Added, proposal: Proposal, path: string): AddedCase[] {
  try {
    const key = callKey(proposal.case);
    return buildOp(op, contractsOf(op)).flatMap(({ contract, file, leftOut }) => {
      if (!proposal.contracts.includes(contract)) return [];
      const found = file.cases.find((c) => callKey(c) === key);
      if (found === undefined) {
        const message = `${contract} leaves the call out: ${leftOut.at(-1)}`;
        throw new GoldError('vector-invariant', message);
      }
      return { contract, id: found.id, status: found.expected.status };
    });
  } catch (error) {
    throw refusal(error, path);
  }
}
