/** The calculators answer every example of the specification as it is printed, also through a link. */

import { describe, expect, it } from 'vitest';
import { contractsOf, type OpDef } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import type { ContractId } from '../../../reference/contracts.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { projectFiles } from '../../tidy/files.ts';
import { specExamplesOf } from '../spec_examples.ts';
import { differingSteps } from './difference.ts';
import { type CallFields, fieldsOf, fieldsOfLink, linkOf } from './form.ts';
import { floatText, readFloat, readInteger, showNumber } from './numbers.ts';
import { answerOf, callOf, outputsOf } from './run.ts';
import { type Step, stepText } from './trace.ts';

const examples = projectFiles((path) => path.startsWith('reference/spec/'))
  .flatMap(({ path, text }) => specExamplesOf(path, text))
  .filter(({ call }) => findOp(call.op) !== undefined);

type Expected = Readonly<Record<string, Readonly<Record<string, unknown>> | number>>;

/** The outputs that an example prints, as the calculators name them. */
function printed(expected: Expected): Record<string, number> {
  const named: Record<string, number> = {};
  for (const [tensor, parts] of Object.entries(expected)) {
    if (typeof parts === 'number') continue;
    for (const part of ['scale', 'zero_point']) {
      if (parts[part] !== undefined) named[`${tensor}.${part}`] = readFloat(`${parts[part]}`);
    }
    const data = (parts.data ?? []) as readonly (number | string)[];
    data.forEach((item, i) => {
      named[`${tensor}[${i}]`] = typeof item === 'string' ? readFloat(item) : item;
    });
  }
  return named;
}

/** What the op itself gives, without steps being noted. */
function untraced(op: OpDef, fields: CallFields): unknown {
  const n = newNumerics(fields.contract as ContractId, { rngState: Number(fields.rng) });
  const call = callOf(op, fields);
  try {
    op.run(n, call);
  } catch (error) {
    return (error as Error).message;
  }
  return { rng: n.rng.state, outputs: outputsOf(op, call) };
}

describe('an example of the specification', () => {
  it.each(examples)('$page:$line survives a link, and its steps change nothing', ({ call }) => {
    const op = findOp(call.op)!;
    const fields = fieldsOf(call, contractsOf(op));
    const shared = fieldsOfLink(`#${linkOf(fields)}`)!;
    expect(shared).toEqual(fields);
    const { status, reason, rng, outputs } = answerOf(op, shared, shared.contract);
    expect(status === 'ok' ? { rng, outputs } : reason).toEqual(untraced(op, fields));
  });

  const taught = examples.filter(({ clause }) => /^(S16|S17|S20|S36|S51|S52|S57)$/.test(clause));
  it.each(taught)('$page:$line gives what is printed', ({ call }) => {
    const op = findOp(call.op)!;
    const fields = fieldsOf(call, contractsOf(op));
    const got = answerOf(op, fields, fields.contract);
    if (call.refused !== undefined) {
      expect(got.reason).toMatch(new RegExp(`^${call.refused}:`));
      return;
    }
    const values = new Map(got.outputs.map(({ name, value }) => [name, value]));
    const expected = printed(call.expect as Expected);
    const found = Object.fromEntries(Object.keys(expected).map((name) => [name, values.get(name)]));
    expect(found).toEqual(expected);
  });

  it('is there', () => {
    expect(examples.length).toBeGreaterThan(300);
    expect(taught.length).toBeGreaterThan(20);
  });
});

const all = (steps: readonly Step[]): Step[] => steps.flatMap((s) => [s, ...all(s.steps)]);

