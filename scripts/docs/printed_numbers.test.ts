/**
 * What the worked examples print, committed cases answer: each example is a case, and the numbers that a section
 * prints in words and tables come out of the cases that carry its number as a flag.
 */

import { describe, expect, it } from 'vitest';
import { differences } from '../../goldgen/fixture/check.ts';
import { type Fixture, readFixture } from '../../goldgen/fixture/fixture.ts';
import { encode } from '../../schema/format/codec.ts';
import { codesOf } from '../../schema/format/tensor.ts';
import type { WireCase, WireTensor } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { root } from '../cli/paths.ts';
import { readSpec } from '../spec/clauses.ts';
import { projectPages } from './pages.ts';

const printed = ['sym-2026-06-11', 'sym-2026-06-23', 'sym-2026-07-21'];
const files = readVectors('vectors', ({ contract }) => printed.includes(contract));

const examples = projectPages()
  .filter(({ path }) => path.startsWith('reference/spec/worked-examples-'))
  .flatMap(({ path, blocks }) =>
    blocks
      .filter(({ info }) => info === 'yaml example')
      .map(({ text, line }) => {
        return [`${path}:${line}`, text, readFixture(text, { path, line })] as const;
      }),
  );

interface Found {
  readonly contract: string;
  readonly c: WireCase;
}

/** The cases that make the call of an example; one that names no contract stands for all of them. */
function casesOf({ op, contract, call }: Fixture, text: string): Found[] {
  const states = (key: string): boolean => new RegExp(`^ *${key}:`, 'm').test(text);
  const same = ({ params, inputs, targets, rng }: WireCase): boolean =>
    (!states('rng') || rng === call.rng) &&
    Buffer.compare(
      encode({ params, inputs, targets }),
      encode({ params: call.params, inputs: call.inputs, targets: call.targets }),
    ) === 0;
  return files
    .filter((file) => file.op === op.name && (!states('contract') || file.contract === contract))
    .flatMap((file) => file.cases.filter(same).map((c) => ({ contract: file.contract, c })));
}

describe('an example', () => {
  it.each(examples)('%s is a case', (_place, text, fixture) => {
    const found = casesOf(fixture, text);
    expect(found.map(({ contract }) => contract)).toContain(fixture.contract);
    const problems = found.flatMap(({ contract, c }) =>
      differences(fixture.expected, c.expected).map((problem) => `${contract} ${c.id}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });
});

const spec = readSpec(root);

/** The words of a section, without what sets them: signs of lists and tables, quotes, code. */
function wordsOf(id: string): string {
  const { sentence, body } = spec.find(id)!;
  const words = `${sentence} ${body}`
    .replaceAll('−', '-')
    .replace(/[|,[\]'*()`{};]|\.(?=\s|$)/g, ' ');
  return ` ${words.replace(/\s+/g, ' ')} `;
}

/** The numbers of a tensor as a section may print them: elements, bits of floats, bytes. */
function numbersOf(t: WireTensor): string[] {
  const bytes = Buffer.from(t.data);
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const all = [[...bytes].map((byte) => hex(byte, 2))];
  if (t.dtype === 'FLOAT32') {
    const at = Array.from({ length: bytes.length / 4 }, (_, i) => 4 * i);
    all.push(at.map((i) => `0x${hex(bytes.readUInt32LE(i), 8)}`));
    all.push(at.map((i) => `${bytes.readFloatLE(i)}`));
  } else {
    const codes = [...codesOf(t)];
    all.push(
      codes.map(String),
      codes.map((code) => `${code >>> 0}`),
    );
  }
  return all.map((words) => ` ${words.join(' ')} `);
}

/** How many outputs of the flagged cases of an op are printed in a section. */
function printedOutputs(flag: RegExp, op: string, words: string): number {
  const cases = files.filter((file) => file.op === op).flatMap((file) => file.cases);
  return cases
    .filter(({ flags }) => flags.some((f) => flag.test(f)))
    .flatMap(({ expected }) => Object.values(expected.outputs ?? {}))
    .filter((tensor) => numbersOf(tensor).some((numbers) => words.includes(numbers))).length;
}

/** Sections whose numbers come out of ops that their examples do not call, or not with all of them. */
const alsoFrom: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  V1: { rng_draws: 12 },
  V3: {
    execute_convert: 6,
    requant_dynamic: 24,
    requant_fixed: 18,
    convert: 12,
    execute_op: 12,
    quantization_backward: 21,
    quantization_forward: 21,
  },
  V4: { encode_symmetric: 6 },
  V5: { convert: 11, pack_bits: 5, unpack_bits: 5, fill: 1 },
  V6: { convert: 21, affine_grid: 7, fill: 2 },
  V7: { accumulate_sym_dynamic: 1, linear_forward_raw: 3, linear_forward: 3 },
  V8: { execute_op: 8 },
  V11: { requant_fixed: 18 },
  V12: { sym_add_inplace: 2 },
  V16: { adamw_step: 12 },
  V18: { linear_forward_raw: 3 },
  V21: { convert: 8 },
  V22: { linear_forward: 3, linear_forward_raw: 3, quantization_forward: 6, linear_backward: 15 },
  V23: { matmul_int32: 3, matmul_sym: 3 },
  V24: { quantize_dynamic: 9 },
  V25: { execute_convert: 2, execute_op: 3 },
  V26: { encode_symmetric: 12 },
  V27: { sgd_step: 30 },
  V29: { pointwise_int32: 2 },
  V31: { quantize_dynamic: 9, quantization_forward: 9 },
  V33: { layer_norm_forward: 1, group_norm_forward_raw: 1, group_norm_forward: 1 },
  V34: { group_norm_backward: 6 },
  V35: { sgd_momentum_step: 12, sgd_step: 12 },
  'B6.1': { matmul_sym: 3 },
  'B6.9': { training_step: 80 },
  'B6.10': { trajectory: 24 },
  'B6.11': {
    layer_norm_forward_raw: 4,
    group_norm_forward_raw: 2,
    linear_forward_raw: 6,
    matmul_sym: 6,
    conv1d_raw: 4,
    conv1d_transposed_raw: 4,
    dropout_forward: 4,
  },
};

describe('the numbers of a section', () => {
  const rows = Object.entries(alsoFrom).flatMap(([id, ops]) =>
    Object.entries(ops).map(([op, count]) => ({ id, op, count })),
  );

  it.each(rows)('$id come out of $op', ({ id, op, count }) => {
    // the calls of V22 stand with the clause that tells the two contracts apart
    const words = wordsOf(id) + (id === 'V22' ? wordsOf('H2') : '');
    expect(printedOutputs(new RegExp(`^${id}[bc]?$`), op, words)).toBeGreaterThanOrEqual(count);
  });

  it('are those of both lists of printed numbers', () => {
    const v = Array.from({ length: 35 }, (_, i) => `V${i + 1}`);
    const b = Array.from({ length: 11 }, (_, i) => `B6.${i + 1}`);
    const flags = new Set(files.flatMap(({ cases }) => cases.flatMap((c) => c.flags)));
    expect([...v, ...b].filter((id) => !flags.has(id) || spec.find(id) === undefined)).toEqual([]);
  });
});
