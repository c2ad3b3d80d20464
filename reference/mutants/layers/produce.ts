/** Mistakes in how forward and dx reach their wire (H2). */

import { primitives } from '../../primitives.ts';
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
  {
    id: 'june_norm_operation_mode',
    clause: 'L15',
    flags: ['write_rounding', 'raw_wire'],
    bug: 'the June LayerNorm rounds h and β seeds by the mode of the arithmetic',
    fix: 'round by the output record’s mode',
    fn: {
      produce: (n, kernel, operands, arithmetic, wire) => {
        if (n.contract.producers === 'restored') {
          primitives.produce(n, kernel, operands, arithmetic, wire);
          return;
        }
        const raw = { ...wire, rounding: arithmetic.rounding };
        kernel(n, operands, raw);
        wire.scale = raw.scale;
      },
    },
  },
];
