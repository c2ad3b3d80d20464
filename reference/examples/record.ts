/** Models and training variants as plain data: what the examples declare and `build.ts` turns into tensors. */

import type { Arithmetic, OutputMode } from '../funnel.ts';
import type { LossKind } from '../losses/loss.ts';
import type { QuantRecord, Rounding } from '../tensor.ts';

/** One layer: its kind and what its geometry needs. */
export type LayerRecord =
  | {
      readonly kind: 'conv1d';
      readonly inChannels: number;
      readonly outChannels: number;
      readonly kernel: number;
      readonly stride: number;
      readonly padding: 'SAME' | 'EXPLICIT';
      /** P of EXPLICIT, else 0 */
      readonly paddingAmount: number;
    }
  | {
      readonly kind: 'conv1d_transposed';
      readonly inChannels: number;
      readonly outChannels: number;
      readonly kernel: number;
      readonly stride: number;
    }
  | { readonly kind: 'linear'; readonly inFeatures: number; readonly outFeatures: number }
  | {
      readonly kind: 'max_pool1d' | 'avg_pool1d';
      readonly kernel: number;
      readonly stride: number;
    }
  | { readonly kind: 'relu' | 'flatten' | 'softmax' };

/** A sequential model over samples of shape [1, channels, length]. */
export interface ModelRecord {
  readonly name: string;
  readonly channels: number;
  readonly length: number;
  readonly loss: LossKind;
  readonly layers: readonly LayerRecord[];
}

/** In which formats and arithmetics a model is trained. */
export interface VariantRecord {
  readonly name: string;
  /** one sentence for tables and legends */
  readonly summary: string;
  readonly forward: Arithmetic;
  readonly weightGrad: Arithmetic;
  readonly biasGrad: Arithmetic;
  readonly propLoss: Arithmetic;
  /** record of every forward wire */
  readonly output: QuantRecord;
  /** record of every dx wire */
  readonly propLossWire: QuantRecord;
  /** record of weights and biases; they are initialised in FLOAT32 and then converted */
  readonly parameter: QuantRecord;
  readonly gradient: QuantRecord;
  readonly accumulate: OutputMode;
  /** record of the momentum buffers */
  readonly state: QuantRecord;
  /** write-back mode of the optimizer (S118) */
  readonly writeBack: Rounding;
}

/** How long and how fast a model is trained; all scalars float32. */
export interface TrainingRecord {
  readonly learningRate: number;
  readonly momentum: number;
  /** samples of a macro batch, each one micro-batch */
  readonly batch: number;
  readonly epochs: number;
}