describe('the steps', () => {
  const fields = fieldsOfLink(
    'contract=sym-2026-07-21&rng=1&x.dtype=SYM_INT32&x.shape=2&x.bits=12&x.scale=0x3dcccccd' +
      '&x.data=2054,1027&y.dtype=SYM_INT32&y.shape=2&y.bits=12&y.rounding=HALF_AWAY',
  )!;
  const stepsUnder = (contract: string): Step[] => {
    return all(answerOf(findOp('requant_dynamic')!, fields, contract).steps);
  };
  const results = (contract: string): string[] =>
    stepsUnder(contract).map(({ kind, result }) =>
      kind === 'float' ? floatText(Number(result)) : '',
    );

  it('hold what the formula of the contract gives on the way', () => {
    // the largest float below 1023.5, and 1023.5 itself
    expect(results('sym-2026-07-21')).toContain('1023.49994');
    expect(results('sym-2026-06-23')).toContain('1023.5');
    expect(results('sym-2026-06-23')).not.toContain('1023.49994');
  });

  it('that differ between two contracts are found', () => {
    const [a, b] = ['sym-2026-07-21', 'sym-2026-06-23'].map(
      (contract) => answerOf(findOp('requant_dynamic')!, fields, contract).steps,
    );
    const differing = differingSteps(a!, b!);
    const named = all(a!)
      .filter((step) => differing.has(step))
      .map(({ name, result }) => `${name} ${result}`);
    expect(named).toContain('round 1023');
    expect(named).not.toContain('symmetricScale 0.10034196823835373');
    expect(differingSteps(a!, a!).size).toBe(0);
  });

  it('take sums of products apart into single roundings', () => {
    const link =
      'contract=sym-2026-07-21&rng=1&alias=none&target.dtype=SYM_INT32&target.shape=1&target.bits=12' +
      '&target.scale=0.5&target.data=10&increment.dtype=SYM_INT32&increment.shape=1' +
      '&increment.bits=12&increment.scale=0.25&increment.data=-7';
    const { steps } = answerOf(
      findOp('accumulate_sym_dynamic')!,
      fieldsOfLink(link)!,
      'sym-2026-07-21',
    );
    const texts = all(steps).map((s) => stepText(s, floatText));
    expect(texts).toEqual(expect.arrayContaining(['10 ⊗ 0.5', '-7 ⊗ 0.25', '5 ⊕ -1.75']));
  });

  it('hold each term of an accumulator', () => {
    const link =
      'contract=sym-2026-07-21&rng=1&a.dtype=INT32&a.shape=1x2&a.data=2147483647,1&b.dtype=INT32' +
      '&b.shape=2x1&b.data=1,1&seed.dtype=INT32&seed.shape=1&seed.data=0&y.dtype=INT32&y.shape=1x1';
    const { steps, overflow } = answerOf(
      findOp('matmul_int32')!,
      fieldsOfLink(link)!,
      'sym-2026-07-21',
    );
    expect(all(steps).map((s) => stepText(s, floatText))).toContain('acc[0]: 2147483647 ⊞ 1');
    expect(overflow).toEqual(['sums leave int32 in every order (1 in the order of the clause)']);
  });
});

describe('numbers', () => {
  it.each([
    [0.1, '0.1'],
    [16777216, '16777216'],
    [2 ** -149, '1e-45'],
    [Number.NaN, 'NaN'],
    [-0, '-0'],
    [-Infinity, '−∞'],
  ])('%d as %s', (value, text) => {
    expect(floatText(Math.fround(value))).toBe(text);
  });

  it('are shown with their bits', () => {
    expect(showNumber(-1, 'int')).toEqual({
      decimal: '-1',
      hex: '0xffffffff',
      bits: ['11111111', '11111111', '11111111', '11111111'],
    });
    expect(showNumber(-2, 'float')).toEqual({
      decimal: '-2',
      hex: '0xc0000000',
      bits: ['1', '10000000', '00000000000000000000000'],
    });
  });

  it('are refused where they are none', () => {
    expect(() => readFloat('1,5')).toThrow('“1,5” is not a number');
    expect(() => readInteger('1.5', 0, 9)).toThrow('is not an integer');
    expect(() => readInteger('10', 0, 9)).toThrow('10 is not within 0 … 9');
  });
});
