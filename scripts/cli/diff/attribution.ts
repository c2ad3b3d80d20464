/** Which choice of a contract explains a difference: the reference answers again with one choice switched at a time. */

import { observe, poisons, wireExpected } from '../../../goldgen/case.ts';
import type { OpDef } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { type ChoiceName, choiceNames, choices } from '../../../reference/choices.ts';
import {
  type Contract,
  type ContractId,
  contractIds,
  contracts,
} from '../../../reference/contracts.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { encode } from '../../../schema/format/codec.ts';
import type { WireCase, WireExpected } from '../../../schema/format/types.ts';
import type { Pair } from '../moves.ts';
import type { FilePair, Side } from './sides.ts';

/** One choice with another value. */
export interface Switch {
  readonly choice: ChoiceName;
  readonly from: string;
  readonly to: string;
}

/** A switch and the cases that it explains: alone, or only together with others. */
export interface Attribution extends Switch {
  readonly alone: number;
  readonly among: number;
}

interface Tried {
  readonly step: Switch;
  readonly contract: Contract;
}

/** The answer under a contract that is no registered one; undefined where the call is undefined then. */
function answerUnder(op: OpDef, contract: Contract, c: WireCase): WireExpected | undefined {
  try {
    const n = newNumerics(contract.id, { rngState: c.rng, contract });
    return wireExpected(observe(op, n, c, c.id, poisons.first));
  } catch {
    return undefined;
  }
}

const same = (a: WireExpected | undefined, b: WireExpected): boolean =>
  a !== undefined && Buffer.compare(encode(a), encode(b)) === 0;

/** From the earlier contract, each choice as the later one has it. */
function between(a: ContractId, b: ContractId): Tried[] {
  const [before, after] = [contracts[a], contracts[b]];
  return choiceNames
    .filter((choice) => before[choice] !== after[choice])
    .map((choice) => ({
      step: { choice, from: `${before[choice]}`, to: `${after[choice]}` },
      contract: { ...before, [choice]: after[choice] },
    }));
}

/** From what the checkout says now, each choice with each other value that it could have had before. */
function around(id: ContractId): Tried[] {
  const now = contracts[id];
  return choiceNames.flatMap((choice) =>
    (choices[choice].values as readonly (string | number | boolean)[])
      .filter((value) => value !== now[choice])
      .map((value) => ({
        step: { choice, from: `${value}`, to: `${now[choice]}` },
        contract: { ...now, [choice]: value } as Contract,
      })),
  );
}

/** How many of the changed cases each choice explains; none where the reference of a side is not this one. */
export function attributionsOf(
  a: Side,
  b: Side,
  { op: name, contract: id }: FilePair,
  changed: readonly Pair[],
): Attribution[] {
  const op = findOp(name);
  const contract = contractIds.find((known) => known === id);
  if (op === undefined || contract === undefined || !b.isCheckout) return [];
  const isBetween = a.contract !== undefined;
  const tried = isBetween ? between(a.contract, contract) : around(contract);
  return tried
    .map(({ step, contract: other }) => {
      const counts = { alone: 0, among: 0 };
      for (const { before, after } of changed) {
        const answer = answerUnder(op, other, after);
        // between contracts one goes from the earlier to the later answer, else back to the earlier one
        const [start, goal] = isBetween ? [before, after] : [after, before];
        if (same(answer, goal.expected)) counts.alone++;
        else if (answer !== undefined && !same(answer, start.expected)) counts.among++;
      }
      return { ...step, ...counts };
    })
    .filter(({ alone, among }) => alone + among > 0)
    .sort((x, y) => y.alone - x.alone || y.among - x.among);
}
