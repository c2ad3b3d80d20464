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
    id: 'layer_without_bias_not_trained',
    clause: 'S118',
    bug: 'a layer without a bias is left out when parameters are listed',
    fix: 'list what a layer has, its weight alone too',
    flags: ['three_samples'],
    fn: {
      modelParameters: (n, { layers, loss }) => {
        const isWhole = ({ layer }: (typeof layers)[number]): boolean =>
          !('bias' in layer) || layer.bias !== undefined;
        return primitives.modelParameters(n, { layers: layers.filter(isWhole), loss });
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
