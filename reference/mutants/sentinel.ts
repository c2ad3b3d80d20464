/** A mutant outside the catalogue. */

import type { Mutant } from './mutant.ts';

/** Fails on every case: proves that the machinery reaches a vector file at all. */
export const sentinel: Mutant = {
  id: 'sentinel',
  clause: 'S10',
  bug: 'every operation leaves another generator state behind',
  fix: 'this mutant only proves that the machinery works',
  readState: (state) => (state % 4294967295) + 1,
};
