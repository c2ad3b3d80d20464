/** Which mistake each flag of `sgd_momentum_step` catches. */

import type { RecordNote } from '../../op.ts';

export const sgdMomentumStepNotes: Readonly<Record<string, RecordNote>> = {
  V15: {
    bug: 'the parameter moved by the momentum before it is rounded for storage',
    effect: 'weights move by what the stored momentum does not hold, and drift from it',
  },
  V35: {
    bug: 'momentum 0 takes a step without state',
    effect: 'a shifted generator: the state is encoded and drawn for too',
    clause: 'H2',
  },
  stored_momentum: {
    bug: 'the momentum not decoded again from its stored form',
    effect: 'weights move by what the state cannot hold',
  },
  unrounded_momentum: {
    bug: 'the parameter follows the stored, rounded momentum',
    effect: 'weights of the current contract instead of June’s',
    clause: 'H2',
  },
  draw_order: {
    bug: 'the parameter drawn for before the momentum',
    effect: 'weights and momentum are rounded with each other’s draws',
    clause: 'S118',
  },
  no_dampening: {
    bug: 'μ·v + (1 − μ)·g, or a Nesterov step',
    effect: 'steps of another length',
  },
  decay_without_momentum: {
    bug: 'weight decay applied only where the momentum is above 0',
    effect: 'weights are not decayed in the steps that turn the momentum off',
    clause: 'S117',
  },
  contraction: {
    bug: 'product and sum fused into one rounding',
    effect: 'weights that differ between platforms',
  },
  refused_grid: {
    bug: 'the state written before the grid of the parameter is refused',
    effect: 'half a step is done',
    clause: 'S24, S117, A3',
  },
  refused: {
    bug: 'integer arithmetic asked for, float steps taken',
    effect: 'a device computes its steps in another arithmetic than it was configured for',
  },
  stream: {
    bug: 'μ applied to the gradient, decay left out of v, or the unrounded momentum used',
    effect: 'weights overshoot or stop short in every step after the first',
  },
};
