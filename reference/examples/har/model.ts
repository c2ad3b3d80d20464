/** The HAR classifier of the specification: 12 layers, scaled to channels, length and classes of the data. */

import type { LayerRecord, ModelRecord, TrainingRecord } from '../record.ts';

/** What the model is scaled to. */
export interface HarShape {
  readonly channels: number;
  readonly length: number;
  readonly classes: number;
}

function conv(inChannels: number, outChannels: number, kernel: number): LayerRecord {
  return {
    kind: 'conv1d',
    inChannels,
    outChannels,
    kernel,
    stride: 1,
    padding: 'SAME',
    paddingAmount: 0,
  };
}

/** Width of the first convolution: 16 as in the specification for 9 channels, 8 for smaller data. */
export function firstMaps(shape: HarShape): number {
  return shape.channels >= 9 ? 16 : 8;
}

/** Conv–ReLU–MaxPool twice, Conv–ReLU–AvgPool, Flatten, Linear, Softmax, CrossEntropy. */
export function harModel(shape: HarShape): ModelRecord {
  const maps = firstMaps(shape);
  const halved = Math.floor(Math.floor(shape.length / 2) / 2);
  const relu: LayerRecord = { kind: 'relu' };
  const halve: LayerRecord = { kind: 'max_pool1d', kernel: 2, stride: 2 };
  return {
    name: 'har',
    channels: shape.channels,
    length: shape.length,
    loss: 'CROSS_ENTROPY',
    layers: [
      conv(shape.channels, maps, 7),
      relu,
      halve,
      conv(maps, 2 * maps, 5),
      relu,
      halve,
      conv(2 * maps, 4 * maps, 3),
      relu,
      { kind: 'avg_pool1d', kernel: halved, stride: halved },
      { kind: 'flatten' },
      { kind: 'linear', inFeatures: 4 * maps, outFeatures: shape.classes },
      { kind: 'softmax' },
    ],
  };
}

/** Momentum 0.9 as in the specification; macro batches of 8, because the small sets have 40 samples. */
export const harTraining: TrainingRecord = {
  learningRate: Math.fround(0.02),
  momentum: Math.fround(0.9),
  batch: 8,
  epochs: 40,
};
