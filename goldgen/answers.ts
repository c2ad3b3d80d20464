/**
 * Answers of one op that contracts share. A call is answered once for all contracts that make those choices alike which
 * the reference reads on the way, and the oracle is asked once for all that make those alike which it reads.
 */

import { type Contract, type ContractId, contracts } from '../reference/contracts.ts';
import type { WireCall, WireCase, WireExpected } from '../schema/format/types.ts';
import { answer, poisons } from './case.ts';
import { agrees, type Reads, watchedContract } from './mutation/reads.ts';
import type { OpDef } from './op.ts';

interface Known {
  readonly expected: WireExpected;
  readonly reads: Reads;
}

/** The answers of an op so far; an answer that contracts share is one object. */
export interface Answers {
  /** `key` is the same for the same call; errors: those of `answer` */
  of(contract: ContractId, key: string, call: WireCall, path: string): WireExpected;
  /** whether nothing was proven of the answer yet; from now on something is */
  isNew(expected: WireExpected): boolean;
  /** what an oracle says against a case; that it says nothing is remembered */
  said(contract: ContractId, c: WireCase, ask: (choices: Contract) => string[]): string[];
}

/** No answers yet. */
export function newAnswers(op: OpDef): Answers {
  const known = new Map<string, Known[]>();
  const proven = new Set<WireExpected>();
  const agreed = new Map<WireExpected, Reads[]>();
  return {
    of(contract, key, call, path) {
      const before = known.get(key) ?? [];
      const found = before.find(({ reads }) => agrees(reads, contracts[contract]));
      if (found !== undefined) return found.expected;
      const { watched, reads } = watchedContract(contracts[contract]);
      const expected = answer(op, contract, call, path, poisons.first, watched);
      known.set(key, [...before, { expected, reads: reads() }]);
      return expected;
    },
    isNew(expected) {
      if (proven.has(expected)) return false;
      proven.add(expected);
      return true;
    },
    said(contract, { expected }, ask) {
      const before = agreed.get(expected) ?? [];
      if (before.some((reads) => agrees(reads, contracts[contract]))) return [];
      const { watched, reads } = watchedContract(contracts[contract]);
      const lines = ask(watched);
      if (lines.length === 0) agreed.set(expected, [...before, reads()]);
      return lines;
    },
  };
}
