/** All adapters, one table per family. */

import type { AdapterTable } from '../types.ts';
import { requantAdapters } from './requant.ts';
import { roundingAdapters } from './rounding.ts';

export const adapters: AdapterTable = {
  ...roundingAdapters,
  ...requantAdapters,
};
