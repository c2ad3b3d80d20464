/**
 * Goal: large cases stand behind those of their op, and however many a run has, it holds one. Method: what is held is
 * given again, what is not is made anew; a corpus with and without cases of their ops.
 */

import { expect, test } from 'vitest';
import type { Corpus, TestCase } from '../../conformance/core/load.ts';
import { decode } from '../../schema/format/codec.ts';
import { vectorsDir } from '../cli/paths.ts';
import { insertLarge, largeTests } from './large_tests.ts';

const ops = ['pack_bits', 'unpack_bits'];
const [first, second] = largeTests(vectorsDir, ({ op }) => ops.includes(op));

test('a large case is held until another one is looked at', () => {
  const { inputs, expected } = first!.vector;
  expect(first!.vector.inputs).toBe(inputs);
  expect(first!.vector.expected).toBe(expected);
  expect(second!.vector.inputs).not.toEqual(inputs);
  expect(first!.vector.inputs).not.toBe(inputs);
  expect(first!.vector.inputs).toEqual(inputs);
});

test('as bytes it is the same case', () => {
  const { call, outputs, rng, flags } = first!.encoded!()!;
  const { params, inputs, targets, rng: seed, expected } = first!.vector;
  const map = decode(Uint8Array.of(0x84, ...call));
  expect(map).toEqual({ params, inputs, targets, rng: seed });
  expect(decode(outputs)).toEqual(expected.outputs);
  expect(decode(rng)).toBe(expected.rng);
  expect(flags).toEqual(first!.vector.flags);
});

const named = (id: string): TestCase => {
  const [contract, op] = id.split('/') as [string, string];
  return { id, contract, op } as TestCase;
};

test('every large case stands behind the others of its contract and op, or at the end', () => {
  const committed = ['june/a/x/0', 'june/b/x/0', 'july/a/x/0', 'july/a/x/1', 'july/b/x/0'];
  const large = ['july/c/large/0', 'july/a/large/0', 'july/a/large/1'];
  const corpus = { cases: committed.map(named), has: (id: string) => id === 'kept' };
  const both = insertLarge(corpus as unknown as Corpus, large.map(named));
  expect(both.cases.map(({ id }) => id)).toEqual([
    ...committed.slice(0, 4),
    'july/a/large/0',
    'july/a/large/1',
    'july/b/x/0',
    'july/c/large/0',
  ]);
  expect([...large, 'kept', 'july/d/large/0'].map(both.has)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});
