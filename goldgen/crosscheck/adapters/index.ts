/** All adapters, one table per family. */

import type { AdapterTable } from '../types.ts';
import { accumulateAdapters } from './accumulate.ts';
import { conversionAdapters } from './conversion.ts';
import { funnelAdapters } from './funnel.ts';
import { requantAdapters } from './requant.ts';
import { roundingAdapters } from './rounding.ts';

export const adapters: AdapterTable = {
  ...roundingAdapters,
  ...requantAdapters,
  ...conversionAdapters,
  ...accumulateAdapters,
  ...funnelAdapters,
};
