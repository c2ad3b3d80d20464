/** Mistakes in models as data and their wires (L33, S118). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'parameter_order_bias_first',
    clause: 'S118',
    pitfalls: ['A-M144'],
    bug: 'biases are updated before weights',
    fix: 'model order: weight, then bias; γ, then β',
    fn: {
      modelParameters: (n, model) => {
        const all = primitives.modelParameters(n, model);
        return all.map((_, i) => all[i ^ 1] ?? all[i]!);
      },
    },
  },
  {
    id: 'dx_record_of_layer',
    clause: 'L33',
    bug: 'the dx wire always takes the dtype and mode of the forward wire',
    fix: "use the layer's declared dx record",
    fn: {
      propLossRecord: (n, declared, input) =>
        n.contract.wires === 'default_width'
          ? primitives.propLossRecord(n, declared, input)
          : input,
    },
  },
  {
    id: 'wires_default_width',
    clause: 'L33',
    bug: 'wires are allocated at the default width',
    fix: 'honour the declared width of each wire',
    contract: { wires: 'default_width' },
  },
];
