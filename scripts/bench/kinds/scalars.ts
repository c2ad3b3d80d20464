/** Scalar rules in blocks: roundings and requants a second, each compared with the reference through the pipe. */

import type { BackendFactory } from '../../../conformance/backends/backend.ts';
import { ops } from '../../../goldgen/registry.ts';
import { defaultContractId } from '../../../reference/contracts.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { requiredBackends } from '../../cli/required_backends.ts';
import { blockCases, blockElements } from '../../fuzz/blocks.ts';
import type { FuzzCase } from '../../fuzz/cases.ts';
import { expectationOf } from '../../fuzz/examine.ts';
import { fuzz } from '../../fuzz/fuzz.ts';
import { backendSubject } from '../../fuzz/subjects.ts';
import type { BenchOptions, Kind, Series } from '../kind.ts';

const measuredOps = ['round', 'requant_dynamic', 'requant_fixed'] as const;

/** The same blocks for every contender. */
function blocksOf(name: string, count: number): FuzzCase[] {
  const wish = {
    seed: 1,
    isWild: false,
    ops: ops.filter((op) => op.name === name),
    contracts: [defaultContractId],
  };
  const source = blockCases(wish);
  return Array.from({ length: count }, () => source.next().value as FuzzCase);
}

/** Errors: internal, where an answer is wrong or missing. */
async function compareAll(
  subject: Awaited<ReturnType<typeof backendSubject>>,
  cases: readonly FuzzCase[],
): Promise<void> {
  const { counts } = await fuzz({
    subjects: [subject],
    cases,
    maxErrors: 1,
    shrinkTries: 0,
    isOver: () => false,
    onFailure: () => undefined,
    onProgress: () => undefined,
  });
  if (counts.passed === cases.length) return;
  throw new GoldError(
    'internal',
    `${subject.id} passes ${counts.passed} of ${cases.length} blocks`,
  );
}

async function seriesOf(
  factory: BackendFactory,
  name: string,
  { isShort, timeoutMs }: BenchOptions,
): Promise<Series> {
  const cases = blocksOf(name, isShort ? 16 : 128);
  const subject = await backendSubject(factory.create({ timeoutMs }), () => false);
  return {
    title: `${factory.id}, ${name}, blocks of ${blockElements}`,
    unit: 'elements',
    work: cases.length * blockElements,
    contenders: [
      { name: 'the reference alone', run: () => cases.forEach((c) => void expectationOf(c)) },
      {
        name: 'reference, pipe, comparison',
        run: () => compareAll(subject, cases),
        target: 'at least 2.00 M /s',
      },
    ],
    end: () => subject.stop(),
  };
}

async function* series(options: BenchOptions): AsyncIterable<Series> {
  const named = options.backends.length > 0 ? options.backends : ['js', 'native:gcc-O2'];
  for (const factory of await requiredBackends(named)) {
    for (const name of measuredOps) yield await seriesOf(factory, name, options);
  }
}

export const scalars: Kind = {
  summary: 'roundings and requants in blocks, compared with the reference',
  needsSources: true,
  series,
};
