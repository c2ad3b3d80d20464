/** The ECG anomaly autoencoder of the specification: 11 layers, 1445 parameters, samples [1, 1, 140]. */

import type { LayerRecord, ModelRecord, TrainingRecord } from '../record.ts';

const relu: LayerRecord = { kind: 'relu' };

function up(inChannels: number, outChannels: number, kernel: number): LayerRecord {
  return { kind: 'conv1d_transposed', inChannels, outChannels, kernel, stride: kernel };
}

export const ecgModel: ModelRecord = {
  name: 'ecg',
  channels: 1,
  length: 140,
  loss: 'MSE',
  layers: [
    {
      kind: 'conv1d',
      inChannels: 1,
      outChannels: 8,
      kernel: 7,
      stride: 2,
      padding: 'EXPLICIT',
      paddingAmount: 3,
    },
    relu,
    { kind: 'max_pool1d', kernel: 2, stride: 2 },
    {
      kind: 'conv1d',
      inChannels: 8,
      outChannels: 16,
      kernel: 5,
      stride: 1,
      padding: 'SAME',
      paddingAmount: 0,
    },
    relu,
    { kind: 'avg_pool1d', kernel: 5, stride: 5 },
    up(16, 8, 5),
    relu,
    up(8, 4, 2),
    relu,
    up(4, 1, 2),
  ],
};

/** Macro batches of 32, momentum 0.9 as in the specification; the rate is larger because epochs are fewer. */
export const ecgTraining: TrainingRecord = {
  learningRate: Math.fround(0.05),
  momentum: Math.fround(0.9),
  batch: 32,
  epochs: 60,
};
