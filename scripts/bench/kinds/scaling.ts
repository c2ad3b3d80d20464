/** How cost grows over four decades: with the cases of a run, and with the elements of a tensor. */

import type { Backend, BackendFactory } from '../../../conformance/backends/backend.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { float32Bytes } from '../../../schema/format/tensor.ts';
import type { HelloReply, RunRequest } from '../../../schema/format/types.ts';
import { requiredBackends } from '../../cli/required_backends.ts';
import { judgeAll, smallestCase } from '../judged.ts';
import type { BenchOptions, Kind, Series } from '../kind.ts';

/** Powers of ten, two decades fewer in the short form. */
function sizes(from: number, to: number, isShort: boolean): number[] {
  const last = isShort ? to - 2 : to;
  return Array.from({ length: last - from + 1 }, (_, i) => 10 ** (from + i));
}

/** Small sizes are done several times, so that a repetition takes long enough to be measured. */
const enoughWork = 10_000;
const timesOf = (size: number): number => Math.max(1, enoughWork / size);

function* casesSeries(
  backend: Backend,
  hello: HelloReply,
  options: BenchOptions,
): Iterable<Series> {
  const test = smallestCase(options.vectors, hello);
  for (const size of sizes(1, 5, options.isShort)) {
    const cases = new Array(size).fill(test);
    const times = timesOf(size);
    const curve = 'cases of a run';
    yield {
      title: `${size} cases, ${test.id}`,
      unit: 'cases',
      work: size * times,
      place: { curve: `${curve}, ${backend.id}`, size, times },
      contenders: [
        {
          name: backend.id,
          run: async () => {
            for (let i = 0; i < times; i++) await judgeAll(backend, hello, cases);
          },
        },
      ],
    };
  }
}

/** Squares of so many float32 values: one small operation per element, so that moving the tensor counts too. */
function squareOf(hello: HelloReply, size: number, seq: number): RunRequest {
  const head = { dtype: 'FLOAT32' as const, shape: [size] };
  const data = float32Bytes(Float32Array.from({ length: size }, (_, i) => i / size));
  return {
    verb: 'run',
    seq,
    contract: hello.contracts.at(-1)!,
    op: 'square_float32',
    params: {},
    inputs: { x: { ...head, data } },
    targets: { y: head },
    rng: 1,
  };
}

function* elementsSeries(
  backend: Backend,
  hello: HelloReply,
  options: BenchOptions,
): Iterable<Series> {
  for (const size of sizes(2, 6, options.isShort)) {
    const request = squareOf(hello, size, 1);
    // header and both payloads
    if (12 * size + 4096 > hello.max_frame) return;
    const times = timesOf(size);
    yield {
      title: `square_float32 of ${size} elements`,
      unit: 'elements',
      work: size * times,
      place: { curve: `elements of a tensor, ${backend.id}`, size, times },
      contenders: [
        {
          name: backend.id,
          run: async () => {
            for (let i = 0; i < times; i++) {
              const reply = await backend.run({ ...request, seq: i + 1 });
              if (reply.status !== 'ok') throw new GoldError('internal', `${backend.id} refuses`);
            }
          },
        },
      ],
    };
  }
}

async function* seriesOn(factory: BackendFactory, options: BenchOptions): AsyncIterable<Series> {
  const backend = factory.create({ timeoutMs: options.timeoutMs });
  const hello = await backend.start();
  try {
    yield* casesSeries(backend, hello, options);
    yield* elementsSeries(backend, hello, options);
  } finally {
    await backend.stop();
  }
}

async function* series(options: BenchOptions): AsyncIterable<Series> {
  const named = options.backends.length > 0 ? options.backends : ['js', 'native:gcc-O2'];
  for (const factory of await requiredBackends(named)) yield* seriesOn(factory, options);
}

export const scaling: Kind = { summary: 'cost against size, over four decades', series };
