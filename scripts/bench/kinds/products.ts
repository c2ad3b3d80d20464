/** A large integer product through backends, so that kernels which are no programs of their own are timed too. */

import type { Backend } from '../../../conformance/backends/backend.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { int32Bytes } from '../../../schema/format/tensor.ts';
import type { HelloReply, RunRequest, WireTensor } from '../../../schema/format/types.ts';
import { requiredBackends } from '../../cli/required_backends.ts';
import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { narrowMantissas } from '../mantissas.ts';

/** Rows, columns and inner extent: moving the operands costs little beside so many products. */
const extent = 384;

/** Serves as both operands. */
function operand(): WireTensor {
  const data = int32Bytes(narrowMantissas(extent ** 2));
  return { dtype: 'INT32', shape: [extent, extent], data };
}

function requestFor({ contracts }: HelloReply): Omit<RunRequest, 'seq'> {
  const matrix = operand();
  return {
    verb: 'run',
    contract: contracts.at(-1)!,
    op: 'matmul_int32',
    params: {},
    inputs: { a: matrix, b: matrix },
    targets: { y: { dtype: 'INT32', shape: [extent, extent] } },
    rng: 1,
  };
}

/** What the backend computes, as bytes. Errors: internal, where it does not answer. */
async function productOf(backend: Backend, hello: HelloReply): Promise<Uint8Array> {
  const { status, outputs } = await backend.run({ ...requestFor(hello), seq: 1 });
  if (status === 'ok') return outputs!.y!.data;
  throw new GoldError('internal', `${backend.id}: ${status}`);
}

function contenderOf(backend: Backend, hello: HelloReply, calls: number): Contender {
  const request = requestFor(hello);
  let seq = 1;
  return {
    name: backend.id,
    ...(backend.id === 'wasm:simd' ? { target: 'at most 1.00 × (wasm)' } : {}),
    run: async () => {
      for (let i = 0; i < calls; i++) {
        const { status } = await backend.run({ ...request, seq: ++seq });
        if (status !== 'ok') throw new GoldError('internal', `${backend.id}: ${status}`);
      }
    },
  };
}

async function* series({ backends, isShort, timeoutMs }: BenchOptions): AsyncIterable<Series> {
  const named =
    backends.length > 0 ? backends : ['wasm', 'wasm:simd', 'native:gcc-O2', 'native:gcc-O3', 'js'];
  const started: Backend[] = [];
  let first: Uint8Array | undefined;
  const calls = isShort ? 1 : 4;
  try {
    const contenders: Contender[] = [];
    for (const factory of await requiredBackends(named)) {
      const backend = factory.create({ timeoutMs });
      const hello = await backend.start();
      started.push(backend);
      const product = await productOf(backend, hello);
      first ??= product;
      // the sums must be the same bits, or the times say nothing
      if (Buffer.compare(first, product) !== 0) {
        const message = `${backend.id} computes another product than ${started[0]!.id}`;
        throw new GoldError('internal', message);
      }
      contenders.push(contenderOf(backend, hello, calls));
    }
    yield {
      title: `matmul_int32 of ${extent} × ${extent} through backends, operands of 12 bits`,
      unit: 'multiply-accumulates',
      work: calls * extent ** 3,
      contenders: contenders as [Contender, ...Contender[]],
    };
  } finally {
    for (const backend of started) await backend.stop();
  }
}

export const products: Kind = { summary: 'a large integer product through backends', series };
