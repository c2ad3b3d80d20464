/** All adapters, one table per family. */

import type { AdapterTable } from '../types.ts';
import { accumulateAdapters } from './accumulate.ts';
import { arithmeticAdapters } from './arithmetic.ts';
import { chainAdapters } from './chains.ts';
import { convKernelAdapters } from './conv_kernels.ts';
import { conversionAdapters } from './conversion.ts';
import { funnelAdapters } from './funnel.ts';
import { layerAdapters } from './layers.ts';
import { lossAdapters } from './losses.ts';
import { matmulAdapters } from './matmul.ts';
import { optimizerAdapters } from './optimizer.ts';
import { requantAdapters } from './requant.ts';
import { roundingAdapters } from './rounding.ts';
import { windowLayerAdapters } from './window_layers.ts';

export const adapters: AdapterTable = {
  ...roundingAdapters,
  ...requantAdapters,
  ...lossAdapters,
  ...optimizerAdapters,
  ...chainAdapters,
  ...matmulAdapters,
  ...arithmeticAdapters,
  ...conversionAdapters,
  ...accumulateAdapters,
  ...funnelAdapters,
  ...layerAdapters,
  ...convKernelAdapters,
  ...windowLayerAdapters,
};
