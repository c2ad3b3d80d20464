import { describe, expect, it } from 'vitest';
import { type Contract, type ContractId, contractIds } from '../reference/contracts.ts';
import { newAnswers } from './answers.ts';
import { target } from './kit/tensors.ts';
import type { OpDef } from './op.ts';
import round from './ops/rounding/round.ts';
import { callToWire } from './wire.ts';

const call = callToWire(
  round,
  { rounding: 'HALF_AWAY' },
  { x: target('FLOAT32', [1]), y: target('INT32', [1]) },
  1,
);
const [june11, june23, july21] = contractIds as [ContractId, ContractId, ContractId];

/** The op, reading a choice before it answers, and how often it was run. */
function reading(choice: 'operandBits' | 'requant'): { op: OpDef; runs: () => number } {
  let count = 0;
  const run: OpDef['run'] = (n, c) => {
    count += 1;
    if (n.contract[choice] !== undefined) round.run(n, c);
  };
  return { op: { ...round, run }, runs: () => count };
}

describe('answers', () => {
  it('are given once to contracts that make alike what was read', () => {
    const { op, runs } = reading('operandBits');
    const answers = newAnswers(op);
    const of = (id: ContractId) => answers.of(id, 'k', call, 'p');
    expect(of(july21)).toBe(of(june23));
    expect(runs()).toBe(1);
    // 16 bits in place of 12
    expect(of(june11)).not.toBe(of(july21));
    expect(of(june11)).toEqual(of(july21));
    expect(runs()).toBe(2);
  });

  it('are those of the call', () => {
    const { op, runs } = reading('requant');
    const answers = newAnswers(op);
    const first = answers.of(july21, 'k', call, 'p');
    expect(answers.of(july21, 'another', call, 'p')).not.toBe(first);
    expect(runs()).toBe(2);
  });

  it('are new once', () => {
    const answers = newAnswers(round);
    const expected = answers.of(july21, 'k', call, 'p');
    expect([answers.isNew(expected), answers.isNew(expected)]).toEqual([true, false]);
  });

  it('are shown to the oracle once per choices that it reads, and again where it objects', () => {
    const answers = newAnswers(round);
    const expected = answers.of(july21, 'k', call, 'p');
    const c = { id: 'round/directed/0', flags: ['V2'], ...call, expected };
    const asked: number[] = [];
    const ask = (lines: string[]) => (choices: Contract) => {
      asked.push(choices.operandBits);
      return lines;
    };
    expect(answers.said(july21, c, ask(['differs']))).toEqual(['differs']);
    for (const id of [july21, june23, june11]) expect(answers.said(id, c, ask([]))).toEqual([]);
    expect(asked).toEqual([12, 12, 16]);
  });
});
