/** The derived calls of an op that are no cases, with the reasons. */

import { type ContractId, contracts, existsIn } from '../../reference/contracts.ts';
import type { VectorFile, WireCase } from '../../schema/format/types.ts';
import { callKey, newCaseGen } from '../build.ts';
import { buildCase } from '../case.ts';
import { contractsOf, type OpDef } from '../op.ts';
import { callToWire } from '../wire.ts';
import {
  derivesEdges,
  type EdgeKind,
  edgeCalls,
  edgeFlag,
  edgeKinds,
  edgesSince,
} from './edge_cases.ts';
import { edgeOrReason } from './verdict.ts';

/** Calls of one op that one reason keeps from being cases. */
export interface LeftOut {
  readonly op: string;
  readonly edge: EdgeKind;
  readonly why: string;
  readonly calls: number;
}

/** Numbers differ from call to call, reasons do not. */
const withoutNumbers = (message: string): string => message.replace(/-?\d+(\.\d+)?/g, '…');

function leftOutUnder(
  op: OpDef,
  contract: ContractId,
  cases: readonly WireCase[],
): { edge: EdgeKind; why: string }[] {
  const known = new Set(cases.map(callKey));
  const drawn = [...op.cases(newCaseGen(op, contract))];
  return [...edgeCalls(op, drawn)].flatMap((input) => {
    const call = callToWire(op, input.params, input.tensors, input.rng);
    if (known.has(callKey(call))) return [];
    known.add(callKey(call));
    const made = edgeOrReason(op, contract, input, () => buildCase(op, contract, op.name, input));
    const edge = edgeKinds.find((kind) => input.flags.includes(edgeFlag(kind)))!;
    const why =
      typeof made === 'string' ? withoutNumbers(made) : 'not written yet: run `goldvec gen`';
    return [{ edge, why }];
  });
}

/** What an op derives and does not keep, by edge and reason; nothing where a file holds no such op. */
export function leftOut(op: OpDef, files: readonly VectorFile[]): LeftOut[] {
  // to draw the calls of whole trainings takes as long as all others together
  if (!derivesEdges(op)) return [];
  const found = new Map<string, LeftOut>();
  for (const contract of contractsOf(op)) {
    const own = files.find((file) => file.op === op.name && file.contract === contract);
    if (own === undefined || !existsIn(contracts[contract], edgesSince)) continue;
    for (const { edge, why } of leftOutUnder(op, contract, own.cases)) {
      const key = `${edge}\n${why}`;
      const calls = (found.get(key)?.calls ?? 0) + 1;
      found.set(key, { op: op.name, edge, why, calls });
    }
  }
  return [...found.values()];
}
