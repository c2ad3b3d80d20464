/**
 * What must hold for a layer, a loss or an optimizer inside a model call: the fits of the op that each of
 * them stands for, with the names that its tensors and parameters have in the flat call of a model. `#`
 * stands for the number of the layer, and `@x`, `@y`, `@dy`, `@dx` for its wires.
 */

import {
  and,
  below,
  choice,
  dim,
  equal,
  type Fits,
  has,
  ifGiven,
  implies,
  isWord,
  not,
  or,
  param,
  rank,
  type Term,
} from './kit/fits.ts';
import type { OpDef } from './op.ts';

/** The ops of each kind of layer. */
const layerOps: Readonly<Record<string, readonly [forward: string, backward: string]>> = {
  linear: ['linear_forward', 'linear_backward'],
  quantization: ['quantization_forward', 'quantization_backward'],
  layer_norm: ['layer_norm_forward', 'layer_norm_backward'],
  group_norm: ['group_norm_forward', 'group_norm_backward'],
  conv1d: ['conv1d_forward', 'conv1d_backward'],
  conv1d_transposed: ['conv1d_transposed_forward', 'conv1d_transposed_backward'],
  max_pool1d: ['max_pool1d_forward', 'max_pool1d_backward'],
  avg_pool1d: ['avg_pool1d_forward', 'avg_pool1d_backward'],
  adaptive_avg_pool1d: ['adaptive_avg_pool1d_forward', 'adaptive_avg_pool1d_backward'],
  relu: ['relu_forward', 'relu_backward'],
  dropout: ['dropout_forward', 'dropout_backward'],
  flatten: ['flatten_forward', 'flatten_backward'],
  softmax: ['softmax_forward', 'softmax_backward'],
};

const lossOps: Readonly<Record<string, readonly [forward: string, backward: string]>> = {
  MSE: ['mse_forward', 'mse_backward'],
  CROSS_ENTROPY: ['cross_entropy_forward', 'cross_entropy_backward'],
};

/** The bits of the momenta without which SGD keeps no state, but for a contract whose SGD always does. */
const zeros = [0, 0x80000000].map((bits) => equal(param('momentum'), bits));

/** The optimizers with the names of their states, and when these must be there. */
const optimizers = [
  { word: 'SGD', op: 'sgd_step', states: {}, needsStates: isWord('optimizer', 'SGD') },
  {
    word: 'SGD',
    op: 'sgd_momentum_step',
    states: { state: '_s0' },
    needsStates: or(choice('sgd', 'unrounded_momentum'), not(or(...zeros))),
  },
  {
    word: 'ADAMW',
    op: 'adamw_step',
    states: { m: '_s0', v: '_s1' },
    needsStates: isWord('optimizer', 'ADAMW'),
  },
] as const;

const parameters = ['weight', 'bias', 'gamma', 'beta'] as const;

/** Values of the number parameters that a layer may leave out. */
const defaults: Readonly<Record<string, number>> = {
  kernel: 1,
  stride: 1,
  dilation: 1,
  padding_amount: 0,
  output_padding: 0,
  groups: 1,
  output_size: 1,
};

type Rename = (name: string) => string;

interface Renames {
  readonly tensor: Rename;
  readonly number: Rename;
  readonly word: Rename;
}

function renamedWord(word: string, { tensor, number, word: wordOf }: Renames): string {
  const [what, ...names] = word.split(':');
  switch (what) {
    case 'param':
      return `param:${number(names[0]!)}`;
    case 'word':
      return `word:${wordOf(names[0]!)}:${names[1]}`;
    case 'dim':
    case 'axis':
    case 'dtype':
      return `${what}:${tensor(names[0]!)}:${names[1]}`;
    case 'choice':
      return word;
    default:
      return [what, ...names.map(tensor)].join(':');
  }
}

function renamed(fits: Fits, renames: Renames): Fits {
  const one = (term: Term): Term =>
    term
      .split(' ')
      .map((word) => renamedWord(word, renames))
      .join(' ');
  return Object.fromEntries(
    Object.entries(fits).map(([name, terms]) => [renames.tensor(name), terms.map(one)]),
  );
}

const wires = new Set(['x', 'y', 'dy', 'dx']);

/** `gamma_mode` is read as the mode of weights. */
const modes: Readonly<Record<string, string>> = {
  gamma_mode: 'weight_mode',
  beta_mode: 'bias_mode',
};

