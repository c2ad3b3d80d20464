/** The builder on a small op: what it writes, and that each kind of worthless case is refused. */

import { afterAll, describe, expect, it } from 'vitest';
import { type ContractId, contracts } from '../reference/contracts.ts';
import { UndefinedBehaviour } from '../reference/refusal.ts';
import { ints } from '../reference/tensor.ts';
import { decode, encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import { validateVectorFile } from '../schema/format/validate.ts';
import { type BuiltFile, buildFile, buildOp, buildUnder } from './build.ts';
import { count, equal } from './kit/fits.ts';
import { int32Of } from './kit/literals.ts';
import { target } from './kit/tensors.ts';
import type { OpDef } from './op.ts';
import { caseOf, sampleOp } from './sample_op.ts';

const never = { when: 'never', count: 0 };
const contract = 'sym-2026-07-21';

function failure(op: OpDef): { path: string | undefined; message: string } {
  try {
    buildOp(op, [contract]);
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    expect(error.code).toBe('vector-invariant');
    return { path: error.path, message: error.message };
  }
  throw new Error('expected a GoldError');
}

describe('a built file', () => {
  const file = buildFile(sampleOp, contract);

  it('numbers the cases densely in each set', () => {
    expect(file.cases.map((c) => c.id)).toEqual([
      'sample/directed/0',
      'sample/negative/0',
      'sample/overflow/0',
      'sample/directed/1',
    ]);
  });

  it('takes outputs, generator state and overflow record from the reference', () => {
    expect(file.cases[0]!.expected).toEqual({
      status: 'ok',
      outputs: { y: { dtype: 'INT32', shape: [2], data: Uint8Array.of(2, 0, 0, 0, 3, 0, 0, 0) } },
      rng: 1,
      overflow: { accumulate: never, multiply: never, cast: never },
    });
  });

  it('a refused case has a code and nothing else', () => {
    expect(file.cases[1]!.expected).toEqual({
      status: 'refused',
      refusal: 'A12',
      overflow: { accumulate: never, multiply: never, cast: never },
    });
  });

  it('a case that overflows has the record and no outputs', () => {
    expect(file.cases[2]!.expected).toEqual({
      status: 'overflow',
      rng: 1,
      overflow: { accumulate: { when: 'always', count: 1 }, multiply: never, cast: never },
    });
  });

  it('is canonical, valid and the same every time', () => {
    const [a] = buildOp(sampleOp, [contract]);
    const [b] = buildOp(sampleOp, [contract]);
    expect(encode(a!.file)).toEqual(encode(b!.file));
    expect(validateVectorFile(decode(encode(a!.file)))).toEqual(file);
  });

  it('does not depend on cases elsewhere', () => {
    const op: OpDef = {
      ...sampleOp,
      *cases(g) {
        yield caseOf([5], 5, { set: 'boundary' });
        yield* sampleOp.cases(g);
      },
    };
    expect(buildFile(op, contract).cases.at(-1)).toEqual(file.cases.at(-1));
  });
});

describe('worthless cases are refused', () => {
  const withCases = (...cases: ReturnType<typeof caseOf>[]): OpDef => ({
    ...sampleOp,
    cases: () => cases,
  });
  let calls = 0;
  const rows: ReadonlyArray<[string, OpDef, string, string]> = [
    ['no case', withCases(), 'sample', 'no case'],
    ['same inputs', withCases(caseOf([1], 1), caseOf([1], 1)), 'directed/1', 'same inputs'],
    ['no flag', withCases(caseOf([1], 1, { flags: [] })), 'flags', 'flag'],
    ['unknown flag', withCases(caseOf([1], 1, { flags: ['x'] })), 'directed/0', 'no note'],
    ['flag twice', withCases(caseOf([1], 1, { flags: ['sum', 'sum'] })), 'flags', 'twice'],
    [
      'idle note',
      { ...sampleOp, notes: { ...sampleOp.notes, idle: sampleOp.notes.sum! } },
      'sample',
      'idle',
    ],
    ['parameter out of range', withCases(caseOf([1], 9)), 'params/by', '-5..5'],
    ['parameter missing', withCases(caseOf([1], 1, { params: {} })), 'params/by', 'missing'],
    [
      'parameter unknown',
      withCases(caseOf([1], 1, { params: { by: 1, to: 1 } })),
      'params/to',
      'not declared',
    ],
    [
      'tensor missing',
      withCases(caseOf([1], 1, { tensors: { x: int32Of([1]) } })),
      'tensors/y',
      'missing',
    ],
    [
      'tensor of another dtype',
      withCases(caseOf([1], 1, { tensors: { x: int32Of([1]), y: target('FLOAT32', [1]) } })),
      'tensors/y',
      'FLOAT32',
    ],
    ['generator state 0', withCases(caseOf([1], 1, { rng: 0 })), 'rng', 'state'],
    [
      'payload of another size',
      withCases(caseOf([1], 1, { tensors: { x: int32Of([1], [2]), y: target('INT32', [2]) } })),
      'inputs/x/data',
      'payload',
    ],
    [
      'an input that is written',
      { ...sampleOp, run: (_n, call) => void ints(call.tensor('x')).fill(9) },
      'inputs/x',
      'wrote to an input',
    ],
    [
      'an output that is not written',
      { ...sampleOp, run: () => undefined },
      'sample',
      'asked again',
    ],
    [
      'state kept between calls',
      { ...sampleOp, run: (_n, call) => void ints(call.tensor('y')).fill(calls++) },
      'sample',
      'asked again',
    ],
    [
      'a failing reference',
      {
        ...sampleOp,
        run: () => {
          throw new TypeError('broken');
        },
      },
      'sample/directed/0',
      'broken',
    ],
    [
      'an oracle that disagrees',
      { ...sampleOp, oracle: () => ({ y: int32Of([2, 4]) }) },
      'sample/directed/0',
      'y[1]: reference 3 (0x00000003), oracle 4 (0x00000004)',
    ],
  ];
  it.each(rows)('%s', (_name, op, path, message) => {
    const error = failure(op);
    expect(error.path).toContain(path);
    expect(error.message).toContain(message);
  });

  it('an oracle that agrees or has no answer changes nothing', () => {
    const op: OpDef = {
      ...sampleOp,
      oracle: (call) => (ints(call.tensor('x')).length === 2 ? { y: int32Of([2, 3]) } : undefined),
    };
    expect(buildFile(op, contract)).toEqual(buildFile(sampleOp, contract));
  });
});

describe('under a contract that varies another one', () => {
  const varied = 'test-variation' as ContractId;
  Object.assign(contracts, { [varied]: { ...contracts[contract], id: varied } });
  afterAll(() => void delete (contracts as Record<string, unknown>)[varied]);
  const undefinedForThree: OpDef = {
    ...sampleOp,
    run: (n, call) => {
      if (ints(call.tensor('x'))[0] === 3) throw new UndefinedBehaviour('three');
      sampleOp.run(n, call);
    },
  };
  const built = (op: OpDef, ...cases: ReturnType<typeof caseOf>[]): BuiltFile | undefined =>
    buildUnder({ ...op, cases: () => cases }, varied);

  it('what is undefined, equal or without a note is left out, and ids stay dense', () => {
    const unknown = caseOf([4], 1, { flags: ['x'] });
    const drawn = [caseOf([1], 1), caseOf([3], 1), caseOf([1], 1), unknown, caseOf([2], 1)];
    const { file, leftOut } = built(undefinedForThree, ...drawn)!;
    expect(file.cases.map(({ id }) => id)).toEqual(['sample/directed/0', 'sample/directed/1']);
    expect(leftOut).toEqual([
      'sum: undefined behaviour: three',
      'sum: has the same inputs as sample/directed/0',
      'x: flag x has no note',
    ]);
  });

  it('what does not fit is left out, as no harness lets a kernel see it', () => {
    const single: OpDef = { ...sampleOp, fits: { x: [equal(count('x'), 1)] } };
    const { file, leftOut } = built(single, caseOf([1, 2], 1), caseOf([1], 1))!;
    expect(file.cases).toHaveLength(1);
    expect(leftOut).toEqual(['sum: "x" does not fit the call']);
  });

  it('an op without any case has no file', () => {
    expect(built(undefinedForThree, caseOf([3], 1))).toBeUndefined();
  });

  it('a failing reference, and an undefined call under a contract of a day, are still refused', () => {
    const failing: OpDef = { ...undefinedForThree, run: () => void ints(undefined as never) };
    expect(() => built(failing, caseOf([1], 1))).toThrow('the reference failed');
    const strict = { ...undefinedForThree, cases: () => [caseOf([3], 1)] };
    expect(() => buildOp(strict, [contract])).toThrow('undefined behaviour: three');
  });
});

describe('a call that is tried before it becomes a case', () => {
  let runs = 0;
  const tried: boolean[] = [];
  const op: OpDef = {
    ...sampleOp,
    run: (n, call) => {
      runs++;
      if (ints(call.tensor('x'))[0] === 3) throw new UndefinedBehaviour('three');
      sampleOp.run(n, call);
    },
    *cases(g) {
      // refused, too large, undefined, and answered
      const drawn = [[13], [2147483647], [3], [1]].map((x) => caseOf(x, 1));
      tried.push(...drawn.map(g.isAnswered));
      yield drawn.at(-1)!;
    },
  };

  it('is answered where the reference neither refuses nor overflows', () => {
    buildOp(op, [contract]);
    expect(tried).toEqual([false, false, false, true]);
  });

  it('is not asked again for its case', () => {
    // four were tried, and the case is proven repeatable
    expect(runs).toBe(5);
  });
});
