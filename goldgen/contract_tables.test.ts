/** What is written out of the contract records: the choices that are read, in the spelling of each language. */

import { describe, expect, it } from 'vitest';
import { type ChoiceName, choices } from '../reference/choices.ts';
import { type Contract, type ContractId, contracts } from '../reference/contracts.ts';
import {
  choicesReadInC,
  choicesReadInJs,
  contractFiles,
  contractsDef,
  contractsDocument,
  contractsHeader,
  contractsModule,
} from './contract_tables.ts';

const july = contracts['sym-2026-07-21'];
const names = ['operandBits', 'requant', 'seedGuard'] as const;

describe('the choices of a table', () => {
  it('are those that kernels name, in the order of the records', () => {
    const c = ['ctx->contract->seed_guard && contract->requant == 1', 'x->contract->operand_bits'];
    expect(choicesReadInC(c)).toEqual(names);
    const js = ['ctx.contract.seedGuard', 'ctx.contract.requant, ctx.contract.operandBits'];
    expect(choicesReadInJs(js)).toEqual(names);
    expect(choicesReadInC(['ctx->contract->id', 'other->requant'])).toEqual([]);
  });

  it('are read from the sources of the kernels', () => {
    const files = contractFiles({ c: ['contract->requant'], js: ['ctx.contract.encode'] });
    expect(files.map(({ path }) => path)).toEqual([
      'conformance/c/gen/contracts.def',
      'conformance/c/gen/contracts.h',
      'conformance/backends/js/gen/contracts.ts',
      'goldgen/CONTRACTS.md',
    ]);
    expect(files[1]!.text).toContain('gv_requant_choice requant;');
    expect(files[1]!.text).not.toContain('encode');
    expect(files[2]!.text).toContain("readonly encode: 'clamp_then_round' | 'round_then_clamp';");
  });
});

describe('the C table', () => {
  it('has an enum for words, a number and a bool', () => {
    const header = contractsHeader(names);
    expect(header).toContain('    GV_REQUANT_DIVIDE,\n    GV_REQUANT_RATIO,\n} gv_requant_choice;');
    expect(header).toContain('    uint32_t operand_bits;');
    expect(header).toContain('    bool seed_guard;');
  });

  it('has a record per contract', () => {
    expect(contractsDef(names, [july]).split('\n').slice(1)).toEqual([
      '{',
      '    .id = "sym-2026-07-21",',
      '    .operand_bits = 12u,',
      '    .requant = GV_REQUANT_RATIO,',
      '    .seed_guard = true,',
      '},',
      '',
    ]);
  });

  it('refuses a choice that is now a word and now a number', () => {
    expect(() => contractsHeader(['momentumBits'])).toThrow('momentumBits has values of several');
  });
});

describe('the JavaScript table', () => {
  it('has a record per contract', () => {
    const text = contractsModule(names, [july]);
    expect(text).toContain("    'sym-2026-07-21',\n    {\n      operandBits: 12,\n");
    expect(text).toContain("      requant: 'ratio',\n      seedGuard: true,\n    },\n");
  });
});

describe('a contract that differs in one choice', () => {
  const rows = (Object.keys(choices) as ChoiceName[])
    .filter((name) => name !== 'momentumBits')
    .flatMap((name) => choices[name].values.map((value) => ({ name, value })));

  it.each(rows)('$name: $value', ({ name, value }) => {
    const scratch = { ...july, [name]: value, id: 'scratch' as ContractId } as Contract;
    const record = contractsDef([name], [scratch]);
    const word = typeof value === 'string' ? /= (GV_\w+),/.exec(record)![1]! : `${value}`;
    if (typeof value === 'string') expect(contractsHeader([name])).toContain(`    ${word},\n`);
    expect(record).toContain('"scratch"');
    expect(record).toContain(word);
    expect(contractsModule([name], [scratch])).toContain(`      ${name}: `);
    expect(contractsDocument([scratch])).toContain(`| \`${name}\` | ${value} |`);
  });
});