function layerRenames(operation: 'forward' | 'dx'): Renames {
  return {
    tensor: (name) => (wires.has(name) ? `@${name}` : `l#_${name}`),
    number: (name) => `l#_${name}|${defaults[name] ?? 0}`,
    word: (name) => {
      if (name === 'arithmetic' || name === 'rounding') return `l#_${operation}_${name}|${name}`;
      if (name.endsWith('_arithmetic')) return `l#_${name}|arithmetic`;
      if (name.endsWith('_rounding')) return `l#_${name}|rounding`;
      if (name.endsWith('_mode')) return `l#_${modes[name] ?? name}|${modes[name] ?? name}`;
      return `l#_${name}`;
    },
  };
}

const lossWires: Readonly<Record<string, string>> = { output: '@x', label: '@y', gradient: '@dx' };

const lossRenames: Renames = {
  tensor: (name) => lossWires[name] ?? name,
  number: (name) => name,
  word: (name) => name,
};

/** The mean over a macro batch divides by the elements of an entry of the label (L29). */
const meanFits: Fits = {
  '@y': [
    implies(isWord('backward_reduction', 'MEAN'), or(equal(rank('@y'), 0), below(0, dim('@y', 0)))),
  ],
};

/** That every tensor that the op must have is there. */
function presence(op: OpDef, { tensor }: Renames): Fits {
  const needed = Object.entries(op.tensors).filter(([, spec]) => spec.optional !== true);
  return Object.fromEntries(needed.map(([name]) => [tensor(name), [has(tensor(name))]]));
}

function joined(...all: readonly Fits[]): Fits {
  const result: Record<string, Term[]> = {};
  for (const fits of all) {
    for (const [name, terms] of Object.entries(fits)) {
      result[name] = [...(result[name] ?? []), ...terms];
    }
  }
  return result;
}

/** The loss itself is a number of the reply, and no tensor of the call. */
function fitsOf(op: OpDef, renames: Renames): Fits {
  const { loss: _, ...tensors } = op.tensors;
  const { loss: __, ...fits } = op.fits;
  return joined(presence({ ...op, tensors }, renames), renamed(fits, renames));
}

function optimizerFits(
  op: OpDef,
  states: Readonly<Record<string, string>>,
  needsStates: Term,
): Fits {
  const all = parameters.map((field) => {
    const value = `l#_${field}`;
    const names: Readonly<Record<string, string>> = { parameter: value, gradient: `${value}_grad` };
    const tensor = (name: string): string => names[name] ?? `${value}${states[name]}`;
    const renames: Renames = { tensor, number: (name) => name, word: (name) => name };
    // a state that the optimizer does without may be absent
    const given = Object.keys(states).map((name) => has(tensor(name)));
    const condition = and(has(value), ...given);
    const when = (fits: Fits): Fits =>
      Object.fromEntries(
        Object.entries(fits).map(([name, terms]) => [
          name,
          terms.map((term) => `${condition} not ${term} or`),
        ]),
      );
    // a part whose parameter is absent belongs to nothing
    const presence = (part: string, isNeeded: Term): [string, Term[]] => [
      part,
      [ifGiven(part, has(value)), implies(and(has(value), isNeeded), has(part))],
    ];
    const parts = [
      presence(tensor('gradient'), has(value)),
      ...Object.keys(states).map((name) => presence(tensor(name), needsStates)),
    ];
    return joined(Object.fromEntries(parts), when(renamed(op.fits, renames)));
  });
  return joined(...all);
}

/** The fits of every kind of layer, of every loss and, as forward, of every optimizer. */
export function layerFits(
  ops: readonly OpDef[],
): Readonly<Record<string, { readonly forward: Fits; readonly backward: Fits }>> {
  const find = (name: string): OpDef | undefined => ops.find((op) => op.name === name);
  const fits = (name: string, renames: Renames): Fits => {
    const op = find(name);
    return op === undefined ? {} : fitsOf(op, renames);
  };
  const result: Record<string, { forward: Fits; backward: Fits }> = {};
  for (const [kind, [forward, backward]] of Object.entries(layerOps)) {
    result[kind] = {
      forward: fits(forward, layerRenames('forward')),
      backward: fits(backward, layerRenames('dx')),
    };
  }
  for (const [kind, [forward, backward]] of Object.entries(lossOps)) {
    result[kind] = { forward: fits(forward, lossRenames), backward: fits(backward, lossRenames) };
  }
  if (result.MSE !== undefined) result.MSE.backward = joined(result.MSE.backward, meanFits);
  for (const { word, op: name, states, needsStates } of optimizers) {
    const op = find(name);
    if (op === undefined) continue;
    const forward = joined(result[word]?.forward ?? {}, optimizerFits(op, states, needsStates));
    result[word] = { forward, backward: {} };
  }
  return result;
}
