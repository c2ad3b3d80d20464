/** `losses`: forward, backward and mean scale of both losses (L28, L29). */

import type { Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { libmVariants } from './libm.ts';

interface LossFunctions {
  readonly forward: (output: Tensor, label: Tensor, reduction: 'MEAN' | 'SUM') => number;
  readonly backward: (output: Tensor, label: Tensor, target: Tensor) => void;
  readonly meanScale: (samples: number, shape: readonly number[]) => number;
}

/** The forward of an ASYM output was not recorded, except where it is what aborts. */
function replayLoss(r: Replay, loss: LossFunctions): void {
  const output = r.tensor('output');
  const label = r.tensor('label');
  if (output.dtype !== 'ASYM') {
    const reduction = r.paramWord('reduction') === 'MEAN' ? 'MEAN' : 'SUM';
    r.emitFloat('loss', loss.forward(output, label, reduction));
  }
  const target = r.tensor('result_target');
  loss.backward(output, label, target);
  r.emit('dy', target);
  const samples = r.recorded.outputs.meanScale_totalSamples;
  if (typeof samples !== 'number') return;
  r.emitInt('meanScale_totalSamples', samples);
  r.emitFloat('meanScale', loss.meanScale(samples, label.shape));
}

function mse(r: Replay): void {
  replayLoss(r, {
    forward: (output, label, reduction) => r.n.fn.mseForward(r.n, output, label, reduction),
    backward: (output, label, target) => r.n.fn.mseBackward(r.n, output, label, target),
    meanScale: (samples, shape) => r.n.fn.mseMeanScale(r.n, samples, shape),
  });
}

function crossEntropy(r: Replay): void {
  replayLoss(r, {
    forward: (output, label, reduction) =>
      r.n.fn.crossEntropyForward(r.n, output, label, reduction),
    backward: (output, label, target) => r.n.fn.crossEntropyBackward(r.n, output, label, target),
    meanScale: (samples) => r.n.fn.crossEntropyMeanScale(r.n, samples),
  });
}

export const lossAdapters: AdapterTable = {
  'losses/mseLossForward/mseLossBackward': mse,
  'losses/crossEntropyForward/crossEntropySoftmaxBackward': {
    replay: crossEntropy,
    variants: libmVariants,
  },
};
