/** Mistakes in the model validator (H5, L35). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

/** A layer behind the last one, to which no rule applies. */
const tail = { kind: 'relu', output: 'FLOAT32', forward: 'ARITH_FLOAT32' } as const;

export const mutants: readonly Mutant[] = [
  {
    id: 'validator_first_only',
    clause: 'H5',
    bug: 'only the first violation is reported',
    fix: 'report every violation in layer order',
    fn: {
      modelViolations: (n, model, rule) => primitives.modelViolations(n, model, rule).slice(0, 1),
    },
  },
  {
    id: 'validator_last_counts',
    clause: 'H5',
    bug: 'a producer in last position is reported',
    fix: 'the last layer may be a producer',
    fn: {
      modelViolations: (n, model, rule) =>
        primitives.modelViolations(n, model === undefined ? model : [...model, tail], rule),
    },
  },
  {
    id: 'validator_oldest_rule',
    clause: 'H5',
    pitfalls: ['A-M149'],
    bug: 'rule V1 is applied, whatever the contract says',
    fix: 'apply the rule of the contract',
    fn: { modelViolations: (n, model) => primitives.modelViolations(n, model, 'V1') },
  },
  {
    id: 'validator_newest_rule',
    clause: 'H5',
    pitfalls: ['A-M149'],
    bug: 'rule V4 is applied, whatever the contract says',
    fix: 'apply the rule of the contract',
    fn: { modelViolations: (n, model) => primitives.modelViolations(n, model, 'V4') },
  },
];
