import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { choiceNames, choices } from './choices.ts';
import {
  contractIds,
  contracts,
  contractsSince,
  defaultContractId,
  existsIn,
  isVariation,
} from './contracts.ts';

/** Texts of the reference without its second version, its mutants, tests and the records themselves. */
const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .filter((path) => !/^(independent|mutants)\/|^(choices|contracts)\.ts$/.test(path))
  .map((path) => readFileSync(`${import.meta.dirname}/${path}`, 'utf8'));

describe('the choices', () => {
  it.each(choiceNames)('%s is read by the reference', (name) => {
    expect(sources.some((text) => text.includes(`contract.${name}`))).toBe(true);
  });

  it.each(choiceNames)('%s has its value in every contract, and no value twice', (name) => {
    const values: readonly unknown[] = choices[name].values;
    expect(new Set(values).size).toBe(values.length);
    for (const id of contractIds) expect(values).toContain(contracts[id][name]);
  });
});

describe('the contracts', () => {
  it('know their id; those of a day stand in the order of their days', () => {
    expect(contractIds.map((id) => contracts[id].id)).toEqual(contractIds);
    const dated = contractIds.filter((id) => !isVariation(contracts[id]));
    expect(dated).toEqual([...dated].sort());
    expect(contractIds).toContain(defaultContractId);
  });

  it('have what came up on their day or before', () => {
    expect(existsIn({ date: '2026-06-23' }, '2026-06-23')).toBe(true);
    expect(existsIn({ date: '2026-06-11' }, '2026-06-23')).toBe(false);
    const first = contractIds[0]!;
    expect(contractsSince(contracts[first].date)).toEqual(contractIds);
    expect(contractsSince('2026-07-21')).not.toContain(first);
  });

  it('are variations where they keep the day of another one', () => {
    const contract = contracts['sym-2026-06-23'];
    expect(isVariation(contract)).toBe(false);
    expect(isVariation({ ...contract, id: 'sym-2026-07-21' })).toBe(true);
  });
});
