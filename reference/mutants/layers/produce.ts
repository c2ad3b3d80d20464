/** Mistakes in how forward and dx reach their wire (H2). */

import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'producers_raw',
    clause: 'H2',
    bug: 'producers leave raw accumulators on the wire',
    fix: 'restore the declared width in the write epilogue',
    contract: { producers: 'raw' },
  },
  {
    id: 'producers_restored',
    clause: 'H2',
    bug: 'producers restore the width of the wire',
    fix: 'under this contract the wire carries raw accumulators at the product scale',
    contract: { producers: 'restored' },
  },
];
