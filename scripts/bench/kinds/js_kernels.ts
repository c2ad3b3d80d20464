/** Integer products in JavaScript: one sum at a time, as the clause is written, and the kernels of the js backend. */

import type { JsTensor } from '../../../conformance/backends/js/api.ts';
import { jsContracts } from '../../../conformance/backends/js/gen/contracts.ts';
import {
  type ConvCall,
  conv1d,
  conv1dTransposed,
  conv1dWeightGradient,
} from '../../../conformance/backends/js/kernels/convolution.ts';
import { multiplyInt } from '../../../conformance/backends/js/kernels/matmul.ts';
import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { narrowMantissas } from '../mantissas.ts';

const extent = 128;
const signal = { batch: 4, inner: 16, outer: 32, kernel: 9, positions: 128 };
const convolution: ConvCall = {
  w: { kernel: signal.kernel, stride: 1, dilation: 1, padding: 'VALID', amount: 0 },
  groups: 1,
  outputPadding: 0,
};

/** Mantissas of 12 bits. */
function tensorOf(shape: readonly number[]): JsTensor {
  const count = shape.reduce((product, n) => product * n, 1);
  const data = narrowMantissas(count);
  const order = shape.map((_, axis) => axis);
  const scale = Math.fround(0.001);
  return {
    dtype: 'SYM_INT32',
    shape: [...shape],
    order,
    count,
    data,
    bits: 12,
    rounding: 'HALF_AWAY',
    scale,
    zeroPoint: 0,
  };
}

function multiplyPlainly(a: Int32Array, b: Int32Array, out: Int32Array): void {
  for (let row = 0; row < extent; row++) {
    for (let column = 0; column < extent; column++) {
      let sum = 0;
      for (let k = 0; k < extent; k++) {
        sum = (sum + Math.imul(a[row * extent + k]!, b[k * extent + column]!)) | 0;
      }
      out[row * extent + column] = sum;
    }
  }
}

async function* series({ isShort }: BenchOptions): AsyncIterable<Series> {
  const [a, b] = [tensorOf([extent, extent]), tensorOf([extent, extent])];
  const out = new Int32Array(extent ** 2);
  const s = signal;
  const x = tensorOf([s.batch, s.inner, s.positions + s.kernel - 1]);
  const weight = tensorOf([s.outer, s.inner, s.kernel]);
  const dy = tensorOf([s.batch, s.outer, s.positions]);
  const [y, dx, dw] = [tensorOf(dy.shape), tensorOf(x.shape), tensorOf(weight.shape)];
  const ctx = { rng: 0, contract: jsContracts.get('sym-2026-07-21')! };

  const product = extent ** 3;
  const calls = isShort ? 20 : 200;
  const work = calls * product;
  const convolved = s.batch * s.outer * s.positions * s.inner * s.kernel;
  const contender = (name: string, size: number, run: () => void): Contender => ({
    name,
    target: 'at least 1 G/s',
    run: () => {
      for (let done = 0; done < work; done += size) run();
    },
  });
  yield {
    title: 'js, integer products of 12 bits',
    unit: 'multiply-accumulates',
    work,
    contenders: [
      {
        name: 'one sum at a time',
        run: () => {
          for (let i = 0; i < calls; i++)
            multiplyPlainly(a.data as Int32Array, b.data as Int32Array, out);
        },
      },
      contender('matmul', product, () => multiplyInt(a, b, undefined, out)),
      contender('conv1d', convolved, () => conv1d(ctx, convolution, x, weight, undefined, y)),
      contender('conv1d_transposed', convolved, () =>
        conv1dTransposed(ctx, convolution, dy, weight, undefined, dx),
      ),
      contender('weight gradient', convolved, () => conv1dWeightGradient(convolution, x, dy, dw)),
    ],
  };
}

export const jsKernels: Kind = { summary: 'integer products of the js backend', series };
