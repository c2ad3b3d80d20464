/** Goal: after the first claim nothing is told that leads astray, and everything that stands for itself. */

import { expect, it } from 'vitest';
import type { Claim, Measured, Reproduced } from './claim.ts';
import type { Hypothesis, Replayer } from './hypothesis.ts';
import { withoutFalseLeads } from './leads.ts';

const runs = new Set(['encode']);
const replayer = { functionsOf: () => runs } as unknown as Replayer;
const sure = { isDoubtful: () => false, isShadowed: () => false };

function reproduced(op: string, cases: number, functions: readonly string[]): Reproduced {
  const hypothesis = { id: op, kind: 'mistake', functions } as unknown as Hypothesis;
  const cell = { op, units: [{ failure: { test: {} } }] };
  const weighed = {
    hypothesis,
    whole: new Set([cell]),
    partial: new Map(),
    cleared: new Set(),
    isRefuted: false,
  };
  const explained = { weighed, cells: [cell] };
  return { kind: 'reproduced', explained, cases, of: cases, ops: [op] } as unknown as Reproduced;
}

function fact(op: string, cases: number, users: readonly string[] = []): Measured {
  const claim = { kind: 'measured', cases, of: cases, ops: [op], users, follows: false };
  return claim as unknown as Measured;
}

const told = (...claims: readonly Claim[]): readonly Claim[] =>
  withoutFalseLeads(claims, sure, replayer);

const later = reproduced('pool', 20, ['divisor']);

it('the first claim stays, and a second one of other ops and functions', () => {
  const first = reproduced('norm', 1, ['f.mul']);
  expect(told(first, later)).toEqual([first, later]);
});

it('little beside a fact about the same op is not told, much is', () => {
  const many = fact('pool', 40);
  expect(told(many, reproduced('pool', 1, ['divisor']))).toEqual([many]);
  expect(told(many, later)).toEqual([many, later]);
});

it('what ops show that use a plainer one that is wrong is not told', () => {
  const plainer = fact('encode_affine', 58, ['pool']);
  expect(told(plainer, later)).toEqual([plainer]);
});

it('a small rest of what runs a blamed function is not told', () => {
  const blamed = reproduced('encode', 300, ['encode']);
  expect(told(blamed, later)).toEqual([blamed]);
  const large = reproduced('pool', 200, ['divisor']);
  expect(told(blamed, large)).toEqual([blamed, large]);
});

it('one op in few cases says nothing about a compiler', () => {
  const first = fact('norm', 15);
  expect(told(first, reproduced('pool', 1, ['f.mulAdd']))).toEqual([first]);
});

it('what is doubtful, or gives no answer, is not told', () => {
  const first = fact('norm', 15);
  expect(told(first, reproduced('pool', 0, ['divisor']))).toEqual([first]);
  const doubts = { ...sure, isDoubtful: () => true };
  expect(withoutFalseLeads([first, later], doubts, replayer)).toEqual([first]);
});
