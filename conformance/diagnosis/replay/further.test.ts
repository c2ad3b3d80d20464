/**
 * Goal: mistakes that are made from the numbers and operands of a case give what the same mistake, written by hand, gives.
 * Method: real cases, the catalogue's own mistakes, and calls on other operands.
 */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus, type TestCase, wholeCase } from '../../core/load.ts';
import type { Answer, Hypothesis } from '../hypothesis.ts';
import { numbersOf } from './numbers.ts';
import { newReplayer } from './replayer.ts';

const ops = new Set([
  'softmax_backward',
  'cross_entropy_forward',
  'adamw_step',
  'mse_backward',
  'relu_forward',
  'layer_norm_forward',
]);
const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), ({ op }) => ops.has(op));
const replayer = newReplayer();

const isOk = ({ vector }: TestCase): boolean => vector.expected.status === 'ok';
const casesOf = (op: string, fits: (test: TestCase) => boolean = () => true): TestCase[] =>
  cases.filter((test) => test.op === op && isOk(test) && fits(test)).map(wholeCase);

function found(list: readonly Hypothesis[], id: string): Hypothesis {
  const hypothesis = list.find((one) => one.id === id);
  if (hypothesis === undefined) throw new Error(`no ${id}`);
  return hypothesis;
}

const outputs = ({ outputs: all }: Answer) =>
  Object.fromEntries(Object.entries(all).map(([name, { data }]) => [name, [...data]]));

/** Both, in every case that knows both; how many of them are not right. */
function same(tests: readonly TestCase[], further: string, known: string): number {
  let wrong = 0;
  for (const test of tests) {
    const made = replayer.further(test).find(({ id }) => id === further);
    if (made === undefined) continue;
    const hand = found([...replayer.candidates(test), ...replayer.slips(test)], known);
    const got = outputs(replayer.answer(test, made));
    expect(got).toEqual(outputs(replayer.answer(test, hand)));
    const want = test.vector.expected.outputs!;
    wrong += Number(Object.keys(got).some((name) => `${got[name]}` !== `${[...want[name]!.data]}`));
  }
  return wrong;
}

const isFloat = (test: TestCase): boolean =>
  Object.values(test.vector.inputs).every(({ dtype }) => dtype === 'FLOAT32');

describe('what is made from a case', () => {
  it.each([
    [
      'softmax_backward',
      'softmax_gradient._a_⊖_b_⊗_c_as_a_⊗_c_⊖_b_⊗_c',
      'softmax_gradient_expanded',
    ],
    ['mse_backward', 'mse_gradient.result halved', 'mse_gradient_halved'],
    ['mse_backward', 'mse_gradient.result negated', 'mse_gradient_negated'],
    ['layer_norm_forward', 'norm_rstd.add_1 0.00001', 'norm_rstd_epsilon_fixed_0.00001'],
  ])('%s: %s is %s', (op, further, known) => {
    expect(same(casesOf(op, isFloat).slice(0, 40), further, known)).toBeGreaterThan(0);
  });

  it('takes the number of this call', () => {
    const words = 'the extent of axis 1 of `output`';
    const tests = casesOf('cross_entropy_forward', ({ vector }) => {
      const { shape = [] } = vector.inputs.output ?? {};
      return vector.params.reduction === 'MEAN' && shape.length === 2 && shape[0] !== shape[1];
    });
    const [test] = tests;
    const change = found(replayer.further(test!), `cross_entropy_mean.div_1 ${words}`);
    for (const other of tests.slice(0, 6)) {
      const { loss } = replayer.answer(other, change).outputs;
      const [rows, columns] = other.vector.inputs.output!.shape as [number, number];
      const right = Buffer.from(other.vector.expected.outputs!.loss!.data).readFloatLE(0);
      expect(Buffer.from(loss!.data).readFloatLE(0)).toBeCloseTo((right * rows) / columns, 5);
      expect(numbersOf(other).get(words)).toBe(columns);
    }
  });

  it('reads operands elsewhere, and leaves what it does not read', () => {
    const [test] = casesOf('relu_forward', ({ vector }) => vector.inputs.x!.data.length > 12);
    const reversed = found(replayer.further(test!), 'x read elements reversed');
    const want = test!.vector.expected.outputs!.y!.data;
    const { y } = replayer.answer(test!, reversed).outputs;
    const words = (data: Uint8Array) => [...new Int32Array(new Uint8Array(data).buffer)];
    expect(words(y!.data)).toEqual(words(want).reverse());
  });

  it('ends: no number is put in place of a count with which a loop would go on', () => {
    const some = casesOf('adamw_step').slice(0, 8);
    for (const test of some) {
      for (const change of replayer.further(test)) replayer.answer(test, change);
    }
    expect(some).toHaveLength(8);
  });
});
