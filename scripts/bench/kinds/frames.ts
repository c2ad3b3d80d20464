/** Small requests through backends: the bytes alone, one at a time, and with a verdict on every reply. */

import type { BackendFactory } from '../../../conformance/backends/backend.ts';
import { factoriesNamed } from '../../../conformance/backends/index.ts';
import type { TestCase } from '../../../conformance/core/load.ts';
import { requestOf } from '../../../conformance/core/request.ts';
import { allBackends } from '../../cli/backends.ts';
import { requiredBackends } from '../../cli/required_backends.ts';
import { judgeAll, smallestCase } from '../judged.ts';
import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { openRawPipe, type RawPipe } from '../raw_pipe.ts';

/** Requests per repetition, and cases per second that are asked of the runner, by kind of backend. */
const sizes: Readonly<Record<string, readonly [count: number, target?: number]>> = {
  js: [20_000, 40_000],
  native: [20_000, 40_000],
  qemu: [8000, 8000],
  wasm: [20_000],
};
const countElsewhere = 1000;

async function seriesOf(factory: BackendFactory, options: BenchOptions): Promise<Series> {
  const { id } = factory;
  const [full, target] = sizes[id.split(':')[0]!] ?? [countElsewhere];
  const count = options.isShort ? Math.ceil(full / 10) : full;
  const backend = factory.create({ timeoutMs: options.timeoutMs });
  const hello = await backend.start();
  const test = smallestCase(options.vectors, hello);
  const cases = new Array<TestCase>(count).fill(test);
  const hasPipe = full !== countElsewhere;
  const pipe: RawPipe | undefined = hasPipe ? await openRawPipe(id) : undefined;
  const one: Contender = {
    name: 'one at a time',
    run: async () => {
      for (let seq = 1; seq <= count; seq++) await backend.run(requestOf(test, seq));
    },
  };
  const judged: Contender = {
    name: 'runner, with verdicts',
    run: () => judgeAll(backend, hello, cases),
    ...(target === undefined ? {} : { target: `at least ${target / 1000},000 cases/s` }),
  };
  const raw = pipe && {
    name: 'bytes alone',
    run: () => pipe.pump(requestOf(test, count), count),
  };
  return {
    title: `${id}, ${test.id}`,
    unit: 'cases',
    work: count,
    contenders: raw === undefined ? [one, judged] : [raw, one, judged],
    end: async () => {
      await pipe?.close();
      await backend.stop();
    },
  };
}

/** What every machine has, and an emulated board where there is an emulator. */
async function ordinary(): Promise<string[]> {
  const [board] = factoriesNamed('qemu:mps2-an386', allBackends);
  const isThere = (await board?.available())?.ok === true;
  return ['js', 'native:gcc-O2', ...(isThere ? [board!.id] : [])];
}

async function* series(options: BenchOptions): AsyncIterable<Series> {
  const named = options.backends.length > 0 ? options.backends : await ordinary();
  for (const factory of await requiredBackends(named)) yield await seriesOf(factory, options);
}

export const frames: Kind = { summary: 'small requests through backends', series };
